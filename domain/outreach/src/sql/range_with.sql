-- Whether a device was given this number.
SELECT first_n
FROM code_range
WHERE device = $1 AND first_n <= $2 AND last_n >= $2
ORDER BY first_n
LIMIT 1
