-- A page of the rows of a list that were kept to be mended.
SELECT row_number, outcome, field, sentence_id, sentence_en, content_sealed
FROM list_row
WHERE list = $1 AND row_number > $2 AND content_sealed IS NOT NULL
ORDER BY row_number
LIMIT $3
