//! What a month costs a non-wage worker: income band, programmes, relief of that month.
//!
//! One computation (`settle`) serves both the bulk price ([`Law::price_amount`], no allocation)
//! and the explained one ([`Law::price`]). Several months are the sum of their months: the law of
//! the month covered counts, not that of the day of payment.

mod due;
mod explain;

use crate::{
    Entry, LawError, Leaf, Parameter, Relief, Tier, Unit, Value,
    law::Law,
    relief::{Case, Verdict},
};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::collections::BTreeMap;
use terms::{
    Assessment, Because, Date, Month, Payer, Programme, Programmes, Rounding, Rupiah, Sector,
    Segment, Status,
};

/// The most months one question may price: as long as anybody can be a member.
pub const MONTHS_MAX: usize = 600;

/// The facts a price depends on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PriceInput {
    /// The contribution month.
    pub month: Month,
    /// Declared income of a month.
    pub income: Rupiah,
    /// Sector, which decides relief.
    pub sector: Sector,
    /// Whose money pays.
    pub payer: Payer,
    /// The programmes chosen.
    pub programmes: Programmes,
    /// The month the member first joined, where a relief asks for it.
    pub joined: Option<Month>,
    /// The month up to which everything had been paid, where a relief asks for it; when not told,
    /// the condition is taken as met and the explanation says so.
    pub settled_through: Option<Month>,
}

impl PriceInput {
    /// A price without any history of the member.
    #[must_use]
    pub const fn new(
        month: Month,
        income: Rupiah,
        sector: Sector,
        payer: Payer,
        programmes: Programmes,
    ) -> Self {
        Self { month, income, sector, payer, programmes, joined: None, settled_through: None }
    }
}

/// What a month costs. Programmes that were not asked for are `None`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MonthPrice {
    /// The contribution month.
    pub month: Month,
    /// The sum.
    pub total: Rupiah,
    /// Employment injury.
    pub jkk: Option<Rupiah>,
    /// Death.
    pub jkm: Option<Rupiah>,
    /// Old-age savings.
    pub jht: Option<Rupiah>,
}

impl MonthPrice {
    /// The programmes with their amounts, in reading order.
    pub fn programmes(&self) -> impl Iterator<Item = (Programme, Rupiah)> {
        [(Programme::Jkk, self.jkk), (Programme::Jkm, self.jkm), (Programme::Jht, self.jht)]
            .into_iter()
            .filter_map(|(programme, amount)| Some((programme, amount?)))
    }
}

/// `{"month":"2026-11","total":8400,"programmes":{"jkk":5000,"jkm":3400}}`.
impl Serialize for MonthPrice {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let programmes: BTreeMap<Programme, Rupiah> = self.programmes().collect();
        let mut map = s.serialize_map(Some(3))?;
        map.serialize_entry("month", &self.month)?;
        map.serialize_entry("total", &self.total)?;
        map.serialize_entry("programmes", &programmes)?;
        map.end()
    }
}

/// Several months and their sum.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MonthsPrice {
    /// The sum.
    pub total: Rupiah,
    /// Each month, as asked for.
    pub months: Vec<MonthPrice>,
}

impl Law {
    /// The price of a month, explained.
    pub fn price(&self, input: &PriceInput) -> Result<Assessment<MonthPrice>, LawError> {
        let settled = settle(self, input)?;
        Ok(Assessment::new(settled.price(), explain::month(self, input, &settled)))
    }

    /// The price of a month without its explanation, for bulk work; the same computation.
    pub fn price_amount(&self, input: &PriceInput) -> Result<MonthPrice, LawError> {
        settle(self, input).map(|settled| settled.price())
    }

    /// The price of several months: the sum of each at its own law. `input.month` is not looked at.
    pub fn price_months(
        &self,
        months: &[Month],
        input: &PriceInput,
    ) -> Result<Assessment<MonthsPrice>, LawError> {
        if months.is_empty() {
            return Err(LawError::NoMonths);
        }
        if months.len() > MONTHS_MAX {
            return Err(LawError::TooManyMonths { n: months.len(), most: MONTHS_MAX });
        }
        let mut prices = Vec::with_capacity(months.len());
        let mut parts = Vec::with_capacity(months.len());
        for month in months {
            let (price, because) =
                self.price(&PriceInput { month: *month, ..*input })?.into_parts();
            prices.push(price);
            parts.push(because);
        }
        let total = Rupiah::sum(prices.iter().map(|price| price.total))?;
        let because = parts.into_iter().fold(
            Because::new(
                "contribution.months",
                Status::Confirmed,
                format!(
                    "Jumlah {} bulan, masing-masing menurut hukum bulannya: {total}",
                    prices.len()
                ),
                format!("Sum of {} months, each by the law of its month: {total}", prices.len()),
            ),
            Because::part,
        );
        Ok(Assessment::new(MonthsPrice { total, months: prices }, because))
    }

    /// The income band of a declared income, and so the base of benefits.
    pub fn tier(&self, income: Rupiah, on: Date) -> Result<Tier, LawError> {
        let entry = self.tariff.jkk.at(on)?;
        tier_of(&self.tariff.jkk, entry, income).copied()
    }
}

/// The parameters every price needs, at hand.
#[derive(Clone, Debug)]
pub(crate) struct Tariff {
    jkk: Parameter,
    jkm: Parameter,
    jht: Parameter,
    rounding: Parameter,
    reliefs: Vec<Parameter>,
}

