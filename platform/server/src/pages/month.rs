//! A branch's month on paper: the tables of the report, and what every figure means.

use super::layout::{count, day, month as month_said, page};
use crate::{
    api::reports::report_of,
    door::{Params, Reader},
    problem::{Lang, Problem},
};
use maud::{Markup, html};
use outreach::monthly::{DEFINITIONS, Level, Line, MonthReport};
use serde::Deserialize;
use terms::Month;

/// What the page is asked; an empty field is none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MonthParams {
    area: Option<String>,
    month: Option<String>,
}

/// `GET /laporan/bulan`.
pub(crate) async fn month(
    reader: Reader,
    lang: Lang,
    Params(params): Params<MonthParams>,
) -> Result<Markup, Problem> {
    let asked = params.month.as_deref().filter(|text| !text.is_empty());
    let asked: Option<Month> = asked
        .map(str::parse)
        .transpose()
        .map_err(|_| Problem::plain("bad-address").field("month"))?;
    let area = params.area.as_deref().filter(|text| !text.is_empty());
    let report = report_of(&reader.office, area, asked).await?;
    let title = lang.of("Laporan bulanan", "Monthly report");
    let content = html! {
        h1 { (title) ": " (report.place) ", " (month_said(lang, report.month)) }
        (question_form(lang, &params, report.month))
        p.small {
            (lang.of("Dihitung per ", "Counted on ")) (day(lang, report.as_of))
            " · " (lang.of("dibuat ", "made ")) (report.made_at.to_string())
            " · " a href=(sheet(&report, "csv")) { "CSV" } " · " a href=(sheet(&report, "xlsx")) { "XLSX" }
        }
        (members(lang, &report))
        (money(lang, &report))
        (events(lang, &report))
        h2 { (lang.of("Arti setiap angka", "What every figure means")) }
        ul.small { @for it in DEFINITIONS { li { (lang.of(it.id, it.en)) } } }
    };
    Ok(page(lang, "/laporan/bulan", title, content))
}

fn sheet(report: &MonthReport, format: &str) -> String {
    let area = report.area.replace('+', "%2B");
    format!("/api/v1/reports/month?format={format}&month={}&area={area}", report.month)
}

