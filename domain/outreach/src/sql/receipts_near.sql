-- Receipts of one serial, and what an agent holds, in the order they were written.
SELECT id, serial, book, number, agent, device, event, enrolment, code, area,
  amount, made_at, state, doubled, differs, over_limit, decided, deposit, payment, recorded_at
FROM custody_receipt
WHERE serial = $1 OR (agent = $2 AND state IN ('held', 'handed_in'))
ORDER BY made_at, id
