-- A page of refused rows of lists whose content an older key sealed, after the last one seen.
SELECT list, row_number, content_sealed
FROM list_row
WHERE (list > $1 OR (list = $1 AND row_number > $2)) AND content_sealed IS NOT NULL AND substr(content_sealed, 1, 2) <> $3
ORDER BY list, row_number
LIMIT $4
