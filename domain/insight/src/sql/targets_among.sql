-- The targets of some places for one group and segment that run on a day, by place, the nearest end first.
SELECT
    target.id, target.area, target.person_group, target.segment, target.value,
    target.percent_ppm, target.of_denominator, target.from_on, target.until_on, target.owner,
    target.source, target.publisher, target.status
FROM target
WHERE target.area IN {list $1 text} AND target.person_group = $2 AND target.segment = $3
    AND target.from_on <= $4 AND target.until_on >= $4
    AND target.state = 'set' AND target.agent IS NULL AND target.payer = '' AND target.counts <> 'new'
ORDER BY target.area, target.until_on, target.id
