//! The calculator: typed questions, answers in the form of the command line and the API.

use crate::{
    Law, LawError,
    contribution::{MONTHS_MAX, MonthPrice, PriceInput},
    cover::{self, CoverState, PaidMonth},
    wage_earner::{WageInput, WagePrice},
};
use serde::Serialize;
use terms::{Because, Date, Month, Nik, Rupiah, Sex, Status};

/// `{"total":33600,"months":[…],"because":[…]}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PriceAnswer<M> {
    /// The sum of the months.
    pub total: Rupiah,
    /// Each month.
    pub months: Vec<M>,
    /// Why, one tree a month.
    pub because: Vec<Because>,
}

/// `{"state":"lapsed","on":"2024-07-01"}`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct NextState {
    /// The state.
    pub state: CoverState,
    /// Its first day.
    pub on: Date,
}

/// `{"state":"active","spell":1,"covered_until":"2024-03-31","next":{…},"because":[…]}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CoverAnswer {
    /// The state on the day.
    pub state: CoverState,
    /// Number of the spell.
    pub spell: u32,
    /// First insured day of the spell.
    pub spell_from: Option<Date>,
    /// Last day of the last paid month.
    pub covered_until: Option<Date>,
    /// The same with the months of grace.
    pub protected_until: Option<Date>,
    /// The next state if nothing more is paid.
    pub next: Option<NextState>,
    /// From when the death benefit is full.
    pub full_death_benefit_from: Option<Date>,
    /// Why.
    pub because: Vec<Because>,
}

/// `{"area":"32.73.01","day":5,"month":7,"year2":90,"sex":"female","warnings":[]}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct NikAnswer {
    /// Where the person was first registered.
    pub area: String,
    /// Day of birth.
    pub day: u8,
    /// Month of birth.
    pub month: u8,
    /// Last two digits of the year of birth; the century is not in the number.
    pub year2: u8,
    /// Sex.
    pub sex: Sex,
    /// Codes of what is odd.
    pub warnings: Vec<&'static str>,
    /// Why.
    pub because: Vec<Because>,
}

/// Reads `2026-11`, `2026-11,2026-12`, `2026-11..2027-01`, or a mixture.
pub fn parse_months(text: &str) -> Result<Vec<Month>, LawError> {
    let refuse = || LawError::BadMonths { text: text.chars().take(60).collect() };
    let read = |part: &str| part.trim().parse::<Month>().map_err(|_| refuse());
    let mut months = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once("..") {
            Some((first, last)) => {
                let (first, last) = (read(first)?, read(last)?);
                let n = usize::try_from(last.since(first) + 1).map_err(|_| refuse())?;
                if n == 0 {
                    return Err(refuse());
                }
                if months.len() + n > MONTHS_MAX {
                    return Err(LawError::TooManyMonths { n: months.len() + n, most: MONTHS_MAX });
                }
                months.extend(first.through(last));
            }
            None => months.push(read(part)?),
        }
    }
    match months.len() {
        0 => Err(LawError::NoMonths),
        n if n > MONTHS_MAX => Err(LawError::TooManyMonths { n, most: MONTHS_MAX }),
        _ => Ok(months),
    }
}

/// What months cost a non-wage worker. `input.month` is not looked at.
pub fn price_answer(
    law: &Law,
    months: &[Month],
    input: &PriceInput,
) -> Result<PriceAnswer<MonthPrice>, LawError> {
    let (price, because) = law.price_months(months, input)?.into_parts();
    Ok(PriceAnswer { total: price.total, months: price.months, because: because.parts })
}

/// What months cost a wage earner and the employer. `input.month` is not looked at.
pub fn wage_price_answer(
    law: &Law,
    months: &[Month],
    input: &WageInput,
) -> Result<PriceAnswer<WagePrice>, LawError> {
    if months.is_empty() {
        return Err(LawError::NoMonths);
    }
    let mut answer = PriceAnswer { total: Rupiah::ZERO, months: Vec::new(), because: Vec::new() };
    for month in months {
        let input = WageInput { month: *month, ..*input };
        let (price, because) = law.price_wage_earner(&input)?.into_parts();
        answer.total = answer.total.plus(price.total)?;
        answer.months.push(price);
        answer.because.push(because);
    }
    Ok(answer)
}

/// Where somebody stands on a day. A month without a day of payment counts as paid on its first.
pub fn cover_answer(
    law: &Law,
    paid: &[Month],
    paid_on: &[Date],
    as_of: Date,
) -> Result<CoverAnswer, LawError> {
    let paid: Vec<PaidMonth> = paid
        .iter()
        .enumerate()
        .map(|(n, month)| match paid_on.get(n) {
            Some(day) => PaidMonth { month: *month, paid_on: *day },
            None => PaidMonth::on_first_day(*month),
        })
        .collect();
    let parameters = law.cover_parameters(as_of)?;
    let found = cover::cover(&paid, &[], &parameters, as_of);
    Ok(CoverAnswer {
        state: found.state,
        spell: found.spell,
        spell_from: found.spell_from,
        covered_until: found.covered_until,
        protected_until: found.protected_until,
        next: found.next.map(|(state, on)| NextState { state, on }),
        full_death_benefit_from: found.full_death_benefit_from,
        because: vec![found.because],
    })
}

/// What a NIK says. `area_known` tells whether an area code is in today's list.
pub fn nik_answer(
    text: &str,
    area_known: impl FnOnce(&terms::AreaCode) -> bool,
) -> Result<NikAnswer, LawError> {
    let nik = Nik::parse(text)?;
    let known = area_known(&nik.area());
    let because = Because::new(
        "nik.structure",
        Status::Confirmed,
        "16 angka: 6 wilayah pendaftaran pertama, 6 tanggal lahir (perempuan + 40), 4 nomor urut; tidak ada angka pemeriksa, abad tidak termuat",
        "16 digits: 6 of the area of first registration, 6 of the birth date (women + 40), 4 of serial; no check digit, no century",
    )
    .cite(terms::Citation {
        instrument: "pp-40-2019".into(),
        title: "PP 40/2019".into(),
        article: Some("Pasal 31(1)".into()),
        status: Status::Confirmed,
    });
    Ok(NikAnswer {
        area: nik.area().to_string(),
        day: nik.day(),
        month: nik.month(),
        year2: nik.year2(),
        sex: nik.sex(),
        warnings: nik.warnings(known).into_iter().map(terms::NikWarning::code).collect(),
        because: vec![because],
    })
}
