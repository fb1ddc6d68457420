//! A write: asked for once or many times, done once, in one transaction, with its audit.

use crate::{Office, audit, sql};
use db::{DbError, Tx};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::time::Duration;
use terms::ids::CommandId;
use uuid::Uuid;

/// Who asked for it under which id, and what exactly was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandHeader {
    /// Made by whoever first wanted it, before sending (`Idempotency-Key`).
    pub id: CommandId,
    /// SHA-256 of the content as it came.
    pub digest: Vec<u8>,
}

impl CommandHeader {
    /// A header over the bytes of the request.
    #[must_use]
    pub fn new(id: CommandId, content: &[u8]) -> Self {
        Self { id, digest: Sha256::digest(content).to_vec() }
    }
}

/// A use case that writes. `apply` loads, decides and writes; every early return is a refusal.
pub trait Command: Send + Sync {
    /// Its name in the audit, for example `enrol`.
    const NAME: &'static str;
    /// What it answers; kept, so that asking again answers the same. Ids and amounts, no names.
    type Answer: Serialize + DeserializeOwned + Send;
    /// Why it may say no.
    type Refusal: From<DbError> + Send;
    /// Does it, inside the transaction. Must ask `office` for a duty and may note for the audit.
    fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> impl Future<Output = Result<Self::Answer, Self::Refusal>> + Send;
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum CommandError<R> {
    /// The use case refused.
    #[error("{0}")]
    Refused(R),
    /// The id was used for something else, or by someone else.
    #[error("this request id was used before for something else; make a new id for a new request")]
    OtherContent,
    /// The use case never asked whether it may: a defect of ours, so nothing was done.
    #[error("the command {0} did not ask for a duty; nothing was changed")]
    NeverAsked(&'static str),
    /// The database failed outside the use case.
    #[error(transparent)]
    Db(#[from] DbError),
}

pub(crate) const ATTEMPTS_MAX: u32 = 10;

/// Waits a little longer each time, and not as long as the neighbour.
pub(crate) async fn wait_a_little(seed: Uuid, attempt: u32) {
    let jitter = u64::from(seed.as_bytes()[usize::try_from(attempt).unwrap_or(0) % 16]);
    let ms = (2u64 << attempt.min(7)) + jitter % (2 << attempt.min(7));
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

/// An error that may be a database in the way of itself.
pub(crate) trait MayPass {
    /// Whether beginning again may help.
    fn may_pass(&self) -> bool;
}

impl MayPass for DbError {
    fn may_pass(&self) -> bool {
        matches!(self, Self::Busy(_))
    }
}

/// Does one whole transaction, again while another change is in the way, a bounded number of times.
pub(crate) async fn repeat_while_busy<T, E, F>(
    seed: Uuid,
    transaction: impl Fn() -> F,
) -> Result<T, E>
where
    E: MayPass,
    F: Future<Output = Result<T, E>> + Send,
{
    let mut attempt = 0;
    loop {
        let done = transaction().await;
        attempt += 1;
        match done {
            Err(error) if error.may_pass() && attempt < ATTEMPTS_MAX => {
                wait_a_little(seed, attempt).await;
            }
            done => return done,
        }
    }
}

/// Carries a command out, once: in one transaction, retried when another change was in the way,
/// remembered under its id, and written into the audit chain.
pub async fn carry_out<C: Command>(
    office: &Office,
    header: &CommandHeader,
    command: &C,
) -> Result<C::Answer, CommandError<C::Refusal>> {
    let mut attempt = 0;
    loop {
        let mut tx = office.db.write().await?;
        let outcome = attempt_once(office, header, command, &mut tx).await;
        let repeat = match outcome {
            Ok(answer) => match tx.commit().await {
                Ok(()) => return Ok(answer),
                // After a broken commit we do not know; the next round finds it by its id, or not.
                Err(DbError::Busy(_)) => true,
                Err(error) => return Err(error.into()),
            },
            Err(error) => {
                let repeat = tx.may_be_repeated();
                let _ = tx.roll_back().await;
                office.take_notes();
                if !repeat || attempt + 1 >= ATTEMPTS_MAX {
                    return Err(error);
                }
                true
            }
        };
        attempt += 1;
        if !repeat || attempt >= ATTEMPTS_MAX {
            return Err(CommandError::Db(DbError::Schema(
                "the database stayed busy; please try again".into(),
            )));
        }
        tracing::debug!(command = C::NAME, attempt, "trying again after a conflict");
        wait_a_little(header.id.0, attempt).await;
    }
}

async fn attempt_once<C: Command>(
    office: &Office,
    header: &CommandHeader,
    command: &C,
    tx: &mut Tx,
) -> Result<C::Answer, CommandError<C::Refusal>> {
    if let Some((name, digest, actor, answer)) =
        tx.first(&sql::FIND_COMMAND, (header.id.0,)).await?
    {
        if name != C::NAME || digest != header.digest || actor != office.actor.0 {
            return Err(CommandError::OtherContent);
        }
        return serde_json::from_value(answer).map_err(|e| {
            DbError::Broken { statement: "command.answer", reason: e.to_string() }.into()
        });
    }
    office.forget_asking();
    let answer = command.apply(header, office, tx).await.map_err(CommandError::Refused)?;
    if !office.has_asked() {
        return Err(CommandError::NeverAsked(C::NAME));
    }
    let kept = serde_json::to_value(&answer)
        .map_err(|e| DbError::Broken { statement: "command.answer", reason: e.to_string() })?;
    let now = office.outside.now;
    tx.run(
        &sql::ADD_COMMAND,
        (header.id.0, C::NAME, header.digest.clone(), office.actor.0, now, kept),
    )
    .await?;
    office.note(C::NAME, "command", Some(header.id.0), "");
    audit::append(tx, audit::chain_of(header.id.0), now, &office.take_notes()).await?;
    Ok(answer)
}
