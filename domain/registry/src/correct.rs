//! Correcting a person's own data: against the version that was looked at, noted by field name.

use crate::{
    Door, FieldFaults, PersonName, Phone, RegistryRefusal, change,
    fault::Faults,
    person::{check_against_nik, read_birth_date, read_nik, read_text, read_unit, read_village},
    sql,
};
use access::{Command, CommandHeader, Duty, Office, place};
use db::{Bulk, Kind, Tx, Value, row};
use serde::{Deserialize, Serialize};
use terms::{AreaCode, Bucket, Date, Nik, ids::PersonId};

/// What to correct: an absent field stays, an empty text clears.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the person form")]
#[serde(default)]
pub struct CorrectionForm {
    pub nik: Option<String>,
    pub name: Option<String>,
    pub birth_date: Option<Date>,
    pub birth_place: Option<String>,
    pub village: Option<String>,
    pub address: Option<String>,
    pub rt: Option<String>,
    pub rw: Option<String>,
    pub phone: Option<String>,
    pub phone_is_shared: Option<bool>,
}

/// A correction that can be trusted, as far as the form alone can tell.
#[derive(Clone, Default)]
pub struct Correction {
    nik: Option<Nik>,
    name: Option<PersonName>,
    birth_date: Option<Date>,
    birth_place: Option<Option<String>>,
    village: Option<AreaCode>,
    address: Option<Option<String>>,
    rt: Option<Option<String>>,
    rw: Option<Option<String>>,
    phone: Option<Option<Phone>>,
    phone_is_shared: Option<bool>,
}

impl CorrectionForm {
    /// Reads it; answers all faults at once.
    pub fn read(&self, door: &Door<'_>) -> Result<Correction, FieldFaults> {
        let mut faults = Faults::default();
        let read_phone = |text: &str| match text.trim() {
            "" => Ok(None),
            text => Phone::read("phone", text).map(Some),
        };
        let correction = Correction {
            nik: self.nik.as_deref().and_then(|nik| faults.take(read_nik(nik))),
            name: self.name.as_deref().and_then(|it| faults.take(PersonName::read("name", it))),
            birth_date: self
                .birth_date
                .and_then(|date| faults.take(read_birth_date("birth_date", date, door))),
            birth_place: self
                .birth_place
                .as_deref()
                .and_then(|it| faults.take(read_text("birth_place", Some(it), 100))),
            village: self
                .village
                .as_deref()
                .and_then(|it| faults.take(read_village(it, door.areas))),
            address: self
                .address
                .as_deref()
                .and_then(|it| faults.take(read_text("address", Some(it), 300))),
            rt: self.rt.as_deref().and_then(|it| faults.take(read_unit("rt", Some(it)))),
            rw: self.rw.as_deref().and_then(|it| faults.take(read_unit("rw", Some(it)))),
            phone: self.phone.as_deref().and_then(|it| faults.take(read_phone(it))),
            phone_is_shared: self.phone_is_shared,
        };
        faults.done()?;
        Ok(correction)
    }
}

row! {
    /// A person's own data as it stands.
    pub(crate) struct Own {
        nik_sealed: Vec<u8>,
        name: String,
        search_name: String,
        birth_date: Date,
        birth_place: Option<String>,
        village: AreaCode,
        address: Option<String>,
        rt: Option<String>,
        rw: Option<String>,
        phone: Option<String>,
        phone_is_shared: i64,
    }
}

/// Corrects a person's own data.
#[derive(Clone)]
pub struct CorrectPerson {
    /// Whom.
    pub person: PersonId,
    /// The version that was looked at.
    pub version: i64,
    /// What to correct.
    pub correction: Correction,
}

/// The version after a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Corrected {
    /// To be named by the next change.
    pub version: i64,
}

impl Command for CorrectPerson {
    const NAME: &'static str = "correct_person";
    type Answer = Corrected;
    type Refusal = RegistryRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Corrected, RegistryRefusal> {
        let head = change::person_for(tx, office, Duty::Enrol, self.person).await?;
        if head.version != self.version {
            return Err(RegistryRefusal::Stale(head.version));
        }
        if let Some(village) = &self.correction.village {
            office.allow(Duty::Enrol, village)?;
        }
        let before: Own = tx.one(&sql::PERSON_OWN, (head.bucket(), self.person)).await?;
        let mut own = before.clone();
        let changed = self.set(&mut own);
        let nik = self.new_nik(office, &before)?;
        if changed.is_empty() && nik.is_none() {
            return Err(RegistryRefusal::NothingToChange);
        }
        let sealed_in = nik.clone().map_or_else(|| opened(office, self.person, &before), Ok)?;
        let faults = check_against_nik(&sealed_in, Some(own.birth_date), None);
        if !faults.is_empty() {
            return Err(FieldFaults(faults).into());
        }
        let mut fields = changed;
        if let Some(nik) = nik {
            move_number(tx, office, self.person, &before, &nik).await?;
            fields.insert(0, "nik");
        }
        write(tx, office, self.person, self.version, own).await?;
        let fields = fields.join(",");
        change::remember(tx, office, &head, &fields, false).await?;
        office.note(Self::NAME, "person", Some(self.person.0), fields);
        Ok(Corrected { version: self.version + 1 })
    }
}

