-- In some areas: paid months that followed another, and members who stopped paying before a month.
SELECT
    CAST(COALESCE(SUM(m.n_months - 1), 0) AS bigint) AS n_followed,
    CAST(COALESCE(SUM(CASE WHEN m.paid_through < $2 AND m.ended_on IS NULL THEN 1 ELSE 0 END), 0) AS bigint) AS n_stopped
FROM membership AS m
WHERE EXISTS (SELECT 1 FROM {list $1 text} AS s WHERE m.village = s.item OR m.village LIKE s.item || '.%')
    AND m.segment = 'bpu' AND m.n_months > 0
