//! The figures of the stories, counted from the people, and those that are only quoted.

use insight::{
    Amount, CoverageReport, Place, Question, coverage_report, figures, flows, percent_text, roll_up,
};
use jiff::civil::date;
use regulation::Law;
use serde::Serialize;
use std::fmt::Write as _;
use terms::{AreaCode, Date, Segment};

use super::story::KLATEN;
use crate::speech::Speech;

/// A figure with everything that belongs to it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Figure {
    /// The rows of the stories it answers.
    rows: &'static str,
    /// Where and of whom.
    title_id: &'static str,
    title_en: &'static str,
    /// Counted from the people of this database, or quoted from outside.
    counted: bool,
    numerator: i64,
    denominator: Option<i64>,
    percent: Option<String>,
    as_of: Option<Date>,
    source: Option<String>,
}

/// The five regencies and cities of the branch Serang.
const SERANG: [&str; 5] = ["36.01", "36.02", "36.04", "36.72", "36.73"];

fn place(codes: &[&str]) -> anyhow::Result<Place> {
    let codes: Result<Vec<AreaCode>, _> = codes.iter().map(|code| code.parse()).collect();
    Ok(Place::areas(codes?))
}

/// Every figure, in the order of the stories.
pub(super) async fn all(tx: &mut db::Tx, law: &Law, today: Date) -> anyhow::Result<Vec<Figure>> {
    let mut all = banyumas(tx, law).await?;
    all.extend(provinces(tx, law).await?);
    let now = Question::persons(place(&KLATEN)?, today);
    let klaten = coverage_report(tx, law, now, None).await?;
    all.push(Figure::of(
        "C11 C18",
        ("Sembilan desa Klaten, hari ini", "Nine villages of Klaten, today"),
        &klaten,
    ));
    all.extend(quoted());
    Ok(all)
}

async fn banyumas(tx: &mut db::Tx, law: &Law) -> anyhow::Result<Vec<Figure>> {
    let on = date(2024, 4, 24);
    let mut all = Vec::new();
    let mut reports = Vec::new();
    for (rows, group, title) in [
        ("D13", "bpd", ("Banyumas, anggota BPD", "Banyumas, village councils (BPD)")),
        ("D14", "rt_rw", ("Banyumas, ketua RT/RW", "Banyumas, heads of RT and RW")),
        ("D15", "satlinmas", ("Banyumas, Satlinmas terdaftar", "Banyumas, registered guards")),
    ] {
        let question = Question::new(place(&["33.02"])?, on, None, Some(group), None, None)?;
        let report = coverage_report(tx, law, question, None).await?;
        all.push(Figure::of(rows, title, &report));
        reports.push(report);
    }
    let sum = roll_up(&reports)?;
    all.push(Figure {
        rows: "D16",
        title_id: "Banyumas, ketiga kelompok",
        title_en: "Banyumas, the three groups",
        counted: true,
        numerator: sum.numerator,
        denominator: Some(sum.denominator),
        percent: sum.percent,
        as_of: Some(on),
        source: reports.iter().find_map(|report| report.source.clone()),
    });
    let everyone = Question::persons(place(&["33.02"])?, on);
    let report = coverage_report(tx, law, everyone, None).await?;
    let title = ("Banyumas, pekerja terlindungi", "Banyumas, workers covered");
    all.push(Figure::of("D21 D22", title, &report));
    Ok(all)
}

