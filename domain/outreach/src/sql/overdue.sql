-- Cash that agents still hold after branch and members were told, taken in some areas.
SELECT COUNT(DISTINCT r.agent), COUNT(*), COALESCE(CAST(SUM(r.amount) AS bigint), 0), MIN(r.made_at)
FROM custody_alert AS a
JOIN custody_receipt AS r ON r.id = a.receipt
WHERE r.state = 'held'
  AND EXISTS (
    SELECT 1 FROM {list $1 text} AS s
    WHERE s.item = '' OR r.area = s.item OR r.area LIKE s.item || '.%'
  )
