//! The books: one ledger a fund, journals that balance within each, postings that never change.
//!
//! | word | meaning |
//! |---|---|
//! | [`Account`], [`account`] | the chart: 58 accounts in five funds, each a name |
//! | [`Journal`], [`Line`] | why money moved, and how; made only if it balances |
//! | [`templates`] | the lines of every kind of journal this office writes |
//! | [`post()`] | many journals at once, each key at most once, none into a closed month |
//! | [`settle_channel`], [`sweep_to_funds`], [`recognise`] | what the office itself posts |
//! | [`CloseMonth`] | the end of a month; there is no reopening |
//! | [`DeclareReturn`], [`savings_statement`] | old-age savings: the year's return, a member's own sheet |
//! | [`trial_balance`], [`journal_search`], [`account_statement`] | reading |
//! | [`check`] | proves the invariants on a live database |
//!
//! Invariants: debits equal credits within each fund; what the pool owes a fund is what the fund is
//! owed; the sums of days equal the postings; what is taken back is at most what there was; a closed
//! month stays as it was closed. Members' own entries (months, credit, savings) are the sub-ledger:
//! contribution keeps them, and the totals here must equal them.
//!
//! What is absent: prices, people, anything that decides how much. Postings are not updated or
//! deleted: the database refuses it, and no statement here tries.

pub mod account;
mod books;
mod check;
mod close;
mod declare;
mod error;
mod journal;
mod post;
mod savings;
mod sql;
pub mod templates;
mod treasury;

pub use account::{Account, ChartLine, Side};
pub use books::{
    AccountStatement, FundTotal, JournalFilter, JournalHead, JournalRecord, Page, StatementLine,
    TrialBalance, TrialLine, account_statement, journal, journal_search, trial_balance,
};
pub use check::{Invariant, check};
pub use close::{CloseMonth, CloseRefusal, MonthClosed};
pub use declare::{DeclareReturn, ReturnDeclared, ReturnRefusal};
pub use error::LedgerError;
pub use journal::{Journal, Line, reversal_of};
pub use post::{OFFICE_SLOT, closed_months, closed_through, load_chart, post, postings};
pub use savings::{SavingsKind, SavingsLine, SavingsStatement, savings_statement};
pub use sql::statements;
pub use treasury::{
    Booked, SettleChannel, SweepToFunds, TreasuryRefusal, due_to_funds, is_turned, must_hold,
    recognise, settle_channel, sweep_to_funds,
};
