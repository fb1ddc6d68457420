-- Every chain and where it stands.
SELECT chain, seq, hash
FROM audit_head
ORDER BY chain
