-- Opens a code that a phone gave out, or gives it its months again.
-- A paid one stays, and one that was taken back may come to stand for somebody else.
INSERT INTO payment_code (
  code, bucket, membership, first_month, n_months, amount, opens_new_spell, opened_at, expires_on,
  state, opened_by
)
VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, 'open', $9)
ON CONFLICT (code) DO UPDATE SET
  bucket = excluded.bucket,
  membership = excluded.membership,
  first_month = excluded.first_month,
  n_months = excluded.n_months,
  amount = excluded.amount,
  state = 'open'
WHERE payment_code.state = 'cancelled'
  OR (payment_code.membership = excluded.membership AND payment_code.state = 'open')
