//! The first start: an administrator with a password that is shown once.

use crate::{
    Keyring, NoChance, Office, Outside, Role, audit,
    passwords::{self, HashError, PasswordHash, Passwords},
    sql,
    users::{add_role, add_user},
};
use db::{Db, DbError};
use std::sync::Arc;
use terms::{Private, ids::UserId};
use uuid::Uuid;

/// The login the first administrator has.
pub const FIRST_LOGIN: &str = "admin";

/// What is printed at the first start, and never again.
#[derive(Clone, Debug)]
pub struct FirstAdministrator {
    /// The login.
    pub login: &'static str,
    /// The password: good for one sign-in, then it must be changed.
    pub one_time_password: Private<String>,
}

/// Why the first administrator was not made.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each is what it wraps")]
pub enum SetupError {
    #[error(transparent)]
    Hash(#[from] HashError),
    #[error(transparent)]
    NoChance(#[from] NoChance),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Makes the first administrator if there is no user at all. The answer is the only time the password
/// is in the clear; when it is lost before the first sign-in, begin with a new database.
pub async fn first_start(
    db: &Db,
    outside: &Outside,
    keys: &Arc<Keyring>,
    passwords: &Passwords,
) -> Result<Option<FirstAdministrator>, SetupError> {
    if has_users(db).await? {
        return Ok(None);
    }
    let one_time_password = passwords::one_time()?;
    let hash = passwords.hash(FIRST_LOGIN, &one_time_password).await?;
    let id = UserId(outside.id(Uuid::nil(), "first administrator", 0));
    let make = || make_administrator(db, outside, keys, id, &hash);
    let made = crate::command::repeat_while_busy(id.0, make).await?;
    Ok(made.then_some(FirstAdministrator { login: FIRST_LOGIN, one_time_password }))
}

/// Answers whether it made one: another program may have been first.
async fn make_administrator(
    db: &Db,
    outside: &Outside,
    keys: &Arc<Keyring>,
    id: UserId,
    hash: &PasswordHash,
) -> Result<bool, DbError> {
    let office = Office::of_the_system(db.clone(), outside.clone(), Arc::clone(keys));
    let mut tx = db.write().await?;
    let (users,) = tx.one(&sql::COUNT_USERS, ()).await?;
    if users > 0 {
        return Ok(false);
    }
    match add_user(&mut tx, &office, id, FIRST_LOGIN, "Administrator", hash).await {
        Err(DbError::Unique(_)) => return Ok(false),
        added => added?,
    }
    add_role(&mut tx, &office, id, Role::Administrator, None).await?;
    audit::append(&mut tx, audit::chain_of(id.0), outside.now, &office.take_notes()).await?;
    tx.commit().await?;
    Ok(true)
}

async fn has_users(db: &Db) -> Result<bool, DbError> {
    let (users,) = db.read().await?.one(&sql::COUNT_USERS, ()).await?;
    Ok(users > 0)
}
