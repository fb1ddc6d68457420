//! Temporary incapacity (STMB): while the injured cannot work.

use crate::{Law, LawError};
use serde::Serialize;
use terms::{Assessment, Because, Date, Rounding, Rupiah, Status};

/// How long somebody could not work: whole months, then days.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, serde::Deserialize)]
pub struct Incapacity {
    /// Whole months.
    pub months: u32,
    /// Days beyond.
    pub days: u32,
}

impl Law {
    /// What is paid instead of earnings: a percentage of the base a month, falling with time.
    /// A day is one thirtieth of its month; rounded once, at the sum.
    pub fn temporary_incapacity(
        &self,
        happened: Date,
        base: Rupiah,
        time: Incapacity,
    ) -> Result<Assessment<Rupiah>, LawError> {
        if base <= Rupiah::ZERO {
            return Err(LawError::IncomeNotPositive { amount: base });
        }
        let days_per_month = self.number("benefit.stmb_days_per_month", happened)?;
        let per_month = days_per_month.value.max(1);
        let days =
            i64::from(time.months).saturating_mul(per_month).saturating_add(i64::from(time.days));
        let steps = [("months_1_6", 0, 6), ("months_7_12", 6, 12), ("months_13_on", 12, i64::MAX)];
        let mut weighted = 0i64;
        let mut parts = Vec::new();
        for (name, after, until) in steps {
            let until = until.saturating_mul(per_month);
            let in_step = days.min(until) - days.min(after * per_month);
            if in_step <= 0 {
                continue;
            }
            let rate = self.rate_of("benefit.stmb", name, happened)?;
            weighted = in_step
                .checked_mul(rate.value.parts())
                .and_then(|more| weighted.checked_add(more))
                .ok_or(terms::MoneyError::Overflow)?;
            parts.push(rate.because().input("days", in_step));
        }
        let amount = per_days(base, weighted, per_month, self.rounding(happened)?)?;
        if time.days > 0 {
            parts.push(days_per_month.because());
        }
        let top = Because::new(
            "benefit.jkk.stmb",
            Status::Confirmed,
            format!("STMB {} bulan {} hari dari {base}: {amount}", time.months, time.days),
            format!(
                "Temporary incapacity of {} months {} days on {base}: {amount}",
                time.months, time.days
            ),
        );
        Ok(Assessment::new(amount, parts.into_iter().fold(top, Because::part)))
    }
}

/// Base × (sum of days × parts per million) / (a million × days of a month), rounded once.
fn per_days(
    base: Rupiah,
    weighted: i64,
    per_month: i64,
    rounding: Rounding,
) -> Result<Rupiah, LawError> {
    let exact = i128::from(base.get()) * i128::from(weighted);
    let by = i128::from(per_month) * 1_000_000;
    let rounded = match rounding {
        Rounding::Down => exact / by,
        Rounding::HalfUp => (exact + by / 2) / by,
    };
    i64::try_from(rounded).map(Rupiah::new).map_err(|_| terms::MoneyError::Overflow.into())
}
