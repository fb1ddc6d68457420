//! The reports: coverage and books. Every figure stands with its day, base and source.

use super::layout::{count, day, page, percent as percent_text};
use crate::{
    api::coverage::{
        CoverageParams, CoverageView, FigureView, PartView, PartsParams, TargetView, parts_of,
        share_of, targets_of,
    },
    door::{Params, Reader},
    problem::{Lang, Problem},
};
use access::Office;
use ledger::{TrialBalance, trial_balance};
use maud::{Markup, html};
use registry::Gazetteer;
use serde::Deserialize;
use terms::{Date, Segment};

/// The targets of exactly what is asked: same place, group and segment.
pub(super) async fn own_targets(
    office: &Office,
    params: &CoverageParams,
) -> Result<Vec<TargetView>, Problem> {
    let (group, segment) =
        (params.group.as_deref().unwrap_or(""), params.segment.map_or("", Segment::word));
    let mut targets = targets_of(office, params).await?;
    targets.retain(|target| target.group == group && target.segment == segment);
    Ok(targets)
}

/// The name of a place as cells name it.
fn place_name(lang: Lang, key: &str) -> String {
    if key.is_empty() {
        return "Indonesia".into();
    }
    let areas = Gazetteer::embedded();
    let names = key.split('+').map(|code| match code.parse() {
        Ok(code) => areas.name(&code).unwrap_or(code.as_str()).to_owned(),
        Err(_) => code.to_owned(),
    });
    names.collect::<Vec<_>>().join(lang.of(" dan ", " and "))
}

fn group_name(lang: Lang, code: &str) -> String {
    registry::group(code)
        .map_or_else(|_| code.to_owned(), |group| lang.of(group.name_id, group.name_en).to_owned())
}

pub(super) fn share_card(lang: Lang, view: &CoverageView, targets: &[TargetView]) -> Markup {
    let group = view.group.map(|group| format!("&group={group}")).unwrap_or_default();
    let segment = view.segment.map(|segment| format!("&segment={segment}")).unwrap_or_default();
    let report = format!(
        "/laporan/cakupan?area={}{group}{segment}&as_of={}&lang={}",
        view.area.replace('+', ","),
        view.as_of,
        lang.word()
    );
    html! {
        li.card {
            h3 {
                a href=(report) { (place_name(lang, &view.area)) }
                @if let Some(group) = view.group { " · " (group_name(lang, group)) }
                @if let Some(segment) = view.segment { " · " (segment.to_uppercase()) }
            }
            (share_line(lang, view))
            (targets_list(lang, targets))
        }
    }
}

/// Numerator, denominator, share, day, definition, source: always together.
fn share_line(lang: Lang, view: &CoverageView) -> Markup {
    html! {
        p.big { (count(lang, view.numerator)) @if let Some(whole) = view.denominator {
            span.small { " " (lang.of("dari", "of")) " " (count(lang, whole)) }
        } }
        p { @match &view.percent {
            Some(percent) => { strong { (view.percent_qualifier.filter(|sign| *sign != "=").unwrap_or("")) (percent_text(lang, percent)) } },
            None => { (lang.of(view.reason_id.as_deref().unwrap_or("tanpa penyebut"), view.reason_en.as_deref().unwrap_or("without a base"))) },
        } " " span.small { (lang.of("per ", "as of ")) (day(lang, view.as_of)) } }
        p.small { (lang.of(&view.definition_id, &view.definition)) }
        @if let Some(source) = &view.source { p.small { (lang.of("Sumber penyebut: ", "Source of the base: ")) (source) } }
    }
}

/// What our own arithmetic makes of a figure of others, in words.
fn checked(lang: Lang, verdict: &str) -> &str {
    match verdict {
        "CONSISTENT" => lang.of("hitungannya cocok", "its arithmetic holds"),
        "ROUNDED" => lang.of("cocok setelah dibulatkan", "holds when rounded"),
        "BASE_UNKNOWN" => lang.of("penyebutnya tidak disebut", "of what, is not said"),
        "INCONSISTENT" => lang.of("hitungannya tidak cocok", "its arithmetic does not hold"),
        "UNIT_ERROR" => lang.of("salah satuan", "wrong by a power of ten"),
        "NAME_VARIANT" => lang.of("namanya mirip nama lain", "a name close to another"),
        "QUARANTINED" => lang.of("diragukan, tidak dipakai", "doubtful, not used"),
        "UNCHECKED" => lang.of("tidak dapat diperiksa", "nothing to check it against"),
        other => other,
    }
}