impl Tariff {
    pub(crate) fn of(parameters: &BTreeMap<String, Parameter>) -> Result<Self, String> {
        let get = |key: &str| parameters.get(key).cloned().ok_or_else(|| key.to_owned());
        Ok(Self {
            jkk: get("contribution.tiers_jkk_bpu")?,
            jkm: get("contribution.jkm_bpu")?,
            jht: get("contribution.tiers_jht_bpu")?,
            rounding: get("contribution.rounding")?,
            reliefs: parameters.values().filter(|p| p.unit == Unit::Relief).cloned().collect(),
        })
    }
}

/// A relief that applies, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Applied<'a> {
    pub(crate) parameter: &'a Parameter,
    pub(crate) entry: &'a Entry,
    pub(crate) relief: &'a Relief,
}

/// One programme of a month, settled.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    programme: Programme,
    parameter: &'a Parameter,
    entry: &'a Entry,
    tier: Option<&'a Tier>,
    full: Rupiah,
    relief: Option<Applied<'a>>,
    due: Rupiah,
}

/// A month, settled.
#[derive(Clone, Copy, Debug)]
struct Settled<'a> {
    month: Month,
    lines: [Option<Line<'a>>; 3],
    total: Rupiah,
}

impl Settled<'_> {
    fn price(&self) -> MonthPrice {
        let [jkk, jkm, jht] = self.lines.map(|line| line.map(|line| line.due));
        MonthPrice { month: self.month, total: self.total, jkk, jkm, jht }
    }
}

/// The one computation behind every price of a non-wage worker.
fn settle<'a>(law: &'a Law, input: &PriceInput) -> Result<Settled<'a>, LawError> {
    if input.income <= Rupiah::ZERO {
        return Err(LawError::IncomeNotPositive { amount: input.income });
    }
    if input.programmes.is_empty() {
        return Err(LawError::NoProgramme);
    }
    if input.programmes.has(Programme::Jp) {
        return Err(LawError::NotForSegment { programme: Programme::Jp, segment: Segment::Bpu });
    }
    let mut lines = [None; 3];
    let mut total = Rupiah::ZERO;
    let programmes = [Programme::Jkk, Programme::Jkm, Programme::Jht];
    for (slot, programme) in lines.iter_mut().zip(programmes) {
        if input.programmes.has(programme) {
            let line = line(law, input, programme)?;
            total = total.plus(line.due)?;
            *slot = Some(line);
        }
    }
    Ok(Settled { month: input.month, lines, total })
}

fn line<'a>(law: &'a Law, input: &PriceInput, programme: Programme) -> Result<Line<'a>, LawError> {
    let day = input.month.first_day();
    let parameter = match programme {
        Programme::Jkk => &law.tariff.jkk,
        Programme::Jkm => &law.tariff.jkm,
        Programme::Jht | Programme::Jp => &law.tariff.jht,
    };
    let entry = parameter.at(day)?;
    let (tier, full) = match &entry.value {
        Value::One(Leaf::Rupiah(amount)) => (None, *amount),
        _ => {
            let tier = tier_of(parameter, entry, input.income)?;
            (Some(tier), tier.amount)
        }
    };
    let case = Case {
        segment: Segment::Bpu,
        programme,
        month: input.month,
        sector: Some(input.sector),
        payer: input.payer,
        joined: input.joined,
        settled_through: input.settled_through,
    };
    let relief = relief_for(law, &case)?;
    let due = match relief {
        Some(Applied { relief: Relief { pays: Some(rate), .. }, .. }) => {
            rate.of(full, rounding(law, day)?)?
        }
        _ => full,
    };
    Ok(Line { programme, parameter, entry, tier, full, relief, due })
}

fn tier_of<'a>(
    parameter: &Parameter,
    entry: &'a Entry,
    income: Rupiah,
) -> Result<&'a Tier, LawError> {
    match &entry.value {
        Value::Tiers(tiers) => {
            tiers.of(income).ok_or(LawError::IncomeNotPositive { amount: income })
        }
        _ => Err(parameter.unknown("")),
    }
}

fn rounding(law: &Law, day: Date) -> Result<Rounding, LawError> {
    match &law.tariff.rounding.at(day)?.value {
        Value::One(Leaf::Word(word)) if word == "down" => Ok(Rounding::Down),
        Value::One(Leaf::Unknown) => Err(law.tariff.rounding.unknown("")),
        _ => Ok(Rounding::HalfUp),
    }
}

/// The relief of a case: at most one, which the loader has proved.
pub(crate) fn relief_for<'a>(law: &'a Law, case: &Case) -> Result<Option<Applied<'a>>, LawError> {
    for (parameter, entry, relief) in reliefs(law) {
        match relief.judge(case) {
            Verdict::Applies if relief.pays.is_none() => return Err(parameter.unknown("")),
            Verdict::Applies => return Ok(Some(Applied { parameter, entry, relief })),
            Verdict::JoinedNeeded => {
                let rule = entry.source.title.clone();
                return Err(LawError::JoinedNeeded { month: case.month, rule });
            }
            Verdict::Elsewhere | Verdict::Not(_) => {}
        }
    }
    Ok(None)
}

fn reliefs(law: &Law) -> impl Iterator<Item = (&Parameter, &Entry, &Relief)> {
    law.tariff.reliefs.iter().flat_map(|parameter| {
        parameter.entries.iter().filter_map(move |entry| match &entry.value {
            Value::Relief(relief) => Some((parameter, entry, relief.as_ref())),
            _ => None,
        })
    })
}
