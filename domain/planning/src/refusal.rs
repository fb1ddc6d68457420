//! Why a plan is refused, as sentences with the way out.

use access::Forbidden;
use db::DbError;
use insight::CoverageRefusal;
use terms::{AreaCode, Date};

/// A sentence in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Said {
    /// In Indonesian.
    pub id: String,
    /// In English.
    pub en: String,
}

impl Said {
    /// Both sentences.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self { id: id.into(), en: en.into() }
    }
}

/// A refusal of the planner.
#[derive(Debug, thiserror::Error)]
pub enum PlanRefusal {
    /// A field cannot be so.
    #[error("{field}: {en}")]
    Field {
        /// Its name on the wire.
        field: &'static str,
        /// The sentence in Indonesian.
        id: String,
        /// The sentence in English.
        en: String,
    },
    /// A team cannot be so.
    #[error("team “{team}”: {en}")]
    Team {
        /// Which.
        team: String,
        /// The sentence in Indonesian.
        id: String,
        /// The sentence in English.
        en: String,
    },
    /// No such area, or it was split or renumbered.
    #[error(
        "{0} is not an area in force; if it was split or moved to another regency, give the codes of its parts as they are now"
    )]
    NotInForce(AreaCode),
    /// A village elsewhere.
    #[error("{0} is not a village in force of the plan's areas; check the code")]
    Outside(String),
    /// A promise on a day nobody works.
    #[error(
        "{village} is promised for {on}, which is no working day of this plan; choose another day"
    )]
    NotAWorkingDay {
        /// The village.
        village: AreaCode,
        /// The day.
        on: Date,
    },
    /// No such team.
    #[error("there is no team “{0}” in this plan; choose one of its teams")]
    NoSuchTeam(String),
    /// Promises that cannot be kept together.
    #[error("{}", sentences(.0, |it| &it.en))]
    PinsCannotFit(Vec<Said>),
    /// Nobody can be visited.
    #[error("there is no village to visit in these areas")]
    NoVillages,
    /// More than fits the table of travel times.
    #[error("the areas have {0} villages; at most 2,500 are planned at once: split them")]
    TooManyVillages(usize),
    /// No such plan, or not for the actor.
    #[error("there is no such plan; look at the list of plans")]
    NoPlan,
    /// No such visit in the plan.
    #[error("the plan has no visit to {0} on that day; look at the plan again")]
    NoVisit(String),
    /// Somebody else changed it.
    #[error("the plan was changed by someone else (it is at version {0} now); look at it again")]
    Stale(i64),
    /// The actor has no such duty there.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The counts of members.
    #[error(transparent)]
    Coverage(#[from] CoverageRefusal),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

fn sentences(all: &[Said], of: impl Fn(&Said) -> &str) -> String {
    all.iter().map(of).collect::<Vec<_>>().join("; ")
}

impl PlanRefusal {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Field { .. } | Self::Team { .. } => "PLAN_FIELD",
            Self::NotInForce(_) => "AREA_NOT_IN_FORCE",
            Self::Outside(_) => "PLAN_VILLAGE_OUTSIDE",
            Self::NotAWorkingDay { .. } => "PLAN_NOT_A_WORKING_DAY",
            Self::NoSuchTeam(_) => "PLAN_NO_TEAM",
            Self::PinsCannotFit(_) => "PLAN_PINS_CANNOT_FIT",
            Self::NoVillages => "PLAN_NO_VILLAGES",
            Self::TooManyVillages(_) => "PLAN_TOO_LARGE",
            Self::NoPlan => "PLAN_UNKNOWN",
            Self::NoVisit(_) => "PLAN_NO_VISIT",
            Self::Stale(_) => "PLAN_CHANGED",
            Self::Forbidden(_) => "FORBIDDEN",
            Self::Coverage(error) => error.code(),
            Self::Db(_) => "DATABASE",
        }
    }

    /// The field that is meant, if there is one.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Field { field, .. } => Some(field),
            Self::Team { .. } | Self::NoSuchTeam(_) => Some("teams"),
            Self::NotInForce(_) | Self::NoVillages | Self::TooManyVillages(_) => Some("areas"),
            Self::Outside(_) | Self::NoVisit(_) => Some("village"),
            Self::NotAWorkingDay { .. } => Some("on"),
            Self::PinsCannotFit(_) => Some("pins"),
            _ => None,
        }
    }

    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Field { field, id, .. } => format!("{field}: {id}"),
            Self::Team { team, id, .. } => format!("tim “{team}”: {id}"),
            Self::NotInForce(area) => format!(
                "{area} bukan wilayah yang berlaku; bila dimekarkan atau pindah kabupaten, sebut kode bagian-bagiannya yang sekarang"
            ),
            Self::Outside(village) => {
                format!("{village} bukan desa yang berlaku di wilayah rencana ini; periksa kodenya")
            }
            Self::NotAWorkingDay { village, on } => {
                format!(
                    "{village} dijanjikan untuk {on}, bukan hari kerja rencana ini; pilih hari lain"
                )
            }
            Self::NoSuchTeam(team) => {
                format!("tidak ada tim “{team}” dalam rencana ini; pilih salah satu timnya")
            }
            Self::PinsCannotFit(all) => sentences(all, |it| &it.id),
            Self::NoVillages => "tidak ada desa untuk dikunjungi di wilayah ini".into(),
            Self::TooManyVillages(n) => {
                format!("wilayah ini punya {n} desa; paling banyak 2.500 sekaligus: bagilah")
            }
            Self::NoPlan => "tidak ada rencana itu; lihat daftar rencana".into(),
            Self::NoVisit(village) => {
                format!(
                    "rencana tidak memuat kunjungan ke {village} pada hari itu; lihat lagi rencananya"
                )
            }
            Self::Stale(n) => {
                format!("rencana sudah diubah orang lain (sekarang versi {n}); lihat lagi")
            }
            Self::Forbidden(error) => error.indonesian(),
            Self::Coverage(error) => error.indonesian(),
            Self::Db(error) => format!("basis data menolak: {error}"),
        }
    }
}
