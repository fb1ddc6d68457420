//! Employment injury (JKK) that ends in death or in permanent total disability.

use crate::{Law, LawError};
use serde::Serialize;
use terms::{Assessment, Because, Date, Rupiah, Status};

/// The grants after the worst injuries.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct InjuryGrant {
    /// Multiples of the base.
    pub grant: Rupiah,
    /// *Santunan berkala*, paid at once.
    pub periodic_grant: Rupiah,
    /// *Biaya pemakaman*; zero for the living.
    pub funeral_grant: Rupiah,
    /// The sum.
    pub total: Rupiah,
}

impl Law {
    /// What heirs receive after a death caused by work: multiples of the base, at least the death
    /// grant of JKM, with the periodic and the funeral grant.
    pub fn injury_death(
        &self,
        happened: Date,
        base: Rupiah,
    ) -> Result<Assessment<InjuryGrant>, LawError> {
        let times = self.multiple("death", happened, base)?;
        let least = self.rupiah_of("benefit.jkm", "death_grant", happened)?;
        let periodic = self.rupiah_of("benefit.jkk_lump", "periodic", happened)?;
        let funeral = self.rupiah_of("benefit.jkk_lump", "funeral", happened)?;
        let grant = base.times(times.value)?.max(least.value);
        let total = Rupiah::sum([grant, periodic.value, funeral.value])?;
        let because = Because::new(
            "benefit.jkk.death",
            Status::Confirmed,
            format!(
                "Meninggal karena kerja: {grant} + {} + {} = {total}",
                periodic.value, funeral.value
            ),
            format!(
                "Death caused by work: {grant} + {} + {} = {total}",
                periodic.value, funeral.value
            ),
        )
        .input("base", base)
        .part(times.because())
        .part(least.because())
        .part(periodic.because())
        .part(funeral.because());
        let (periodic_grant, funeral_grant) = (periodic.value, funeral.value);
        Ok(Assessment::new(InjuryGrant { grant, periodic_grant, funeral_grant, total }, because))
    }

    /// What the worker receives for a permanent total disability.
    pub fn total_disability(
        &self,
        happened: Date,
        base: Rupiah,
    ) -> Result<Assessment<InjuryGrant>, LawError> {
        let times = self.multiple("total_disability", happened, base)?;
        let periodic = self.rupiah_of("benefit.jkk_lump", "periodic", happened)?;
        let grant = base.times(times.value)?;
        let total = grant.plus(periodic.value)?;
        let because = Because::new(
            "benefit.jkk.total_disability",
            Status::Confirmed,
            format!("Cacat total tetap: {} x {base} + {} = {total}", times.value, periodic.value),
            format!(
                "Permanent total disability: {} x {base} + {} = {total}",
                times.value, periodic.value
            ),
        )
        .part(times.because())
        .part(periodic.because());
        let found = InjuryGrant {
            grant,
            periodic_grant: periodic.value,
            funeral_grant: Rupiah::ZERO,
            total,
        };
        Ok(Assessment::new(found, because))
    }

    pub(super) fn multiple<'a>(
        &'a self,
        name: &'a str,
        on: Date,
        base: Rupiah,
    ) -> Result<crate::found::Found<'a, i64>, LawError> {
        if base <= Rupiah::ZERO {
            return Err(LawError::IncomeNotPositive { amount: base });
        }
        self.number_of("benefit.jkk_multiples", name, on)
    }
}
