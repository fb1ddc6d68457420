-- Receipts with these serials that were not taken back.
SELECT id, serial, book, number, agent, device, event, enrolment, code, area,
  amount, made_at, state, doubled, differs, over_limit, decided, deposit, payment, recorded_at
FROM custody_receipt
WHERE serial IN {list $1 text} AND state <> 'cancelled'
ORDER BY serial, made_at, id
