-- A page of what became of the rows of a list.
SELECT row_number, outcome, field, sentence_id, sentence_en, person, membership
FROM list_row
WHERE list = $1 AND row_number > $2
ORDER BY row_number
LIMIT $3
