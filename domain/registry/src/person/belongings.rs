//! What belongs to a person: work, heirs, consents, attestations, groups.

use super::{Door, PersonName, Phone, read_text};
use crate::{FieldFault, FieldFaults, fault::Faults, group, occupation};
use serde::{Deserialize, Serialize};
use terms::{AreaCode, Date};

/// Work as somebody wrote it: an occupation's word or its name in plain language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are said above")]
pub struct OccupationForm {
    pub occupation: String,
    #[serde(default)]
    pub place: Option<String>,
    #[serde(default)]
    pub hours: Option<String>,
}

/// Work that can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOccupation {
    pub(crate) occupation: &'static str,
    pub(crate) place: Option<String>,
    pub(crate) hours: Option<String>,
}

impl NewOccupation {
    /// The occupation's word.
    #[must_use]
    pub const fn occupation(&self) -> &'static str {
        self.occupation
    }
}

impl OccupationForm {
    /// Reads it; several possible occupations are listed, never chosen for the clerk.
    pub fn read(&self) -> Result<NewOccupation, FieldFaults> {
        let mut faults = Faults::default();
        let occupation = faults.take(self.which());
        let place = faults.take(read_text("occupations.place", self.place.as_deref(), 200));
        let hours = faults.take(read_text("occupations.hours", self.hours.as_deref(), 60));
        faults.done()?;
        Ok(NewOccupation {
            occupation: occupation.unwrap_or_default(),
            place: place.flatten(),
            hours: hours.flatten(),
        })
    }

    fn which(&self) -> Result<&'static str, FieldFault> {
        const FIELD: &str = "occupations.occupation";
        if let Some(known) = occupation::occupation(self.occupation.trim()) {
            return Ok(&known.id);
        }
        let word: String = self.occupation.trim().chars().take(60).collect();
        match occupation::match_occupation(&self.occupation).as_slice() {
            _ if word.is_empty() => Err(FieldFault::missing(FIELD, "Pekerjaan", "The occupation")),
            [only] => Ok(&only.id),
            [] => Err(FieldFault::new(
                FIELD,
                "OCCUPATION_UNKNOWN",
                format!("Pekerjaan “{word}” tidak dikenal; pilih dari daftar pekerjaan"),
                format!(
                    "The occupation “{word}” is not known; choose one from the list of occupations"
                ),
            )),
            several => {
                let ids = several.iter().map(|o| o.id.as_str()).collect::<Vec<_>>().join(", ");
                Err(FieldFault::new(
                    FIELD,
                    "OCCUPATION_AMBIGUOUS",
                    format!("“{word}” bisa berarti beberapa pekerjaan; pilih salah satu: {ids}"),
                    format!("“{word}” could mean several occupations; choose one of: {ids}"),
                ))
            }
        }
    }
}

/// How an heir or contact is related. The words follow the classes of heirs in the rules; `contact`
/// is whoever can reach the family and inherits nothing by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is its word")]
pub enum Relation {
    Spouse,
    Child,
    Parent,
    Grandchild,
    Grandparent,
    Sibling,
    ParentInLaw,
    NamedInWill,
    Contact,
}

impl Relation {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Spouse => "spouse",
            Self::Child => "child",
            Self::Parent => "parent",
            Self::Grandchild => "grandchild",
            Self::Grandparent => "grandparent",
            Self::Sibling => "sibling",
            Self::ParentInLaw => "parent_in_law",
            Self::NamedInWill => "named_in_will",
            Self::Contact => "contact",
        }
    }
}

/// An heir or contact as somebody wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the words")]
pub struct HeirForm {
    pub name: String,
    pub relation: Relation,
    #[serde(default)]
    pub birth_date: Option<Date>,
    #[serde(default)]
    pub phone: Option<String>,
}

/// An heir or contact that can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHeir {
    pub(crate) name: PersonName,
    pub(crate) relation: Relation,
    pub(crate) birth_date: Option<Date>,
    pub(crate) phone: Option<Phone>,
}

impl HeirForm {
    /// Reads it.
    pub fn read(&self, door: &Door<'_>) -> Result<NewHeir, FieldFaults> {
        let mut faults = Faults::default();
        let name = faults.take(PersonName::read("heirs.name", &self.name));
        let birth_date = self
            .birth_date
            .and_then(|date| faults.take(super::read_birth_date("heirs.birth_date", date, door)));
        let phone = self.phone.as_deref().filter(|text| !text.trim().is_empty());
        let phone = phone.and_then(|text| faults.take(Phone::read("heirs.phone", text)));
        faults.done()?;
        let name = name.expect("a name that could not be read is a fault");
        Ok(NewHeir { name, relation: self.relation, birth_date, phone })
    }
}

/// What was agreed to: the purpose, the version of the words read out, how it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are said above")]
pub struct ConsentForm {
    pub purpose: String,
    pub text_version: String,
    pub given_how: String,
}

/// A consent that can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConsent {
    pub(crate) purpose: String,
    pub(crate) text_version: String,
    pub(crate) given_how: String,
}