fn opened(office: &Office, person: PersonId, own: &Own) -> Result<Nik, RegistryRefusal> {
    let digits = office.keys.open_text(place::PERSON_NIK, person.0, &own.nik_sealed)?;
    read_nik(digits.reveal()).map_err(RegistryRefusal::from)
}

impl CorrectPerson {
    /// Sets the fields that differ; answers their names.
    fn set(&self, own: &mut Own) -> Vec<&'static str> {
        let mut changed = Vec::new();
        let mut set_text = |field, target: &mut Option<String>, wish: Option<Option<String>>| {
            if let Some(wish) = wish.filter(|wish| wish != target) {
                *target = wish;
                changed.push(field);
            }
        };
        let it = &self.correction;
        let phone = it.phone.clone().map(|phone| phone.map(Phone::into_string));
        set_text("birth_place", &mut own.birth_place, it.birth_place.clone());
        set_text("address", &mut own.address, it.address.clone());
        set_text("rt", &mut own.rt, it.rt.clone());
        set_text("rw", &mut own.rw, it.rw.clone());
        set_text("phone", &mut own.phone, phone);
        if let Some(name) = it.name.clone().filter(|name| name.as_written() != own.name) {
            (own.name, own.search_name) = name.into_parts();
            changed.push("name");
        }
        if let Some(date) = it.birth_date.filter(|date| *date != own.birth_date) {
            own.birth_date = date;
            changed.push("birth_date");
        }
        if let Some(village) = it.village.clone().filter(|village| *village != own.village) {
            own.village = village;
            changed.push("village");
        }
        let shared = it.phone_is_shared.map(i64::from);
        if let Some(shared) = shared.filter(|shared| *shared != own.phone_is_shared) {
            own.phone_is_shared = shared;
            changed.push("phone_is_shared");
        }
        changed
    }

    /// The number to write, if it is another than the one on record.
    fn new_nik(&self, office: &Office, own: &Own) -> Result<Option<Nik>, RegistryRefusal> {
        let Some(nik) = &self.correction.nik else { return Ok(None) };
        let known = opened(office, self.person, own)?;
        Ok(Some(nik.clone()).filter(|nik| *nik != known))
    }
}

static NUMBER: Bulk = Bulk {
    table: "person_nik",
    columns: &[("nik_index", Kind::Bytes), ("bucket", Kind::Int), ("person", Kind::Uuid)],
    conflict: "",
};

/// Gives the person another number: the misread one is free again, for it may be somebody's.
async fn move_number(
    tx: &mut Tx,
    office: &Office,
    person: PersonId,
    before: &Own,
    nik: &Nik,
) -> Result<(), RegistryRefusal> {
    let asked = office.keys.blind_indexes(place::PERSON_NIK, nik.digits());
    if tx.first(&sql::HOLDERS_OF_NIKS, (asked,)).await?.is_some() {
        return Err(RegistryRefusal::NikOfAnother);
    }
    let old = opened(office, person, before)?;
    let old = office.keys.blind_indexes(place::PERSON_NIK, old.digits());
    tx.run(&sql::RELEASE_NIK, (old, person)).await?;
    let index = office.keys.blind_index(place::PERSON_NIK, nik.digits());
    let bucket = Bucket::of(person);
    let row = vec![
        Value::Bytes(Some(index)),
        Value::Int(Some(bucket.get())),
        Value::Uuid(Some(person.0)),
    ];
    tx.insert_many(&NUMBER, vec![row]).await?;
    let sealed = office.keys.seal(place::PERSON_NIK, person.0, nik.digits().as_bytes());
    tx.run(&sql::CHANGE_NIK, (sealed, nik.sex().word(), bucket, person)).await?;
    Ok(())
}

async fn write(
    tx: &mut Tx,
    office: &Office,
    person: PersonId,
    version: i64,
    own: Own,
) -> Result<(), RegistryRefusal> {
    let written = tx
        .run(
            &sql::CORRECT_PERSON,
            (
                own.name,
                own.search_name,
                own.birth_date,
                own.birth_place,
                own.village,
                own.address,
                own.rt,
                own.rw,
                own.phone,
                own.phone_is_shared,
                office.outside.now,
                Bucket::of(person),
                person,
                version,
            ),
        )
        .await?;
    if written == 0 { Err(RegistryRefusal::Stale(version + 1)) } else { Ok(()) }
}