fn question_form(lang: Lang, params: &MonthParams, month: Month) -> Markup {
    html! {
        form.ask method="get" action="/laporan/bulan" {
            div { label for="area" { (lang.of("Wilayah (nama atau kode)", "Area (name or code)")) } input #area name="area" value=(params.area.as_deref().unwrap_or_default()); }
            div { label for="month" { (lang.of("Bulan (2026-10)", "Month (2026-10)")) } input #month name="month" value=(month); }
            input type="hidden" name="lang" value=(lang.word());
            button { (lang.of("Tampilkan", "Show")) }
        }
    }
}

fn members(lang: Lang, report: &MonthReport) -> Markup {
    let by_area = match report.level {
        Level::Village => lang.of("Menurut desa/kelurahan", "By village"),
        Level::Below => lang.of("Menurut wilayah", "By area"),
    };
    html! {
        h2 { (lang.of("Kepesertaan", "Members")) }
        (table(lang, lang.of("Semua orang", "Everybody"), std::slice::from_ref(&report.whole)))
        @for card in &report.targets {
            p {
                (lang.of("Target ", "Target ")) (card.heads.map(|n| count(lang, n)).unwrap_or_else(|| "—".into()))
                @if let Some(until) = card.until_on { " " (lang.of("sampai ", "by ")) (day(lang, until)) }
                ": " (card.at_hand.map(|n| count(lang, n)).unwrap_or_else(|| lang.of("belum tercatat", "not recorded").into()))
                @if let Some(missing) = card.missing { ", " (lang.of("kurang ", "missing ")) (count(lang, missing)) }
                @if let Some(pace) = card.a_month { " (" (count(lang, pace)) " " (lang.of("sebulan", "a month")) ")" }
                " · " span.small { (card.document) }
            }
        }
        (table(lang, lang.of("Menurut segmen", "By segment"), &report.by_segment))
        (table(lang, lang.of("Menurut pembayar", "By payer"), &report.by_payer))
        (table(lang, by_area, &report.by_area))
        (table(lang, lang.of("Menurut agen", "By agent"), &report.by_agent))
    }
}

fn table(lang: Lang, title: &str, lines: &[Line]) -> Markup {
    if lines.is_empty() {
        return html! {};
    }
    let number = |n: i64| count(lang, n);
    let name = |line: &Line| match (line.name_id.is_empty(), line.key.is_empty()) {
        (false, _) => lang.of(&line.name_id, &line.name_en).to_owned(),
        (true, false) => line.key.clone(),
        (true, true) => "Indonesia".to_owned(),
    };
    html! {
        div.scroll { table {
            caption { (title) }
            thead { tr {
                th scope="col" { (lang.of("Nama", "Name")) }
                th scope="col" { (lang.of("Target", "Target")) }
                th scope="col" { (lang.of("Aktif sebelumnya", "Active before")) }
                th scope="col" { (lang.of("Baru", "New")) }
                th scope="col" { (lang.of("Kembali", "Reactivated")) }
                th scope="col" { (lang.of("Gugur", "Lapsed")) }
                th scope="col" { (lang.of("Neto", "Net")) }
                th scope="col" { (lang.of("Aktif", "Active")) }
            } }
            tbody { @for line in lines { tr {
                th scope="row" { (name(line)) }
                td { (line.target.map(number).unwrap_or_default()) }
                td { (number(line.active_before)) }
                td { (number(line.new)) }
                td { (number(line.reactivated)) }
                td { (number(line.lapsed)) }
                td { (number(line.net_active)) }
                td { (number(line.active)) }
            } } }
        } }
    }
}

fn money(lang: Lang, report: &MonthReport) -> Markup {
    let money = &report.money;
    html! {
        h2 { (lang.of("Iuran", "Contributions")) }
        p {
            (lang.of("Jatuh tempo ", "Due ")) (count(lang, money.due))
            ", " (lang.of("dibayar ", "paid ")) (count(lang, money.paid))
            ", " (lang.of("belum ", "unpaid ")) (count(lang, money.unpaid))
        }
        @if let Some(received) = &money.received {
            ul { @for paid in received { li {
                (paid.payer) ": " (paid.amount.to_string()) " · " (count(lang, paid.months)) " " (lang.of("bulan", "months"))
                " · " (count(lang, paid.members)) " " (lang.of("peserta", "members"))
            } } }
        }
        @if let Some((n, amount)) = money.unmatched {
            p { (lang.of("Belum terpasang: ", "Unmatched: ")) (count(lang, n)) " · " (amount.to_string()) }
        }
    }
}

fn events(lang: Lang, report: &MonthReport) -> Markup {
    let (events, stages) = (&report.events, &report.events.stages);
    let shown = |n: Option<i64>| match n {
        Some(n) => count(lang, n),
        None => lang.of("tidak dicatat", "not recorded").to_owned(),
    };
    html! {
        h2 { (lang.of("Kegiatan", "Events")) }
        p {
            (count(lang, events.n_held)) " " (lang.of("dari", "of")) " " (count(lang, events.n_events))
            " " (lang.of("ditutup; kecamatan dijangkau", "closed; districts reached")) " "
            (count(lang, events.reach.districts)) " / " (count(lang, events.reach.of))
        }
        ul {
            li { (lang.of("Hadir: ", "People: ")) (shown(stages.people)) }
            li { (lang.of("Prospek: ", "Leads: ")) (shown(stages.leads)) }
            li { (lang.of("Terdaftar: ", "Enrolled: ")) (shown(stages.enrolled)) }
            li { (lang.of("Membayar: ", "Paid: ")) (shown(stages.paid)) }
            li { (lang.of("Masih membayar setelah 30 hari: ", "Paying after 30 days: ")) (shown(stages.paid_30)) }
            li { (lang.of("Masih membayar setelah 90 hari: ", "Paying after 90 days: ")) (shown(stages.paid_90)) }
        }
    }
}
