-- What came of a photo is thrown away.
DELETE FROM attachment_piece
WHERE sha256 = $1
