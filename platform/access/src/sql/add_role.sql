-- Grants a role from now on.
INSERT INTO user_role (user_id, role, area, granted_at, granted_by)
VALUES ($1, $2, $3, $4, $5)