pub(super) fn figure_card(lang: Lang, figure: &FigureView) -> Markup {
    let value = match figure.unit.as_str() {
        "ppm" => percent_text(lang, &terms::Rate::per_million(figure.value).to_string()),
        "rupiah" => terms::Rupiah::new(figure.value).to_string(),
        _ => count(lang, figure.value),
    };
    html! {
        li.card {
            p.big { (if figure.qualifier == "=" { "" } else { figure.qualifier }) (value) }
            p { (figure.sentence) }
            p.small { (lang.of("Dari: ", "Of: ")) (figure.base.as_deref().unwrap_or(lang.of("tidak disebut", "not said"))) }
            p.small { (lang.of("Sumber: ", "Source: ")) (figure.source) @if let Some(said) = figure.stated_on { ", " (day(lang, said)) } " · " (checked(lang, &figure.verdict)) }
        }
    }
}

/// What the report is asked; an empty field is none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportParams {
    area: Option<String>,
    group: Option<String>,
    segment: Option<String>,
    as_of: Option<String>,
}

impl ReportParams {
    fn segment(&self) -> Result<Option<Segment>, Problem> {
        let text = self.segment.as_deref().filter(|text| !text.is_empty());
        text.map(str::parse).transpose().map_err(|_| Problem::plain("bad-address").field("segment"))
    }

    fn day(&self) -> Result<Option<Date>, Problem> {
        let text = self.as_of.as_deref().filter(|text| !text.is_empty());
        text.map(str::parse).transpose().map_err(|_| Problem::plain("bad-address").field("as_of"))
    }
}

/// `GET /laporan/cakupan`.
pub(crate) async fn coverage(
    reader: Reader,
    lang: Lang,
    Params(params): Params<ReportParams>,
) -> Result<Markup, Problem> {
    let as_of = params.day()?.unwrap_or_else(|| reader.office.outside.today());
    let asked = CoverageParams {
        area: params.area.clone(),
        group: params.group.clone(),
        segment: params.segment()?,
        payer: None,
        measure: None,
        counts: None,
        as_of: Some(as_of),
    };
    let office = &reader.office;
    let share = share_of(office, &asked).await?;
    let targets = own_targets(office, &asked).await?;
    let by = |segment, by| PartsParams::of(params.area.clone(), segment, as_of, by);
    let areas = parts_of(office, by(asked.segment, "area")).await?.items;
    let groups = parts_of(office, by(None, "group")).await?.items;
    let title = lang.of("Laporan cakupan", "Coverage report");
    let csv = format!(
        "/api/v1/coverage/parts?by=area&format=csv&as_of={as_of}&area={}",
        share.area.replace('+', "%2B")
    );
    let content = html! {
        h1 { (title) ": " (place_name(lang, &share.area)) @if let Some(group) = share.group { " · " (group_name(lang, group)) } @if let Some(segment) = share.segment { " · " (segment.to_uppercase()) } }
        (question_form(lang, &params, as_of))
        section.card { (share_line(lang, &share)) (states_line(lang, &share)) }
        (targets_list(lang, &targets))
        @if !areas.is_empty() && share.group.is_none() {
            h2 { (lang.of("Menurut wilayah", "By area")) }
            (parts_table(lang, &areas, as_of, Some("area")))
            p.small { a href=(csv) { "CSV" } }
        }
        @if !groups.is_empty() && share.segment.is_none() {
            h2 { (lang.of("Menurut kelompok", "By group")) }
            p.small { (lang.of("Satu orang dapat berada di beberapa kelompok; jangan dijumlahkan.", "One person may be in several groups; do not add them up.")) }
            (parts_table(lang, &groups, as_of, None))
        }
    };
    Ok(page(lang, "/laporan/cakupan", title, content))
}

fn question_form(lang: Lang, params: &ReportParams, as_of: Date) -> Markup {
    let group = params.group.as_deref().unwrap_or_default();
    let segment = params.segment.as_deref().unwrap_or_default();
    html! {
        form.ask method="get" action="/laporan/cakupan" {
            div { label for="area" { (lang.of("Wilayah (nama atau kode)", "Area (name or code)")) } input #area name="area" value=(params.area.as_deref().unwrap_or_default()); }
            div { label for="group" { (lang.of("Kelompok", "Group")) } select #group name="group" {
                option value="" { (lang.of("semua orang", "everyone")) }
                @for it in registry::groups() { option value=(it.code) selected[it.code == group] { (lang.of(it.name_id, it.name_en)) } }
            } }
            div { label for="segment" { (lang.of("Segmen", "Segment")) } select #segment name="segment" {
                option value="" { (lang.of("semua", "all")) }
                @for it in Segment::ALL { option value=(it.word()) selected[it.word() == segment] { (it.word().to_uppercase()) } }
            } }
            div { label for="as_of" { (lang.of("Per tanggal", "As of")) } input #as_of type="date" name="as_of" value=(as_of); }
            input type="hidden" name="lang" value=(lang.word());
            button { (lang.of("Tampilkan", "Show")) }
        }
    }
}

