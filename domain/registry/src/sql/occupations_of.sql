-- What a person works or worked as.
SELECT w.id, w.occupation, o.label_id, o.price_sector, w.place, w.hours, w.valid_from, w.valid_to
FROM person_occupation AS w
JOIN occupation AS o ON o.id = w.occupation
WHERE w.bucket = $1 AND w.person = $2
ORDER BY w.valid_from, w.id
