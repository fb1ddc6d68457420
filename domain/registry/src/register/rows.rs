//! The rows of new people and of what belongs to them.

use crate::{
    NewAttestation, NewConsent, NewHeir, NewOccupation, NewPerson, NewRoster, PersonWarning,
};
use access::{Office, place};
use db::{Bulk, DbError, Kind, Tx, Uuid, Value};
use terms::{
    Bucket, Date,
    ids::{HouseholdId, PersonId},
};

static PEOPLE: Bulk = Bulk {
    table: "person",
    columns: &[
        ("bucket", Kind::Int),
        ("id", Kind::Uuid),
        ("nik_sealed", Kind::Bytes),
        ("name", Kind::Text),
        ("search_name", Kind::Text),
        ("sex", Kind::Text),
        ("birth_date", Kind::Date),
        ("birth_place", Kind::Text),
        ("village", Kind::Text),
        ("address", Kind::Text),
        ("rt", Kind::Text),
        ("rw", Kind::Text),
        ("phone", Kind::Text),
        ("phone_is_shared", Kind::Int),
        ("household", Kind::Uuid),
        ("origin", Kind::Text),
        ("recorded_at", Kind::Instant),
        ("changed_at", Kind::Instant),
    ],
    conflict: "",
};

/// What a person works as.
pub(crate) static OCCUPATIONS: Bulk = Bulk {
    table: "person_occupation",
    columns: &[
        ("bucket", Kind::Int),
        ("person", Kind::Uuid),
        ("id", Kind::Uuid),
        ("occupation", Kind::Text),
        ("place", Kind::Text),
        ("hours", Kind::Text),
        ("valid_from", Kind::Date),
    ],
    conflict: "",
};

/// Whom to reach.
pub(crate) static HEIRS: Bulk = Bulk {
    table: "heir",
    columns: &[
        ("bucket", Kind::Int),
        ("person", Kind::Uuid),
        ("id", Kind::Uuid),
        ("name", Kind::Text),
        ("relation", Kind::Text),
        ("birth_date", Kind::Date),
        ("phone", Kind::Text),
        ("recorded_at", Kind::Instant),
    ],
    conflict: "",
};

/// What a person agreed to.
pub(crate) static CONSENTS: Bulk = Bulk {
    table: "consent",
    columns: &[
        ("bucket", Kind::Int),
        ("person", Kind::Uuid),
        ("id", Kind::Uuid),
        ("purpose", Kind::Text),
        ("text_version", Kind::Text),
        ("given_how", Kind::Text),
        ("given_at", Kind::Instant),
    ],
    conflict: "",
};

/// Who saw a person working.
pub(crate) static ATTESTATIONS: Bulk = Bulk {
    table: "work_attestation",
    columns: &[
        ("bucket", Kind::Int),
        ("person", Kind::Uuid),
        ("id", Kind::Uuid),
        ("attested_by", Kind::Text),
        ("attester_role", Kind::Text),
        ("attested_on", Kind::Date),
        ("statement", Kind::Text),
        ("photo_sha256", Kind::Text),
        ("recorded_at", Kind::Instant),
        ("recorded_by", Kind::Uuid),
    ],
    conflict: "",
};

static ROSTERS: Bulk = Bulk {
    table: "roster",
    columns: &[
        ("bucket", Kind::Int),
        ("person", Kind::Uuid),
        ("person_group", Kind::Text),
        ("area", Kind::Text),
        ("valid_from", Kind::Date),
        ("source", Kind::Text),
        ("recorded_at", Kind::Instant),
    ],
    conflict: "ON CONFLICT (bucket, person, person_group, area, valid_from) DO NOTHING",
};

/// The rows of a batch, gathered per table.
#[derive(Default)]
pub(super) struct Rows {
    people: Vec<Vec<Value>>,
    occupations: Vec<Vec<Value>>,
    heirs: Vec<Vec<Value>>,
    consents: Vec<Vec<Value>>,
    attestations: Vec<Vec<Value>>,
    rosters: Vec<Vec<Value>>,
}

impl Rows {
    /// Adds a new person with everything; answers the warnings of the form. `at` is the place in
    /// the batch, from which the ids of the belongings are made.
    pub(super) fn add(
        &mut self,
        office: &Office,
        seed: Uuid,
        id: PersonId,
        household: Option<HouseholdId>,
        person: NewPerson,
        at: usize,
    ) -> Vec<PersonWarning> {
        // A person has fewer than a thousand belongings of a kind: a form is small.
        let ids = |label, n: usize| office.outside.id(seed, label, (at * 1_000 + n) as u64);
        for (n, work) in person.occupations.iter().enumerate() {
            let today = office.outside.today();
            self.occupations.push(occupation_row(id, ids("occupation", n), work, today));
        }
        for (n, heir) in person.heirs.iter().enumerate() {
            self.heirs.push(heir_row(office, id, ids("heir", n), heir));
        }
        for (n, consent) in person.consents.iter().enumerate() {
            self.consents.push(consent_row(office, id, ids("consent", n), consent));
        }
        if let Some(attestation) = &person.attestation {
            let row = attestation_row(office, id, ids("attestation", 0), attestation);
            self.attestations.push(row);
        }
        self.rosters.extend(person.groups.iter().map(|roster| roster_row(office, id, roster)));
        let (row, warnings) = person_row(office, id, household, person);
        self.people.push(row);
        warnings
    }

