-- Changes of the credit of some memberships.
SELECT membership, id, amount, reason, payment, recorded_at
FROM credit_entry
WHERE bucket IN {list $1 int} AND membership IN {list $2 uuid}
ORDER BY recorded_at, id
