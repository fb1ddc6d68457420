//! Judging: each command in one short transaction, whatever happens to the one before it.
//!
//! Whoever captured a command judges it; after a crash whoever claims it next does. Attempts are counted
//! before they are made, so a command that kills the process three times is parked for a person. An
//! error or a panic of a reader takes its effect back and leaves `needs_review / internal`.

use crate::{
    case::Case,
    ground::{ATTEMPTS_MAX, Ground, again, may_pass, wait_a_little},
    judge::{JudgeError, Opened, judge},
    outcome, sql,
    verdict::{Judged, Reason, Verdict},
};
use access::{Office, audit};
use db::{DbError, Tx};
use futures_util::FutureExt as _;
use jiff::SignedDuration;
use std::panic::AssertUnwindSafe;
use uuid::Uuid;

/// Attempts that may end with the process; the next claim parks the command.
const CRASHES_MAX: i64 = 3;
/// After so long nobody is judging it any more.
const CLAIM_LASTS: SignedDuration = SignedDuration::from_secs(60);

/// The readers of every kind and version; a proof puts in others that fail.
pub trait Readers: Sync {
    /// Decides about one command inside `tx`.
    fn judge(
        &self,
        tx: &mut Tx,
        office: &Office,
        opened: &Opened,
    ) -> impl Future<Output = Result<Judged, JudgeError>> + Send;
}

/// The readers of this program.
#[derive(Clone, Copy, Debug, Default)]
pub struct AllReaders;

impl Readers for AllReaders {
    async fn judge(
        &self,
        tx: &mut Tx,
        office: &Office,
        opened: &Opened,
    ) -> Result<Judged, JudgeError> {
        judge(tx, office, opened).await
    }
}

/// Judges commands that are claimed already (just captured), and then what waited for them.
pub async fn settle<R: Readers>(
    ground: &Ground,
    readers: &R,
    claimed: Vec<Uuid>,
) -> Result<(), DbError> {
    let mut round = claimed;
    while !round.is_empty() {
        let (mut applied, mut next) = (Vec::with_capacity(round.len()), Vec::new());
        for id in round {
            if let Some(again) = one(ground, readers, id).await? {
                applied.push(id);
                next.extend(again);
            }
        }
        next.extend(dependents(ground, applied).await?);
        round = Vec::new();
        for id in next {
            if claim(ground, id).await? {
                round.push(id);
            }
        }
    }
    Ok(())
}

/// Judges these if nobody does: left by a crash, or held and ready. Others are left alone.
pub async fn settle_again<R: Readers>(
    ground: &Ground,
    readers: &R,
    ids: &[Uuid],
) -> Result<(), DbError> {
    for id in ids {
        if claim(ground, *id).await? {
            settle(ground, readers, vec![*id]).await?;
        }
    }
    Ok(())
}

/// The background pass: what a crash left, what is ready, what waited too long. How many it looked at.
pub async fn settle_left<R: Readers>(
    ground: &Ground,
    readers: &R,
    limit: u32,
) -> Result<usize, DbError> {
    let now = ground.now();
    let (stale, too_long) = (now - CLAIM_LASTS, now - crate::case::WAITING_MAX);
    let mut tx = ground.db.read().await?;
    let left = tx.all(&sql::LEFT_TO_JUDGE, (stale, too_long, i64::from(limit))).await?;
    drop(tx);
    let ids: Vec<Uuid> = left.into_iter().map(|(id,)| id).collect();
    settle_again(ground, readers, &ids).await?;
    Ok(ids.len())
}

