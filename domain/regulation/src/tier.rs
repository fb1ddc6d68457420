//! Income bands (*lapisan penghasilan*): what somebody declares decides the base and the contribution.

use serde::Serialize;
use terms::{Rupiah, Status};

/// One band.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Tier {
    /// Number, from 1.
    pub band: u32,
    /// Least income of the band; it reaches to below the next band.
    pub from: Rupiah,
    /// The base income (*dasar penghasilan*) that stands for the band.
    pub base: Rupiah,
    /// The contribution of a month.
    pub amount: Rupiah,
    /// How sure we are of this row.
    pub status: Status,
}

/// A whole table, rising.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(transparent)]
pub struct Tiers(Vec<Tier>);

impl Tiers {
    /// A table whose rows rise from zero; the row that breaks the order otherwise.
    pub fn new(rows: Vec<Tier>) -> Result<Self, usize> {
        if rows.first().is_none_or(|first| !first.from.is_zero()) {
            return Err(0);
        }
        match rows.windows(2).position(|pair| match pair {
            [low, high] => low.from >= high.from || low.band + 1 != high.band,
            _ => false,
        }) {
            Some(at) => Err(at + 1),
            None => Ok(Self(rows)),
        }
    }

    /// The band of an income: `from <= income < next from`. None below zero.
    #[must_use]
    pub fn of(&self, income: Rupiah) -> Option<&Tier> {
        let above = self.0.partition_point(|tier| tier.from <= income);
        self.0.get(above.checked_sub(1)?)
    }

    /// All rows.
    #[must_use]
    pub fn rows(&self) -> &[Tier] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_reaches_to_below_the_next() {
        let tier = |band, from| Tier {
            band,
            from: Rupiah::new(from),
            base: Rupiah::new(from),
            amount: Rupiah::ZERO,
            status: Status::Confirmed,
        };
        let tiers = Tiers::new(vec![tier(1, 0), tier(2, 1_100_000)]).unwrap();
        assert_eq!(tiers.of(Rupiah::new(1_099_999)).unwrap().band, 1);
        assert_eq!(tiers.of(Rupiah::new(1_100_000)).unwrap().band, 2);
        assert_eq!(tiers.of(Rupiah::new(-1)), None);
        assert_eq!(Tiers::new(vec![tier(1, 0), tier(2, 0)]), Err(1));
        assert_eq!(Tiers::new(vec![tier(1, 5)]), Err(0));
    }
}
