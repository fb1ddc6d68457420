-- Photos that were begun long ago and never finished.
DELETE FROM attachment
WHERE complete_at IS NULL AND last_at < $1
