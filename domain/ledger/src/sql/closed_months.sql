-- The closed months with what was posted in each, and when it was closed.
SELECT month, debit, credit, closed_at
FROM closed_month
ORDER BY month
