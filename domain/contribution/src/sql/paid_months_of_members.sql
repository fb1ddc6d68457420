-- The months of some memberships with the payment each stands on.
SELECT membership, month, payment, CAST(jkk + jkm + jht AS bigint), paid_on, protects_to, withdrawn_on
FROM contribution_month
WHERE bucket IN {list $1 int} AND membership IN {list $2 uuid}
ORDER BY membership, month, paid_on
