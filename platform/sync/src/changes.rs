//! What phones pull: an append-only log by device and by user, read from a position on.
//!
//! A position is taken at the very end of a transaction, under a lock that is held until the commit can
//! be seen. So whatever a reader has not seen has a higher position than what it has.

use crate::{
    device::Device,
    epoch,
    ground::{Ground, lock_changes},
    sql,
};
use db::{DbError, Json, Tx, row};
use jiff::Timestamp;
use serde::Serialize;
use terms::ids::UserId;
use uuid::Uuid;

/// Something that changed: what kind of thing, which, and what it is now (none: it is gone).
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are the words of the sentence above")]
pub struct Change {
    pub kind: &'static str,
    pub key: Uuid,
    pub payload: Option<Json>,
}

/// The scope of what concerns one device.
#[must_use]
pub fn scope_of_device(device: Uuid) -> String {
    format!("device:{device}")
}

/// The scope of what concerns whatever device a user holds.
#[must_use]
pub fn scope_of_user(user: UserId) -> String {
    format!("user:{}", user.0)
}

/// Appends changes; the last thing a transaction does before its commit.
pub async fn append(
    tx: &mut Tx,
    scope: &str,
    changes: &[Change],
    now: Timestamp,
) -> Result<(), DbError> {
    lock_changes(tx).await?;
    for change in changes {
        let op = if change.payload.is_some() { "put" } else { "drop" };
        let payload = change.payload.clone().unwrap_or(Json::Null);
        tx.run(&sql::ADD_CHANGE, (scope.to_owned(), change.kind, change.key, op, payload, now))
            .await?;
    }
    Ok(())
}

row! {
    /// A change as it is pulled.
    #[derive(Serialize)]
    pub struct Pulled {
        /// Its position.
        pub pos: i64,
        /// What kind of thing.
        pub kind: String,
        /// Which.
        pub key: Uuid,
        /// `put` or `drop`.
        pub op: String,
        /// What it is now.
        pub payload: Json,
    }
}

/// A page of changes and where the next begins.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Page {
    pub items: Vec<Pulled>,
    pub cursor: String,
    pub has_more: bool,
    pub dataset_epoch: Uuid,
}

const PAGE: i64 = 500;

/// What changed for a device and its holder since a cursor. A cursor of another database begins anew.
pub async fn pull(ground: &Ground, device: &Device, cursor: &str) -> Result<Page, DbError> {
    let dataset_epoch = epoch::dataset_epoch(ground).await?;
    let from = cursor.split_once('.').filter(|(epoch, _)| *epoch == dataset_epoch.to_string());
    let from = from.and_then(|(_, pos)| pos.parse::<i64>().ok()).unwrap_or(0);
    let scopes = vec![scope_of_device(device.id), scope_of_user(device.holder)];
    let mut tx = ground.db.read().await?;
    let items: Vec<Pulled> = tx.all(&sql::CHANGES_SINCE, (scopes, from, PAGE)).await?;
    let pos = items.last().map_or(from, |item| item.pos);
    let has_more = items.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX);
    Ok(Page { items, cursor: format!("{dataset_epoch}.{pos}"), has_more, dataset_epoch })
}

/// Which of these commands are not here.
pub async fn missing(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Uuid>, DbError> {
    let here = tx.all(&sql::HERE, (ids.to_vec(),)).await?;
    let here: std::collections::HashSet<Uuid> = here.into_iter().map(|(id,)| id).collect();
    Ok(ids.iter().filter(|id| !here.contains(id)).copied().collect())
}
