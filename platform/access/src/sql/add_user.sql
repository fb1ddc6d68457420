-- Adds a user with a one-time password.
INSERT INTO app_user (id, login, display_name, password_hash, must_change_password, status, created_at)
VALUES ($1, $2, $3, $4, 1, 'active', $5)
