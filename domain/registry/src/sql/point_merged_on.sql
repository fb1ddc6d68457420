-- Points what had been merged into a record at the one it is merged into now.
UPDATE person
SET merged_into = $1
WHERE merged_into = $2
