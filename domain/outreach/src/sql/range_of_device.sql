-- The latest range of a device, and the last of its codes that an enrolment used.
SELECT r.first_n, r.last_n, MAX(f.code)
FROM code_range AS r
LEFT JOIN field_enrolment AS f ON f.device = r.device AND f.code >= $2
WHERE r.device = $1
GROUP BY r.first_n, r.last_n
ORDER BY r.first_n DESC
LIMIT 1
