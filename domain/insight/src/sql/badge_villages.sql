-- Villages of an area of which a base is known on a day, or that were given a badge; after one of them.
SELECT found.village
FROM (
    SELECT denominator.area AS village
    FROM denominator
    WHERE LENGTH(denominator.area) = 13 AND denominator.segment = '' AND denominator.valid_from <= $2
        AND denominator.person_group IN ('village_official', 'bpd', 'rt_rw', 'rt', 'rw', '')
        AND (denominator.area = $1 OR denominator.area LIKE $1 || '.%')
    UNION
    SELECT b.village
    FROM village_badge AS b
    WHERE b.awarded_on <= $2 AND (b.village = $1 OR b.village LIKE $1 || '.%')
) AS found
WHERE found.village > $3
ORDER BY found.village
LIMIT $4
