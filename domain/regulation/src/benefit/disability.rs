//! Permanent partial disability: a percentage of the annex, 80 times, of the base.

use super::not_due;
use crate::{Law, LawError};
use serde::Serialize;
use terms::{Assessment, Because, Date, Rate, Rounding, Rupiah, Status, written};

/// What was lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loss<'a> {
    /// A part of the body is gone (*cacat sebagian anatomis*): a row of the annex.
    Anatomical {
        /// Name of the row in `benefit.disability_partial`.
        part: &'a str,
    },
    /// A part works less (*cacat sebagian fungsi*): so much of a row of the annex.
    Functional {
        /// Name of the row.
        part: &'a str,
        /// The share of its function that is lost.
        lost: Rate,
    },
    /// Hearing is worse by so many decibels: a row per 10 dB.
    Hearing {
        /// Name of the row.
        part: &'a str,
        /// The loss.
        decibels: u32,
    },
}

/// The grant and how it came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct PartialDisability {
    /// The grant, paid at once.
    pub grant: Rupiah,
    /// The percentage that was applied, in parts per million.
    pub percent_ppm: i64,
}

impl Law {
    /// What the worker receives for a permanent partial disability. A row of the annex that was
    /// not read is a refusal.
    pub fn partial_disability(
        &self,
        happened: Date,
        base: Rupiah,
        loss: Loss<'_>,
    ) -> Result<Assessment<PartialDisability>, LawError> {
        let times = self.multiple("partial_disability", happened, base)?;
        let (Loss::Anatomical { part }
        | Loss::Functional { part, .. }
        | Loss::Hearing { part, .. }) = loss;
        let table = self.parameter("benefit.disability_partial")?;
        let row = crate::found::Found::look(table, part, happened)?.rate()?;
        let mut steps = Vec::new();
        let rate = match loss {
            Loss::Anatomical { .. } => row.value,
            Loss::Functional { lost, .. } => share_of(row.value, lost)?,
            Loss::Hearing { decibels, .. } => {
                let rule = self.look("benefit.hearing_rule", "", happened)?.word()?;
                steps.push(rule.because());
                Rate::per_million(row.value.parts() * i64::from(decibels / 10))
            }
        };
        let eighty = base.times(times.value)?;
        let grant = rate.of(eighty, Rounding::HalfUp)?;
        let [rate_id, _] = written::decimal(&rate.to_string());
        let top = Because::new(
            "benefit.jkk.partial_disability",
            Status::Confirmed,
            format!("Cacat sebagian: {rate_id} x {} x {base} = {grant}", times.value),
            format!("Partial disability: {rate} x {} x {base} = {grant}", times.value),
        )
        .input("part", part)
        .part(row.because())
        .part(times.because());
        let because = steps.into_iter().fold(top, Because::part);
        let percent_ppm = rate.parts();
        Ok(Assessment::new(PartialDisability { grant, percent_ppm }, because))
    }
}

fn share_of(row: Rate, lost: Rate) -> Result<Rate, LawError> {
    if lost > Rate::WHOLE || lost.parts() < 0 {
        return Err(not_due(
            "benefit.jkk.partial_disability",
            format!("Fungsi yang hilang {lost}; isi 0 sampai 100 %"),
            format!("The function lost is {lost}; give 0 to 100 %"),
        ));
    }
    let parts = lost.of(Rupiah::new(row.parts()), Rounding::HalfUp)?;
    Ok(Rate::per_million(parts.get()))
}
