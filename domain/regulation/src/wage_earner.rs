//! What a month of a wage earner (*penerima upah*) costs the employer and the worker.

use crate::{Law, LawError, contribution::relief_for, found::Found, relief::Case};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::collections::BTreeMap;
use terms::{
    Assessment, Because, Month, Payer, Programme, Programmes, Rate, Rupiah, Segment, Status,
    written,
};

/// Risk group (*tingkat risiko lingkungan kerja*), which sets the injury contribution.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RiskGroup {
    /// *Sangat rendah*.
    VeryLow,
    /// *Rendah*.
    Low,
    /// *Sedang*.
    Medium,
    /// *Tinggi*.
    High,
    /// *Sangat tinggi*.
    VeryHigh,
}

impl RiskGroup {
    /// From its number, 1 to 5.
    pub fn from_number(number: i64) -> Result<Self, LawError> {
        match number {
            1 => Ok(Self::VeryLow),
            2 => Ok(Self::Low),
            3 => Ok(Self::Medium),
            4 => Ok(Self::High),
            5 => Ok(Self::VeryHigh),
            given => Err(LawError::RiskGroup { given }),
        }
    }

    /// Its name in the law files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::VeryLow => "very_low",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::VeryHigh => "very_high",
        }
    }
}

/// Whether the employer belongs to one of the relieved labour-intensive industries.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Industry {
    /// Any other.
    #[default]
    Ordinary,
    /// *Padat karya*: relieved rates where the law of the month has them.
    LabourIntensive,
}

/// The facts the price of a wage earner depends on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WageInput {
    /// The contribution month.
    pub month: Month,
    /// Wage of a month: basic wage and fixed allowances.
    pub wage: Rupiah,
    /// Risk group of the employer.
    pub risk: RiskGroup,
    /// Kind of industry.
    pub industry: Industry,
    /// The programmes.
    pub programmes: Programmes,
}

/// Who pays what of one programme.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Shares {
    /// The employer's part.
    pub employer: Rupiah,
    /// The worker's part.
    pub worker: Rupiah,
}

/// What a month of a wage earner costs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WagePrice {
    /// The contribution month.
    pub month: Month,
    /// The sum.
    pub total: Rupiah,
    /// Parts of the sum.
    pub shares: Shares,
    /// Each programme.
    pub programmes: BTreeMap<Programme, Shares>,
}

impl Serialize for WagePrice {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(5))?;
        map.serialize_entry("month", &self.month)?;
        map.serialize_entry("total", &self.total)?;
        map.serialize_entry("employer", &self.shares.employer)?;
        map.serialize_entry("worker", &self.shares.worker)?;
        map.serialize_entry("programmes", &self.programmes)?;
        map.end()
    }
}

/// Where an injury and death contribution goes inside the funds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Recomposition {
    /// The employer's bill for injury, unchanged.
    pub jkk_bill: Rupiah,
    /// What of it stays with injury.
    pub jkk_net: Rupiah,
    /// What of injury goes to the unemployment programme.
    pub jkp_from_jkk: Rupiah,
    /// What of death goes to the unemployment programme.
    pub jkp_from_jkm: Rupiah,
    /// What the state adds.
    pub jkp_from_government: Rupiah,
}

impl Law {
    /// The price of a month of a wage earner. Each share is rounded once, at its line of the bill.
    pub fn price_wage_earner(&self, input: &WageInput) -> Result<Assessment<WagePrice>, LawError> {
        if input.wage <= Rupiah::ZERO {
            return Err(LawError::IncomeNotPositive { amount: input.wage });
        }
        if input.programmes.is_empty() {
            return Err(LawError::NoProgramme);
        }
        let mut programmes = BTreeMap::new();
        let mut parts = Vec::new();
        for programme in input.programmes.iter() {
            self.refuse_relief_not_read(input, programme)?;
            let (shares, because) = self.wage_line(input, programme)?;
            programmes.insert(programme, shares);
            parts.push(because);
        }
        let shares = Shares {
            employer: Rupiah::sum(programmes.values().map(|shares| shares.employer))?,
            worker: Rupiah::sum(programmes.values().map(|shares| shares.worker))?,
        };
        let total = shares.employer.plus(shares.worker)?;
        let [month_id, month_en] = written::month(input.month);
        let top = Because::new(
            "contribution.wage_earner",
            Status::Confirmed,
            format!(
                "Iuran PU {month_id}: {total} (pemberi kerja {}, pekerja {})",
                shares.employer, shares.worker
            ),
            format!(
                "Wage earner's contribution of {month_en}: {total} (employer {}, worker {})",
                shares.employer, shares.worker
            ),
        )
        .input("wage", input.wage)
        .input("risk", input.risk.word());
        let because = parts.into_iter().fold(top, Because::part);
        Ok(Assessment::new(WagePrice { month: input.month, total, shares, programmes }, because))
    }

    /// A relief for wage earners exists in some months whose working was not read.
    fn refuse_relief_not_read(
        &self,
        input: &WageInput,
        programme: Programme,
    ) -> Result<(), LawError> {
        let case = Case {
            segment: Segment::Pu,
            programme,
            month: input.month,
            sector: None,
            payer: Payer::Employer,
            joined: None,
            settled_through: None,
        };
        relief_for(self, &case).map(drop)
    }

