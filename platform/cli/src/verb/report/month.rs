//! A branch's month: new, back, lapsed, net; contributions; events; each figure with its meaning.

use crate::{
    clock,
    installation::Installation,
    problem::{Misuse, Refusal},
    speech::{Answer, Speech},
};
use clap::Args;
use insight::{Place, resolve_place};
use outreach::{
    OutreachRefusal,
    monthly::{DEFINITIONS, Line, MonthReport, month_report},
};
use registry::Gazetteer;
use regulation::Law;
use std::fmt::Write as _;
use terms::Month;

/// What `lindung report month` is asked.
#[derive(Debug, Args)]
pub(crate) struct Question {
    #[command(flatten)]
    installation: Installation,
    /// Wilayah: kode atau nama, beberapa dipisah koma; bila tidak disebut, seluruh negeri · Area
    #[arg(long)]
    area: Option<String>,
    /// Bulan, 2026-10; bila tidak disebut, bulan ini · Month; unless told, this one
    #[arg(long)]
    month: Option<Month>,
}

pub(crate) async fn answer(
    law: Law,
    question: &Question,
    speech: Speech,
) -> anyhow::Result<Answer> {
    let place = match &question.area {
        Some(said) => resolve_place(Gazetteer::embedded(), said)
            .map_err(|fault| Misuse::wrong(speech.pick(fault.indonesian(), fault.to_string())))?,
        None => Place::Nation,
    };
    let month = question.month.unwrap_or_else(|| Month::of(clock::today()));
    let office = question.installation.office(law).await?;
    let mut tx = office.db.read().await?;
    let report = month_report(&mut tx, &office, place, month).await;
    drop(tx);
    office.db.close().await;
    let report = report.map_err(|refusal| match refusal {
        OutreachRefusal::Law(error) => anyhow::Error::from(error),
        OutreachRefusal::Db(error) => error.into(),
        refusal => Refusal {
            code: refusal.code().unwrap_or("REPORT"),
            field: Some("month"),
            id: refusal.indonesian(),
            en: refusal.to_string(),
        }
        .into(),
    })?;
    let text = said(speech, &report);
    speech.answer(&server::month_report_json(report), || text)
}

fn said(speech: Speech, report: &MonthReport) -> String {
    let mut text = format!("{}, {}\n", report.place, report.month);
    let of = |id: &'static str, en: &'static str| speech.pick(id, en);
    let _ = writeln!(text, "{} {}", of("dihitung per", "counted on"), speech.date(report.as_of));
    let mut table = |title: &str, lines: &[Line]| {
        for line in lines {
            let name = match line.name_id.is_empty() {
                true => line.key.as_str(),
                false => speech.pick(line.name_id.as_str(), line.name_en.as_str()),
            };
            let _ = writeln!(
                text,
                "{title} {name}: {} {}, {} {}, {} {}, {} {}, {} {}",
                of("baru", "new"),
                line.new,
                of("kembali", "reactivated"),
                line.reactivated,
                of("gugur", "lapsed"),
                line.lapsed,
                of("neto", "net"),
                line.net_active,
                of("aktif", "active"),
                line.active,
            );
        }
    };
    table(of("semua", "all"), std::slice::from_ref(&report.whole));
    table(of("segmen", "segment"), &report.by_segment);
    table(of("pembayar", "payer"), &report.by_payer);
    table(of("wilayah", "area"), &report.by_area);
    table(of("agen", "agent"), &report.by_agent);
    let (money, events) = (&report.money, &report.events);
    let _ = writeln!(
        text,
        "{}: {} {}, {} {}",
        of("iuran", "contributions"),
        of("jatuh tempo", "due"),
        money.due,
        of("dibayar", "paid"),
        money.paid,
    );
    let _ = writeln!(
        text,
        "{}: {} / {}; {} {} / {}",
        of("kegiatan ditutup", "events closed"),
        events.n_held,
        events.n_events,
        of("kecamatan", "districts"),
        events.reach.districts,
        events.reach.of,
    );
    for definition in DEFINITIONS {
        let _ = writeln!(text, "- {}", speech.pick(definition.id, definition.en));
    }
    text
}
