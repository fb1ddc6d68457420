-- Writes a person's corrected data, if it is still at the version that was looked at.
UPDATE person
SET
  name = $1,
  search_name = $2,
  birth_date = $3,
  birth_place = $4,
  village = $5,
  address = $6,
  rt = $7,
  rw = $8,
  phone = $9,
  phone_is_shared = $10,
  changed_at = $11,
  version = version + 1
WHERE bucket = $12 AND id = $13 AND version = $14
