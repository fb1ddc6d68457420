-- The households of these family cards.
SELECT h.card_index, h.id
FROM {list $1 bytes} AS l
JOIN household AS h ON h.card_index = l.item
ORDER BY h.id
