//! What insight refuses, in two languages.

use db::DbError;
use regulation::LawError;

/// Why a question about coverage is refused.
#[derive(Debug, thiserror::Error)]
pub enum CoverageRefusal {
    /// Groups are counted by persons, segments and payers by memberships.
    #[error(
        "a group counts persons, a segment or payer counts memberships; ask for one or the other"
    )]
    GroupWithSegment,
    /// A segment or payer with the measure persons.
    #[error(
        "a person may have memberships in several segments; leave out the segment and the payer, or count memberships"
    )]
    PersonsWithSegment,
    /// A group with the measure memberships.
    #[error("a group counts persons; leave out the group, or count persons")]
    MembershipsWithGroup,
    /// A period whose end is before its beginning.
    #[error("the period ends before it begins; give the earlier day first")]
    PeriodBackwards,
    /// Shares that cannot be added up.
    #[error("{0} has no known base, so it cannot be added to the others; leave it out")]
    NothingToRollUp(String),
    /// The law says no, or has not been read.
    #[error(transparent)]
    Law(#[from] LawError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl CoverageRefusal {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::GroupWithSegment => {
                "kelompok dihitung per orang, segmen dan pembayar per kepesertaan; tanyakan salah satu"
                    .into()
            }
            Self::PersonsWithSegment => {
                "satu orang dapat punya kepesertaan di beberapa segmen; hilangkan segmen dan pembayar, atau hitung kepesertaan"
                    .into()
            }
            Self::MembershipsWithGroup => {
                "kelompok dihitung per orang; hilangkan kelompok, atau hitung orang".into()
            }
            Self::PeriodBackwards => {
                "periode berakhir sebelum dimulai; tulis hari yang lebih awal lebih dulu".into()
            }
            Self::NothingToRollUp(what) => format!(
                "{what} tidak punya penyebut yang diketahui, jadi tidak bisa dijumlahkan; hilangkan dari daftar"
            ),
            Self::Law(error) => error.indonesian(),
            Self::Db(error) => error.to_string(),
        }
    }

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::GroupWithSegment => "COVERAGE_GROUP_WITH_SEGMENT",
            Self::PersonsWithSegment => "COVERAGE_PERSONS_WITH_SEGMENT",
            Self::MembershipsWithGroup => "COVERAGE_MEMBERSHIPS_WITH_GROUP",
            Self::PeriodBackwards => "COVERAGE_PERIOD_BACKWARDS",
            Self::NothingToRollUp(_) => "COVERAGE_NOTHING_TO_ROLL_UP",
            Self::Law(_) => "LAW",
            Self::Db(_) => "DATABASE",
        }
    }
}
