-- The targets of a place that run on a day, of whoever pays, the nearest end first.
SELECT
    target.id, target.area, target.person_group, target.segment, target.value,
    target.percent_ppm, target.of_denominator, target.from_on, target.until_on, target.owner,
    target.source, target.publisher, target.status
FROM target
WHERE target.area = $1 AND target.from_on <= $2 AND target.until_on >= $2
    AND target.state = 'set' AND target.agent IS NULL AND target.payer = '' AND target.counts <> 'new'
ORDER BY target.until_on, target.id
