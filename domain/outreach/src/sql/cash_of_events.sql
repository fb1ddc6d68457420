-- Cash taken at some events.
SELECT event, CAST(SUM(amount) AS bigint), COUNT(*)
FROM custody_receipt
WHERE event IN {list $1 uuid} AND state <> 'cancelled'
GROUP BY event
ORDER BY event
