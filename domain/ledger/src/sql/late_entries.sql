-- Journals of a stretch of days that were written down after an instant, the first few.
SELECT j.id
FROM journal AS j
WHERE j.effective_on >= $1 AND j.effective_on <= $2 AND j.recorded_at > $3
ORDER BY j.id
LIMIT 5
