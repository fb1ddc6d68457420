//! Phones and the office: a phone appends commands, the office captures their bytes and then judges.
//!
//! | word | meaning |
//! |---|---|
//! | [`Opened`] | a captured command, opened, with the device and holder it came from |
//! | [`Judged`], [`Verdict`], [`Reason`], [`Entities`] | what the office decided about it |
//! | [`judge()`] | dispatches by kind and version to readers that are kept for ever |
//!
//! The contract is `docs/sync.md`; the phone's side of it is `web/src/field`.

mod judge;
mod verdict;

pub use judge::{Header, JudgeError, Opened, judge};
pub use verdict::{Entities, Judged, Reason, Verdict};
