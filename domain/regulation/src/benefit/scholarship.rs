//! The scholarship (*beasiswa*) of the children of the dead and the totally disabled.

use super::not_due;
use crate::{Law, LawError};
use serde::{Deserialize, Serialize};
use terms::{Assessment, Because, Date, Rupiah, Status};

/// Level of schooling.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// *TK*.
    Kindergarten,
    /// *SD*.
    Primary,
    /// *SMP*.
    LowerSecondary,
    /// *SMA*.
    UpperSecondary,
    /// Up to the first degree, or training.
    Tertiary,
}

impl Level {
    /// Every level, rising.
    pub const ALL: [Self; 5] = [
        Self::Kindergarten,
        Self::Primary,
        Self::LowerSecondary,
        Self::UpperSecondary,
        Self::Tertiary,
    ];

    const fn word(self) -> &'static str {
        match self {
            Self::Kindergarten => "kindergarten",
            Self::Primary => "primary",
            Self::LowerSecondary => "lower_secondary",
            Self::UpperSecondary => "upper_secondary",
            Self::Tertiary => "tertiary",
        }
    }
}

/// Why children receive it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScholarshipCause {
    /// An employment injury.
    Injury,
    /// A death not caused by work, after so many contribution months in all.
    Death {
        /// All months ever paid.
        months_in_all: u32,
    },
}

impl Law {
    /// One school year of one child: `year` counts the years already paid at this level, plus one.
    pub fn scholarship(
        &self,
        on: Date,
        level: Level,
        year: u32,
    ) -> Result<Assessment<Rupiah>, LawError> {
        let longest = self.number_of("benefit.scholarship_years", level.word(), on)?;
        if year == 0 || i64::from(year) > longest.value {
            return Err(not_due(
                "benefit.scholarship_years",
                format!("Tahun ke-{year} jenjang ini; dibayar paling lama {} tahun", longest.value),
                format!("Year {year} of this level; at most {} years are paid", longest.value),
            ));
        }
        let amount = self.rupiah_of("benefit.scholarship_amounts", level.word(), on)?;
        let because = amount.because().part(longest.because());
        Ok(Assessment::new(amount.value, because))
    }

    /// The most a family may receive: all levels, all years, the children that count. Zero, with
    /// the reason, while too few months were paid.
    pub fn scholarship_most(
        &self,
        on: Date,
        children: u32,
        cause: ScholarshipCause,
    ) -> Result<Assessment<Rupiah>, LawError> {
        let (name, months) = match cause {
            ScholarshipCause::Injury => ("jkk", u32::MAX),
            ScholarshipCause::Death { months_in_all } => ("jkm", months_in_all),
        };
        let needed = self.number_of("benefit.scholarship_months_min", name, on)?;
        if i64::from(months) < needed.value {
            let because = Because::new(
                "benefit.scholarship.none",
                Status::Confirmed,
                format!("Tanpa beasiswa: baru {months} bulan iuran, perlu {}", needed.value),
                format!(
                    "No scholarship: {months} contribution months, {} are needed",
                    needed.value
                ),
            )
            .part(needed.because());
            return Ok(Assessment::new(Rupiah::ZERO, because));
        }
        let mut child = Rupiah::ZERO;
        let mut parts = vec![needed.because()];
        for level in Level::ALL {
            let amount = self.rupiah_of("benefit.scholarship_amounts", level.word(), on)?;
            let years = self.number_of("benefit.scholarship_years", level.word(), on)?;
            child = child.plus(amount.value.times(years.value)?)?;
            parts.push(amount.because().input("years", years.value));
        }
        let most = self.number("benefit.scholarship_children_max", on)?;
        let per_child = self.rupiah_of("benefit.scholarship_limits", "child", on)?;
        let per_family = self.rupiah_of("benefit.scholarship_limits", "family", on)?;
        let counted = i64::from(children).min(most.value);
        let amount = child.min(per_child.value).times(counted)?.min(per_family.value);
        parts.extend([most.because(), per_child.because(), per_family.because()]);
        let top = Because::new(
            "benefit.scholarship.most",
            Status::Confirmed,
            format!("Beasiswa paling banyak untuk {counted} anak: {amount}"),
            format!("Scholarship for {counted} children, at most: {amount}"),
        );
        Ok(Assessment::new(amount, parts.into_iter().fold(top, Because::part)))
    }
}
