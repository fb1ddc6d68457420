-- The pieces of photos that were begun long ago and never finished.
DELETE FROM attachment_piece
WHERE sha256 IN (SELECT a.sha256 FROM attachment AS a WHERE a.complete_at IS NULL AND a.last_at < $1)
