//! What the proofs said, kept: who ran them, when, and how each invariant stood.

use crate::{check::CheckError, sql};
use access::{Duty, Forbidden, Office};
use db::{DbError, Json, Tx, Uuid, row};
use ledger::Invariant;
use serde::{Deserialize, Serialize};
use terms::{Timestamp, ids::UserId};

/// An invariant as it is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KeptInvariant {
    /// Stable name.
    pub name: String,
    /// Whether it held.
    pub ok: bool,
    /// What it says, in Indonesian.
    pub sentence_id: String,
    /// What it says, in English.
    pub sentence_en: String,
    /// What was found against it, the first few.
    pub found: Vec<String>,
}

impl From<&Invariant> for KeptInvariant {
    fn from(it: &Invariant) -> Self {
        Self {
            name: it.name.to_owned(),
            ok: it.ok,
            sentence_id: it.sentence_id.to_owned(),
            sentence_en: it.sentence_en.to_owned(),
            found: it.found.clone(),
        }
    }
}

row! {
    /// A run as it stands in its row.
    pub(crate) struct CheckRow {
        id: Uuid,
        started_at: Timestamp,
        finished_at: Timestamp,
        started_by: UserId,
        by_name: Option<String>,
        ok: i64,
        result: Json,
    }
}

/// A run of the proofs.
#[derive(Clone, Debug)]
pub struct CheckRun {
    /// Its id.
    pub id: Uuid,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Timestamp,
    /// Who asked for it.
    pub started_by: UserId,
    /// How colleagues call them; none for the system's own work.
    pub by_name: Option<String>,
    /// Whether every invariant held.
    pub ok: bool,
    /// Each.
    pub invariants: Vec<KeptInvariant>,
}

/// Why a result was not kept or shown.
#[derive(Debug, thiserror::Error)]
pub enum KeptCheckRefusal {
    /// Not the actor's to read.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The proofs themselves failed.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Keeps what a run said, in a commit of its own.
pub async fn keep_check(
    office: &Office,
    started_at: Timestamp,
    finished_at: Timestamp,
    invariants: &[Invariant],
) -> Result<(), KeptCheckRefusal> {
    office.allow_everywhere(Duty::ReadAudit)?;
    let ok = invariants.iter().all(|invariant| invariant.ok);
    let kept: Vec<KeptInvariant> = invariants.iter().map(KeptInvariant::from).collect();
    let result = serde_json::to_value(kept).map_err(|error| DbError::Broken {
        statement: "check_run.result",
        reason: error.to_string(),
    })?;
    let seed = office.outside.id(office.actor.0, "check run", 0);
    let id = office.outside.id(seed, "check run", finished_at.as_microsecond().unsigned_abs());
    let mut tx = office.db.write().await?;
    let row = (id, started_at, finished_at, office.actor, i64::from(ok), result);
    tx.run(&sql::ADD_CHECK_RUN, row).await?;
    Ok(tx.commit().await?)
}

/// The newest run that was kept.
pub async fn last_check(
    tx: &mut Tx,
    office: &Office,
) -> Result<Option<CheckRun>, KeptCheckRefusal> {
    office.allow_everywhere(Duty::ReadAudit)?;
    let Some(row) = tx.first(&sql::LAST_CHECK_RUN, ()).await? else { return Ok(None) };
    let invariants = serde_json::from_value(row.result).map_err(|error| DbError::Broken {
        statement: "check_run.result",
        reason: error.to_string(),
    })?;
    Ok(Some(CheckRun {
        id: row.id,
        started_at: row.started_at,
        finished_at: row.finished_at,
        started_by: row.started_by,
        by_name: row.by_name,
        ok: row.ok == 1,
        invariants,
    }))
}
