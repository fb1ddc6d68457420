//! The statements of this department.
//!
//! Where a statement says `CROSS JOIN`, SQLite reads the tables in the order they are written, so
//! that a month or a page costs what it holds and not what the books hold; to PostgreSQL it is an
//! ordinary join.

use crate::{
    Account,
    books::{JournalHead, StatementLine, TrialLine},
    savings::SavingsLine,
};
use db::{Uuid, statements};
use terms::{
    Date, Fund, Month, Rupiah, Timestamp,
    ids::{JournalId, MembershipId, UserId},
};

statements! {
    CLOSED_THROUGH = "sql/closed_through.sql": () => (Option<Month>,);
    CLOSED_MONTHS = "sql/closed_months.sql": () => (Month, Rupiah, Rupiah, Timestamp);
    CLOSE_MONTH = "sql/close_month.sql": (Month, Rupiah, Rupiah, Timestamp, UserId) => ();
    FIRST_ENTRY_BETWEEN = "sql/first_entry_between.sql": (Date, Date) => (Option<Date>,);
    ENTRIES_BETWEEN = "sql/entries_between.sql": (Date, Date) => (Rupiah, Rupiah);
    LATE_ENTRIES = "sql/late_entries.sql": (Date, Date, Timestamp) => (JournalId,);
    OVER_REVERSED_AMONG = "sql/over_reversed_among.sql": (Vec<Uuid>,) => (JournalId,);
    LEAST_FROM = "sql/least_from.sql": (&'static str, Date, i64) => (Option<Rupiah>,);
    FIND_KEY = "sql/find_key.sql": (String,) => (JournalId,);

    TRIAL_BALANCE = "sql/trial_balance.sql": (Option<Fund>, Date) => TrialLine;
    JOURNAL_SEARCH = "sql/journal_search.sql":
        (Option<String>, Option<&'static str>, Option<String>, Date, Date, Date, JournalId, i64) => JournalHead;
    JOURNAL = "sql/journal.sql": (JournalId,) => JournalHead;
    JOURNAL_LINES = "sql/journal_lines.sql": (JournalId,) => (Account, Rupiah, Rupiah);
    BALANCE_BEFORE = "sql/balance_before.sql": (&'static str, Date) => (Rupiah,);
    MOVED_ON_DAY = "sql/moved_on_day.sql": (&'static str, Date, JournalId, i64) => (Rupiah,);
    ACCOUNT_STATEMENT = "sql/account_statement.sql":
        (&'static str, Date, Date, Date, JournalId, i64, i64) => StatementLine;

    RETURN_OF_YEAR = "sql/return_of_year.sql": (i64,) => (JournalId,);
    LAST_RETURN = "sql/last_return.sql": () => (Option<i64>,);
    SAVINGS_OF_BUCKET = "sql/savings_of_bucket.sql": (i64, Date, i64) => (i64, Rupiah, Rupiah);
    CREDIT_RETURN = "sql/credit_return.sql": (i64, Date, i64, JournalId, Date, Timestamp) => ();
    ADD_RETURN = "sql/add_return.sql":
        (i64, i64, &'static str, String, JournalId, Rupiah, Rupiah, Timestamp) => ();
    SAVINGS_STATEMENT = "sql/savings_statement.sql": (i64, MembershipId) => SavingsLine;

    NEXT_DAY = "sql/next_day.sql": (Date,) => (Option<Date>,);
    UNBALANCED = "sql/unbalanced.sql": (Date, Date) => (JournalId,);
    DAYS_UNLIKE_POSTINGS = "sql/days_unlike_postings.sql": (Date, Date) => (String, Date);
    FEES_ON_FUNDS = "sql/fees_on_funds.sql": (Date, Date) => (JournalId,);
    UNKNOWN_EXPENSES = "sql/unknown_expenses.sql": () => (String,);
    FUND_DAYS_UNEQUAL = "sql/fund_days_unequal.sql": () => (Fund, Date);
    DUE_UNEQUAL = "sql/due_unequal.sql": () => (Date,);
    NEGATIVE_DAYS = "sql/negative_days.sql": () => (String, Date, Rupiah);
    OVER_REVERSED = "sql/over_reversed.sql": () => (JournalId,);
    SAVINGS_TOTAL = "sql/savings_total.sql": () => (Rupiah, Rupiah);
    SAVINGS_NEGATIVE = "sql/savings_negative.sql": () => (MembershipId,);
    RETURNS_UNEQUAL = "sql/returns_unequal.sql": () => (i64,);
}
