//! What every body says beside its own: when it was made, and by which clock.

use super::{JudgeError, Opened};
use contribution::{PayRefusal, enrol::EnrolRefusal};
use jiff::{SignedDuration, Timestamp};
use outreach::OutreachRefusal;
use registry::RegistryRefusal;
use serde::Deserialize;

/// What a phone knows of its own clock.
#[derive(Debug, Deserialize)]
pub(super) struct Clock {
    /// The last time it heard from the office.
    #[serde(default)]
    last_server: Option<Timestamp>,
    /// It was set since.
    #[serde(default)]
    jump: bool,
}

/// Clocks that are so far apart agree.
const SLACK: SignedDuration = SignedDuration::from_mins(10);

impl Clock {
    /// When something was made, and whether that is uncertain. A clock that was set, that lies before a
    /// time the phone knew, or after the office had the bytes, is not believed: then it was made when
    /// it came. Nothing is refused for its date.
    pub(super) fn at(&self, made: Timestamp, opened: &Opened) -> (Timestamp, bool) {
        let came = opened.received_at;
        let before = |time: Timestamp| made.duration_since(time) < -SLACK;
        let after = made.duration_since(came) > SLACK;
        if self.jump || after || self.last_server.is_some_and(before) {
            (came, true)
        } else {
            (made.min(came), false)
        }
    }
}

/// What a department says that nobody on a phone can do anything about. The database's own errors
/// stay what they are, so that the frame may try again.
pub(super) fn fault(refusal: OutreachRefusal) -> JudgeError {
    use OutreachRefusal as O;
    match refusal {
        O::Db(error)
        | O::Registry(RegistryRefusal::Db(error))
        | O::Pay(PayRefusal::Db(error))
        | O::Enrol(
            EnrolRefusal::Db(error)
            | EnrolRefusal::Registry(RegistryRefusal::Db(error))
            | EnrolRefusal::Pay(PayRefusal::Db(error)),
        ) => JudgeError::Db(error),
        other => JudgeError::Fault(other.to_string()),
    }
}
