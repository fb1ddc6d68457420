//! Old-age savings (JHT): the yearly return, parts taken early, tax on the whole.

use super::not_due;
use crate::{Law, LawError};
use serde::{Deserialize, Serialize};
use terms::{Assessment, Because, Date, MoneyError, Rate, Rupiah, Status};

/// Why a part is taken early.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartialReason {
    /// Preparing retirement.
    Retirement,
    /// Buying a home.
    Home,
}

impl PartialReason {
    const fn word(self) -> &'static str {
        match self {
            Self::Retirement => "retirement",
            Self::Home => "home",
        }
    }
}

/// What a return adds to an account, and what is left over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct SavingsCredit {
    /// Whole rupiah for the member.
    pub credited: Rupiah,
    /// Millionths of a rupiah that are not credited; they stay with the fund.
    pub remainder_millionths: i64,
}

/// The return of a year on a balance. Never rounds up: what is credited to all members never
/// exceeds what was earned, and the remainders can be summed exactly.
pub fn credit_return(balance: Rupiah, rate: Rate) -> Result<SavingsCredit, LawError> {
    if balance.is_negative() {
        return Err(LawError::Negative { amount: balance });
    }
    let exact = i128::from(balance.get()) * i128::from(rate.parts());
    let credited = i64::try_from(exact.div_euclid(1_000_000)).map_err(|_| MoneyError::Overflow)?;
    let remainder = i64::try_from(exact.rem_euclid(1_000_000)).map_err(|_| MoneyError::Overflow)?;
    Ok(SavingsCredit { credited: Rupiah::new(credited), remainder_millionths: remainder })
}

impl Law {
    /// The return credited for a year, where it is known.
    pub fn savings_return_rate(&self, year: i16) -> Result<Assessment<Rate>, LawError> {
        let on = Date::new(year.clamp(1, 9999), 12, 31).expect("every year has a last day");
        let rate = self.rate_of("benefit.jht_return", "", on)?;
        Ok(Assessment::new(rate.value, rate.because()))
    }

    /// A part of the savings, once, after so many years of membership.
    pub fn savings_part(
        &self,
        on: Date,
        balance: Rupiah,
        years: u32,
        reason: PartialReason,
    ) -> Result<Assessment<Rupiah>, LawError> {
        if balance.is_negative() {
            return Err(LawError::Negative { amount: balance });
        }
        let needed = self.number("benefit.jht_partial_years_min", on)?;
        if i64::from(years) < needed.value {
            return Err(not_due(
                "benefit.jht_partial_years_min",
                format!(
                    "Baru {years} tahun menjadi peserta; sebagian JHT dapat diambil setelah {} tahun",
                    needed.value
                ),
                format!(
                    "A member for {years} years; a part may be taken after {} years",
                    needed.value
                ),
            ));
        }
        let rate = self.rate_of("benefit.jht_partial", reason.word(), on)?;
        let amount = rate.value.of(balance, terms::Rounding::Down)?;
        let because = Because::new(
            "benefit.jht.part",
            Status::Confirmed,
            format!("Paling banyak {} dari {balance}: {amount}, satu kali", rate.value),
            format!("At most {} of {balance}: {amount}, one time", rate.value),
        )
        .part(rate.because())
        .part(needed.because());
        Ok(Assessment::new(amount, because))
    }

    /// The final income tax on savings paid at once.
    pub fn savings_tax(&self, on: Date, amount: Rupiah) -> Result<Assessment<Rupiah>, LawError> {
        if amount.is_negative() {
            return Err(LawError::Negative { amount });
        }
        let free = self.rupiah("benefit.jht_tax_free", on)?;
        let rate = self.rate_of("benefit.jht_tax_percent", "", on)?;
        let taxed = amount.minus(free.value)?.max(Rupiah::ZERO);
        let tax = rate.value.of(taxed, terms::Rounding::Down)?;
        let because = Because::new(
            "benefit.jht.tax",
            Status::Confirmed,
            format!("Pajak {} atas {taxed}: {tax}", rate.value),
            format!("Tax of {} on {taxed}: {tax}", rate.value),
        )
        .part(free.because())
        .part(rate.because());
        Ok(Assessment::new(tax, because))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn credit_and_remainder_make_the_exact_return(balance in 0i64..1_000_000_000_000, ppm in 0i64..200_000) {
            let found = credit_return(Rupiah::new(balance), Rate::per_million(ppm)).unwrap();
            let exact = i128::from(balance) * i128::from(ppm);
            prop_assert_eq!(
                i128::from(found.credited.get()) * 1_000_000 + i128::from(found.remainder_millionths),
                exact
            );
        }
    }
}
