-- The memberships some people have that have not ended.
SELECT person, id, segment, payer, paid_through
FROM membership
WHERE counted_as IN {list $1 uuid} AND ended_on IS NULL
ORDER BY person, segment, id
