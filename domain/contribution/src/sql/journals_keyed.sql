-- Who posted what stands under some business keys, when and why.
SELECT business_key, recorded_at, actor, note
FROM journal
WHERE business_key IN {list $1 text}
ORDER BY business_key
