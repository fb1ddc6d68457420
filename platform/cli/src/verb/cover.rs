//! `lindung cover`: where somebody stands on a day, from the months that were paid.

use crate::{
    clock,
    problem::Misuse,
    speech::{Answer, Speech},
};
use clap::Args;
use regulation::{
    Law, LawError,
    calculator::{self, CoverAnswer},
    cover::CoverState,
};
use std::fmt::Write as _;
use terms::Date;

/// What `lindung cover` is asked.
#[derive(Debug, Args)]
pub(crate) struct Question {
    /// Bulan yang dibayar: 2024-03,2024-04 atau 2024-03..2024-05 · Months paid
    #[arg(long, default_value = "")]
    paid: String,
    /// Hari pembayaran, urut seperti --paid; selebihnya tanggal satu · Days of payment, as --paid
    #[arg(long, value_delimiter = ',', value_name = "DATE,…")]
    paid_on: Vec<Date>,
    /// Pada hari apa; bila tidak disebut, hari ini · On which day; unless told, today
    #[arg(long)]
    as_of: Option<Date>,
}

pub(crate) fn answer(law: &Law, question: &Question, speech: Speech) -> anyhow::Result<Answer> {
    let paid = match calculator::parse_months(&question.paid) {
        Err(LawError::NoMonths) => Vec::new(),
        Err(error @ LawError::BadMonths { .. }) => {
            return Err(Misuse::wrong(speech.pick(error.indonesian(), error.to_string())));
        }
        paid => paid?,
    };
    if question.paid_on.len() > paid.len() {
        return Err(Misuse::wrong(speech.pick(
            "--paid-on menyebut lebih banyak hari daripada bulan di --paid",
            "--paid-on names more days than there are months in --paid",
        )));
    }
    let as_of = question.as_of.unwrap_or_else(clock::today);
    let found = calculator::cover_answer(law, &paid, &question.paid_on, as_of)?;
    speech.answer(&found, || said(speech, &found, as_of))
}

fn said(speech: Speech, found: &CoverAnswer, as_of: Date) -> String {
    let mut text = format!("{}: {}", speech.date(as_of), state(speech, found.state));
    if found.spell > 0 {
        let spell = speech.pick("masa kepesertaan ke-", "spell ");
        let _ = write!(text, ", {spell}{}", found.spell);
    }
    text.push('\n');
    let mut line = |id: &str, en: &str, date: Option<Date>| {
        if let Some(date) = date {
            let _ = writeln!(text, "{}: {}", speech.pick(id, en), speech.date(date));
        }
    };
    line("Dibayar sampai", "Paid until", found.covered_until);
    line("Terlindungi sampai", "Protected until", found.protected_until);
    if let Some(next) = found.next {
        let what = state(speech, next.state);
        let _ = writeln!(
            text,
            "{}: {what}, {} {}",
            speech.pick("Bila tidak dibayar lagi", "If nothing more is paid"),
            speech.pick("mulai", "from"),
            speech.date(next.on)
        );
    }
    text + "\n" + &speech.because(&found.because)
}

fn state(speech: Speech, state: CoverState) -> String {
    match state {
        CoverState::RegisteredUnpaid => {
            speech.pick("terdaftar, belum terlindungi", "registered, not yet covered").into()
        }
        CoverState::Active => speech.pick("aktif", "active").into(),
        CoverState::Grace(n) => {
            speech.pick(format!("masa tenggang bulan ke-{n}"), format!("grace, month {n}"))
        }
        CoverState::Lapsed => speech.pick("gugur, tidak terlindungi", "lapsed, not covered").into(),
        CoverState::SuspendedReview => speech.pick("sedang ditinjau", "under review").into(),
        CoverState::Ended(_) => speech.pick("berakhir", "ended").into(),
    }
}
