-- A person's own data.
SELECT
  id,
  nik_sealed,
  name,
  sex,
  birth_date,
  birth_place,
  village,
  address,
  rt,
  rw,
  phone,
  phone_is_shared,
  household,
  merged_into,
  origin,
  version,
  recorded_at,
  changed_at
FROM person
WHERE bucket = $1 AND id = $2
