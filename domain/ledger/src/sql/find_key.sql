-- The journal with a business key.
SELECT id FROM journal WHERE business_key = $1
