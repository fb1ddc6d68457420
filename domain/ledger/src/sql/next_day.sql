-- The first day after a day that has a journal or a sum.
SELECT MIN(days.day)
FROM (
    SELECT MIN(j.effective_on) AS day FROM journal AS j WHERE j.effective_on > $1
    UNION ALL
    SELECT (
        SELECT MIN(d.effective_on) FROM account_day AS d WHERE d.account = a.code AND d.effective_on > $1
    ) AS day
    FROM account AS a
) AS days
