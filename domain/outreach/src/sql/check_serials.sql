-- Serials on two receipts that stand, without anybody having been asked to look.
SELECT serial, COUNT(*)
FROM custody_receipt
WHERE state <> 'cancelled' AND doubled = 0 AND decided = 0
GROUP BY serial
HAVING COUNT(*) > 1
ORDER BY serial
