-- Totals of the books beside totals of the sub-ledgers, one line an invariant.
SELECT 'jkk_months',
    CAST(COALESCE((SELECT SUM(credit - debit) FROM account_day WHERE account IN ('JKK-4110', 'JKK-2130')), 0) AS bigint),
    CAST(COALESCE((SELECT SUM(jkk) FROM contribution_month WHERE withdrawn_on IS NULL), 0) AS bigint)
UNION ALL
SELECT 'jkm_months',
    CAST(COALESCE((SELECT SUM(credit - debit) FROM account_day WHERE account IN ('JKM-4110', 'JKM-2130')), 0) AS bigint),
    CAST(COALESCE((SELECT SUM(jkm) FROM contribution_month WHERE withdrawn_on IS NULL), 0) AS bigint)
UNION ALL
SELECT 'member_credit',
    CAST(COALESCE((SELECT SUM(credit - debit) FROM account_day WHERE account = 'COL-2120'), 0) AS bigint),
    CAST(COALESCE((SELECT SUM(amount) FROM credit_entry), 0) AS bigint)
UNION ALL
SELECT 'credit_summary',
    CAST(COALESCE((SELECT SUM(credit) FROM membership), 0) AS bigint),
    CAST(COALESCE((SELECT SUM(amount) FROM credit_entry), 0) AS bigint)
UNION ALL
SELECT 'held_money',
    CAST(COALESCE((SELECT SUM(credit - debit) FROM account_day WHERE account = 'COL-2110'), 0) AS bigint),
    CAST(COALESCE((SELECT SUM(amount) FROM payment WHERE state = 'held'), 0) AS bigint)
ORDER BY 1
