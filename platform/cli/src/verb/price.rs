//! `lindung price`: what months cost a non-wage worker, or a wage earner and the employer.

use crate::{
    problem::Misuse,
    speech::{Answer, Speech},
};
use clap::{Args, ValueEnum};
use regulation::{
    Law, LawError,
    calculator::{self, PriceAnswer},
    contribution::{MonthPrice, PriceInput},
    wage_earner::{Industry, RiskGroup, WageInput, WagePrice},
};
use serde::Serialize;
use std::fmt::Write as _;
use terms::{Month, Payer, Programmes, Rupiah, Sector};

/// What `lindung price` is asked.
#[derive(Debug, Args)]
pub(crate) struct Question {
    /// Bulan: 2026-11, 2026-11,2026-12, atau 2026-11..2027-01 · Months
    #[arg(long)]
    months: String,
    /// Bukan penerima upah (bpu), atau penerima upah (pu) · Own-account worker, or wage earner
    #[arg(long, default_value = "bpu")]
    segment: PricedSegment,
    /// Penghasilan sebulan, rupiah; untuk bpu · Income of a month, rupiah; for bpu
    #[arg(long, allow_negative_numbers = true)]
    income: Option<i64>,
    /// Sektor: other, transport · Sector
    #[arg(long, default_value = "other")]
    sector: Sector,
    /// Pembayar: self, apbn, apbd, apbdes, csr, employer · Payer
    #[arg(long, default_value = "self")]
    payer: Payer,
    /// Program: jkk,jkm[,jht]; untuk pu juga jp · Programmes; for pu also jp
    #[arg(long, default_value = "jkk,jkm")]
    programmes: Programmes,
    /// Bulan mulai menjadi peserta, bila keringanan bergantung padanya · Month of joining
    #[arg(long)]
    joined: Option<Month>,
    /// Lunas sampai bulan ini, bila keringanan bergantung padanya · Everything paid up to this month
    #[arg(long)]
    settled_through: Option<Month>,
    /// Yang sudah dibayar, rupiah; kelebihannya menjadi kredit · Already paid; what is over is credit
    #[arg(long)]
    already_paid: Option<i64>,
    /// Upah sebulan, rupiah; untuk pu · Wage of a month, rupiah; for pu
    #[arg(long, allow_negative_numbers = true)]
    wage: Option<i64>,
    /// Kelompok risiko 1 (sangat rendah) sampai 5 (sangat tinggi); untuk pu · Risk group, for pu
    #[arg(long, allow_negative_numbers = true)]
    risk: Option<i64>,
    /// Industri padat karya; untuk pu · Labour-intensive industry; for pu
    #[arg(long)]
    labour_intensive: bool,
}

/// The segments that have a price of a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum PricedSegment {
    /// Bukan penerima upah · own-account and other non-wage workers
    Bpu,
    /// Penerima upah · wage earners
    Pu,
}

#[derive(Serialize)]
struct WithCredit<'a> {
    #[serde(flatten)]
    price: &'a PriceAnswer<MonthPrice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<Rupiah>,
}

pub(crate) fn answer(law: &Law, question: &Question, speech: Speech) -> anyhow::Result<Answer> {
    let months = match calculator::parse_months(&question.months) {
        Err(error @ (LawError::BadMonths { .. } | LawError::NoMonths)) => {
            return Err(Misuse::wrong(speech.pick(error.indonesian(), error.to_string())));
        }
        months => months?,
    };
    match question.segment {
        PricedSegment::Bpu => of_income(law, &months, question, speech),
        PricedSegment::Pu => of_wage(law, &months, question, speech),
    }
}

