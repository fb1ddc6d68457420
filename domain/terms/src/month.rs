//! A calendar month of contribution (*bulan iuran*), and the office's own time.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::{fmt, str::FromStr};

/// The office keeps Western Indonesian Time (WIB, UTC+7, no summer time): "paid on 30 June" means
/// before midnight there. Whether the law counts by the payer's own zone has not been confirmed.
pub const OFFICE_TIME: TimeZone = TimeZone::fixed(jiff::tz::offset(7));

/// The date an instant falls on at the office.
#[must_use]
pub fn office_date(at: Timestamp) -> Date {
    at.to_zoned(OFFICE_TIME).date()
}

/// A calendar month, `2026-11`. Ordered; arithmetic stays inside years 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// Not a month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a month; write year-month, for example 2026-11")]
pub struct MonthError(pub String);

impl Month {
    /// The month `month` (1 to 12) of `year`.
    pub fn new(year: i16, month: i8) -> Result<Self, MonthError> {
        if (1..=9999).contains(&year) && (1..=12).contains(&month) {
            Ok(Self { year, month })
        } else {
            Err(MonthError(format!("{year}-{month}")))
        }
    }

    /// The month a date lies in.
    #[must_use]
    pub fn of(date: Date) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    /// The calendar year.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month of the year, 1 to 12.
    #[must_use]
    pub const fn month(self) -> i8 {
        self.month
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        Date::new(self.year, self.month, 1).expect("a month has a first day")
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// Months since year 0; the distance of two months is the difference of their ordinals.
    #[must_use]
    pub fn ordinal(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month) - 1
    }

    /// The month `n` later, or earlier when negative. Stops at the ends of the calendar.
    #[must_use]
    pub fn plus(self, n: i32) -> Self {
        let ordinal = self.ordinal().saturating_add(n).clamp(12, 9999 * 12 + 11);
        let year = i16::try_from(ordinal / 12).expect("clamped to the calendar");
        let month = i8::try_from(ordinal % 12 + 1).expect("a remainder of twelve");
        Self { year, month }
    }

    /// The month after this one.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The month before this one.
    #[must_use]
    pub fn previous(self) -> Self {
        self.plus(-1)
    }

    /// How many months from `earlier` to this one; negative if it is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> i32 {
        self.ordinal() - earlier.ordinal()
    }

    /// This month and the following, `n` in all.
    pub fn run(self, n: u32) -> impl Iterator<Item = Self> + Clone {
        (0..i32::try_from(n).unwrap_or(i32::MAX)).map(move |i| self.plus(i))
    }

    /// Every month from this one up to and including `last`; empty if `last` is earlier.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> + Clone {
        self.run(u32::try_from(last.since(self) + 1).unwrap_or(0))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let refuse = || MonthError(text.chars().take(40).collect());
        let (year, month) = text.trim().split_once('-').ok_or_else(refuse)?;
        if year.len() != 4
            || month.len() != 2
            || !(year.to_owned() + month).bytes().all(|b| b.is_ascii_digit())
        {
            return Err(refuse());
        }
        let (year, month) =
            (year.parse().map_err(|_| refuse())?, month.parse().map_err(|_| refuse())?);
        Self::new(year, month).map_err(|_| refuse())
    }
}

impl serde::Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_month_reads_as_it_is_written() {
        let month: Month = "2026-11".parse().unwrap();
        assert_eq!(
            (month.next().next().to_string(), month.last_day().to_string()),
            ("2027-01".into(), "2026-11-30".into())
        );
        for bad in ["2026-13", "2026-1", "26-11", "2026/11", "", "２０２６-11", "2026-+1"] {
            assert!(bad.parse::<Month>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_payment_before_midnight_in_jakarta_is_still_in_june() {
        let at: Timestamp = "2024-06-30T16:58:00Z".parse().unwrap();
        assert_eq!(office_date(at).to_string(), "2024-06-30");
    }

    proptest! {
        #[test]
        fn moving_forth_and_back_ends_where_it_began(year in 1000i16..3000, month in 1i8..=12, n in -5000i32..5000) {
            let start = Month::new(year, month).unwrap();
            prop_assert_eq!(start.plus(n).plus(-n), start);
            prop_assert_eq!(start.plus(n).since(start), n);
            prop_assert_eq!(start.to_string().parse::<Month>().unwrap(), start);
        }
    }
}
