-- Takes a person whose record an earlier capture takes off every roster.
UPDATE roster
SET valid_to = $1
WHERE bucket = $2 AND person = $3 AND valid_to IS NULL
