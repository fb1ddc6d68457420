-- A passkey with its user.
SELECT p.id, p.user_id, p.public_key, p.sign_count, u.status, u.must_change_password
FROM passkey AS p
JOIN app_user AS u ON u.id = p.user_id
WHERE p.credential = $1