fn states_line(lang: Lang, view: &CoverageView) -> Markup {
    let states = &view.states;
    let grace: i64 = states.grace.iter().sum();
    html! { p.small {
        (lang.of("aktif ", "active ")) (count(lang, states.active)) " · "
        (lang.of("masa tenggang ", "in grace ")) (count(lang, grace)) " · "
        (lang.of("berakhir karena tidak bayar ", "lapsed ")) (count(lang, states.lapsed)) " · "
        (lang.of("terdaftar belum bayar ", "registered and unpaid ")) (count(lang, states.registered_unpaid))
    } }
}

fn targets_list(lang: Lang, targets: &[TargetView]) -> Markup {
    html! { @for target in targets {
        p.note {
            (lang.of("Target ", "Target "))
            @if let Some(value) = target.value { strong { (count(lang, value)) } }
            @if let Some(ppm) = target.percent_ppm { strong { (percent_text(lang, &terms::Rate::per_million(ppm).to_string())) } }
            (lang.of(" sampai ", " until ")) (day(lang, target.until_on)) ". "
            span.small { (target.owner) ". " (target.source) }
        }
    } }
}

fn parts_table(lang: Lang, parts: &[PartView], as_of: Date, link: Option<&str>) -> Markup {
    html! {
        div.scroll { table {
            caption { (lang.of("Menurut status per ", "By state as of ")) (day(lang, as_of)) }
            thead { tr {
                th { (lang.of("Nama", "Name")) } th.n { (lang.of("Aktif", "Active")) } th.n { (lang.of("Tenggang", "Grace")) }
                th.n { (lang.of("Berakhir", "Lapsed")) } th.n { (lang.of("Terdaftar", "Registered")) }
                th.n { (lang.of("Dari", "Of")) } th.n { "%" }
            } }
            tbody { @for part in parts { tr {
                th {
                    @if link.is_some() { a href={ "/laporan/cakupan?area=" (part.code) "&as_of=" (as_of) "&lang=" (lang.word()) } { (lang.of(&part.name_id, &part.name_en)) } }
                    @else { (lang.of(&part.name_id, &part.name_en)) }
                }
                td.n { (count(lang, part.counts.active)) }
                td.n { (count(lang, part.counts.grace.iter().sum::<i64>())) }
                td.n { (count(lang, part.counts.lapsed)) }
                td.n { (count(lang, part.counts.registered)) }
                td.n { (part.denominator.map_or_else(|| "–".to_owned(), |n| count(lang, n))) }
                td.n { (part.percent.as_deref().map_or_else(|| "–".to_owned(), |text| percent_text(lang, text))) }
            } } }
        } }
    }
}

/// `GET /laporan/buku`.
pub(crate) async fn books(
    reader: Reader,
    lang: Lang,
    Params(params): Params<ReportParams>,
) -> Result<Markup, Problem> {
    reader.may_read_books()?;
    let as_of = params.day()?.unwrap_or_else(|| reader.office.outside.today());
    let balance = {
        let mut tx = reader.office.db.read().await?;
        trial_balance(&mut tx, None, as_of).await?
    };
    let title = lang.of("Buku besar", "The ledger");
    let content = html! {
        h1 { (title) }
        form.ask method="get" action="/laporan/buku" {
            div { label for="as_of" { (lang.of("Per tanggal", "As of")) } input #as_of type="date" name="as_of" value=(as_of); }
            input type="hidden" name="lang" value=(lang.word());
            button { (lang.of("Tampilkan", "Show")) }
        }
        p.note { @if balance.is_balanced() {
            (lang.of("Seimbang: di setiap dana debit sama dengan kredit.", "Balanced: in each fund debits equal credits."))
        } @else { (lang.of("TIDAK SEIMBANG: hubungi auditor.", "NOT BALANCED: call the auditor.")) } }
        @if balance.lines.is_empty() { p { (lang.of("Belum ada jurnal sampai tanggal itu.", "There is no journal up to that day.")) } }
        (funds(lang, &balance)?)
    };
    Ok(page(lang, "/laporan/buku", title, content))
}

fn funds(lang: Lang, balance: &TrialBalance) -> Result<Markup, Problem> {
    Ok(html! { @for fund in &balance.funds {
        h2 { (lang.of("Dana ", "Fund ")) (fund.fund) }
        div.scroll { table {
            thead { tr { th { (lang.of("Akun", "Account")) } th.n { "Debit" } th.n { (lang.of("Kredit", "Credit")) } th.n { (lang.of("Saldo", "Balance")) } } }
            tbody {
                @for line in balance.lines.iter().filter(|line| line.fund == fund.fund) { tr {
                    td { (line.account.code()) " " (lang.of(&line.name_id, &line.name_en)) }
                    td.n { (count(lang, line.debit.get())) }
                    td.n { (count(lang, line.credit.get())) }
                    td.n { (count(lang, line.balance()?.get())) " " (line.normal.word()) }
                } }
                tr.sum { th { (lang.of("Jumlah", "Sum")) } td.n { (count(lang, fund.debit.get())) } td.n { (count(lang, fund.credit.get())) } td {} }
            }
        } }
    } })
}
