-- The photos that commands name, and how much of each is here.
SELECT p.capture, p.role, p.sha256, p.size, COALESCE(a.received, 0) AS received, p.mime
FROM capture_attachment AS p
LEFT JOIN attachment AS a ON a.sha256 = p.sha256
WHERE p.capture IN {list $1 uuid}
ORDER BY p.capture, p.role
