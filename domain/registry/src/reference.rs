//! What every installation needs before the first person: areas, occupations, groups.

use crate::{load_areas, load_groups, load_occupations};
use db::{DbError, Tx};

/// Loads areas, occupations and groups; what is there stays, so it may run at every start.
pub async fn load_reference(tx: &mut Tx) -> Result<(), DbError> {
    load_areas(tx).await?;
    load_occupations(tx).await?;
    load_groups(tx).await?;
    Ok(())
}
