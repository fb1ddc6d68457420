//! The kinds of questions a case may ask, each with its inputs.

use crate::benefit::{Incapacity, PartialReason, TransportCost};
use serde::Deserialize;
use terms::{Date, Month, Payer, Programmes, Rupiah, Sector, Segment};

macro_rules! questions {
    ($($(#[$doc:meta])* $variant:ident($inputs:ty) = $kind:literal),+ $(,)?) => {
        /// What a case asks.
        #[derive(Clone, Debug)]
        pub enum Question { $($(#[$doc])* $variant($inputs)),+ }

        impl Question {
            /// Every kind a case file may name.
            pub const KINDS: &'static [&'static str] = &[$($kind),+];

            /// The kind, as the case file names it.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => $kind),+ }
            }

            pub(super) fn read(kind: &str, input: toml::Table) -> Result<Self, String> {
                match kind {
                    $($kind => input.try_into().map(Self::$variant).map_err(|error| error.to_string()),)+
                    _ => Err(format!("kind “{kind}” is not known; known are: {}", Self::KINDS.join(", "))),
                }
            }
        }
    };
}

questions! {
    /// The price of months of a non-wage worker, or of many.
    Price(PriceCase) = "price",
    /// How many workers money pays for.
    Funded(FundedCase) = "funded",
    /// The price of a month of a wage earner.
    PricePu(WageCase) = "price_pu",
    /// Where the injury contribution goes.
    Recomposition(RecompositionCase) = "recomposition",
    /// A surcharge.
    Penalty(PenaltyCase) = "penalty",
    /// A daily wage as a monthly base.
    WageBase(WageBaseCase) = "wage_base",
    /// A due date.
    Due(DueCase) = "due",
    /// The cover clock.
    Cover(CoverCase) = "cover",
    /// A death not caused by work.
    BenefitJkm(DeathCase) = "benefit_jkm",
    /// An injury that leaves a mark, or death.
    BenefitJkk(InjuryCase) = "benefit_jkk",
    /// Unable to work for a time.
    Stmb(StmbCase) = "stmb",
    /// Transport.
    Transport(TransportCase) = "transport",
    /// Home care.
    HomeCare(HomeCareCase) = "home_care",
    /// The most a family may receive as scholarship.
    Scholarship(ScholarshipCase) = "scholarship",
    /// The return of a year on savings.
    JhtReturn(ReturnCase) = "jht_return",
    /// A part of the savings.
    JhtPart(PartCase) = "jht_part",
    /// An agent's fee.
    AgentFee(AgentCase) = "agent_fee",
    /// An identity number.
    Nik(NikCase) = "nik",
}

const fn one() -> i64 {
    1
}

const fn yes() -> bool {
    true
}

/// Inputs of a price.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceCase {
    /// Months, as the command line takes them.
    pub months: String,
    /// Income of a month.
    pub income: Rupiah,
    /// Sector.
    pub sector: Sector,
    /// Payer.
    pub payer: Payer,
    /// Programmes.
    pub programmes: Programmes,
    /// Month of joining.
    pub joined: Option<Month>,
    /// Paid up to this month.
    pub settled_through: Option<Month>,
    /// What had been paid; the rest is credit.
    pub paid: Option<Rupiah>,
    /// How many people.
    #[serde(default = "one")]
    pub workers: i64,
}

/// Inputs of a budget.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FundedCase {
    /// The money there is.
    pub money: Rupiah,
    /// Months, as the command line takes them.
    pub months: String,
    /// Income of a month.
    pub income: Rupiah,
    /// Sector.
    pub sector: Sector,
    /// Payer.
    pub payer: Payer,
    /// Programmes.
    pub programmes: Programmes,
}

/// Inputs of a wage earner's price.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WageCase {
    /// The month.
    pub month: Month,
    /// Wage of a month.
    pub wage: Rupiah,
    /// Risk group, 1 to 5.
    pub risk: i64,
    /// Programmes.
    pub programmes: Programmes,
    /// Whether the industry is a labour-intensive one.
    #[serde(default)]
    pub labour_intensive: bool,
    /// How many people.
    #[serde(default = "one")]
    pub workers: i64,
}

