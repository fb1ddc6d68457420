-- Gives a record nobody has corrected the data of an earlier capture.
UPDATE person
SET
  name = $1,
  search_name = $2,
  sex = $3,
  birth_date = $4,
  birth_place = $5,
  village = $6,
  address = $7,
  rt = $8,
  rw = $9,
  phone = $10,
  phone_is_shared = $11,
  household = $12
WHERE bucket = $13 AND id = $14 AND version = 1
