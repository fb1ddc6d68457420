-- The badges of some villages that were given by a day, the latest first.
SELECT b.id, b.village, b.awarded_on, b.expires_on, b.document, b.evidence, b.withdrawn_on, b.reason
FROM village_badge AS b
WHERE b.village IN {list $1 text} AND b.awarded_on <= $2
ORDER BY b.village, b.awarded_on DESC, b.recorded_at DESC, b.id
