//! One commit of an import: done whole, and again while another change is in the way.

use super::ImportRefusal;
use access::Office;
use db::{DbError, Tx, Uuid};
use std::time::Duration;

/// Times a commit is tried again when another change was in the way.
const ATTEMPTS_MAX: u32 = 12;

/// What one transaction does. Repeated, it does the same.
pub(super) trait Commit: Sync {
    type Done: Send;
    fn apply(
        &self,
        office: &Office,
        tx: &mut Tx,
    ) -> impl Future<Output = Result<Self::Done, ImportRefusal>> + Send;
}

/// Does it in a transaction of its own, a bounded number of times. Notes of a failed attempt are
/// forgotten.
pub(super) async fn commit<C: Commit>(
    office: &Office,
    seed: Uuid,
    what: &C,
) -> Result<C::Done, ImportRefusal> {
    let mut attempt = 0;
    loop {
        let (refusal, may_pass) = match once(office, what).await {
            Ok(done) => return Ok(done),
            Err(failed) => failed,
        };
        attempt += 1;
        if !may_pass || attempt >= ATTEMPTS_MAX {
            return Err(refusal);
        }
        let jitter = u64::from(seed.as_bytes()[usize::try_from(attempt).unwrap_or(0) % 16]);
        tokio::time::sleep(Duration::from_millis((1 << attempt.min(8)) + jitter % 16)).await;
    }
}

async fn once<C: Commit>(office: &Office, what: &C) -> Result<C::Done, (ImportRefusal, bool)> {
    let busy = |error: DbError| {
        let may_pass = matches!(error, DbError::Busy(_));
        (ImportRefusal::Db(error), may_pass)
    };
    let mut tx = office.db.write().await.map_err(busy)?;
    match what.apply(office, &mut tx).await {
        Ok(done) => tx.commit().await.map(|()| done).map_err(busy),
        Err(refusal) => {
            let may_pass = tx.may_be_repeated();
            let _ = tx.roll_back().await;
            office.take_notes();
            Err((refusal, may_pass))
        }
    }
}
