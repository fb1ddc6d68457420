-- The published figures of a place, a page at a time.
SELECT
    figure.id, figure.area, figure.subject, figure.person_group, figure.segment, figure.value,
    figure.unit, figure.qualifier, figure.base, figure.status_word, figure.sentence,
    figure.source, figure.publisher, figure.event_on, figure.stated_on, figure.as_of,
    figure.verdict, figure.flags, figure.reason_id, figure.reason_en, figure.readings
FROM outside_figure AS figure
WHERE ($1 = 'any' OR figure.area = $2) AND figure.id > $3
ORDER BY figure.id
LIMIT $4
