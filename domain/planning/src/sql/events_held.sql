-- Events held in some areas until a day, with their last counts: a planned one as it was closed, others as phones say; the last first.
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
    AND NOT EXISTS (
        SELECT 1 FROM event_plan AS planned
        LEFT JOIN event_session AS session ON session.plan = planned.id AND session.event = e.id
        WHERE planned.state = 'closed' AND (planned.id = e.id OR session.event = e.id)
            AND planned.area = e.area
    )
UNION ALL
SELECT p.id, p.area, p.sort_on, r.people, r.enrolled
FROM event_plan AS p
JOIN event_report AS r
    ON r.event = p.id
    AND r.state = 'closed'
    AND NOT EXISTS (SELECT 1 FROM event_report AS later WHERE later.event = r.event AND later.n > r.n)
WHERE EXISTS (SELECT 1 FROM {list $1 text} AS s WHERE p.area = s.item OR p.area LIKE s.item || '.%')
    AND p.state = 'closed'
    AND p.sort_on <= $2
ORDER BY held_on DESC, event
