-- The members that a stretch of a list's rows enrolled or found enrolled, in the order of the sheet.
SELECT m.bucket, m.id, m.person, m.counted_as, m.number, m.segment, m.programmes, m.income, m.sector, m.payer, m.village,
    m.joined_on, m.spell, m.spell_from, m.spell_first_month, m.paid_through, m.n_months, m.credit,
    m.may_renew_until, m.suspended_on, m.ended_on, m.ended_because
FROM list_row AS r
JOIN membership AS m ON m.bucket = {sqlite: ((instr('0123456789ABCDEF', substr(hex(r.membership), 31, 1)) - 1) * 16 + instr('0123456789ABCDEF', substr(hex(r.membership), 32, 1)) - 1)}{postgres: get_byte(uuid_send(r.membership), 15)} AND m.id = r.membership
WHERE r.list = $1 AND r.row_number > $2 AND r.row_number <= $3 AND r.outcome IN {list $4 text}
ORDER BY r.row_number
