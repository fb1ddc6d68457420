-- Who enrolled some members one by one.
SELECT subject, actor
FROM audit_entry
WHERE subject IN {list $1 uuid} AND action = 'enrol' AND subject_kind = 'membership'
ORDER BY recorded_at
