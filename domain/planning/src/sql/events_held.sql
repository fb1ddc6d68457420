-- Events held in some areas until a day, with the counts of their last close; the last first.
SELECT e.id AS event, e.area, e.held_on, c.attended AS came, c.enrolled
FROM event AS e
LEFT JOIN event_close AS c
    ON c.event = e.id
    AND NOT EXISTS (
        SELECT 1 FROM event_close AS later
        WHERE later.event = c.event
            AND (later.closed_at > c.closed_at
                OR (later.closed_at = c.closed_at AND later.command > c.command))
    )
WHERE EXISTS (SELECT 1 FROM {list $1 text} AS s WHERE e.area = s.item OR e.area LIKE s.item || '.%')
    AND e.held_on <= $2
ORDER BY e.held_on DESC, e.id