    fn wage_line(
        &self,
        input: &WageInput,
        programme: Programme,
    ) -> Result<(Shares, Because), LawError> {
        let day = input.month.first_day();
        let mut base = input.wage;
        let mut parts = Vec::new();
        if programme == Programme::Jp {
            let ceiling = self.rupiah("contribution.jp_ceiling", day)?;
            base = base.min(ceiling.value);
            parts.push(ceiling.because());
        }
        let (employer, worker) = match programme {
            Programme::Jkk => (self.jkk_rate(input)?, None),
            Programme::Jkm => self.both("contribution.jkm_pu", input.month)?,
            Programme::Jht => self.both("contribution.jht_pu", input.month)?,
            Programme::Jp => self.both("contribution.jp_pu", input.month)?,
        };
        let rounding = self.rounding(day)?;
        let shares = Shares {
            employer: employer.value.of(base, rounding)?,
            worker: worker.map_or(Ok(Rupiah::ZERO), |rate| rate.value.of(base, rounding))?,
        };
        parts.push(employer.because());
        parts.extend(worker.map(|rate| rate.because()));
        if fraction(employer.value, base) || worker.is_some_and(|rate| fraction(rate.value, base)) {
            parts.push(self.look("contribution.rounding", "", day)?.word()?.because());
        }
        let name = programme.word().to_uppercase();
        let top = Because::new(
            &format!("contribution.{}_pu", programme.word()),
            Status::Confirmed,
            format!(
                "{name} dari {base}: pemberi kerja {}, pekerja {}",
                shares.employer, shares.worker
            ),
            format!("{name} of {base}: employer {}, worker {}", shares.employer, shares.worker),
        );
        Ok((shares, parts.into_iter().fold(top, Because::part)))
    }

    fn both(&self, key: &str, month: Month) -> Result<BothRates<'_>, LawError> {
        let day = month.first_day();
        Ok((self.rate_of(key, "employer", day)?, Some(self.rate_of(key, "worker", day)?)))
    }

    fn jkk_rate(&self, input: &WageInput) -> Result<Found<'_, Rate>, LawError> {
        const RELIEVED: &str = "contribution.jkk_pu_labour_intensive";
        let day = input.month.first_day();
        let relieved = input.industry == Industry::LabourIntensive
            && self.parameter(RELIEVED)?.find(day).is_some();
        let key = if relieved { RELIEVED } else { "contribution.jkk_pu" };
        self.rate_of(key, input.risk.word(), day)
    }

    /// Where the injury and death contributions of a wage earner go inside the funds.
    pub fn recomposition(&self, input: &WageInput) -> Result<Assessment<Recomposition>, LawError> {
        const KEY: &str = "contribution.jkp_recomposition";
        let day = input.month.first_day();
        let rounding = self.rounding(day)?;
        let rate = self.rate_of("contribution.jkk_pu", input.risk.word(), day)?;
        let [jkk, jkm, state] =
            ["from_jkk", "from_jkm", "government"].map(|name| self.rate_of(KEY, name, day));
        let (jkk, jkm, state) = (jkk?, jkm?, state?);
        let jkk_bill = rate.value.of(input.wage, rounding)?;
        let jkp_from_jkk = jkk.value.of(input.wage, rounding)?;
        let found = Recomposition {
            jkk_bill,
            jkk_net: jkk_bill.minus(jkp_from_jkk)?,
            jkp_from_jkk,
            jkp_from_jkm: jkm.value.of(input.wage, rounding)?,
            jkp_from_government: state.value.of(input.wage, rounding)?,
        };
        let because = Because::new(
            KEY,
            Status::Confirmed,
            format!(
                "Dari iuran JKK {jkk_bill}: {} ke JKP, {} tetap JKK",
                jkp_from_jkk, found.jkk_net
            ),
            format!(
                "Of the injury contribution {jkk_bill}: {} to JKP, {} stays",
                jkp_from_jkk, found.jkk_net
            ),
        )
        .part(rate.because())
        .part(jkk.because())
        .part(jkm.because())
        .part(state.because());
        Ok(Assessment::new(found, because))
    }

    /// The monthly base of a daily wage.
    pub fn wage_base_of_daily(
        &self,
        daily: Rupiah,
        month: Month,
    ) -> Result<Assessment<Rupiah>, LawError> {
        if daily <= Rupiah::ZERO {
            return Err(LawError::IncomeNotPositive { amount: daily });
        }
        let days = self.number("contribution.daily_wage_days", month.first_day())?;
        let base = daily.times(days.value)?;
        let because = Because::new(
            "contribution.wage_base",
            Status::Confirmed,
            format!("Upah harian {daily} x {} = {base}", days.value),
            format!("Daily wage {daily} x {} = {base}", days.value),
        )
        .part(days.because());
        Ok(Assessment::new(base, because))
    }
}

type BothRates<'a> = (Found<'a, Rate>, Option<Found<'a, Rate>>);

fn fraction(rate: Rate, base: Rupiah) -> bool {
    (i128::from(rate.parts()) * i128::from(base.get())) % 1_000_000 != 0
}
