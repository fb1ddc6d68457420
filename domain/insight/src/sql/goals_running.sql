-- The targets of one place or of one agent that run on a day, the nearest end first.
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
WHERE target.state = 'set' AND target.from_on <= $3 AND target.until_on >= $3
    AND (
        ($2 = 'place' AND target.agent IS NULL AND target.area = $1)
        OR ($2 = 'agent' AND target.agent = $4)
    )
ORDER BY target.until_on, target.id