async fn provinces(tx: &mut db::Tx, law: &Law) -> anyhow::Result<Vec<Figure>> {
    let mut all = Vec::new();
    for (rows, codes, on, title) in [
        ("B10", &["72"][..], date(2022, 9, 30), ("Sulawesi Tengah, BPU", "Sulawesi Tengah, BPU")),
        ("B09", &["72"], date(2023, 9, 30), ("Sulawesi Tengah, BPU", "Sulawesi Tengah, BPU")),
        (
            "E03 E05",
            &SERANG,
            date(2022, 5, 23),
            ("Cabang Serang, lima kabupaten/kota", "Branch Serang, five regencies and cities"),
        ),
    ] {
        let bpu = Some(Segment::Bpu);
        let question = Question::new(place(codes)?, on, None, None, bpu, None)?;
        all.push(Figure::of(rows, title, &coverage_report(tx, law, question, None).await?));
    }
    let (from, to) = (date(2020, 12, 31), date(2021, 12, 31));
    let question = Question::new(place(&SERANG)?, to, None, None, Some(Segment::Bpu), None)?;
    let came = flows(tx, law, &question, from).await?;
    let target = figures().target("serang-bpu-2021");
    let of = target.and_then(|target| target.heads);
    all.push(Figure {
        rows: "E12",
        title_id: "Cabang Serang, peserta BPU baru tahun 2021 dari target",
        title_en: "Branch Serang, new BPU members of 2021 out of the target",
        counted: true,
        numerator: came.new,
        denominator: of,
        percent: of.and_then(|of| percent_text(came.new, of, 1)),
        as_of: Some(to),
        source: target.map(|target| target.source.clone()),
    });
    Ok(all)
}

/// What is only quoted: nobody is counted for it here.
fn quoted() -> Vec<Figure> {
    let target = figures().target("indonesia-2026");
    let mut all = Vec::new();
    if let Some((target, value)) = target.and_then(|t| t.heads.map(|heads| (t, heads))) {
        all.push(Figure {
            rows: "C02",
            title_id: "Indonesia, target pekerja terlindungi (angka luar)",
            title_en: "Indonesia, target of workers covered (outside figure)",
            counted: false,
            numerator: value,
            denominator: None,
            percent: None,
            as_of: None,
            source: Some(target.source.clone()),
        });
    }
    let said = figures().outside.iter().find(|entry| entry.rows.iter().any(|row| row == "C03"));
    if let Some((entry, value)) =
        said.and_then(|entry| entry.persons.map(|persons| (entry, persons)))
    {
        all.push(Figure {
            rows: "C03",
            title_id: "Indonesia, peserta aktif (angka luar)",
            title_en: "Indonesia, active members (outside figure)",
            counted: false,
            numerator: value,
            denominator: None,
            percent: None,
            as_of: entry.as_of,
            source: Some(entry.source.clone()),
        });
    }
    all
}

impl Figure {
    fn of(
        rows: &'static str,
        title: (&'static str, &'static str),
        report: &CoverageReport,
    ) -> Self {
        Self {
            rows,
            title_id: title.0,
            title_en: title.1,
            counted: true,
            numerator: report.numerator,
            denominator: report.denominator,
            percent: report.percent.clone(),
            as_of: Some(report.as_of),
            source: report.source.clone(),
        }
    }
}

/// The figures as a table to be read.
pub(super) fn said(speech: Speech, all: &[Figure]) -> String {
    let mut text = String::new();
    for figure in all {
        let title = speech.pick(figure.title_id, figure.title_en);
        let n = Amount::exactly(figure.numerator).said();
        let n = speech.pick(n.0, n.1);
        let of = figure.denominator.map(|whole| Amount::exactly(whole).said());
        let of = of.map(|of| format!(" {} {}", speech.pick("dari", "of"), speech.pick(of.0, of.1)));
        let percent =
            figure.percent.as_ref().map(|percent| format!(" = {}", speech.percent(percent)));
        let on = figure.as_of.map(|on| format!(", {}", speech.date(on)));
        let _ = writeln!(
            text,
            "{:8} {title}: {n}{}{}{}",
            figure.rows,
            of.unwrap_or_default(),
            percent.unwrap_or_default(),
            on.unwrap_or_default(),
        );
        let none = speech.pick("dihitung dari data contoh", "counted from the demonstration");
        let source = figure.source.as_deref().unwrap_or(none);
        let _ = writeln!(text, "         {source}");
    }
    text
}
