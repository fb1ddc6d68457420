//! Loading a person to change something of theirs: where they live decides who may.

use crate::{RegistryRefusal, sql};
use access::{Duty, Office};
use db::{Tx, row};
use terms::{AreaCode, Bucket, ids::PersonId};

row! {
    /// What every change looks at first.
    pub(crate) struct Head {
        pub(crate) id: PersonId,
        pub(crate) village: AreaCode,
        pub(crate) version: i64,
        pub(crate) merged_into: Option<PersonId>,
    }
}

impl Head {
    pub(crate) const fn bucket(&self) -> Bucket {
        Bucket::of(self.id)
    }
}

/// Remembers what changed, under the version the record has from now on. `raises` is for what
/// belongs to a record and is written beside it.
pub(crate) async fn remember(
    tx: &mut Tx,
    office: &Office,
    head: &Head,
    fields: &str,
    raises: bool,
) -> Result<(), db::DbError> {
    let now = office.outside.now;
    if raises {
        tx.run(&sql::RAISE_VERSION, (now, head.bucket(), head.id)).await?;
    }
    let row = (head.bucket(), head.id, head.version + 1, fields.to_owned(), now, office.actor);
    tx.run(&sql::ADD_CHANGE, row).await?;
    Ok(())
}

/// The person, if the actor has the duty where they live and the record was not merged.
pub(crate) async fn person_for(
    tx: &mut Tx,
    office: &Office,
    duty: Duty,
    person: PersonId,
) -> Result<Head, RegistryRefusal> {
    let head = record_for(tx, office, duty, person).await?;
    match head.merged_into {
        Some(kept) => Err(RegistryRefusal::MergedInto(kept)),
        None => Ok(head),
    }
}

/// The record, merged or not, if the actor has the duty where the person lives.
pub(crate) async fn record_for(
    tx: &mut Tx,
    office: &Office,
    duty: Duty,
    person: PersonId,
) -> Result<Head, RegistryRefusal> {
    let head: Option<Head> = tx.first(&sql::PERSON_HEAD, (Bucket::of(person), person)).await?;
    match head {
        Some(head) => {
            office.allow(duty, &head.village)?;
            Ok(head)
        }
        None => {
            // Asked all the same, so that the answer does not depend on having no duty at all.
            let _ = office.areas_for(duty);
            Err(RegistryRefusal::NoSuchPerson)
        }
    }
}
