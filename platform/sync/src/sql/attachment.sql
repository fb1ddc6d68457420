-- How far a photo is.
SELECT size, received, complete_at
FROM attachment
WHERE sha256 = $1
