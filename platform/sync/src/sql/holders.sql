-- Active users with one of these roles inside the given areas (an empty one is everywhere), by a part of their name.
SELECT u.id, u.display_name, u.login, MIN(r.area) AS area,
  (SELECT COUNT(*) FROM device AS d WHERE d.holder = u.id AND d.status = 'active') AS n_devices
FROM app_user AS u
JOIN user_role AS r ON r.user_id = u.id AND r.revoked_at IS NULL
WHERE u.status = 'active'
  AND r.role IN {list $2 text}
  AND EXISTS (SELECT 1 FROM {list $1 text} AS a WHERE a.item = '' OR r.area = a.item OR r.area LIKE a.item || '.%')
  AND (LOWER(u.display_name) LIKE '%' || $3 || '%' OR LOWER(u.login) LIKE '%' || $3 || '%')
GROUP BY u.id, u.display_name, u.login
ORDER BY u.display_name, u.id
LIMIT $4
