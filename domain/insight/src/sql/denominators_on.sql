-- The denominators of some places for some groups and one segment that were known on a day, newest first.
SELECT
    denominator.id, denominator.area, denominator.person_group, denominator.segment,
    denominator.counts, denominator.basis, denominator.value, denominator.qualifier,
    denominator.definition_id, denominator.definition_en, denominator.source,
    denominator.publisher, denominator.event_on, denominator.stated_on, denominator.valid_from,
    denominator.status
FROM denominator
WHERE denominator.area IN {list $1 text} AND denominator.person_group IN {list $2 text}
    AND denominator.segment = $3 AND denominator.valid_from <= $4
ORDER BY denominator.area, denominator.person_group, denominator.valid_from DESC, denominator.id
