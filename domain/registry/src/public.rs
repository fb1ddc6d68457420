//! What somebody from the street may be answered: two facts that fit one person, and nothing else.

use crate::{register::Holder, sql};
use access::{Office, place};
use db::{DbError, Tx};
use terms::{Bucket, Date, Nik, ids::PersonId};

/// The person who holds this number and was born on this day. Whoever gives a number that is not on
/// record and whoever gives another day learn the same: nothing.
pub async fn holder_born(
    tx: &mut Tx,
    office: &Office,
    nik: &Nik,
    born: Date,
) -> Result<Option<PersonId>, DbError> {
    let asked = office.keys.blind_indexes(place::PERSON_NIK, nik.digits());
    let holder: Option<Holder> = tx.first(&sql::HOLDERS_OF_NIKS, (asked,)).await?;
    let holder = holder.filter(|holder| holder.birth_date == Some(born));
    Ok(holder.map(|holder| holder.kept.unwrap_or(holder.person)))
}

/// Whether a person was born on this day.
pub async fn was_born(tx: &mut Tx, person: PersonId, born: Date) -> Result<bool, DbError> {
    let line = tx.first(&sql::PERSON_LINE, (Bucket::of(person), person)).await?;
    Ok(line.is_some_and(|line| line.birth_date == born))
}
