-- What was decided may hold no longer: it is judged again, now or by the background pass.
UPDATE capture
SET outcome = 'held', judging_since = NULL
WHERE id = $1 AND outcome IN ('accepted', 'already', 'needs_review')
