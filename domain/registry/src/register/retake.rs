//! A record that an earlier capture takes: what was written down first holds, in whatever order the
//! captures arrive.

use super::{Standing, household, rows::Rows};
use crate::{NewPerson, RegistryRefusal, find::holder_of, sql};
use access::{Duty, Office};
use db::{DbError, Tx, Uuid, row};
use terms::{AreaCode, Bucket, Date, Nik, ids::PersonId};

row! {
    /// A record as a capture with the same number is compared with.
    pub struct OnRecord {
        /// The person; of a merged record, the kept one.
        pub person: PersonId,
        /// The name as it is compared.
        pub searchable: String,
        /// Date of birth.
        pub birth_date: Date,
        /// Where they live.
        pub village: AreaCode,
        /// 1 while nobody has changed the record.
        pub version: i64,
    }
}

/// Who holds a number, as the record stands. Tells nothing to people: departments compare with it.
pub async fn on_record(
    tx: &mut Tx,
    office: &Office,
    nik: &Nik,
) -> Result<Option<OnRecord>, DbError> {
    let Some(person) = holder_of(tx, office, nik).await? else { return Ok(None) };
    tx.first(&sql::ON_RECORD, (Bucket::of(person), person)).await
}

impl NewPerson {
    /// The name as it is compared.
    #[must_use]
    pub fn searchable(&self) -> &str {
        self.name.searchable()
    }

    /// Whether anything was agreed to.
    #[must_use]
    pub fn has_consented(&self) -> bool {
        !self.consents.is_empty()
    }

    /// Whether somebody saw the person working.
    #[must_use]
    pub const fn is_attested(&self) -> bool {
        self.attestation.is_some()
    }
}

/// Gives a record that nobody has changed since the data of an earlier capture of the same number:
/// who they are, where they live, what belongs to them. What stood there ends today.
pub async fn retake(
    tx: &mut Tx,
    office: &Office,
    seed: Uuid,
    record: PersonId,
    person: NewPerson,
) -> Result<(), RegistryRefusal> {
    office.allow(Duty::Enrol, &person.village)?;
    let (bucket, now, today) = (Bucket::of(record), office.outside.now, office.outside.today());
    tx.run(&sql::RETAKE_OCCUPATIONS, (today, bucket, record)).await?;
    tx.run(&sql::RETAKE_HEIRS, (now, bucket, record)).await?;
    tx.run(&sql::RETAKE_CONSENTS, (now, bucket, record)).await?;
    tx.run(&sql::RETAKE_ROSTERS, (today, bucket, record)).await?;
    let people = [person.clone()];
    let households = household::of_new(tx, office, seed, &people, &[Standing::New]).await?;
    let mut made = Rows::default();
    made.add(office, seed, record, None, person.clone(), 0);
    made.without_people().write(tx).await?;
    let (sex, born, village) = (person.sex.word(), person.birth_date, person.village);
    let (name, searchable) = person.name.into_parts();
    let written = tx
        .run(
            &sql::RETAKE_PERSON,
            (
                name,
                searchable,
                sex,
                born,
                person.birth_place,
                village,
                person.address,
                person.rt,
                person.rw,
                person.phone.map(crate::Phone::into_string),
                i64::from(person.phone_is_shared),
                households.get(&0).copied(),
                bucket,
                record,
            ),
        )
        .await?;
    if written == 0 {
        return Err(RegistryRefusal::Stale(1));
    }
    office.note("retake record", "person", Some(record.0), "");
    Ok(())
}
