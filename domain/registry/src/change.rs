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
