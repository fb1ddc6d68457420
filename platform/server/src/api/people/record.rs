//! A person on the wire: as somebody writes them down, and as the record shows them.

use registry::{
    AttestationEntry, AttestationForm, ConsentEntry, ConsentForm, HeirEntry, HeirForm,
    MergedRecord, OccupationEntry, OccupationForm, PersonForm, PersonRecord, Relation, RosterEntry,
    RosterForm,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use terms::{AreaCode, Date, Sex, Timestamp, ids::PersonId};
use utoipa::ToSchema;
use uuid::Uuid;

/// A person as the canonical sheet has them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonBody {
    /// 16 digits.
    nik: String,
    /// As on the card.
    name: String,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    birth_date: Option<Date>,
    /// `female` or `male`; the NIK says it too.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    sex: Option<Sex>,
    #[serde(default)]
    birth_place: Option<String>,
    /// Code of the village.
    village: String,
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    rt: Option<String>,
    #[serde(default)]
    rw: Option<String>,
    #[serde(default)]
    phone: Option<String>,
    /// Others use it too: messages name nobody.
    #[serde(default)]
    phone_is_shared: bool,
    /// 16 digits.
    #[serde(default)]
    family_card: Option<String>,
    #[serde(default)]
    occupations: Vec<WorkBody>,
    #[serde(default)]
    heirs: Vec<HeirOfBody>,
    #[serde(default)]
    consents: Vec<ConsentOfBody>,
    #[serde(default)]
    attestation: Option<AttestationOfBody>,
    #[serde(default)]
    groups: Vec<GroupBody>,
    /// `counter` (when absent) or `field`.
    #[serde(default)]
    origin: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WorkBody {
    occupation: String,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    hours: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HeirOfBody {
    name: String,
    #[schema(value_type = String)]
    relation: Relation,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    birth_date: Option<Date>,
    #[serde(default)]
    phone: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConsentOfBody {
    purpose: String,
    text_version: String,
    given_how: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AttestationOfBody {
    attested_by: String,
    attester_role: String,
    #[schema(value_type = String, format = Date)]
    attested_on: Date,
    statement: String,
    #[serde(default)]
    photo_sha256: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GroupBody {
    group: String,
    /// The village when absent.
    #[serde(default)]
    area: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    source: String,
}

pub(crate) fn person_example() -> Value {
    json!({
        "nik": "3302155507909001", "name": "Siti Demo", "birth_date": "1990-07-15",
        "village": "33.02.15.2006", "rt": "003", "rw": "001", "phone": "081234567890",
        "occupations": [{ "occupation": "tukang-sayur-keliling", "place": "Pasar Wage" }],
        "heirs": [{ "name": "Budi Demo", "relation": "child", "birth_date": "2010-02-03" }],
        "consents": [{ "purpose": "enrolment", "text_version": "2026-01", "given_how": "read_aloud" }],
        "attestation": {
            "attested_by": "Ketua RT 03", "attester_role": "rt_head", "attested_on": "2026-11-20",
            "statement": "berjualan sayur setiap pagi",
        },
    })
}

impl From<PersonBody> for PersonForm {
    fn from(body: PersonBody) -> Self {
        let origin = match body.origin.as_deref() {
            None => "counter".into(),
            Some(origin) => origin.to_owned().into(),
        };
        Self {
            id: None,
            nik: body.nik,
            name: body.name,
            birth_date: body.birth_date,
            sex: body.sex,
            birth_place: body.birth_place,
            village: body.village,
            address: body.address,
            rt: body.rt,
            rw: body.rw,
            phone: body.phone,
            phone_is_shared: body.phone_is_shared,
            family_card: body.family_card,
            occupations: body.occupations.into_iter().map(Into::into).collect(),
            heirs: body.heirs.into_iter().map(Into::into).collect(),
            consents: body.consents.into_iter().map(Into::into).collect(),
            attestation: body.attestation.map(Into::into),
            groups: body.groups.into_iter().map(Into::into).collect(),
            origin,
        }
    }
}

impl From<WorkBody> for OccupationForm {
    fn from(body: WorkBody) -> Self {
        Self { occupation: body.occupation, place: body.place, hours: body.hours }
    }
}

impl From<HeirOfBody> for HeirForm {
    fn from(body: HeirOfBody) -> Self {
        let HeirOfBody { name, relation, birth_date, phone } = body;
        Self { name, relation, birth_date, phone }
    }
}

impl From<ConsentOfBody> for ConsentForm {
    fn from(body: ConsentOfBody) -> Self {
        let ConsentOfBody { purpose, text_version, given_how } = body;
        Self { purpose, text_version, given_how }
    }
}

impl From<AttestationOfBody> for AttestationForm {
    fn from(body: AttestationOfBody) -> Self {
        let AttestationOfBody { attested_by, attester_role, attested_on, statement, photo_sha256 } =
            body;
        Self { attested_by, attester_role, attested_on, statement, photo_sha256 }
    }
}

impl From<GroupBody> for RosterForm {
    fn from(body: GroupBody) -> Self {
        let GroupBody { group, area, from, source } = body;
        Self { group, area, from, source }
    }
}

/// A person's record.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonView {
    #[schema(value_type = String, format = Uuid)]
    id: PersonId,
    /// Last four digits only.
    nik_masked: String,
    name: String,
    sex: String,
    #[schema(value_type = String, format = Date)]
    birth_date: Date,
    birth_place: Option<String>,
    village: String,
    address: Option<String>,
    rt: Option<String>,
    rw: Option<String>,
    phone: Option<String>,
    phone_is_shared: bool,
    #[schema(value_type = Option<String>, format = Uuid)]
    household: Option<Uuid>,
    /// The record this one was merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    merged_into: Option<PersonId>,
    origin: String,
    /// To be named by a correction.
    version: i64,
    #[schema(value_type = String, format = DateTime)]
    recorded_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
    occupations: Vec<WorkEntryView>,
    heirs: Vec<HeirView>,
    consents: Vec<ConsentView>,
    attestations: Vec<AttestationView>,
    groups: Vec<RosterView>,
    merged_records: Vec<MergedRecordView>,
}

impl From<PersonRecord> for PersonView {
    fn from(record: PersonRecord) -> Self {
        let person = record.person;
        Self {
            id: person.id,
            nik_masked: record.nik_masked,
            name: person.name,
            sex: person.sex,
            birth_date: person.birth_date,
            birth_place: person.birth_place,
            village: person.village.to_string(),
            address: person.address,
            rt: person.rt,
            rw: person.rw,
            phone: person.phone,
            phone_is_shared: person.phone_is_shared != 0,
            household: person.household.map(|id| id.0),
            merged_into: person.merged_into,
            origin: person.origin,
            version: person.version,
            recorded_at: person.recorded_at,
            changed_at: person.changed_at,
            occupations: record.occupations.into_iter().map(Into::into).collect(),
            heirs: record.heirs.into_iter().map(Into::into).collect(),
            consents: record.consents.into_iter().map(Into::into).collect(),
            attestations: record.attestations.into_iter().map(Into::into).collect(),
            groups: record.rosters.into_iter().map(Into::into).collect(),
            merged_records: record.merged_records.into_iter().map(Into::into).collect(),
        }
    }
}

macro_rules! entry_view {
    ($name:ident of $entry:ident { $($(#[$attr:meta])* $field:ident: $type:ty),+ $(,)? }) => {
        #[derive(Serialize, ToSchema)]
        struct $name { $($(#[$attr])* $field: $type),+ }

        impl From<$entry> for $name {
            fn from(entry: $entry) -> Self {
                Self { $($field: entry.$field.into()),+ }
            }
        }
    };
}

entry_view! { WorkEntryView of OccupationEntry {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    occupation: String,
    label: String,
    /// `transport` or `other`.
    price_sector: String,
    place: Option<String>,
    hours: Option<String>,
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// The first day without it.
    #[schema(value_type = Option<String>, format = Date)]
    to: Option<Date>,
} }

entry_view! { HeirView of HeirEntry {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    name: String,
    relation: String,
    #[schema(value_type = Option<String>, format = Date)]
    birth_date: Option<Date>,
    phone: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    removed_at: Option<Timestamp>,
} }

entry_view! { ConsentView of ConsentEntry {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    purpose: String,
    text_version: String,
    given_how: String,
    #[schema(value_type = String, format = DateTime)]
    given_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    withdrawn_at: Option<Timestamp>,
} }

entry_view! { AttestationView of AttestationEntry {
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    attested_by: String,
    attester_role: String,
    #[schema(value_type = String, format = Date)]
    attested_on: Date,
    statement: String,
    photo_sha256: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    recorded_at: Timestamp,
} }

entry_view! { RosterView of RosterEntry {
    group: String,
    #[schema(value_type = String)]
    area: AreaCode,
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// The first day without.
    #[schema(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    source: String,
} }

entry_view! { MergedRecordView of MergedRecord {
    #[schema(value_type = String, format = Uuid)]
    merge: Uuid,
    #[schema(value_type = String, format = Uuid)]
    merged: PersonId,
    reason: String,
    #[schema(value_type = String, format = DateTime)]
    merged_at: Timestamp,
} }
