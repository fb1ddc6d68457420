-- The memberships some people have, and which of them have ended.
SELECT person, id, segment, payer, paid_through, ended_on
FROM membership
WHERE counted_as IN {list $1 uuid}
ORDER BY person, segment, id
