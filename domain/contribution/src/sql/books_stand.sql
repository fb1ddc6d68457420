-- The last closed month, and the last month that was turned.
SELECT (SELECT MAX(month) FROM closed_month), (SELECT value FROM setting WHERE name = $1)
