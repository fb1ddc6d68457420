-- Members of some villages whose paid months end in a stretch of months, village by village.
SELECT m.bucket, m.id, m.person, m.counted_as, m.number, m.segment, m.programmes, m.income, m.sector, m.payer, m.village,
    m.joined_on, m.spell, m.spell_from, m.spell_first_month, m.paid_through, m.n_months, m.credit,
    m.may_renew_until, m.suspended_on, m.ended_on, m.ended_because
FROM {list $1 text} AS v
JOIN membership AS m ON m.village = v.item AND m.paid_through BETWEEN $2 AND $3
WHERE (m.village, m.paid_through, m.id) > ($4, $5, $6) AND m.ended_on IS NULL AND m.suspended_on IS NULL
ORDER BY m.village, m.paid_through, m.id
LIMIT $7
