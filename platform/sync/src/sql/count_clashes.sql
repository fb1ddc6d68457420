-- Counts anew the clashes nobody has looked at.
UPDATE capture
SET clashes = (SELECT COUNT(*) FROM capture_clash AS c WHERE c.id = capture.id AND c.decided_at IS NULL)
WHERE id IN {list $1 uuid}
