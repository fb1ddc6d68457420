-- Who holds these identity numbers; merged records answer the record they were merged into.
SELECT n.nik_index, n.person, p.merged_into, p.search_name, p.birth_date, p.village
FROM {list $1 bytes} AS l
JOIN person_nik AS n ON n.nik_index = l.item
LEFT JOIN person AS p ON p.bucket = n.bucket AND p.id = n.person
ORDER BY n.nik_index
