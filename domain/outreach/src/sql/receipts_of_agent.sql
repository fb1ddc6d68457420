-- Receipts of an agent that are not settled, oldest first, after a place in that order.
SELECT id, serial, book, number, agent, device, event, enrolment, code, area,
  amount, made_at, state, doubled, differs, over_limit, decided, deposit, payment, recorded_at
FROM custody_receipt AS r
WHERE r.agent = $1 AND r.state IN ('held', 'handed_in')
  AND EXISTS (
    SELECT 1 FROM {list $2 text} AS s
    WHERE s.item = '' OR r.area = s.item OR r.area LIKE s.item || '.%'
  )
  AND (r.made_at > $3 OR (r.made_at = $3 AND r.id > $4))
ORDER BY r.made_at, r.id
LIMIT $5