fn of_income(
    law: &Law,
    months: &[Month],
    question: &Question,
    speech: Speech,
) -> anyhow::Result<Answer> {
    let income = question.income.map(Rupiah::new).ok_or_else(|| {
        Misuse::missing(speech.pick(
            "--income belum disebut, misalnya --income 1000000",
            "--income is missing, for example --income 1000000",
        ))
    })?;
    let first = *months.first().ok_or(LawError::NoMonths)?;
    let input = PriceInput {
        joined: question.joined,
        settled_through: question.settled_through,
        ..PriceInput::new(first, income, question.sector, question.payer, question.programmes)
    };
    let price = calculator::price_answer(law, months, &input)?;
    let credit = match question.already_paid.map(Rupiah::new) {
        Some(paid) => Some(paid.minus(price.total).map_err(LawError::from)?.max(Rupiah::ZERO)),
        None => None,
    };
    speech.answer(&WithCredit { price: &price, credit }, || {
        let mut text = said(speech, &price, |month| (month.month, month.total), parts_of_income);
        if let Some(credit) = credit {
            let _ = writeln!(text, "{}: {credit}", speech.pick("Kredit", "Credit"));
        }
        text
    })
}

fn of_wage(
    law: &Law,
    months: &[Month],
    question: &Question,
    speech: Speech,
) -> anyhow::Result<Answer> {
    let (Some(wage), Some(risk)) = (question.wage.map(Rupiah::new), question.risk) else {
        return Err(Misuse::missing(speech.pick(
            "untuk --segment pu sebutkan --wage dan --risk, misalnya --wage 5000000 --risk 1",
            "--segment pu needs --wage and --risk, for example --wage 5000000 --risk 1",
        )));
    };
    let industry =
        if question.labour_intensive { Industry::LabourIntensive } else { Industry::Ordinary };
    let input = WageInput {
        month: *months.first().ok_or(LawError::NoMonths)?,
        wage,
        risk: RiskGroup::from_number(risk)?,
        industry,
        programmes: question.programmes,
    };
    let price = calculator::wage_price_answer(law, months, &input)?;
    speech.answer(&price, || {
        said(
            speech,
            &price,
            |month| (month.month, month.total),
            |month| parts_of_wage(speech, month),
        )
    })
}

fn parts_of_income(month: &MonthPrice) -> String {
    let parts = month.programmes();
    parts.map(|(p, amount)| format!("{} {amount}", upper(p))).collect::<Vec<_>>().join(", ")
}

fn parts_of_wage(speech: Speech, month: &WagePrice) -> String {
    let (by, from) = speech.pick(("pemberi kerja", "pekerja"), ("employer", "worker"));
    let parts = month.programmes.iter().map(|(programme, shares)| {
        format!("{} {by} {} {from} {}", upper(*programme), shares.employer, shares.worker)
    });
    parts.collect::<Vec<_>>().join(", ")
}

fn upper(programme: terms::Programme) -> String {
    programme.word().to_uppercase()
}

/// The total, then each run of months that cost the same, with the reasons of its first month.
fn said<M>(
    speech: Speech,
    price: &PriceAnswer<M>,
    head: impl Fn(&M) -> (Month, Rupiah),
    parts: impl Fn(&M) -> String,
) -> String {
    let n = price.months.len();
    let mut text = match n {
        1 => speech.pick(format!("Iuran: {}\n", price.total), format!("Price: {}\n", price.total)),
        _ => speech.pick(
            format!("Iuran {n} bulan: {}\n", price.total),
            format!("Price of {n} months: {}\n", price.total),
        ),
    };
    let lines: Vec<(Month, Rupiah, String)> =
        price.months.iter().map(|month| (head(month).0, head(month).1, parts(month))).collect();
    let mut at = 0;
    for run in lines.chunk_by(|a, b| a.2 == b.2 && b.0 == a.0.next()) {
        if let [(first, total, parts), .., (last, ..)] = run {
            let (each, to) = speech.pick(("masing-masing ", "s.d."), ("each ", "to"));
            let (first, last) = (speech.month(*first), speech.month(*last));
            let _ = writeln!(text, "\n{first} {to} {last}: {each}{total} ({parts})");
        } else if let [(month, total, parts)] = run {
            let _ = writeln!(text, "\n{}: {total} ({parts})", speech.month(*month));
        }
        let because = price.because.get(at).map(|month| month.parts.as_slice()).unwrap_or_default();
        text += &speech.because(because);
        at += run.len();
    }
    text
}
