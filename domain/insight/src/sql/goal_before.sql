-- The target that came before another one of the same people: the latest that ended before a day.
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
WHERE target.area = $1 AND target.person_group = $2 AND target.segment = $3 AND target.payer = $4
    AND COALESCE(target.agent, $5) = $5 AND target.counts = $6 AND target.state = 'set'
    AND target.until_on < $7 AND target.id <> $8
ORDER BY target.until_on DESC, target.id
LIMIT 1