/// Inputs of a recomposition.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecompositionCase {
    /// The month.
    pub month: Month,
    /// Wage of a month.
    pub wage: Rupiah,
    /// Risk group, 1 to 5.
    pub risk: i64,
}

/// Inputs of a surcharge.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PenaltyCase {
    /// Segment.
    pub segment: Segment,
    /// The month.
    pub month: Month,
    /// The contribution due.
    pub due: Rupiah,
    /// Months of delay.
    pub months_late: u32,
}

/// Inputs of a wage base.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WageBaseCase {
    /// Wage of a day.
    pub daily: Rupiah,
    /// The month.
    pub month: Month,
}

/// Inputs of a due date.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueCase {
    /// Segment.
    pub segment: Segment,
    /// The contribution month.
    pub month: Month,
    /// Holidays besides weekends.
    #[serde(default)]
    pub holidays: Vec<Date>,
}

/// A month paid; without a day, on its first.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaidCase {
    /// The month.
    pub month: Month,
    /// The day of payment.
    pub paid_on: Option<Date>,
}

/// Inputs of the cover clock.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverCase {
    /// What was paid.
    pub paid: Vec<PaidCase>,
    /// The days to ask for; each expects `state spell`.
    pub as_of: Vec<Date>,
    /// Another number of grace months than the law has.
    pub grace_months: Option<u8>,
}

/// Inputs of a death not caused by work.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeathCase {
    /// Day of death.
    pub died: Date,
    /// Months in a row.
    pub months_in_a_row: u32,
    /// Months in all.
    pub months_in_all: u32,
    /// Children who may study.
    pub children: u32,
    /// How many such deaths.
    #[serde(default = "one")]
    pub people: i64,
}

/// How an injury ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Death.
    Death,
    /// Permanent total disability.
    TotalDisability,
    /// Permanent partial disability.
    Partial,
}

/// Inputs of an injury.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InjuryCase {
    /// How it ended.
    pub outcome: Outcome,
    /// The day.
    pub happened: Date,
    /// The base income.
    pub base: Rupiah,
    /// Row of the annex.
    pub part: Option<String>,
    /// Loss of hearing.
    pub decibels: Option<u32>,
    /// Share of function lost, per cent.
    pub lost: Option<String>,
}

/// Inputs of a temporary incapacity.
#[derive(Clone, Debug, Deserialize)]
pub struct StmbCase {
    /// The day of the injury.
    pub happened: Date,
    /// The base income.
    pub base: Rupiah,
    /// How long.
    #[serde(flatten)]
    pub time: Incapacity,
}

/// Inputs of transport.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransportCase {
    /// The day of the injury.
    pub happened: Date,
    /// The receipts.
    pub receipts: Vec<TransportCost>,
}

/// Inputs of home care.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HomeCareCase {
    /// The day of the injury.
    pub happened: Date,
    /// How long.
    pub months: u32,
    /// What it cost.
    pub cost: Rupiah,
}

/// Inputs of a scholarship.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScholarshipCase {
    /// The day of the event.
    pub on: Date,
    /// Children who may study.
    pub children: u32,
    /// `injury`, or `death`.
    pub cause: String,
    /// For a death: months in all.
    #[serde(default)]
    pub months_in_all: u32,
}

/// Inputs of a return on savings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnCase {
    /// The balance.
    pub balance: Rupiah,
    /// A rate by hand, per cent.
    pub percent: Option<String>,
    /// Or the rate of a year.
    pub year: Option<i16>,
}

/// Inputs of a part of the savings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartCase {
    /// The day.
    pub on: Date,
    /// The balance.
    pub balance: Rupiah,
    /// Years of membership.
    pub years: u32,
    /// What for.
    pub reason: PartialReason,
}

/// Inputs of an agent's fee.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgentCase {
    /// The month.
    pub month: Month,
    /// What was collected.
    pub contributions: Rupiah,
    /// New members of the month.
    pub new_members: u32,
}

/// Inputs of an identity number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NikCase {
    /// As typed.
    pub text: String,
    /// Whether its area is in today's list.
    #[serde(default = "yes")]
    pub area_known: bool,
}
