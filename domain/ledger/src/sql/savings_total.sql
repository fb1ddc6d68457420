-- What all savers hold together, and what their account in the books says.
SELECT
    CAST((SELECT COALESCE(SUM(e.amount), 0) FROM savings_entry AS e) AS bigint),
    CAST((
        SELECT COALESCE(SUM(d.credit - d.debit), 0) FROM account_day AS d WHERE d.account = 'JHT-2210'
    ) AS bigint)
