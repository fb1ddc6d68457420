//! The death benefit (JKM): death not caused by work.

use super::ScholarshipCause;
use crate::{Law, LawError};
use serde::Serialize;
use terms::{Assessment, Because, Date, Rupiah, Segment, Status};

/// The facts of a death.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DeathInput {
    /// Day of death; its law counts.
    pub died: Date,
    /// In which capacity the person was insured.
    pub segment: Segment,
    /// Paid months in a row in the spell that covers the day.
    pub months_in_a_row: u32,
    /// All months ever paid.
    pub months_in_all: u32,
    /// Children who may study.
    pub children: u32,
}

/// What heirs receive.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct DeathBenefit {
    /// *Santunan kematian*.
    pub death_grant: Rupiah,
    /// *Santunan berkala*, paid at once.
    pub periodic_grant: Rupiah,
    /// *Biaya pemakaman*.
    pub funeral_grant: Rupiah,
    /// The reduced sum before the qualifying months are over; the three above are then zero.
    pub short_amount: Rupiah,
    /// The sum, without scholarship.
    pub total: Rupiah,
    /// The most that may follow as scholarship.
    pub scholarship_most: Rupiah,
}

impl Law {
    /// What heirs receive after a death not caused by work.
    pub fn death_benefit(&self, input: &DeathInput) -> Result<Assessment<DeathBenefit>, LawError> {
        let on = input.died;
        let months = i64::from(input.months_in_a_row);
        if input.segment == Segment::Bpu {
            let needed = self.number("cover.jkm_full_after_months", on)?;
            if months < needed.value {
                let short = self.rupiah("cover.jkm_short_amount", on)?;
                let zero = Rupiah::ZERO;
                let benefit = DeathBenefit {
                    death_grant: zero,
                    periodic_grant: zero,
                    funeral_grant: zero,
                    short_amount: short.value,
                    total: short.value,
                    scholarship_most: zero,
                };
                let because = Because::new(
                    "benefit.jkm.short",
                    Status::Confirmed,
                    format!(
                        "Baru {months} bulan berturut-turut, penuh setelah {}: {}",
                        needed.value, short.value
                    ),
                    format!(
                        "{months} months in a row so far, full after {}: {}",
                        needed.value, short.value
                    ),
                )
                .part(needed.because())
                .part(short.because());
                return Ok(Assessment::new(benefit, because));
            }
        }
        let [grant, periodic, funeral] = ["death_grant", "periodic", "funeral"]
            .map(|name| self.rupiah_of("benefit.jkm", name, on));
        let (grant, periodic, funeral) = (grant?, periodic?, funeral?);
        let total = Rupiah::sum([grant.value, periodic.value, funeral.value])?;
        let mut because = Because::new(
            "benefit.jkm",
            Status::Confirmed,
            format!(
                "Manfaat JKM: {} + {} + {} = {total}",
                grant.value, periodic.value, funeral.value
            ),
            format!(
                "Death benefit: {} + {} + {} = {total}",
                grant.value, periodic.value, funeral.value
            ),
        )
        .input("died", on)
        .input("months_in_a_row", months)
        .part(grant.because())
        .part(periodic.because())
        .part(funeral.because());
        let mut scholarship_most = Rupiah::ZERO;
        if input.children > 0 {
            let cause = ScholarshipCause::Death { months_in_all: input.months_in_all };
            let (most, step) = self.scholarship_most(on, input.children, cause)?.into_parts();
            scholarship_most = most;
            because = because.part(step);
        }
        let benefit = DeathBenefit {
            death_grant: grant.value,
            periodic_grant: periodic.value,
            funeral_grant: funeral.value,
            short_amount: Rupiah::ZERO,
            total,
            scholarship_most,
        };
        Ok(Assessment::new(benefit, because))
    }
}
