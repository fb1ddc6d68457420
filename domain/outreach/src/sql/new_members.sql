-- How many of an agent's members began their first spell in some days.
SELECT COUNT(*)
FROM field_enrolment AS f
JOIN membership AS m ON m.bucket = f.bucket AND m.id = f.membership
WHERE f.agent = $1 AND f.standing = 'enrolled' AND m.spell = 1
  AND m.spell_from BETWEEN $2 AND $3
