-- What members of some villages paid in some days, by who pays: months, members, rupiah.
SELECT m.payer, COUNT(*), COUNT(DISTINCT c.membership), CAST(SUM(c.jkk + c.jkm + c.jht) AS bigint)
FROM {list $1 text} AS v
JOIN membership AS m ON m.village = v.item
JOIN contribution_month AS c ON c.bucket = m.bucket AND c.membership = m.id
WHERE c.withdrawn_by IS NULL AND c.paid_on BETWEEN $2 AND $3
GROUP BY m.payer
ORDER BY m.payer
