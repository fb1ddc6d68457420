//! The main job: a member is priced, pays, is covered, is warned, lapses, starts again.
//!
//! | noun | |
//! |---|---|
//! | [`Member`] | a membership and the summary of its months |
//! | [`Code`] | a bill one can pay at any channel |
//! | [`Report`], [`Posted`] | a payment as a channel reports it, and what became of it |
//! | [`Allocation`] | which months a payment pays, what is left as credit |
//!
//! | verb | |
//! |---|---|
//! | [`enrol`] | register a person and open a membership |
//! | [`field`] | what phones bring later: codes given out beforehand, records taken by an earlier capture |
//! | [`open_code`] | price the next months and open a code |
//! | [`desk`] | take payments: many share one commit |
//! | [`credit`] | pay months out of credit |
//! | [`held`] | apply, refund or reverse what could not be posted |
//! | [`change`] | renew after lapse, suspend, end, correct the sector |
//! | [`notice`] | warn everyone in time |
//! | [`import`] | take a list of people: good rows at once, bad rows kept with their reasons |
//! | [`check`] | prove that the sub-ledgers agree with the books |
//! | [`recount_page`] | count everyone anew from their months |
//! | [`bills`] | bills and payments by code and by member; take a bill back |
//! | [`due`], [`today`] | who runs out, what waits for somebody |
//! | [`timeline`] | everything that happened to a person, newest first |
//! | [`list_codes`], [`kept_checks`] | one bill for a list; what the proofs said |
//!
//! Invariants: money without a known purpose is kept (`held`), has an owner and stands in the books
//! as not identified; credit is never cover; a month is paid from the oldest unpaid one on; the
//! summary in a membership row equals the fold over its months ([`check`] proves it).

mod allocate;
pub mod bills;
pub mod change;
pub mod check;
mod code;
mod counting;
pub mod credit;
pub mod desk;
pub mod due;
pub mod enrol;
pub mod field;
pub mod held;
pub mod import;
pub mod kept_checks;
pub mod ledger_of;
pub mod list_codes;
mod member;
pub mod months;
pub mod notice;
mod number;
pub mod open_code;
pub mod pay;
mod recount;
pub mod reprice;
mod rows;
mod sql;
pub mod timeline;
pub mod today;

pub use allocate::{Allocation, Held, MonthPaid, Outcome, allocate};
pub use code::Code;
pub use counting::Change;
pub use member::Member;
pub use number::receipt_number;
pub use pay::{MonthView, PayRefusal, Posted, Report, Taken};
pub use recount::{Recounted, recount_page};
pub use sql::statements;
