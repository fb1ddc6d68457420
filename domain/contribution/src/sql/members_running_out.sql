-- Members whose paid months end about now, page by page.
SELECT m.bucket, m.id, m.person, m.counted_as, m.number, m.segment, m.programmes, m.income, m.sector, m.payer, m.village,
    m.joined_on, m.spell, m.spell_from, m.spell_first_month, m.paid_through, m.n_months, m.credit,
    m.may_renew_until, m.suspended_on, m.ended_on, m.ended_because
FROM membership AS m
WHERE (m.bucket, m.id) > ($1, $2) AND m.paid_through BETWEEN $3 AND $4 AND m.ended_on IS NULL AND m.suspended_on IS NULL
ORDER BY m.bucket, m.id
LIMIT $5
