//! What the work on captures stands on, and how often it is tried again.

use access::{Keyring, Office, Outside};
use db::{Db, DbError, Tx};
use std::{sync::Arc, time::Duration};
use terms::Timestamp;
use uuid::Uuid;

/// The database, time and law, and the keys: for work in nobody's name.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The database.
    pub db: Db,
    /// Time and law.
    pub outside: Outside,
    /// What opens what phones sealed.
    pub keys: Arc<Keyring>,
}

impl Ground {
    /// The same ground as an office stands on.
    #[must_use]
    pub fn of(office: &Office) -> Self {
        let (db, outside) = (office.db.clone(), office.outside.clone());
        Self { db, outside, keys: Arc::clone(&office.keys) }
    }

    pub(crate) const fn now(&self) -> Timestamp {
        self.outside.now
    }
}

pub(crate) const ATTEMPTS_MAX: u32 = 12;

/// Waits a little longer each time, and not as long as the neighbour.
pub(crate) async fn wait_a_little(seed: Uuid, attempt: u32) {
    let at = usize::try_from(attempt).unwrap_or(0) % 16;
    let jitter = u64::from(seed.as_bytes()[15 - at]);
    let ms = (2u64 << attempt.min(7)) + jitter % (2 << attempt.min(7));
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

/// Whether the whole may be begun again: another change was in the way.
pub(crate) fn may_pass(error: &DbError) -> bool {
    matches!(error, DbError::Busy(_))
}

/// One transaction, begun again while another change is in the way.
macro_rules! again {
    ($db:expr, $seed:expr, |$tx:ident| $body:expr) => {{
        let mut attempt = 0;
        loop {
            let done: Result<_, db::DbError> = async {
                let mut $tx = $db.write().await?;
                let value = { $body };
                $tx.commit().await?;
                Ok(value)
            }
            .await;
            attempt += 1;
            match done {
                Err(error)
                    if $crate::ground::may_pass(&error)
                        && attempt < $crate::ground::ATTEMPTS_MAX =>
                {
                    $crate::ground::wait_a_little($seed, attempt).await;
                }
                done => break done,
            }
        }
    }};
}
pub(crate) use again;

/// The lock under which positions of the change log are taken; held until the commit can be seen.
pub(crate) async fn lock_changes(tx: &mut Tx) -> Result<(), DbError> {
    tx.one(&crate::sql::LOCK_CHANGES, ()).await.map(drop)
}
