//! Agents: the list, one of them, fees by any terms, contracts and their ends, hand-over, orphans.

mod offices;
pub(super) mod views;

use crate::{
    book::{Book, Route},
    door::{Asked, Door, Named, Params},
    problem::Problem,
    wire::{PageParams, PageView, after},
};
use access::carry_out;
use axum::{Json, http::StatusCode};
use outreach::{
    OutreachRefusal,
    agent::{
        AgentQuery, AgentState, EndContract, HandOver, NewContract, Rules, agent_line, agents,
        handovers_of, members_of_agent, orphans,
    },
    agent_target::cards_of_agent,
};
use serde::Deserialize;
use serde_json::json;
use terms::{AreaCode, Date, Month, Rupiah, ids::UserId};
use utoipa::ToSchema;
use uuid::Uuid;
use views::{
    AgentMemberView, AgentOpenedView, AgentView, ContractEndedView, FeeView, HandedOverView,
    OrphansView,
};

use super::targets::MadeView;

pub(crate) fn write(book: Book) -> Book {
    let book = offices::write(book);
    let get = |path, summary| Route::get(path, "field", summary);
    let command = |path, summary| Route::command(path, "field", summary);
    let book = book
        .add(
            get("/api/v1/agents", "Agents by name: contract, members, cash, fee, who stays")
                .params::<AgentsParams>()
                .answers_page::<AgentView>("Where one watches over agents."),
            list,
        )
        .add(
            get("/api/v1/agents/fee", "What a month earns by the terms of that month")
                .params::<FeeParams>()
                .answers::<FeeView>(
                    200,
                    "By the law; by the office's own terms where it is silent.",
                ),
            fee,
        )
        .add(
            get(
                "/api/v1/agents/orphans",
                "Members whose agent is no more and whom nobody took over",
            )
            .params::<OrphansParams>()
            .answers_page::<OrphansView>("By former agent."),
            orphan_list,
        )
        .add(
            get(
                "/api/v1/agents/{id}",
                "One agent: everything that is counted, contracts, hand-overs",
            )
            .params::<MonthParams>()
            .answers::<AgentOpenedView>(200, "Oneself, or where one watches over agents."),
            one,
        )
        .add(
            get("/api/v1/agents/{id}/members", "The members an agent has now")
                .params::<PageParams>()
                .answers_page::<AgentMemberView>("The reading is noted."),
            members,
        );
    book.add(
        command("/api/v1/agents/{id}/contracts", "Contract a user who has the role of an agent")
            .body::<ContractBody>(json!({
                "area": "33.02", "number": "PKS-014/2026", "from_on": "2026-01-01",
                "until_on": "2026-12-31", "office": null,
            }))
            .answers::<MadeView>(201, "One contract at a time."),
        contract,
    )
    .add(
        command("/api/v1/agents/{id}/end", "End the contract; fraud ends it today")
            .body::<EndBody>(json!({
                "on": "2026-11-21", "reason": "fraud", "note": "kuitansi dipalsukan, berita acara 4",
            }))
            .answers::<ContractEndedView>(200, "What is left to do: orphans, open money."),
        end,
    )
    .add(
        command("/api/v1/agents/{id}/hand-over", "Members of an agent who is no more, to another")
            .body::<HandOverBody>(json!({
                "to": "0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60", "on": "2026-11-21",
                "reason": "agen lama berhenti", "area": null,
            }))
            .answers::<HandedOverView>(200, "Each member is told; what was, is kept."),
        hand_over,
    )
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AgentsParams {
    /// A code; everywhere one watches over agents when absent.
    #[schema(value_type = Option<String>, example = "33.02")]
    area: Option<AreaCode>,
    /// `active`, `over` (ended or run out), `none` (no contract); everyone when absent.
    state: Option<String>,
    /// Only those without production for as long as the rule says.
    #[serde(default)]
    idle: bool,
    /// The month of fee and new members; this month when absent.
    #[schema(value_type = Option<String>, example = "2026-11")]
    month: Option<Month>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 200.
    limit: Option<u32>,
}

const STATES: [(&str, AgentState); 3] =
    [("active", AgentState::Active), ("over", AgentState::Over), ("none", AgentState::NoContract)];

/// A place in an order by name and id: `name~id`.
fn place(text: Option<&str>) -> Result<Option<(String, Uuid)>, Problem> {
    let wrong = || Problem::plain("bad-address").field("after");
    let read = |text: &str| {
        let (name, id) = text.rsplit_once('~')?;
        Some((name.to_owned(), id.parse().ok()?))
    };
    text.map(|text| read(text).ok_or_else(wrong)).transpose()
}

async fn list(
    door: Door,
    Params(params): Params<AgentsParams>,
) -> Result<Json<PageView<AgentView>>, Problem> {
    let office = &door.office;
    let state = match params.state.as_deref().filter(|word| !word.is_empty()) {
        None => AgentState::Any,
        Some(said) => {
            let found = STATES.iter().find(|(word, _)| *word == said);
            let known = OutreachRefusal::Word("state", "active, over, none");
            found.map(|(_, state)| *state).ok_or(known)?
        }
    };
    let limit = params.limit.unwrap_or(50).clamp(1, 200);
    let query = AgentQuery {
        area: params.area,
        state,
        month: params.month,
        after: place(params.after.as_deref())?,
        limit,
    };
    let mut tx = office.db.read().await?;
    let found = agents(&mut tx, office, query).await?;
    let today = office.outside.today();
    let views = found.into_iter().map(|line| AgentView::of(line, today)).collect();
    let mut page =
        PageView::of(views, limit, |view: &AgentView| format!("{}~{}", view.name, view.id));
    if params.idle {
        page.items.retain(|view| view.is_idle);
    }
    Ok(Json(page))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FeeParams {
    #[schema(value_type = String, example = "2018-10")]
    month: Month,
    /// Contributions of the month.
    #[schema(value_type = i64, example = 38_902_000)]
    contributions: Rupiah,
    /// New members of the month.
    #[schema(example = 50)]
    new_members: u32,
    /// By the terms of this agent, where the law is silent.
    #[schema(value_type = Option<String>, format = Uuid)]
    agent: Option<UserId>,
}

async fn fee(door: Door, Params(asked): Params<FeeParams>) -> Result<Json<FeeView>, Problem> {
    let office = &door.office;
    let agent = asked.agent.unwrap_or(office.actor);
    let mut tx = office.db.read().await?;
    if agent == office.actor {
        office.on_own_account();
    } else {
        agent_line(&mut tx, office, agent, None).await?;
    }
    let rules = Rules::load(&mut tx, &[agent]).await?;
    let new = i64::from(asked.new_members);
    let by = rules.fee(&office.outside.law, agent, asked.month, asked.contributions, new);
    // A month nobody can price is an answer here; an amount nobody can have is not.
    if asked.contributions.is_negative() {
        by.fee.as_ref().map_err(|error| Problem::from(error.clone()))?;
    }
    Ok(Json(FeeView::of(asked.month, asked.contributions, Rupiah::ZERO, new, by)))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrphansParams {
    /// A code; everywhere one watches over agents when absent.
    #[schema(value_type = Option<String>, example = "33.02")]
    area: Option<AreaCode>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 500.
    limit: Option<u32>,
}

async fn orphan_list(
    door: Door,
    Params(params): Params<OrphansParams>,
) -> Result<Json<PageView<OrphansView>>, Problem> {
    let limit = params.limit.unwrap_or(100).clamp(1, 500);
    let from = after(params.after.as_deref())?;
    let mut tx = door.office.db.read().await?;
    let found = orphans(&mut tx, &door.office, params.area.as_ref(), from, limit).await?;
    let views = found.into_iter().map(OrphansView::from).collect();
    Ok(Json(PageView::of(views, limit, |view| view.agent.to_string())))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MonthParams {
    /// The month of fee and new members; this month when absent.
    #[schema(value_type = Option<String>, example = "2026-11")]
    month: Option<Month>,
}

async fn one(
    door: Door,
    Named(agent): Named<UserId>,
    Params(params): Params<MonthParams>,
) -> Result<Json<AgentOpenedView>, Problem> {
    let office = &door.office;
    let today = office.outside.today();
    let mut tx = office.db.read().await?;
    let line = agent_line(&mut tx, office, agent, params.month).await?;
    let contracts = line.contracts.iter().cloned().map(Into::into).collect();
    let handovers = handovers_of(&mut tx, agent).await?.into_iter().map(Into::into).collect();
    let targets = cards_of_agent(&mut tx, office, agent, today).await?;
    let targets = targets.into_iter().map(Into::into).collect();
    Ok(Json(AgentOpenedView { agent: AgentView::of(line, today), contracts, handovers, targets }))
}

async fn members(
    door: Door,
    Named(agent): Named<UserId>,
    Params(page): Params<PageParams>,
) -> Result<Json<PageView<AgentMemberView>>, Problem> {
    let office = &door.office;
    let from = after(page.after.as_deref())?;
    let mut tx = office.db.read().await?;
    let found = members_of_agent(&mut tx, office, agent, from, page.limit()).await?;
    drop(tx);
    let views = AgentMemberView::all(found, office)?;
    let page = PageView::of(views, page.limit(), |view| view.membership.to_string());
    door.answer(Json(page)).await
}

/// A contract.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContractBody {
    /// Where: a code or a name.
    area: String,
    /// Its number or document.
    number: String,
    #[schema(value_type = String, format = Date)]
    from_on: Date,
    /// As agreed; open when absent.
    #[schema(value_type = Option<String>, format = Date)]
    until_on: Option<Date>,
    /// The agent office.
    #[schema(value_type = Option<String>, format = Uuid)]
    office: Option<Uuid>,
}

async fn contract(
    Named(agent): Named<UserId>,
    asked: Asked<ContractBody>,
) -> Result<(StatusCode, Json<MadeView>), Problem> {
    let ContractBody { area, number, from_on, until_on, office } = asked.form;
    let order = NewContract { agent, office, area, number, from_on, until_on };
    let id = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok((StatusCode::CREATED, Json(MadeView { id })))
}

/// The end of a contract.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EndBody {
    /// Its last day; today for fraud and gratification.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// `term`, `own_wish`, `idle`, `fraud`, `gratification`, `death`, `other`.
    reason: String,
    /// In words, 3 to 300 characters; kept.
    note: String,
}

async fn end(
    Named(agent): Named<UserId>,
    asked: Asked<EndBody>,
) -> Result<Json<ContractEndedView>, Problem> {
    let EndBody { on, reason, note } = asked.form;
    let order = EndContract { agent, on, reason, note };
    let done = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok(Json(done.into()))
}

/// A hand-over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HandOverBody {
    /// The agent who takes over, under contract.
    #[schema(value_type = String, format = Uuid)]
    to: UserId,
    /// From this day on: from the end of the contract to today.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// Why, in 3 to 300 characters; kept.
    reason: String,
    /// Only members who live here.
    #[schema(value_type = Option<String>)]
    area: Option<AreaCode>,
}

async fn hand_over(
    Named(from): Named<UserId>,
    asked: Asked<HandOverBody>,
) -> Result<Json<HandedOverView>, Problem> {
    let HandOverBody { to, on, reason, area } = asked.form;
    let order = HandOver { from, to, on, reason, area };
    let done = carry_out(&asked.door.office, &asked.header, &order).await?;
    Ok(Json(done.into()))
}
