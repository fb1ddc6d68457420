//! What comes from outside, handed in once per command.

use jiff::{Timestamp, civil::Date};
use regulation::Law;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

/// Time and law as of one command. Nothing inside fetches either.
#[derive(Clone, Debug)]
pub struct Outside {
    /// The instant.
    pub now: Timestamp,
    /// The law in force, with all its history.
    pub law: Arc<Law>,
}

impl Outside {
    /// The office as of an instant.
    #[must_use]
    pub const fn new(now: Timestamp, law: Arc<Law>) -> Self {
        Self { now, law }
    }

    /// The date at the office.
    #[must_use]
    pub fn today(&self) -> Date {
        terms::office_date(self.now)
    }

    /// An id for the `n`-th `label` that a command makes: time-ordered (UUIDv7) and determined by
    /// the command's own id, so that a command tried again after a conflict makes the same things.
    #[must_use]
    pub fn id(&self, seed: Uuid, label: &str, n: u64) -> Uuid {
        let mut hash = Sha256::new();
        hash.update(seed.as_bytes());
        hash.update(label.as_bytes());
        hash.update(n.to_be_bytes());
        let hash = hash.finalize();
        let mut tail = [0u8; 10];
        tail.copy_from_slice(&hash[..10]);
        let millis = u64::try_from(self.now.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
    }
}
