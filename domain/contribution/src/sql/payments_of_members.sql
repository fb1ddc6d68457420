-- The payments of some memberships, newest first, before a place.
SELECT id, channel, reference, code, membership, amount, paid_at, paid_on, received_at, state, outcome, owner, journal
FROM payment
WHERE bucket IN {list $1 int} AND membership IN {list $2 uuid} AND (received_at, id) < ($3, $4)
ORDER BY received_at DESC, id DESC
LIMIT $5
