-- The list was read to its end.
UPDATE list_file
SET state = 'done', finished_at = $2
WHERE id = $1 AND state = 'reading'
