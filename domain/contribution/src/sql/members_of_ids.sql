-- Memberships by id, from wherever they live; the last byte of an id is the bucket.
SELECT m.bucket, m.id, m.person, m.counted_as, m.number, m.segment, m.programmes, m.income, m.sector, m.payer, m.village,
    m.joined_on, m.spell, m.spell_from, m.spell_first_month, m.paid_through, m.n_months, m.credit,
    m.may_renew_until, m.suspended_on, m.ended_on, m.ended_because
FROM {list $1 uuid} AS l
JOIN membership AS m ON m.bucket = {sqlite: ((instr('0123456789ABCDEF', substr(hex(l.item), 31, 1)) - 1) * 16 + instr('0123456789ABCDEF', substr(hex(l.item), 32, 1)) - 1)}{postgres: get_byte(uuid_send(l.item), 15)} AND m.id = l.item
ORDER BY m.id
