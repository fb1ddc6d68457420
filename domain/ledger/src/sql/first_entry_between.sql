-- The first day with an entry from one day to another; each account by its own key.
SELECT MIN((
    SELECT MIN(d.effective_on)
    FROM account_day AS d
    WHERE d.account = a.code AND d.effective_on >= $1 AND d.effective_on <= $2
))
FROM account AS a
