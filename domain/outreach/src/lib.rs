//! Outreach: events in villages, who was enrolled there, cash in agents' hands, portfolios and fees.
//!
//! | noun | |
//! |---|---|
//! | [`event`] | an evening at the village hall: opened, closed with counts or with what was not recorded |
//! | [`field`] | an enrolment captured in the field and how it stands to the record |
//! | [`codes`] | payment codes and receipt numbers a phone may give out without signal |
//! | [`custody`] | receipts for cash an agent took; what an agent holds, since when, how much too much |
//! | [`deposit`] | the agent brings the money, finance counts it, the members' months are posted |
//! | [`alert`] | cash held too long: told to the branch and to the members |
//! | [`portfolio`] | an agent's members, who stays, what the agent earns |
//! | [`agent`] | agent offices, contracts and their ends, terms, members handed over, orphans |
//! | [`agent_target`] | targets of an agent, and the cards of whoever is signed in |
//! | [`campaign`] | campaigns into the village: seasons, planned events, who came, what became of it |
//! | [`monthly`] | the report of a branch for a month, with the definition of each figure |
//! | [`check`] | proves the invariants on a live database |
//!
//! Invariants: what was written down first holds, in whatever order captures arrive; cash that was
//! taken is counted, whatever becomes of the enrolment; receipts issued are deposited, held or
//! cancelled; a count of an event is a number or said to be not recorded.
//!
//! Absent: which village next (planning); delivery of messages; the transport of phones.

pub mod agent;
pub mod agent_target;
pub mod alert;
pub mod campaign;
mod captured;
mod check;
pub mod codes;
pub mod custody;
pub mod deposit;
pub mod event;
pub mod field;
pub mod monthly;
mod order;
pub mod portfolio;
mod receipt;
mod refusal;
mod scope;
mod sql;

pub use check::check;
pub use receipt::{Receipt, Why};
pub use refusal::OutreachRefusal;

/// Every statement of this department, for the test that prepares them all.
#[must_use]
pub fn statements() -> Vec<&'static dyn db::Promise> {
    let mut all = sql::statements();
    all.extend(campaign::sql::statements());
    all
}
