//! Pairs of records that may be one person: same name and birth date, and the same telephone or
//! village. Two records with one NIK cannot exist, so those need no search.

use crate::{RegistryRefusal, sql};
use access::{Duty, Office};
use db::{Tx, row};
use terms::{AreaCode, Date, ids::PersonId};

row! {
    /// Two records that may be one person.
    pub struct DuplicatePair {
        /// The record in the area that was asked for.
        pub first: PersonId,
        /// The other one; it may live elsewhere.
        pub second: PersonId,
        /// The name of the first.
        pub name: String,
        /// The birth date of both.
        pub birth_date: Date,
        /// Where the first lives.
        pub first_village: AreaCode,
        /// Where the second lives.
        pub second_village: AreaCode,
        /// 1 when they share a telephone.
        pub same_phone: i64,
        /// 1 when they share a village.
        pub same_village: i64,
    }
}

/// How many pairs there are with at least one record in some areas that do not overlap. It looks at
/// everyone there: for a job, not for a request. It tells no person's data.
pub async fn count_duplicates(tx: &mut Tx, areas: Vec<String>) -> Result<i64, db::DbError> {
    let (n,): (i64,) = tx.one(&sql::COUNT_DUPLICATES, (areas,)).await?;
    Ok(n)
}

const LIMIT_MAX: u32 = 200;

/// A page of pairs with at least one record in the area; `after` is the last pair of the page
/// before. Reading it is noted in the audit, pair by pair.
pub async fn duplicates(
    tx: &mut Tx,
    office: &Office,
    area: &AreaCode,
    after: Option<(PersonId, PersonId)>,
    limit: u32,
) -> Result<Vec<DuplicatePair>, RegistryRefusal> {
    office.allow(Duty::ReadPeople, area)?;
    let nobody = PersonId(uuid::Uuid::nil());
    let (first, second) = after.unwrap_or((nobody, nobody));
    let limit = i64::from(limit.clamp(1, LIMIT_MAX));
    let pairs: Vec<DuplicatePair> =
        tx.all(&sql::DUPLICATES, (area.clone(), first, second, limit)).await?;
    for pair in &pairs {
        office.note("list duplicate", "person", Some(pair.first.0), pair.second.to_string());
    }
    Ok(pairs)
}
