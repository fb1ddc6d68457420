//! Everything on a person's record, for someone who may read it; each reading is noted.

use crate::{RegistryRefusal, RosterEntry, change, find::masked_nik, roster::rosters_of, sql};
use access::{Duty, Office, place};
use db::{Tx, Uuid, row};
use terms::{
    AreaCode, Bucket, Date, Nik, Private, Timestamp,
    ids::{HouseholdId, PersonId},
};

row! {
    /// A person's own data as stored; the number stays sealed.
    pub struct PersonRow {
        /// The person.
        pub id: PersonId,
        pub(crate) nik_sealed: Vec<u8>,
        /// The name as on the card.
        pub name: String,
        /// `female` or `male`.
        pub sex: String,
        /// Date of birth.
        pub birth_date: Date,
        /// Place of birth.
        pub birth_place: Option<String>,
        /// Where they live.
        pub village: AreaCode,
        /// Street, hamlet.
        pub address: Option<String>,
        /// Neighbourhood, three digits.
        pub rt: Option<String>,
        /// Hamlet unit, three digits.
        pub rw: Option<String>,
        /// Telephone.
        pub phone: Option<String>,
        /// 1 when others use the telephone too: messages to it name nobody.
        pub phone_is_shared: i64,
        /// The household.
        pub household: Option<HouseholdId>,
        /// The record this one was merged into.
        pub merged_into: Option<PersonId>,
        /// Where the record came from.
        pub origin: String,
        /// To be named by a correction.
        pub version: i64,
        /// Since when it is on record.
        pub recorded_at: Timestamp,
        /// When it last changed.
        pub changed_at: Timestamp,
    }
}

row! {
    /// Work on a record.
    pub struct OccupationEntry {
        /// The entry.
        pub id: Uuid,
        /// The occupation's word.
        pub occupation: String,
        /// Its plain name.
        pub label: String,
        /// `transport` or `other`.
        pub price_sector: String,
        /// Where.
        pub place: Option<String>,
        /// When in the day.
        pub hours: Option<String>,
        /// From this day.
        pub from: Date,
        /// Until the day before this one.
        pub to: Option<Date>,
    }
}

row! {
    /// An heir or contact on a record.
    pub struct HeirEntry {
        /// The entry.
        pub id: Uuid,
        /// The name.
        pub name: String,
        /// How related.
        pub relation: String,
        /// Date of birth.
        pub birth_date: Option<Date>,
        /// Telephone.
        pub phone: Option<String>,
        /// When it was taken off.
        pub removed_at: Option<Timestamp>,
    }
}

row! {
    /// A consent on a record.
    pub struct ConsentEntry {
        /// The entry.
        pub id: Uuid,
        /// To what.
        pub purpose: String,
        /// In which words.
        pub text_version: String,
        /// How given.
        pub given_how: String,
        /// When given.
        pub given_at: Timestamp,
        /// When withdrawn.
        pub withdrawn_at: Option<Timestamp>,
    }
}

row! {
    /// An attestation on a record.
    pub struct AttestationEntry {
        /// The entry.
        pub id: Uuid,
        /// Who saw the person working.
        pub attested_by: String,
        /// As what.
        pub attester_role: String,
        /// When.
        pub attested_on: Date,
        /// What they say.
        pub statement: String,
        /// The photo's fingerprint.
        pub photo_sha256: Option<String>,
        /// When it was recorded.
        pub recorded_at: Timestamp,
    }
}

row! {
    /// A record that was merged into this one, with the merge to undo it by.
    pub struct MergedRecord {
        /// The merge.
        pub merge: Uuid,
        /// The record.
        pub merged: PersonId,
        /// Why.
        pub reason: String,
        /// When.
        pub merged_at: Timestamp,
    }
}

/// Everything on a person's record.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each is what its type says")]
pub struct PersonRecord {
    pub person: PersonRow,
    /// The number, last four digits only; [`open_nik`] opens it.
    pub nik_masked: String,
    pub occupations: Vec<OccupationEntry>,
    pub heirs: Vec<HeirEntry>,
    pub consents: Vec<ConsentEntry>,
    pub attestations: Vec<AttestationEntry>,
    pub rosters: Vec<RosterEntry>,
    pub merged_records: Vec<MergedRecord>,
}

/// A person's record, for someone with the duty to read people where they live. A merged record
/// opens too, and says into which it was merged.
pub async fn person_record(
    tx: &mut Tx,
    office: &Office,
    person: PersonId,
) -> Result<PersonRecord, RegistryRefusal> {
    change::record_for(tx, office, Duty::ReadPeople, person).await?;
    let key = (Bucket::of(person), person);
    let row: PersonRow = tx.one(&sql::PERSON, key).await?;
    office.note("read person", "person", Some(person.0), "");
    Ok(PersonRecord {
        nik_masked: masked_nik(office, person, &row.nik_sealed)?,
        person: row,
        occupations: tx.all(&sql::OCCUPATIONS_OF, key).await?,
        heirs: tx.all(&sql::HEIRS_OF, key).await?,
        consents: tx.all(&sql::CONSENTS_OF, key).await?,
        attestations: tx.all(&sql::ATTESTATIONS_OF, key).await?,
        rosters: rosters_of(tx, person).await?,
        merged_records: tx.all(&sql::MERGED_RECORDS, (person,)).await?,
    })
}

/// Opens a person's number: a duty of its own, noted apart.
pub async fn open_nik(
    tx: &mut Tx,
    office: &Office,
    person: PersonId,
) -> Result<Private<Nik>, RegistryRefusal> {
    change::record_for(tx, office, Duty::OpenNik, person).await?;
    let row: PersonRow = tx.one(&sql::PERSON, (Bucket::of(person), person)).await?;
    let digits = office.keys.open_text(place::PERSON_NIK, person.0, &row.nik_sealed)?;
    office.note("open nik", "person", Some(person.0), "");
    Ok(Private::new(crate::person::read_nik(digits.reveal())?))
}
