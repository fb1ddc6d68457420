-- The months of some memberships, those withdrawn again included.
SELECT membership, month, paid_on, withdrawn_on
FROM contribution_month
WHERE bucket IN {list $1 int} AND membership IN {list $2 uuid}
ORDER BY membership, month, paid_on
