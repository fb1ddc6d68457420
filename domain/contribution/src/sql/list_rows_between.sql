-- What became of a stretch of rows.
SELECT row_number, outcome, field, sentence_id, sentence_en, person, membership
FROM list_row
WHERE list = $1 AND row_number >= $2 AND row_number <= $3
ORDER BY row_number
