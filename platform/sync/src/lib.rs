//! Phones and the office: a phone appends commands, the office captures their bytes and then judges.
//!
//! | word | meaning |
//! |---|---|
//! | [`device`] | a phone becomes a device, is recognised, suspended, revoked; the board |
//! | [`Envelope`], [`Batch`] | commands as they come: signed, sealed, of one device and store |
//! | [`receive`] | the one path: keep, judge, tell |
//! | [`settle_left`] | the background pass: what a crash left, what is ready, what waited too long |
//! | [`Opened`], [`Judged`], [`Verdict`], [`Reason`], [`Entities`] | a command opened; what was decided |
//! | [`judge()`], [`Readers`] | readers by kind and version, kept for ever |
//! | [`changes`] | what phones pull; a cursor never passes a slow writer |
//! | [`attachment`] | photos in pieces, taken up where they broke off |
//! | [`reference`], [`package`] | what a phone takes along where there is no signal |
//! | [`review`] | what a person must look at |
//! | [`epoch`] | which database this is, so that a restored one is offered everything again |
//!
//! Invariants: what was answered as captured is on the disk, once; an id has one effect; a failing
//! command blocks no other and is never lost; bodies stay sealed as they came. The contract is
//! `docs/sync.md`; the phone's side of it is `web/src/field`. *Absent: rules of the departments.*

pub mod attachment;
mod capture;
mod case;
pub mod changes;
pub mod device;
mod envelope;
pub mod epoch;
mod ground;
mod judge;
mod judging;
mod outcome;
pub mod package;
mod push;
pub mod reference;
pub mod review;
mod sql;
mod verdict;

pub use capture::{Batch, Kept, Transport, capture};
pub use envelope::{Envelope, base64, hex, line, unbase64, unhex};
pub use ground::Ground;
pub use judge::{Header, JudgeError, Opened, judge};
pub use judging::{AllReaders, Readers, dependents, settle, settle_again, settle_left};
pub use outcome::{Outcome, PhotoState, entities_of, outcomes_of, photos_of};
pub use push::{Told, receive};
pub use sql::statements;
pub use verdict::{Entities, Judged, Reason, Verdict};
