//! Whole rupiah and exact rates; no floats, no silent overflow, no lost rupiah.

use crate::written;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount of money in whole Indonesian rupiah. May be negative (a debit less a credit).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rupiah(i64);

/// Arithmetic on money that would not fit, or makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The result does not fit into the type.
    #[error("the amount is too large to be held in rupiah")]
    Overflow,
    /// Splitting among nobody.
    #[error("an amount cannot be split among zero parts")]
    NoParts,
}

impl Rupiah {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// This many whole rupiah.
    #[must_use]
    pub const fn new(rupiah: i64) -> Self {
        Self(rupiah)
    }

    /// The whole rupiah as a number, for storage and the wire.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Adds, refusing to overflow.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.0.checked_add(other.0).map(Self).ok_or(MoneyError::Overflow)
    }

    /// Subtracts, refusing to overflow; the result may be negative.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.0.checked_sub(other.0).map(Self).ok_or(MoneyError::Overflow)
    }

    /// This amount, `n` times.
    pub fn times(self, n: i64) -> Result<Self, MoneyError> {
        self.0.checked_mul(n).map(Self).ok_or(MoneyError::Overflow)
    }

    /// The sum of many amounts.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// Splits into `n` parts that differ by at most one rupiah and sum to the whole.
    pub fn split(self, n: usize) -> Result<Vec<Self>, MoneyError> {
        let parts = i64::try_from(n).map_err(|_| MoneyError::Overflow)?;
        if parts == 0 {
            return Err(MoneyError::NoParts);
        }
        let (share, rest) = (self.0.div_euclid(parts), self.0.rem_euclid(parts));
        Ok((0..parts).map(|i| Self(share + i64::from(i < rest))).collect())
    }

    /// True below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// True at exactly zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

/// `Rp16.800`, as it is written in Indonesia.
impl fmt::Display for Rupiah {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = written::grouped(self.0, '.');
        match number.strip_prefix('-') {
            Some(below) => write!(f, "-Rp{below}"),
            None => write!(f, "Rp{number}"),
        }
    }
}

impl fmt::Debug for Rupiah {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A rate in parts per million: 0.24 % is 2,400.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Rate(i64);

/// What becomes of a fraction of a rupiah. Always a parameter, never a habit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// Towards zero.
    Down,
    /// To the nearest rupiah, half away from zero.
    HalfUp,
}

impl Rate {
    /// One hundred per cent.
    pub const WHOLE: Self = Self(1_000_000);

    /// A rate of so many parts per million.
    #[must_use]
    pub const fn per_million(parts: i64) -> Self {
        Self(parts)
    }

    /// The parts per million.
    #[must_use]
    pub const fn parts(self) -> i64 {
        self.0
    }

    /// What is left of the whole: a relief of 50 % leaves 50 %.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(1_000_000 - self.0)
    }

    /// Reads a percentage written as a decimal, `0.24` or `7,5`; at most four decimals.
    #[must_use]
    pub fn parse_percent(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('%').trim().replace(',', ".");
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let valid = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !valid(whole) || !valid(fraction) || fraction.len() > 4 {
            return None;
        }
        let fraction = format!("{fraction:0<4}").parse::<i64>().ok()?;
        whole.parse::<i64>().ok()?.checked_mul(10_000)?.checked_add(fraction).map(Self)
    }

    /// This rate of an amount, rounded as the rule says.
    pub fn of(self, amount: Rupiah, rounding: Rounding) -> Result<Rupiah, MoneyError> {
        let exact = i128::from(amount.0) * i128::from(self.0);
        let rounded = match rounding {
            Rounding::Down => exact / 1_000_000,
            Rounding::HalfUp => (exact + 500_000 * exact.signum()) / 1_000_000,
        };
        i64::try_from(rounded).map(Rupiah).map_err(|_| MoneyError::Overflow)
    }
}

/// `0.24 %`, without needless zeros.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / 10_000, (self.0 % 10_000).abs());
        let fraction = format!("{fraction:04}");
        match fraction.trim_end_matches('0') {
            "" => write!(f, "{whole} %"),
            digits => write!(f, "{whole}.{digits} %"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn money_is_written_as_indonesia_writes_it() {
        assert_eq!(Rupiah::new(16_800).to_string(), "Rp16.800");
        assert_eq!(Rupiah::new(-3_024_000_000).to_string(), "-Rp3.024.000.000");
        assert_eq!(Rupiah::new(500).to_string(), "Rp500");
    }

    #[test]
    fn overflow_is_a_refusal_not_a_wrap() {
        assert_eq!(Rupiah::new(i64::MAX).plus(Rupiah::new(1)), Err(MoneyError::Overflow));
        assert_eq!(Rupiah::new(5).split(0), Err(MoneyError::NoParts));
    }

    #[test]
    fn percentages_are_exact() {
        assert_eq!(Rate::parse_percent("0.445"), Some(Rate::per_million(4_450)));
        assert_eq!(Rate::parse_percent("7,5 %"), Some(Rate::per_million(75_000)));
        assert_eq!(Rate::parse_percent("abc"), None);
        assert_eq!(Rate::per_million(2_400).to_string(), "0.24 %");
        let half_a_rupiah = Rate::per_million(500_000).of(Rupiah::new(1), Rounding::HalfUp);
        assert_eq!(half_a_rupiah, Ok(Rupiah::new(1)));
    }

    proptest! {
        #[test]
        fn a_split_never_loses_a_rupiah(amount in -1_000_000_000_000i64..1_000_000_000_000, n in 1usize..300) {
            let parts = Rupiah::new(amount).split(n).unwrap();
            prop_assert_eq!(parts.len(), n);
            prop_assert_eq!(Rupiah::sum(parts.iter().copied()).unwrap(), Rupiah::new(amount));
            let (least, most) = (parts.iter().min().unwrap(), parts.iter().max().unwrap());
            prop_assert!(most.minus(*least).unwrap() <= Rupiah::new(1));
        }
    }
}
