//! Who is covered out of how many: one share with its base, its day and its source.

use crate::{
    clock,
    installation::Installation,
    problem::Misuse,
    speech::{Answer, Speech},
};
use access::Duty;
use clap::Args;
use insight::{CoverageReport, Place, StatusWord, coverage_report, resolve_place};
use registry::Gazetteer;
use regulation::Law;
use std::fmt::Write as _;
use terms::{Date, Payer, Segment};

/// What `lindung report coverage` is asked.
#[derive(Debug, Args)]
pub(crate) struct Question {
    #[command(flatten)]
    installation: Installation,
    /// Wilayah: kode atau nama; bila tidak disebut, seluruh negeri · Area: code or name
    #[arg(long)]
    area: Option<String>,
    /// Kelompok: bpd, rt_rw, satlinmas, … · Group
    #[arg(long)]
    group: Option<String>,
    /// Segmen: bpu, pu, jakon, pmi · Segment
    #[arg(long)]
    segment: Option<Segment>,
    /// Hanya yang dibayar oleh · Only what this payer pays
    #[arg(long)]
    payer: Option<Payer>,
    /// Yang dihitung: active atau registered; bila tidak disebut, menurut penyebutnya · Status word
    #[arg(long)]
    counts: Option<StatusWord>,
    /// Pada hari apa; bila tidak disebut, hari ini · On which day; unless told, today
    #[arg(long)]
    as_of: Option<Date>,
}

pub(crate) async fn answer(
    law: Law,
    question: &Question,
    speech: Speech,
) -> anyhow::Result<Answer> {
    let group =
        match &question.group {
            Some(word) => Some(registry::group(word).map_err(|fault| {
                Misuse::wrong(speech.pick(fault.indonesian(), fault.to_string()))
            })?),
            None => None,
        };
    let place = match &question.area {
        Some(said) => resolve_place(Gazetteer::embedded(), said)
            .map_err(|fault| Misuse::wrong(speech.pick(fault.indonesian(), fault.to_string())))?,
        None => Place::Nation,
    };
    let asked = insight::Question::new(
        place,
        question.as_of.unwrap_or_else(clock::today),
        None,
        group.map(|group| group.code),
        question.segment,
        question.payer,
    )?;
    let office = question.installation.office(law).await?;
    office.allow_everywhere(Duty::ReadFigures)?;
    let mut tx = office.db.read().await?;
    let report = coverage_report(&mut tx, &office.outside.law, asked, question.counts).await?;
    drop(tx);
    office.db.close().await;
    // Through a value: the day stands in the question and in the share, and is said once.
    speech.answer(&serde_json::to_value(&report)?, || said(speech, &report))
}

fn said(speech: Speech, report: &CoverageReport) -> String {
    let mut text = format!("{}: ", speech.date(report.as_of));
    let of = speech.pick("dari", "of");
    let _ = match (&report.denominator, &report.percent) {
        (Some(whole), Some(percent)) => {
            let percent = speech.percent(percent);
            writeln!(text, "{} {of} {whole} ({percent})", report.numerator)
        }
        _ => writeln!(text, "{}", report.numerator),
    };
    let _ = writeln!(text, "{}", speech.pick(&report.definition_id, &report.definition));
    if let Some(source) = &report.source {
        let _ =
            writeln!(text, "{}: {source}", speech.pick("Sumber penyebut", "Source of the base"));
    }
    if let Some(reason) = speech.pick(&report.reason_id, &report.reason_en) {
        let _ = writeln!(text, "{reason}");
    }
    let states = &report.states;
    let _ = writeln!(
        text,
        "{} {}, {} {}, {} {}, {} {}",
        speech.pick("aktif", "active"),
        states.active,
        speech.pick("masa tenggang", "in grace"),
        states.in_grace(),
        speech.pick("gugur", "lapsed"),
        states.lapsed,
        speech.pick("terdaftar belum bayar", "registered and unpaid"),
        states.registered_unpaid,
    );
    text
}
