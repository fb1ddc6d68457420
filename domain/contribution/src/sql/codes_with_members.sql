-- Bills by code with the membership they are for, how many memberships its person has, and its groups.
SELECT c.code, c.first_month, c.n_months, c.opens_new_spell, c.expires_on, c.state,
    (SELECT COUNT(*) FROM membership AS o WHERE o.counted_as = m.counted_as),
    m.bucket, m.id, m.person, m.counted_as, m.number, m.segment, m.programmes, m.income, m.sector, m.payer, m.village,
    m.joined_on, m.spell, m.spell_from, m.spell_first_month, m.paid_through, m.n_months, m.credit,
    m.may_renew_until, m.suspended_on, m.ended_on, m.ended_because,
    r.person_group, r.area, r.valid_from, r.valid_to
FROM payment_code AS c
JOIN membership AS m ON m.bucket = c.bucket AND m.id = c.membership
LEFT JOIN roster AS r ON r.person = m.person
WHERE c.code IN {list $1 text}
ORDER BY c.code, r.person_group, r.area, r.valid_from
