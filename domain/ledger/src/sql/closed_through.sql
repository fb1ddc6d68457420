-- The last closed month, if any is.
SELECT MAX(month) FROM closed_month
