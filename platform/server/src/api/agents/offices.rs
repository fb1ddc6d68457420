//! Agent offices, and the terms an office agreed with its agents.

use super::views::{AgentOfficeView, OwnTermsView};
use crate::{
    api::targets::MadeView,
    book::{Book, Route},
    door::{Asked, Door, Named, Params},
    problem::Problem,
    wire::PageView,
};
use access::carry_out;
use axum::{Json, http::StatusCode};
use insight::goal::TargetRefusal;
use outreach::agent::{
    AddTerms, ChangeAgentOffice, NewAgentOffice, agent_office, agent_offices, terms_known,
};
use serde::Deserialize;
use serde_json::json;
use terms::{AreaCode, Date, Rate, Rupiah};
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn write(book: Book) -> Book {
    let get = |path, summary| Route::get(path, "field", summary);
    let command = |path, summary| Route::command(path, "field", summary);
    book.add(
        get("/api/v1/agent-offices", "Agent offices by code, with what each still lacks")
            .params::<OfficesParams>()
            .answers_page::<AgentOfficeView>("Where one watches over agents."),
        list,
    )
    .add(
        command("/api/v1/agent-offices", "Enter an agent office")
            .body::<OfficeBody>(json!({
                "code": "KP-0007", "name": "BUMDes Contoh", "kind": "bumdes", "area": "33.02.15",
                "n_people": 6, "document": "Akta pendirian 2026", "from_on": "2026-01-01",
            }))
            .answers::<AgentOfficeView>(201, "`forming` while it has fewer people than it must."),
        enter,
    )
    .add(
        command("/api/v1/agent-offices/{id}", "How many people it has now, or that it ended")
            .body::<OfficeChangeBody>(json!({
                "n_people": 5, "document": "Daftar pengurus November 2026",
                "ended_on": null, "end_reason": null,
            }))
            .answers::<AgentOfficeView>(200, "As it stands now."),
        change,
    )
    .add(
        get(
            "/api/v1/agent-terms",
            "Terms an office agreed with its agents; used where the law is silent",
        )
        .answers_page::<OwnTermsView>("The latest first."),
        terms,
    )
    .add(
        command("/api/v1/agent-terms", "Enter terms that were agreed, with their document")
            .body::<TermsBody>(json!({
                "area": "33.02", "office": null, "from_on": "2026-01-01", "until_on": null,
                "fee_percent": "7.5", "bonus": 500_000, "bonus_members_min": 50,
                "agent_share_percent": "90", "idle_months": 3, "rejoin_months": 6,
                "document": "PKS kantor cabang 12/2026",
            }))
            .answers::<MadeView>(201, "Shown as the office's own, never as law."),
        add_terms,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OfficesParams {
    /// A code; everywhere one watches over agents when absent.
    #[schema(value_type = Option<String>, example = "33.02")]
    area: Option<AreaCode>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 500.
    limit: Option<u32>,
}

async fn list(
    door: Door,
    Params(params): Params<OfficesParams>,
) -> Result<Json<PageView<AgentOfficeView>>, Problem> {
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let after = params.after.unwrap_or_default();
    let mut tx = door.office.db.read().await?;
    let area = params.area.as_ref();
    let found = agent_offices(&mut tx, &door.office, area, &after, limit).await?;
    let views = found.into_iter().map(AgentOfficeView::from).collect();
    Ok(Json(PageView::of(views, limit, |view| view.code.clone())))
}

/// An agent office.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OfficeBody {
    /// 1 to 40 characters, of no other.
    code: String,
    name: String,
    /// `bumdes`, `cooperative`, `association`, `company`, `other`.
    kind: String,
    /// A code or a name.
    area: String,
    /// How many people it has.
    n_people: i64,
    /// What says so.
    document: String,
    #[schema(value_type = String, format = Date)]
    from_on: Date,
}

async fn enter(asked: Asked<OfficeBody>) -> Result<(StatusCode, Json<AgentOfficeView>), Problem> {
    let OfficeBody { code, name, kind, area, n_people, document, from_on } = asked.form;
    let office = &asked.door.office;
    let order = NewAgentOffice { code, name, kind, area, n_people, document, from_on };
    let id = carry_out(office, &asked.header, &order).await?;
    let mut tx = office.db.read().await?;
    Ok((StatusCode::CREATED, Json(agent_office(&mut tx, office, id).await?.into())))
}

/// What changed about an agent office.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OfficeChangeBody {
    n_people: Option<i64>,
    /// What says so.
    document: String,
    /// Its last day, when it ended.
    #[schema(value_type = Option<String>, format = Date)]
    ended_on: Option<Date>,
    /// Why, then.
    end_reason: Option<String>,
}

async fn change(
    Named(id): Named<Uuid>,
    asked: Asked<OfficeChangeBody>,
) -> Result<Json<AgentOfficeView>, Problem> {
    let OfficeChangeBody { n_people, document, ended_on, end_reason } = asked.form;
    let office = &asked.door.office;
    let ended = ended_on.map(|on| (on, end_reason.unwrap_or_default()));
    let order = ChangeAgentOffice { id, n_people, document, ended };
    carry_out(office, &asked.header, &order).await?;
    let mut tx = office.db.read().await?;
    Ok(Json(agent_office(&mut tx, office, id).await?.into()))
}

async fn terms(door: Door) -> Result<Json<PageView<OwnTermsView>>, Problem> {
    let mut tx = door.office.db.read().await?;
    let found = terms_known(&mut tx, &door.office).await?;
    Ok(Json(PageView::whole(found.into_iter().map(Into::into).collect())))
}

/// Terms that were agreed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TermsBody {
    /// A code or a name; empty is the country.
    area: String,
    /// Only of this agent office.
    #[schema(value_type = Option<String>, format = Uuid)]
    office: Option<Uuid>,
    #[schema(value_type = String, format = Date)]
    from_on: Date,
    #[schema(value_type = Option<String>, format = Date)]
    until_on: Option<Date>,
    /// Of contributions.
    fee_percent: String,
    #[schema(value_type = i64)]
    bonus: Rupiah,
    bonus_members_min: i64,
    /// The agent's share of fee and bonus; the rest is the agent office's.
    agent_share_percent: String,
    idle_months: Option<i64>,
    rejoin_months: Option<i64>,
    /// What it stands in.
    document: String,
}

fn percent(field: &'static str, said: &str) -> Result<Rate, Problem> {
    let digits = said.trim().trim_end_matches('%').trim().replace(',', ".");
    Rate::parse_percent(&digits).ok_or_else(|| TargetRefusal::Number(field).into())
}

async fn add_terms(asked: Asked<TermsBody>) -> Result<(StatusCode, Json<MadeView>), Problem> {
    let form = asked.form;
    let order = AddTerms {
        office: form.office,
        area: form.area,
        from_on: form.from_on,
        until_on: form.until_on,
        fee: percent("fee_percent", &form.fee_percent)?,
        bonus: form.bonus,
        bonus_members_min: form.bonus_members_min,
        agent_share: percent("agent_share_percent", &form.agent_share_percent)?,
        idle_months: form.idle_months,
        rejoin_months: form.rejoin_months,
        document: form.document,
    };
    let id = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok((StatusCode::CREATED, Json(MadeView { id })))
}
