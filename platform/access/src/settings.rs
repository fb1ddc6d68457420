//! Small settings of an installation, by name: kept in the transaction of what they belong to.

use crate::sql;
use db::{DbError, Tx};

/// A setting, if it was ever set.
pub async fn setting(tx: &mut Tx, name: &str) -> Result<Option<String>, DbError> {
    let row = tx.first(&sql::SETTING, (name.to_owned(),)).await?;
    Ok(row.map(|(value,)| value))
}

/// Sets a setting.
pub async fn set_setting(tx: &mut Tx, name: &str, value: &str) -> Result<(), DbError> {
    tx.run(&sql::SET_SETTING, (name.to_owned(), value.to_owned())).await?;
    Ok(())
}
