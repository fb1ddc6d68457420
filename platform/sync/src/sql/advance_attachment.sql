-- So much of a photo is here.
UPDATE attachment
SET received = $2, last_at = $3, complete_at = $4
WHERE sha256 = $1
