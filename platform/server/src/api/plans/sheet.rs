//! A plan to take along: a calendar, a sheet, and a page to print and sign.

use crate::{
    book::{Book, Route},
    door::{Door, Named},
    pages::{self, count, day_written},
    problem::{Lang, Problem},
};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use planning::{
    estimate::worth::Range,
    export::{Wording, csv, ics},
    keep::{Plan, plan},
    season::answer::{Outing, Visit},
};
use terms::{Date, written};
use uuid::Uuid;

const CSV: &str = "text/csv; charset=utf-8";
const ICS: &str = "text/calendar; charset=utf-8";

pub(super) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "planning", summary);
    book.add(
        get("/api/v1/plans/{id}/plan.ics", "A plan for a calendar").answers_as(
            200,
            "text/calendar",
            "An entry a visit, in the local time of the place.",
        ),
        calendar,
    )
    .add(
        get("/api/v1/plans/{id}/plan.csv", "A plan as a sheet").answers_as(
            200,
            "text/csv",
            "A row a visit, with the reason.",
        ),
        sheet,
    )
    .add(
        get("/api/v1/plans/{id}/plan.html", "A plan to print and sign").answers_as(
            200,
            "text/html",
            "Day by day, with reasons, totals and what was left out.",
        ),
        printed,
    )
}

fn wording(lang: Lang) -> Wording {
    match lang {
        Lang::Id => Wording::Id,
        Lang::En => Wording::En,
    }
}

async fn found(door: &Door, id: Uuid) -> Result<Plan, Problem> {
    let mut tx = door.office.db.read().await?;
    Ok(plan(&mut tx, &door.office, id).await?)
}

fn file(body: String, kind: &'static str, name: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
    ];
    (headers, body).into_response()
}

async fn calendar(door: Door, lang: Lang, Named(id): Named<Uuid>) -> Result<Response, Problem> {
    let plan = found(&door, id).await?;
    Ok(file(ics(&plan, wording(lang)), ICS, "attachment; filename=\"rencana.ics\""))
}

async fn sheet(door: Door, lang: Lang, Named(id): Named<Uuid>) -> Result<Response, Problem> {
    let plan = found(&door, id).await?;
    Ok(file(csv(&plan, wording(lang)), CSV, "attachment; filename=\"rencana.csv\""))
}

async fn printed(door: Door, lang: Lang, Named(id): Named<Uuid>) -> Result<Markup, Problem> {
    let plan = found(&door, id).await?;
    let path = format!("/api/v1/plans/{id}/plan.html");
    let title = format!("{} {}", lang.of("Rencana kunjungan", "Plan of visits"), plan.kept.name);
    Ok(pages::printed(lang, &path, &title, content(lang, &plan, &title)))
}

fn content(lang: Lang, plan: &Plan, title: &str) -> Markup {
    let (answer, word) = (&plan.answer, wording(lang));
    let (t, e) = (answer.totals, answer.totals.enrolments);
    let mut days: Vec<Date> = answer.outings.iter().map(|it| it.on).collect();
    days.dedup();
    html! {
        h1 { (title) }
        p { (day_written(lang, plan.kept.from_on)) " – " (day_written(lang, plan.kept.to_on)) " · "
            (lang.of("versi", "version")) " " (plan.kept.n) }
        p { (lang.of("Kunjungan", "Visits")) ": " (t.visits) ". "
            (lang.of("Pendaftaran yang diharapkan", "Enrolments expected")) ": "
            (said(lang, e)) ". "
            (lang.of("Bulan iuran setahun", "Paid months in a year")) ": " (count(lang, t.paid_months)) "." }
        @for on in days { (one_day(lang, plan, on)) }
        @if !answer.left_out.is_empty() {
            h2 { (lang.of("Yang terbaik di luar rencana", "The best left out")) }
            ul { @for it in &answer.left_out { li { (word.of(&it.sentence)) } } }
        }
        @if !answer.unreachable.is_empty() {
            h2 { (lang.of("Tidak dapat didatangi", "Nobody can be sent there")) }
            ul { @for it in &answer.unreachable { li { (word.of(&it.sentence)) } } }
        }
        @if !answer.warnings.is_empty() {
            h2 { (lang.of("Perlu diketahui", "To know before signing")) }
            ul { @for it in &answer.warnings { li { (word.of(it)) } } }
        }
        h2 { (lang.of("Dasar hitungan", "What this rests on")) }
        ul { @for it in &answer.assumptions {
            li { (lang.of(&it.said_id, &it.said_en)) ": " (it.value) }
        } }
        p { (lang.of("Disetujui", "Approved")) ": ______________________  "
            (lang.of("Tanggal", "Date")) ": ______________" }
    }
}

/// `2.011 (1.192–2.295)`.
fn said(lang: Lang, range: Range) -> String {
    let [mean, low, high] = [range.mean, range.low, range.high].map(|n| count(lang, n));
    format!("{mean} ({low}–{high})")
}

fn one_day(lang: Lang, plan: &Plan, on: Date) -> Markup {
    let outings = plan.answer.outings.iter().filter(|it| it.on == on);
    let [id, en] = written::weekday(on.weekday());
    html! {
        h2 { (lang.of(id, en)) " " (day_written(lang, on)) }
        @for outing in outings { (one_team(lang, plan, outing)) }
    }
}

fn one_team(lang: Lang, plan: &Plan, outing: &Outing) -> Markup {
    let own = |it: &&Visit| it.on == outing.on && it.team == outing.team;
    html! {
        h3 { (outing.team) }
        p { (lang.of("Berangkat", "Leaves")) " " (outing.start_name) " " (outing.from) ", "
            (lang.of("pulang", "back")) " " (outing.back) "." }
        table {
            thead { tr {
                th { (lang.of("Jam", "Hours")) }
                th { (lang.of("Desa", "Village")) }
                th { (lang.of("Pendaftaran", "Enrolments")) }
                th { (lang.of("Alasan", "Reason")) }
            } }
            tbody { @for it in plan.answer.visits.iter().filter(own) { tr {
                td { (it.start) "–" (it.leave) br;
                    small { (lang.of("tiba", "arrives")) " " (it.arrive) ", " (it.travel_minutes)
                        " " (lang.of("menit di jalan", "minutes on the road")) } }
                td { (it.name) ", " (it.district) }
                td { (said(lang, it.enrolments)) }
                td { (wording(lang).of(&it.reason.sentence)) }
            } } }
        }
    }
}
