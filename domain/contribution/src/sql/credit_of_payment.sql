-- What a payment added to, or took from, a member's credit.
SELECT CAST(COALESCE(SUM(amount), 0) AS bigint)
FROM credit_entry
WHERE bucket = $1 AND membership = $2 AND payment = $3
