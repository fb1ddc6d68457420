-- Lists that are being read, and those of late with refused rows, newest first.
SELECT id, name, area, payer, ordered, headers, n_rows, n_accepted, n_refused, state, reason, received_at, received_by, finished_at
FROM list_file
WHERE (state = 'reading' OR (n_refused > 0 AND received_at >= $1))
  AND EXISTS (
    SELECT 1 FROM {list $2 text} AS s
    WHERE s.item = '' OR area = s.item OR area LIKE s.item || '.%'
  )
ORDER BY received_at DESC, id DESC
LIMIT $3