/// What waits for these commands, or for those that they stand in for.
pub async fn dependents(ground: &Ground, ids: Vec<Uuid>) -> Result<Vec<Uuid>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = ground.db.read().await?;
    let rows = tx.all(&sql::DEPENDENTS, (ids,)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Takes an undecided command to judge it, unless somebody has it. Parks it if it killed too often.
async fn claim(ground: &Ground, id: Uuid) -> Result<bool, DbError> {
    let now = ground.now();
    let stale = now - CLAIM_LASTS;
    let attempts = again!(ground.db, id, |tx| tx.first(&sql::CLAIM, (id, now, stale)).await?)?;
    match attempts {
        None => Ok(false),
        Some((n,)) if n <= CRASHES_MAX => Ok(true),
        Some((n,)) => {
            tracing::error!(capture = %id, attempts = n, "a command ended the process; it is parked");
            record(ground, id, &Judged::review(Reason::Internal)).await?;
            Ok(false)
        }
    }
}

/// Judges one; if it was applied others may follow: those to be judged again are answered.
async fn one<R: Readers>(
    ground: &Ground,
    readers: &R,
    id: Uuid,
) -> Result<Option<Vec<Uuid>>, DbError> {
    let mut attempt = 0;
    loop {
        let error = match attempt_once(ground, readers, id).await {
            Ok(applied) => return Ok(applied),
            Err(error) => error,
        };
        attempt += 1;
        match error {
            JudgeError::Db(error) if may_pass(&error) && attempt < ATTEMPTS_MAX => {
                wait_a_little(id, attempt).await;
            }
            // The database is away: nothing was decided, the background pass comes back to it.
            JudgeError::Db(error @ (DbError::Busy(_) | DbError::Storage(_) | DbError::Open(_))) => {
                let freed = again!(ground.db, id, |tx| tx.run(&sql::UNCLAIM, (id,)).await?);
                tracing::warn!(capture = %id, %error, freed = freed.is_ok(), "judging is put off");
                return Err(error);
            }
            error => {
                tracing::error!(capture = %id, %error, "judging failed; the command is kept for review");
                record(ground, id, &Judged::review(Reason::Internal)).await?;
                return Ok(None);
            }
        }
    }
}

async fn attempt_once<R: Readers>(
    ground: &Ground,
    readers: &R,
    id: Uuid,
) -> Result<Option<Vec<Uuid>>, JudgeError> {
    let mut tx = ground.db.write().await?;
    let Some(case) = Case::load(&mut tx, id).await? else { return Ok(None) };
    if case.is_decided() {
        return Ok(None);
    }
    let office = case.office(ground);
    if let Some(judged) = early(&mut tx, ground, &case).await? {
        outcome::write(&mut tx, ground, &case, &judged, None, &office).await?;
        tx.commit().await?;
        return Ok(None);
    }
    // `early` answered for what does not open.
    let Some(body) = case.open(ground) else { return Ok(None) };
    let opened = case.opened(body, false);
    let judged = read(readers, &mut tx, &office, &opened).await?;
    if !judged.keeps_effect {
        let _ = tx.roll_back().await;
        record(ground, id, &judged).await?;
        return Ok(None);
    }
    outcome::write(&mut tx, ground, &case, &judged, None, &office).await?;
    tx.commit().await?;
    // What is kept for a person has its effect too: cash under review can be handed in.
    Ok(Some(judged.again))
}

/// A reader's decision; a panic in it is our fault and nobody else's.
pub(crate) async fn read<R: Readers>(
    readers: &R,
    tx: &mut Tx,
    office: &Office,
    opened: &Opened,
) -> Result<Judged, JudgeError> {
    let judged = AssertUnwindSafe(readers.judge(tx, office, opened)).catch_unwind().await;
    let judged = judged.unwrap_or_else(|_| Err(JudgeError::Fault("a reader panicked".into())))?;
    let applied = matches!(judged.outcome, Verdict::Accepted);
    if applied && !office.has_asked() {
        return Err(JudgeError::Fault("a reader did not ask for a duty".into()));
    }
    Ok(judged)
}

/// What is decided before a reader looks.
async fn early(tx: &mut Tx, ground: &Ground, case: &Case) -> Result<Option<Judged>, JudgeError> {
    if case.row.well_formed == 0 {
        return Ok(Some(Judged::review(Reason::Unreadable)));
    }
    if let Some(judged) = case.beforehand(tx).await? {
        return Ok(Some(judged));
    }
    if case.open(ground).is_none() {
        return Ok(Some(Judged::review(Reason::Unreadable)));
    }
    case.waiting(tx, ground.now()).await
}

/// Writes a decision that has no effect, in a transaction of its own.
async fn record(ground: &Ground, id: Uuid, judged: &Judged) -> Result<(), DbError> {
    again!(ground.db, id, |tx| {
        if let Some(case) = Case::load(&mut tx, id).await?
            && !case.is_decided()
        {
            let office = case.office(ground);
            outcome::write(&mut tx, ground, &case, judged, None, &office).await?;
        }
    })
}

/// Appends the notes of an office to the audit, in the transaction of what they tell of.
pub(crate) async fn audited(tx: &mut Tx, office: &Office, id: Uuid) -> Result<(), DbError> {
    audit::append(tx, audit::chain_of(id), office.outside.now, &office.take_notes()).await
}
