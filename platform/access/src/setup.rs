//! The first start: an administrator with a password that is shown once.

use crate::{
    Keyring, NoChance, Office, Outside, Role, audit,
    passwords::{self, HashError, Passwords},
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
    let office = Office::of_the_system(db.clone(), outside.clone(), Arc::clone(keys));
    let id = UserId(outside.id(Uuid::nil(), "first administrator", 0));
    let mut tx = db.write().await?;
    // Another process may have been first.
    let (users,) = tx.one(&sql::COUNT_USERS, ()).await?;
    if users > 0 {
        return Ok(None);
    }
    add_user(&mut tx, &office, id, FIRST_LOGIN, "Administrator", &hash).await?;
    add_role(&mut tx, &office, id, Role::Administrator, None).await?;
    audit::append(&mut tx, audit::chain_of(id.0), outside.now, &office.take_notes()).await?;
    match tx.commit().await {
        Err(DbError::Busy(_)) if has_users(db).await? => Ok(None),
        done => {
            done?;
            Ok(Some(FirstAdministrator { login: FIRST_LOGIN, one_time_password }))
        }
    }
}

async fn has_users(db: &Db) -> Result<bool, DbError> {
    let (users,) = db.read().await?.one(&sql::COUNT_USERS, ()).await?;
    Ok(users > 0)
}
