-- The receipts of a deposit.
SELECT id, serial, book, number, agent, device, event, enrolment, code, area,
  amount, made_at, state, doubled, differs, over_limit, decided, deposit, payment, recorded_at
FROM custody_receipt
WHERE deposit = $1
ORDER BY serial, made_at, id
