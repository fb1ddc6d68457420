//! Deciding about an opened command: one reader for each kind and version ever shipped, kept for ever.
//!
//! A reader works inside the transaction it is given, as the holder (`office`): the holder's grants and
//! areas decide. It answers [`Judged`] for everything a person can do something about, and an error only
//! for what is our fault; then the frame takes everything back and writes `needs_review / internal`.

mod body;
mod cash;
mod enrol;
mod event;
mod presence;

use crate::verdict::{Judged, Reason};
use access::{CommandHeader, Office};
use db::{DbError, Tx};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use terms::{
    Private,
    ids::{CommandId, UserId},
};
use uuid::Uuid;

/// What is signed beside the body: the words of section 3 of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named in the contract")]
pub struct Header {
    pub id: Uuid,
    pub device: Uuid,
    pub store_epoch: Uuid,
    pub seq: i64,
    pub kind: String,
    pub v: i64,
    pub actor: UserId,
    pub depends_on: Vec<Uuid>,
    pub supersedes: Option<Uuid>,
}

/// A captured command, opened.
#[derive(Debug)]
pub struct Opened {
    /// What is signed.
    pub header: Header,
    /// The body's bytes.
    pub body: Private<Vec<u8>>,
    /// The user the device is registered for; commands are judged in this name.
    pub holder: UserId,
    /// When the office had the bytes.
    pub received_at: Timestamp,
    /// Someone at the office said: accept it in spite of the warning. Do not answer `needs_review` for
    /// a doubt then; what cannot be applied stays refused.
    pub waived: bool,
}

impl Opened {
    /// The body as its form; what does not fit is already the decision about it.
    #[expect(clippy::result_large_err, reason = "a decision is large, and made once a command")]
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Judged> {
        let mut reader = serde_json::Deserializer::from_slice(self.body.reveal());
        let form = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let place = error.path().to_string();
            if error.inner().is_data() && place != "." {
                Judged::invalid([place])
            } else {
                Judged::review(Reason::Unreadable)
            }
        })?;
        reader.end().map_err(|_| Judged::review(Reason::Unreadable))?;
        Ok(form)
    }

    /// The header under which department verbs run: its id is the command's own, so ids made of it are
    /// the same however often it is judged.
    #[must_use]
    pub fn command(&self) -> CommandHeader {
        CommandHeader::new(CommandId(self.header.id), self.body.reveal())
    }
}

/// Our fault, not the command's.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// The database failed; tried again when another change was in the way.
    #[error(transparent)]
    Db(#[from] DbError),
    /// Something that cannot be: a sentence without personal data, for the log.
    #[error("{0}")]
    Fault(String),
}

/// Whether the frame lets commands of a kind wait for what they depend on. Cash is in somebody's hands,
/// so it is counted whatever becomes of the enrolment; and a deposit may be of receipts that are under
/// review, so its reader says itself what is missing.
pub(crate) fn waits(kind: &str) -> bool {
    !kind.starts_with("cash.")
}

/// Decides about one command, inside `tx`, as the holder.
pub async fn judge(tx: &mut Tx, office: &Office, opened: &Opened) -> Result<Judged, JudgeError> {
    match (opened.header.kind.as_str(), opened.header.v) {
        ("event.open", 1) => event::open_v1(tx, office, opened).await,
        ("event.close", 1) => event::close_v1(tx, office, opened).await,
        ("event.tally", 1) => presence::tally_v1(tx, office, opened).await,
        ("event.checkin", 1) => presence::check_in_v1(tx, office, opened).await,
        ("event.poll", 1) => presence::poll_v1(tx, office, opened).await,
        ("lead.note", 1) => presence::lead_v1(tx, office, opened).await,
        ("worker.enrol", 1) => enrol::v1(tx, office, opened).await,
        ("cash.receive", 1) => cash::receive_v1(tx, office, opened).await,
        ("cash.deposit", 1) => cash::deposit_v1(tx, office, opened).await,
        _ => Ok(Judged::review(Reason::UnknownKind)),
    }
}
