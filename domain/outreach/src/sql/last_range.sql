-- The end of what is reserved.
SELECT MAX(last_n)
FROM code_range
