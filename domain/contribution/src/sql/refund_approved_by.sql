-- Who promised a refund.
SELECT approved_by
FROM refund
WHERE payment = $1