    /// Leaves the people out: they are on record.
    pub(super) fn without_people(self) -> Self {
        Self { people: Vec::new(), ..self }
    }

    /// Writes them: one statement a table and a few thousand rows.
    pub(super) async fn write(self, tx: &mut Tx) -> Result<(), DbError> {
        for (bulk, rows) in [
            (&PEOPLE, self.people),
            (&OCCUPATIONS, self.occupations),
            (&HEIRS, self.heirs),
            (&CONSENTS, self.consents),
            (&ATTESTATIONS, self.attestations),
            (&ROSTERS, self.rosters),
        ] {
            if !rows.is_empty() {
                tx.insert_many(bulk, rows).await?;
            }
        }
        Ok(())
    }
}

fn text(text: &str) -> Value {
    Value::Text(Some(text.to_owned()))
}

fn person_row(
    office: &Office,
    id: PersonId,
    household: Option<HouseholdId>,
    person: NewPerson,
) -> (Vec<Value>, Vec<PersonWarning>) {
    let now = office.outside.now;
    let sealed = office.keys.seal(place::PERSON_NIK, id.0, person.nik.digits().as_bytes());
    let (name, searchable) = person.name.into_parts();
    let row = vec![
        Value::Int(Some(Bucket::of(id).get())),
        Value::Uuid(Some(id.0)),
        Value::Bytes(Some(sealed)),
        Value::Text(Some(name)),
        Value::Text(Some(searchable)),
        text(person.sex.word()),
        Value::Date(Some(person.birth_date)),
        Value::Text(person.birth_place),
        text(person.village.as_str()),
        Value::Text(person.address),
        Value::Text(person.rt),
        Value::Text(person.rw),
        Value::Text(person.phone.map(crate::Phone::into_string)),
        Value::Int(Some(i64::from(person.phone_is_shared))),
        Value::Uuid(household.map(|household| household.0)),
        Value::Text(Some(person.origin.into_owned())),
        Value::Instant(Some(now)),
        Value::Instant(Some(now)),
    ];
    (row, person.warnings)
}

fn head(person: PersonId) -> [Value; 2] {
    [Value::Int(Some(Bucket::of(person).get())), Value::Uuid(Some(person.0))]
}

/// A row of [`OCCUPATIONS`].
pub(crate) fn occupation_row(
    person: PersonId,
    id: Uuid,
    work: &NewOccupation,
    from: Date,
) -> Vec<Value> {
    let mut row = Vec::from(head(person));
    row.extend([
        Value::Uuid(Some(id)),
        text(work.occupation),
        Value::Text(work.place.clone()),
        Value::Text(work.hours.clone()),
        Value::Date(Some(from)),
    ]);
    row
}

/// A row of [`HEIRS`].
pub(crate) fn heir_row(office: &Office, person: PersonId, id: Uuid, heir: &NewHeir) -> Vec<Value> {
    let mut row = Vec::from(head(person));
    row.extend([
        Value::Uuid(Some(id)),
        text(heir.name.as_written()),
        text(heir.relation.word()),
        Value::Date(heir.birth_date),
        Value::Text(heir.phone.as_ref().map(|phone| phone.as_str().to_owned())),
        Value::Instant(Some(office.outside.now)),
    ]);
    row
}

/// A row of [`CONSENTS`].
pub(crate) fn consent_row(
    office: &Office,
    person: PersonId,
    id: Uuid,
    consent: &NewConsent,
) -> Vec<Value> {
    let mut row = Vec::from(head(person));
    row.extend([
        Value::Uuid(Some(id)),
        text(&consent.purpose),
        text(&consent.text_version),
        text(&consent.given_how),
        Value::Instant(Some(office.outside.now)),
    ]);
    row
}

/// A row of [`ATTESTATIONS`].
pub(crate) fn attestation_row(
    office: &Office,
    person: PersonId,
    id: Uuid,
    attestation: &NewAttestation,
) -> Vec<Value> {
    let mut row = Vec::from(head(person));
    row.extend([
        Value::Uuid(Some(id)),
        text(&attestation.attested_by),
        text(&attestation.attester_role),
        Value::Date(Some(attestation.attested_on)),
        text(&attestation.statement),
        Value::Text(attestation.photo_sha256.clone()),
        Value::Instant(Some(office.outside.now)),
        Value::Uuid(Some(office.actor.0)),
    ]);
    row
}

fn roster_row(office: &Office, person: PersonId, roster: &NewRoster) -> Vec<Value> {
    let mut row = Vec::from(head(person));
    row.extend([
        text(roster.group),
        text(roster.area.as_str()),
        Value::Date(Some(roster.from)),
        text(&roster.source),
        Value::Instant(Some(office.outside.now)),
    ]);
    row
}
