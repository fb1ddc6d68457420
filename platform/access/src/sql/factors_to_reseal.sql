-- Secrets of code apps that an older key sealed, a page.
SELECT user_id, secret_sealed
FROM second_factor
WHERE user_id > $1 AND substr(secret_sealed, 1, 2) <> $2
ORDER BY user_id
LIMIT $3
