//! Costs of an injury that are paid up to a ceiling.

use super::not_due;
use crate::{Law, LawError, found::Found};
use serde::{Deserialize, Serialize};
use terms::{Assessment, Because, Date, Rupiah, Status};

/// How the injured was brought.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransportMode {
    /// Road, river or lake.
    Land,
    /// Sea.
    Sea,
    /// Air.
    Air,
}

impl TransportMode {
    /// Its name in the law files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Land => "land",
            Self::Sea => "sea",
            Self::Air => "air",
        }
    }
}

/// One receipt.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TransportCost {
    /// The mode.
    pub mode: TransportMode,
    /// What it cost.
    pub cost: Rupiah,
}

/// What helps to live on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aid {
    /// *Gigi tiruan*.
    Dentures,
    /// *Alat bantu dengar*.
    HearingAid,
    /// *Kacamata*.
    Glasses,
}

impl Aid {
    const fn word(self) -> &'static str {
        match self {
            Self::Dentures => "dentures",
            Self::HearingAid => "hearing_aid",
            Self::Glasses => "glasses",
        }
    }
}

impl Law {
    /// Transport of one injury: the receipts of each mode together, up to the mode's ceiling.
    pub fn transport_cost(
        &self,
        happened: Date,
        receipts: &[TransportCost],
    ) -> Result<Assessment<Rupiah>, LawError> {
        let mut paid = Rupiah::ZERO;
        let mut parts = Vec::new();
        for mode in [TransportMode::Land, TransportMode::Sea, TransportMode::Air] {
            let of_mode = receipts.iter().filter(|receipt| receipt.mode == mode);
            if let Some(wrong) = of_mode.clone().find(|receipt| receipt.cost.is_negative()) {
                return Err(LawError::Negative { amount: wrong.cost });
            }
            let cost = Rupiah::sum(of_mode.map(|receipt| receipt.cost))?;
            if cost.is_zero() {
                continue;
            }
            let ceiling = self.rupiah_of("benefit.jkk_transport", mode.word(), happened)?;
            paid = paid.plus(cost.min(ceiling.value))?;
            parts.push(ceiling.because().input("cost", cost));
        }
        let top = Because::new(
            "benefit.jkk.transport",
            Status::Confirmed,
            format!("Biaya angkutan: {paid}"),
            format!("Transport: {paid}"),
        );
        Ok(Assessment::new(paid, parts.into_iter().fold(top, Because::part)))
    }

    /// Home care on a doctor's advice: up to a sum and a time.
    pub fn home_care(
        &self,
        happened: Date,
        months: u32,
        cost: Rupiah,
    ) -> Result<Assessment<Rupiah>, LawError> {
        let longest = self.number("benefit.jkk_home_care_months", happened)?;
        if i64::from(months) > longest.value {
            return Err(not_due(
                "benefit.jkk_home_care_months",
                format!(
                    "Perawatan di rumah {months} bulan, paling lama {}; masukkan hanya biaya bulan-bulan itu",
                    longest.value
                ),
                format!(
                    "{months} months of home care, at most {} are paid; hand in the cost of those months only",
                    longest.value
                ),
            ));
        }
        let ceiling = self.rupiah("benefit.jkk_home_care", happened)?;
        let mut assessment = capped("benefit.jkk.home_care", cost, &ceiling)?.into_parts();
        assessment.1 = assessment.1.part(longest.because());
        Ok(Assessment::new(assessment.0, assessment.1))
    }

    /// Dentures, a hearing aid, glasses: up to a sum.
    pub fn aid(
        &self,
        happened: Date,
        aid: Aid,
        cost: Rupiah,
    ) -> Result<Assessment<Rupiah>, LawError> {
        let ceiling = self.rupiah_of("benefit.jkk_aids", aid.word(), happened)?;
        capped("benefit.jkk.aid", cost, &ceiling)
    }

    /// Orthosis and prosthesis: the list price of the government hospital, and a part on top.
    pub fn prosthesis(
        &self,
        happened: Date,
        list_price: Rupiah,
    ) -> Result<Assessment<Rupiah>, LawError> {
        if list_price.is_negative() {
            return Err(LawError::Negative { amount: list_price });
        }
        let rate = self.rate_of("benefit.jkk_prosthesis", "", happened)?;
        let paid = rate.value.of(list_price, self.rounding(happened)?)?;
        let because = Because::new(
            "benefit.jkk.prosthesis",
            Status::Confirmed,
            format!("{} dari daftar harga {list_price}: {paid}", rate.value),
            format!("{} of the list price {list_price}: {paid}", rate.value),
        )
        .part(rate.because());
        Ok(Assessment::new(paid, because))
    }
}

fn capped(
    rule: &str,
    cost: Rupiah,
    ceiling: &Found<'_, Rupiah>,
) -> Result<Assessment<Rupiah>, LawError> {
    if cost.is_negative() {
        return Err(LawError::Negative { amount: cost });
    }
    let paid = cost.min(ceiling.value);
    let because = Because::new(
        rule,
        Status::Confirmed,
        format!("Biaya {cost}, paling banyak {}: {paid}", ceiling.value),
        format!("Cost {cost}, at most {}: {paid}", ceiling.value),
    )
    .part(ceiling.because());
    Ok(Assessment::new(paid, because))
}