impl ConsentForm {
    /// Reads it: a consent without its purpose, its words or its manner proves nothing.
    pub fn read(&self) -> Result<NewConsent, FieldFaults> {
        let mut faults = Faults::default();
        let purpose = needed(&mut faults, "consents.purpose", &self.purpose, 60);
        let text_version = needed(&mut faults, "consents.text_version", &self.text_version, 60);
        let given_how = needed(&mut faults, "consents.given_how", &self.given_how, 60);
        faults.done()?;
        Ok(NewConsent { purpose, text_version, given_how })
    }
}

/// Who saw the person working, in which office, when, and what they say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are said above")]
pub struct AttestationForm {
    pub attested_by: String,
    pub attester_role: String,
    pub attested_on: Date,
    pub statement: String,
    #[serde(default)]
    pub photo_sha256: Option<String>,
}

/// An attestation that can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttestation {
    pub(crate) attested_by: String,
    pub(crate) attester_role: String,
    pub(crate) attested_on: Date,
    pub(crate) statement: String,
    pub(crate) photo_sha256: Option<String>,
}

impl AttestationForm {
    /// Reads it.
    pub fn read(&self, door: &Door<'_>) -> Result<NewAttestation, FieldFaults> {
        let mut faults = Faults::default();
        let attested_by = needed(&mut faults, "attestation.attested_by", &self.attested_by, 100);
        let attester_role =
            needed(&mut faults, "attestation.attester_role", &self.attester_role, 60);
        let statement = needed(&mut faults, "attestation.statement", &self.statement, 500);
        if self.attested_on > door.today {
            faults.push(FieldFault::new(
                "attestation.attested_on",
                "DATE_IN_FUTURE",
                "Tanggal kesaksian belum terjadi; tulis hari orang itu terlihat bekerja",
                "The day of the attestation has not come yet; write the day the person was seen working",
            ));
        }
        let photo = self.photo_sha256.as_deref().map(|hash| hash.trim().to_lowercase());
        let photo = photo.filter(|hash| !hash.is_empty());
        let is_hash =
            |hash: &String| hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        if photo.as_ref().is_some_and(|hash| !is_hash(hash)) {
            faults.push(FieldFault::new(
                "attestation.photo_sha256",
                "NOT_A_HASH",
                "Sidik foto harus SHA-256 dalam 64 angka heksadesimal; unggah ulang fotonya",
                "The photo's fingerprint is a SHA-256 of 64 hexadecimal digits; upload the photo again",
            ));
        }
        faults.done()?;
        Ok(NewAttestation {
            attested_by,
            attester_role,
            attested_on: self.attested_on,
            statement,
            photo_sha256: photo,
        })
    }
}

/// A group somebody is said to be in; the area is the person's village unless told otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are said above")]
pub struct RosterForm {
    pub group: String,
    #[serde(default)]
    pub area: Option<String>,
    #[serde(default)]
    pub from: Option<Date>,
    pub source: String,
}

/// A place on a roster that can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRoster {
    pub(crate) group: &'static str,
    pub(crate) area: AreaCode,
    pub(crate) from: Date,
    pub(crate) source: String,
}

impl NewRoster {
    /// The group's word.
    #[must_use]
    pub const fn group(&self) -> &'static str {
        self.group
    }

    /// Of which area the group is.
    #[must_use]
    pub const fn area(&self) -> &AreaCode {
        &self.area
    }

    /// The first day on the roster.
    #[must_use]
    pub const fn from(&self) -> Date {
        self.from
    }
}

impl RosterForm {
    /// Reads it for someone of a village.
    pub fn read(&self, door: &Door<'_>, village: &AreaCode) -> Result<NewRoster, FieldFaults> {
        let mut faults = Faults::default();
        let found = group::group_with_roster(&self.group).map_err(|fault| {
            FieldFault::new("groups.group", fault.code(), fault.indonesian(), fault.to_string())
        });
        let group = faults.take(found).map_or("", |group| group.code);
        let area = match self.area.as_deref().filter(|text| !text.trim().is_empty()) {
            None => Some(village.clone()),
            Some(text) => faults.take(door.areas.area_named(text).map_err(|fault| {
                FieldFault::new("groups.area", fault.code(), fault.indonesian(), fault.to_string())
            })),
        };
        let source = needed(&mut faults, "groups.source", &self.source, 200);
        faults.done()?;
        let area = area.expect("an area that could not be read is a fault");
        Ok(NewRoster { group, area, from: self.from.unwrap_or(door.today), source })
    }
}

fn needed(faults: &mut Faults, field: &'static str, text: &str, chars_max: usize) -> String {
    match read_text(field, Some(text), chars_max) {
        Ok(Some(text)) => text,
        Ok(None) => {
            faults.push(FieldFault::missing(field, "Isian ini", "This field"));
            String::new()
        }
        Err(fault) => {
            faults.push(fault);
            String::new()
        }
    }
}
