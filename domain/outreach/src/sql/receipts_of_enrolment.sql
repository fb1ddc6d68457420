-- Receipts for the cash of one enrolment.
SELECT id, serial, book, number, agent, device, event, enrolment, code, area,
  amount, made_at, state, doubled, differs, over_limit, decided, deposit, payment, recorded_at
FROM custody_receipt
WHERE enrolment = $1
ORDER BY made_at, id
