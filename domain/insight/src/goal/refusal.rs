//! What the department refuses of targets, bases and badges, in two languages.

use crate::CoverageRefusal;
use access::Forbidden;
use db::DbError;
use registry::{GroupFault, PlaceFault};
use regulation::LawError;
use terms::Date;

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum TargetRefusal {
    /// No such target.
    #[error("there is no such target; look at the list of targets")]
    NoTarget,
    /// A text is empty or too long.
    #[error("{0} must have 1 to {1} characters")]
    Text(&'static str, usize),
    /// Heads and a percentage, or neither.
    #[error("give heads or a percentage, one of them")]
    OneValue,
    /// Not above zero, or not to be read.
    #[error("{0} must be a number above zero")]
    Number(&'static str),
    /// More than everybody.
    #[error(
        "{said} is more than everybody: a target goes up to 100 %; check the number and what it is of"
    )]
    OverEverybody {
        /// What was asked, in both languages alike: `128.6 %`, `105 %`.
        said: String,
    },
    /// The last day is before the first.
    #[error("the target ends before it begins; give the earlier day first")]
    Backwards,
    /// No such base.
    #[error("there is no base “{0}”; look at /api/v1/coverage/denominators")]
    NoBase(String),
    /// The base is of other people.
    #[error(
        "the base “{0}” counts other people (area, group or segment); choose a base of the same people"
    )]
    BaseOfOthers(String),
    /// The area is no more.
    #[error(
        "{name} ({code}) is no area any more since {on}: it was split or merged; {}", beside_en(.now)
    )]
    AreaEnded {
        /// Its code.
        code: String,
        /// Its name.
        name: String,
        /// Since when.
        on: Date,
        /// Areas beside it that began on that day.
        now: Vec<String>,
    },
    /// Not in the state this needs.
    #[error("this target is {0} already; look at it again")]
    State(String),
    /// A word that is not of its list.
    #[error("{0}: known are {1}")]
    Word(&'static str, &'static str),
    /// A reason is missing.
    #[error("write in 3 to 300 characters why")]
    Reason,
    /// A place that must be one village.
    #[error("a badge is of one village; give its code or look it up by its name")]
    Village,
    /// A badge without its shares.
    #[error("the badge cannot be given: {en}")]
    NotEarned {
        /// Which criterion fails, in Indonesian.
        id: String,
        /// The same in English.
        en: String,
    },
    /// The badge is there already.
    #[error("the village has the badge until {0}; it can be given again from that day on")]
    HasBadge(String),
    /// The law knows the threshold.
    #[error("the law says what {0} is; an office sets only what nobody has confirmed")]
    LawSays(String),
    /// A question that mixes persons and memberships.
    #[error(transparent)]
    Coverage(#[from] CoverageRefusal),
    /// A place that cannot be found.
    #[error(transparent)]
    Place(#[from] PlaceFault),
    /// A group that is not known.
    #[error(transparent)]
    Group(#[from] GroupFault),
    /// The law does not say.
    #[error(transparent)]
    Law(#[from] LawError),
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

fn beside_en(now: &[String]) -> String {
    match now.is_empty() {
        true => "name the areas it became, parted by commas".into(),
        false => {
            format!("beside it began {}: name those it became, parted by commas", now.join(", "))
        }
    }
}

impl TargetRefusal {
    /// Stable code for programs; none where another department speaks.
    #[must_use]
    pub const fn code(&self) -> Option<&'static str> {
        Some(match self {
            Self::NoTarget => "NO_SUCH_TARGET",
            Self::Text(..) => "TEXT",
            Self::OneValue => "HEADS_OR_PERCENT",
            Self::Number(_) => "NUMBER",
            Self::OverEverybody { .. } => "TARGET_OVER_100",
            Self::Backwards => "TARGET_BACKWARDS",
            Self::NoBase(_) => "NO_SUCH_BASE",
            Self::BaseOfOthers(_) => "BASE_OF_OTHERS",
            Self::AreaEnded { .. } => "AREA_ENDED",
            Self::State(_) => "STATE",
            Self::Word(..) => "UNKNOWN_WORD",
            Self::Reason => "REASON",
            Self::Village => "VILLAGE_UNKNOWN",
            Self::NotEarned { .. } => "BADGE_NOT_EARNED",
            Self::HasBadge(_) => "BADGE_HELD",
            Self::LawSays(_) => "LAW_SAYS",
            _ => return None,
        })
    }

    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::NoTarget => "Target itu tidak ada; lihat daftar target".into(),
            Self::Text(field, most) => format!("{field} harus 1 sampai {most} karakter"),
            Self::OneValue => "Isi jumlah orang atau persentase, salah satu".into(),
            Self::Number(field) => format!("{field} harus bilangan di atas nol"),
            Self::OverEverybody { said } => format!(
                "{said} lebih dari semua orang: target paling tinggi 100 %; periksa angkanya dan penyebutnya"
            ),
            Self::Backwards => {
                "Target berakhir sebelum dimulai; tulis hari yang lebih awal dahulu".into()
            }
            Self::NoBase(id) => {
                format!("Penyebut “{id}” tidak ada; lihat /api/v1/coverage/denominators")
            }
            Self::BaseOfOthers(id) => format!(
                "Penyebut “{id}” menghitung orang lain (wilayah, kelompok, atau segmen); pilih penyebut untuk orang yang sama"
            ),
            Self::AreaEnded { code, name, on, now } => {
                let way = match now.is_empty() {
                    true => "sebutkan wilayah-wilayah penggantinya, dipisah koma".into(),
                    false => format!(
                        "di sekitarnya mulai berlaku {}: sebutkan yang menggantikannya, dipisah koma",
                        now.join(", ")
                    ),
                };
                format!(
                    "{name} ({code}) tidak lagi menjadi wilayah sejak {on}: dimekarkan atau digabung; {way}"
                )
            }
            Self::State(state) => format!("Target ini sudah {state}; lihat lagi"),
            Self::Word(field, known) => format!("{field}: yang dikenal {known}"),
            Self::Reason => "Tulis alasannya dalam 3 sampai 300 karakter".into(),
            Self::Village => {
                "Lencana untuk satu desa; tulis kodenya atau cari menurut namanya".into()
            }
            Self::NotEarned { id, .. } => format!("Lencana belum dapat diberikan: {id}"),
            Self::HasBadge(until) => {
                format!(
                    "Desa ini memegang lencana sampai {until}; sejak hari itu dapat diberikan lagi"
                )
            }
            Self::LawSays(what) => {
                format!(
                    "Hukum sudah menyebut {what}; kantor hanya mengisi yang belum dikonfirmasi siapa pun"
                )
            }
            Self::Coverage(refusal) => refusal.indonesian(),
            Self::Place(fault) => fault.indonesian(),
            Self::Group(fault) => fault.indonesian(),
            Self::Law(error) => error.indonesian(),
            Self::Forbidden(error) => error.indonesian(),
            Self::Db(error) => error.to_string(),
        }
    }
}
