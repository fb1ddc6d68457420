//! Which database this is: a phone that meets another one offers again what it sent to the first.

use crate::ground::{Ground, again};
use access::{Outside, set_setting, setting};
use db::{Db, DbError, Tx};
use uuid::Uuid;

const NAME: &str = "dataset_epoch";

/// The id of this database; made when first asked for.
pub async fn dataset_epoch(ground: &Ground) -> Result<Uuid, DbError> {
    let mut tx = ground.db.read().await?;
    if let Some(epoch) = known(&mut tx).await? {
        return Ok(epoch);
    }
    drop(tx);
    let fresh = fresh(ground);
    again!(ground.db, fresh, |tx| {
        match known(&mut tx).await? {
            Some(epoch) => epoch,
            None => {
                set_setting(&mut tx, NAME, &fresh.to_string()).await?;
                fresh
            }
        }
    })
}

/// Says that this database was restored from a copy: what came after the copy was made is missing.
pub async fn renew(ground: &Ground) -> Result<Uuid, DbError> {
    renew_in(&ground.db, &ground.outside).await
}

/// The same where the keys are not at hand: a copy is put back before its keyring is.
pub async fn renew_in(db: &Db, outside: &Outside) -> Result<Uuid, DbError> {
    let seed = outside.id(Uuid::nil(), "dataset epoch", 1);
    again!(db, seed, |tx| {
        let before = known(&mut tx).await?.unwrap_or(seed);
        let fresh = outside.id(before, "dataset epoch", 1);
        set_setting(&mut tx, NAME, &fresh.to_string()).await?;
        fresh
    })
}

fn fresh(ground: &Ground) -> Uuid {
    ground.outside.id(Uuid::nil(), "dataset epoch", 0)
}

pub(crate) async fn known(tx: &mut Tx) -> Result<Option<Uuid>, DbError> {
    Ok(setting(tx, NAME).await?.and_then(|epoch| epoch.parse().ok()))
}
