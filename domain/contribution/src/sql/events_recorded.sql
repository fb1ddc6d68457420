-- What changed some memberships beside payments, with who recorded it.
SELECT membership, id, kind, because, effective_on, recorded_at, recorded_by, note
FROM membership_event
WHERE bucket IN {list $1 int} AND membership IN {list $2 uuid}
ORDER BY recorded_at, id
