-- Chains that have blocks, with the last of each: what the heads must agree with.
SELECT chain, MAX(seq)
FROM audit_block
GROUP BY chain
ORDER BY chain
