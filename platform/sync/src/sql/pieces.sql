-- The bytes of a photo, in order.
SELECT content
FROM attachment_piece
WHERE sha256 = $1
ORDER BY start
