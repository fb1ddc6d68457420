-- What changed the cover of some memberships beside payments, in the order it was recorded.
SELECT membership, kind, because, effective_on
FROM membership_event
WHERE bucket IN {list $1 int} AND membership IN {list $2 uuid}
ORDER BY membership, recorded_at, id
