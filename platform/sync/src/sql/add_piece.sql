-- A piece of a photo.
INSERT INTO attachment_piece (sha256, start, content)
VALUES ($1, $2, $3)
