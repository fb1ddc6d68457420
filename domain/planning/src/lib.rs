//! Where next: which team visits which village on which day, and why.
//!
//! | word | |
//! |---|---|
//! | [`solver`] | the best routes under hard rules; pure, from a seed |
//! | [`estimate`] | how many would enrol and stay, with ranges; pure |
//! | [`land`] | villages, where they lie, on which land |
//! | [`season`] | the order, what is known, the plan with its reasons |
//! | [`keep`] | plans that are kept: made, changed one wish at a time |
//! | [`export`] | a plan for a calendar and for a sheet |
//!
//! Invariants: the same order and facts give the same plan; a rule is never broken for value; a way
//! over sea is somebody's word, never a straight line; every number of a reason is kept with the plan.
//!
//! Absent: names of persons; the clock and chance, which are handed in; figures nobody measured that
//! are not marked as judgement.

pub mod estimate;
pub mod export;
pub mod keep;
pub mod land;
mod refusal;
pub mod season;
pub mod solver;
mod sql;

pub use refusal::{PlanRefusal, Said};
pub use sql::statements;
