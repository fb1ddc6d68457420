//! Numbers with their hedges, and shares written out of integers, rounded half up.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// On which side of the number the truth lies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Bound {
    /// The number itself.
    Equal,
    /// The number or more.
    AtLeast,
    /// More than the number.
    MoreThan,
    /// The number or less.
    AtMost,
    /// Less than the number.
    LessThan,
}

impl Bound {
    const fn is_lower(self) -> bool {
        matches!(self, Self::AtLeast | Self::MoreThan)
    }

    /// The bound of something that falls when this rises.
    const fn turned(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::AtLeast => Self::AtMost,
            Self::MoreThan => Self::LessThan,
            Self::AtMost => Self::AtLeast,
            Self::LessThan => Self::MoreThan,
        }
    }
}

/// How a number was hedged: a side, and whether it is only about right. "About ninety thousand or
/// more" has both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Qualifier {
    /// The side.
    pub bound: Bound,
    /// Whether the number itself is approximate.
    pub about: bool,
}

impl Qualifier {
    /// No hedge.
    pub const EXACT: Self = Self { bound: Bound::Equal, about: false };
    /// About.
    pub const ABOUT: Self = Self { bound: Bound::Equal, about: true };

    /// The stored sign: `=`, `~`, `>=`, `>`, `<=`, `<`, and the last four with a `~` after.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match (self.bound, self.about) {
            (Bound::Equal, false) => "=",
            (Bound::Equal, true) => "~",
            (Bound::AtLeast, false) => ">=",
            (Bound::AtLeast, true) => ">=~",
            (Bound::MoreThan, false) => ">",
            (Bound::MoreThan, true) => ">~",
            (Bound::AtMost, false) => "<=",
            (Bound::AtMost, true) => "<=~",
            (Bound::LessThan, false) => "<",
            (Bound::LessThan, true) => "<~",
        }
    }

    /// The words before a number, in Indonesian and English; empty without a hedge.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match (self.bound, self.about) {
            (Bound::Equal, false) => ("", ""),
            (Bound::Equal, true) => ("sekitar ", "about "),
            (Bound::AtLeast, false) => ("paling sedikit ", "at least "),
            (Bound::AtLeast, true) => ("sekitar atau lebih dari ", "about or more than "),
            (Bound::MoreThan, false) => ("lebih dari ", "more than "),
            (Bound::MoreThan, true) => ("sekitar atau lebih dari ", "about or more than "),
            (Bound::AtMost, false) => ("paling banyak ", "at most "),
            (Bound::AtMost, true) => ("sekitar atau kurang dari ", "about or less than "),
            (Bound::LessThan, false) => ("kurang dari ", "less than "),
            (Bound::LessThan, true) => ("sekitar atau kurang dari ", "about or less than "),
        }
    }

    /// The hedge of something that rises with this.
    pub(crate) const fn plain(self) -> Self {
        if self.about { Self::ABOUT } else { self }
    }

    /// The hedge of something that falls when this rises.
    pub(crate) const fn turned(self) -> Self {
        Self { bound: self.bound.turned(), about: self.about }.plain()
    }

    /// Two hedges at once. A side holds only when it is firm and the other does not pull the other
    /// way; else all that is left is "about".
    pub(crate) fn and(self, other: Self) -> Self {
        let (a, b) = (self.plain(), other.plain());
        if a == Self::EXACT {
            return b;
        }
        if b == Self::EXACT {
            return a;
        }
        if a.about || b.about || a.bound.is_lower() != b.bound.is_lower() {
            return Self::ABOUT;
        }
        if a.bound == b.bound {
            return a;
        }
        let strict = if a.bound.is_lower() { Bound::MoreThan } else { Bound::LessThan };
        Self { bound: strict, about: false }
    }
}

impl FromStr for Qualifier {
    type Err = String;

    fn from_str(sign: &str) -> Result<Self, String> {
        let (bound, about) = match sign {
            "~" => return Ok(Self::ABOUT),
            _ => sign.strip_suffix('~').map_or((sign, false), |bound| (bound, true)),
        };
        let bound = match bound {
            "=" => Bound::Equal,
            ">=" => Bound::AtLeast,
            ">" => Bound::MoreThan,
            "<=" => Bound::AtMost,
            "<" => Bound::LessThan,
            _ => return Err(format!("“{sign}” is not a hedge; write =, ~, >=, >, <= or <")),
        };
        Ok(Self { bound, about })
    }
}

impl Serialize for Qualifier {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.sign())
    }
}

impl<'de> Deserialize<'de> for Qualifier {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

impl db::Column for Qualifier {
    const KIND: db::Kind = db::Kind::Text;
    fn read(row: &db::Row<'_>, at: usize) -> Result<Self, String> {
        <String as db::Column>::read(row, at)?.parse()
    }
}

/// A number with its hedge.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Amount {
    /// The number.
    pub value: i64,
    /// How it was hedged.
    pub qualifier: Qualifier,
}

