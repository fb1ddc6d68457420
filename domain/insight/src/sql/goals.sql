-- Targets of some places and all in them, of a year and state, after a place in the order of area and id.
SELECT
    target.id, target.area, target.said, target.person_group, target.segment, target.payer,
    target.agent, target.counts, target.value, target.percent_ppm, target.qualifier,
    target.of_denominator, target.from_on, target.until_on, target.owner, target.document,
    target.source, target.publisher, target.status, target.state, target.replaces, target.reason,
    target.recorded_at, target.recorded_by,
    base.value, COALESCE(base.qualifier, '='), COALESCE(base.definition_id, ''),
    COALESCE(base.definition_en, ''), COALESCE(base.source, '')
FROM target
LEFT JOIN denominator AS base ON base.id = target.of_denominator
WHERE ($1 = 'any' OR target.area = $2)
    AND ($3 = 'any' OR target.state IN {list $4 text})
    AND ($5 = 'any' OR target.from_on IS NULL OR (target.from_on <= $7 AND target.until_on >= $6))
    AND ($8 = 'any' OR target.agent = $9)
    AND ($10 = 'any' OR EXISTS (
        SELECT 1 FROM {list $11 text} AS place
        WHERE target.area = place.item OR target.area LIKE place.item || '.%'
            OR target.area LIKE place.item || '+%'
    ))
    AND target.id > $12
ORDER BY target.id
LIMIT $13
