-- What a person agreed to.
SELECT id, purpose, text_version, given_how, given_at, withdrawn_at
FROM consent
WHERE bucket = $1 AND person = $2
ORDER BY given_at, id
