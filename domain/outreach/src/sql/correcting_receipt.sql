-- Whether something that arrived before corrects this receipt.
SELECT id
FROM custody_receipt
WHERE supersedes = $1
ORDER BY id
