//! The invitation to an event: a text to share, and slips to print, each with its own code for the door.

use super::{NumberForm, number, views::PlannedOpenedView};
use crate::{
    api::campaigns::TAG,
    book::{Book, For, Route},
    door::{Door, Named, Params, Reader},
    office::Server,
    pages::printed,
    problem::{Lang, Problem},
};
use access::Keyring;
use axum::{Json, extract::State};
use maud::{Markup, PreEscaped, html};
use outreach::campaign::{
    invitation::{DOCUMENTS, invitation, place, when},
    plan::{Planned, planned},
    token,
};
use qrcode::{QrCode, render::svg};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn write(book: Book) -> Book {
    book.add(
        Route::get("/api/v1/events/{id}/invitation", TAG, "The invitation as a text to share")
            .open_to(For::Readers)
            .answers::<InvitationView>(200, "Place, day, the age rule of the law, what to bring."),
        share,
    )
    .add(
        Route::command("/api/v1/events/{id}/invitations", TAG, "Number more invitations")
            .body::<NumberForm>(json!({ "n": 40 }))
            .answers::<PlannedOpenedView>(200, "`n_invitations` is the last number."),
        number,
    )
    .add(
        Route::get(
            "/api/v1/events/{id}/invitations",
            TAG,
            "Invitations to print, with their codes",
        )
        .params::<SlipsParams>()
        .answers_as(200, "text/html", "A slip for each number."),
        slips,
    )
}

/// The age rule of the day of the event.
#[derive(Serialize, ToSchema)]
struct AgeRuleView {
    min: Option<i64>,
    max: Option<i64>,
    source: String,
    /// How sure we are: `confirmed`, `reported`, `derived`, `unconfirmed`, `unknown`.
    status: String,
    said_id: String,
    said_en: String,
}

/// Something to bring.
#[derive(Serialize, ToSchema)]
struct DocumentView {
    id: String,
    en: String,
}

/// An invitation.
#[derive(Serialize, ToSchema)]
struct InvitationView {
    text_id: String,
    text_en: String,
    age: AgeRuleView,
    documents: Vec<DocumentView>,
}

async fn share(reader: Reader, Named(id): Named<Uuid>) -> Result<Json<InvitationView>, Problem> {
    let office = &reader.office;
    let mut tx = office.db.read().await?;
    let plan = planned(&mut tx, office, id).await?;
    let told = invitation(office, &plan);
    let [said_id, said_en] = told.age.said();
    let document = |(id, en): &(&str, &str)| DocumentView { id: (*id).into(), en: (*en).into() };
    Ok(Json(InvitationView {
        text_id: told.text_id,
        text_en: told.text_en,
        age: AgeRuleView {
            min: told.age.min,
            max: told.age.max,
            source: told.age.source,
            status: told.age.status.into(),
            said_id,
            said_en,
        },
        documents: DOCUMENTS.iter().map(document).collect(),
    }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SlipsParams {
    /// From this number; the first unless told.
    from: Option<i64>,
    /// To this one; the last that was numbered unless told, at most 200 at once.
    to: Option<i64>,
}

/// Slips of one printing.
const SLIPS_MAX: i64 = 200;

async fn slips(
    door: Door,
    State(server): State<Arc<Server>>,
    lang: Lang,
    Named(id): Named<Uuid>,
    Params(params): Params<SlipsParams>,
) -> Result<Markup, Problem> {
    let office = &door.office;
    let mut tx = office.db.read().await?;
    let plan = planned(&mut tx, office, id).await?;
    if plan.n_invitations == 0 {
        return Err(Problem::new(
            "conflict",
            "NOT_NUMBERED",
            "Belum ada undangan yang dinomori; tentukan dahulu berapa lembar (POST …/invitations)",
            "no invitation has a number yet; say first how many are needed (POST …/invitations)",
        ));
    }
    let from = params.from.unwrap_or(1).clamp(1, plan.n_invitations);
    let last = params.to.unwrap_or(plan.n_invitations).min(plan.n_invitations);
    let to = last.clamp(from, from + SLIPS_MAX - 1);
    let age = invitation(office, &plan).age.said();
    let mut all = Vec::new();
    for number in from..=to {
        all.push(slip(&server.keys, lang, &plan, number, &age)?);
    }
    let path = format!("/api/v1/events/{id}/invitations?from={from}&to={to}");
    let content = html! { @for slip in all { (slip) } };
    Ok(printed(lang, &path, lang.of("Undangan", "Invitation"), content))
}

fn slip(
    keys: &Keyring,
    lang: Lang,
    plan: &Planned,
    number: i64,
    age: &[String; 2],
) -> Result<Markup, Problem> {
    let code = token::invitation(keys, plan.id, number);
    let code = QrCode::new(code.as_bytes()).map_err(Problem::fault)?;
    let drawing = code.render::<svg::Color<'_>>().min_dimensions(140, 140).build();
    let drawing =
        drawing.trim_start_matches("<?xml version=\"1.0\" standalone=\"yes\"?>").to_owned();
    let [when_id, when_en] = when(plan);
    let [age_id, age_en] = age;
    Ok(html! {
        section.paper {
            h2 { (lang.of("Undangan", "Invitation")) " " (plan.name) }
            p.answer { (lang.of(&when_id, &when_en)) }
            p { (place(plan)) }
            dl {
                dt { (lang.of("Untuk", "For")) }
                dd { (lang.of(
                    "pekerja tanpa majikan tetap: petani, nelayan, pedagang, ojek, buruh harian",
                    "workers without an employer: farmers, fishers, traders, motorcycle taxis, day labourers",
                )) }
                dt { (lang.of("Usia", "Age")) } dd { (lang.of(age_id, age_en)) }
                dt { (lang.of("Bawa", "Bring")) }
                dd { ul { @for (id, en) in DOCUMENTS { li { (lang.of(id, en)) } } } }
            }
            (PreEscaped(drawing))
            p.small { (lang.of("Nomor ", "Number ")) (number) ". " (lang.of(
                "Tunjukkan kode ini di pintu masuk. Kode tidak memuat nama.",
                "Show this code at the door. It holds no name.",
            )) }
            p.small { (lang.of(
                "Mendaftar dan penjelasan tidak dipungut biaya; yang dibayar hanya iuran.",
                "Enrolling and advice cost nothing; only the contribution is paid.",
            )) }
        }
    })
}
