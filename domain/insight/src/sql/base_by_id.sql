-- A denominator by its id.
SELECT
    denominator.id, denominator.area, denominator.person_group, denominator.segment,
    denominator.counts, denominator.basis, denominator.value, denominator.qualifier,
    denominator.definition_id, denominator.definition_en, denominator.source,
    denominator.publisher, denominator.event_on, denominator.stated_on, denominator.valid_from,
    denominator.status
FROM denominator
WHERE denominator.id = $1
