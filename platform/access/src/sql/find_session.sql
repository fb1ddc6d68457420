-- The session of a token with its user, and which roles need more than a password here.
SELECT s.id, s.user_id, s.kind, s.proof, s.seen_at, s.expires_at, s.revoked_at, u.login, u.display_name, u.status, u.must_change_password,
    (SELECT value FROM setting WHERE name = 'require_second_factor')
FROM session AS s
JOIN app_user AS u ON u.id = s.user_id
WHERE s.token_hash = $1
