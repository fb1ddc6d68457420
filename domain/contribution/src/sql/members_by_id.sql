-- Memberships with the summary of their months.
SELECT m.bucket, m.id, m.person, m.counted_as, m.number, m.segment, m.programmes, m.income, m.sector, m.payer, m.village,
    m.joined_on, m.spell, m.spell_from, m.spell_first_month, m.paid_through, m.n_months, m.credit,
    m.may_renew_until, m.suspended_on, m.ended_on, m.ended_because
FROM membership AS m
WHERE m.bucket = $1 AND m.id IN {list $2 uuid}
ORDER BY m.id
