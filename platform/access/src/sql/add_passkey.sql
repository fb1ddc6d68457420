-- Keeps a passkey.
INSERT INTO passkey (credential, id, user_id, label, public_key, sign_count, is_synced, added_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
