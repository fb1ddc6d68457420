-- Members whose savings are below zero, the first few.
SELECT e.membership
FROM savings_entry AS e
GROUP BY e.bucket, e.membership
HAVING SUM(e.amount) < 0
ORDER BY e.bucket, e.membership
LIMIT 5
