-- Bills by code with the membership they are for, and how many memberships its person has.
SELECT c.code, c.first_month, c.n_months, c.opens_new_spell, c.expires_on, c.state,
    (SELECT COUNT(*) FROM membership AS o WHERE o.counted_as = m.counted_as),
    m.bucket, m.id, m.person, m.counted_as, m.number, m.segment, m.programmes, m.income, m.sector, m.payer, m.village,
    m.joined_on, m.spell, m.spell_from, m.spell_first_month, m.paid_through, m.n_months, m.credit,
    m.may_renew_until, m.suspended_on, m.ended_on, m.ended_because
FROM payment_code AS c
JOIN membership AS m ON m.bucket = c.bucket AND m.id = c.membership
WHERE c.code IN {list $1 text}
ORDER BY c.code