impl Amount {
    /// A number without a hedge.
    #[must_use]
    pub const fn exactly(value: i64) -> Self {
        Self { value, qualifier: Qualifier::EXACT }
    }

    /// A number with a hedge.
    #[must_use]
    pub const fn hedged(value: i64, qualifier: Qualifier) -> Self {
        Self { value, qualifier }
    }

    /// The least whole number it can be, where the hedge sets one.
    #[must_use]
    pub const fn least(self) -> Option<i64> {
        match (self.qualifier.about, self.qualifier.bound) {
            (true, _) | (_, Bound::AtMost | Bound::LessThan) => None,
            (false, Bound::Equal | Bound::AtLeast) => Some(self.value),
            (false, Bound::MoreThan) => Some(self.value.saturating_add(1)),
        }
    }
}

impl Amount {
    /// The number with its hedge and thousands parted, as Indonesian and as English write it.
    #[must_use]
    pub fn said(self) -> (String, String) {
        let (id, en) = self.qualifier.words();
        let [number_id, number_en] = terms::written::number(self.value);
        (format!("{id}{number_id}"), format!("{en}{number_en}"))
    }
}

/// `<210000`, for inputs of explanations.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.qualifier.sign() {
            "=" => write!(f, "{}", self.value),
            sign => write!(f, "{sign}{}", self.value),
        }
    }
}

/// `part / whole` with so many decimals, half up; none when the whole is not above zero.
#[must_use]
pub fn ratio_text(part: i64, whole: i64, decimals: u32) -> Option<String> {
    written(i128::from(part), i128::from(whole), decimals)
}

/// `part / whole` in per cent with so many decimals, half up: `7.3`.
#[must_use]
pub fn percent_text(part: i64, whole: i64, decimals: u32) -> Option<String> {
    written(i128::from(part) * 100, i128::from(whole), decimals)
}

fn written(part: i128, whole: i128, decimals: u32) -> Option<String> {
    let scale = 10i128.checked_pow(decimals.min(12))?;
    let sign = if part < 0 { "-" } else { "" };
    let scaled = rounded(part.abs().checked_mul(scale)?, whole)?;
    let (units, fraction) = (scaled / scale, scaled % scale);
    let width = usize::try_from(decimals.min(12)).ok()?;
    Some(if width == 0 {
        format!("{sign}{units}")
    } else {
        format!("{sign}{units}.{fraction:0width$}")
    })
}

/// A quotient of whole numbers, half up; none when the divisor is not above zero.
pub(crate) fn rounded(part: i128, whole: i128) -> Option<i128> {
    (whole > 0).then(|| (2 * part + whole).div_euclid(2 * whole))
}

/// A quotient, up to the next whole number.
pub(crate) fn up(part: i128, whole: i128) -> Option<i128> {
    (whole > 0).then(|| (part + whole - 1).div_euclid(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(sign: &str) -> Qualifier {
        sign.parse().unwrap()
    }

    #[test]
    fn a_hedge_reads_as_it_is_written() {
        for sign in ["=", "~", ">=", ">=~", ">", ">~", "<=", "<=~", "<", "<~"] {
            assert_eq!(q(sign).sign(), sign);
        }
        assert!("≈".parse::<Qualifier>().is_err());
    }

    #[test]
    fn hedges_together_claim_no_more_than_each_alone() {
        assert_eq!(q("<").and(q("=")).sign(), "<");
        assert_eq!(q(">").and(q(">=")).sign(), ">");
        assert_eq!(q("<").and(q(">")).sign(), "~");
        assert_eq!(q(">=~").and(q("~")).sign(), "~", "ninety thousand or so against fifty or so");
        assert_eq!(q("<").turned().sign(), ">");
    }

    #[test]
    fn shares_are_rounded_half_up_from_integers() {
        assert_eq!(percent_text(900, 12_300, 1).as_deref(), Some("7.3"));
        assert_eq!(percent_text(3_379, 3_379, 1).as_deref(), Some("100.0"));
        assert_eq!(percent_text(1, 2_000, 1).as_deref(), Some("0.1"), "0.05 goes up");
        assert_eq!(percent_text(1, 2_001, 1).as_deref(), Some("0.0"));
        assert_eq!(percent_text(-1, 3, 1).as_deref(), Some("-33.3"));
        assert_eq!(percent_text(1, 0, 1), None);
        assert_eq!(percent_text(i64::MAX, i64::MAX, 2).as_deref(), Some("100.00"));
        assert_eq!(ratio_text(70, 36, 3).as_deref(), Some("1.944"));
    }
}
