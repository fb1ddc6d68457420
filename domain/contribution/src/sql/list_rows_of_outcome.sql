-- A page of the rows of a list with one outcome.
SELECT row_number, outcome, field, sentence_id, sentence_en, person, membership
FROM list_row
WHERE list = $1 AND outcome = $2 AND row_number > $3
ORDER BY row_number
LIMIT $4
