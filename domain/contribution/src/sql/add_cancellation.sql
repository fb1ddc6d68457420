-- Remembers who took a bill back, and why.
INSERT INTO code_cancelled (code, reason, cancelled_at, cancelled_by)
VALUES ($1, $2, $3, $4)
