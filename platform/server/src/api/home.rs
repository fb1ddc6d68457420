//! Home: what needs the actor today, by duty and area, with the coverage of the area beside it.
//!
//! Counts come from what is kept for counting, never from walking over members; rows are the first
//! few of lists that have pages of their own. What the actor has no duty for is absent.

mod coverage;
mod views;

use super::memberships::due::{DueView, first_due};
use crate::{
    book::{Book, Route},
    door::{Door, Params},
    office::Server,
    problem::Problem,
};
use access::{Duty, Office};
use axum::{Json, extract::State};
use contribution::{
    due::{DueQuery, DueState},
    today::{held_by_owner, lists_to_look_at},
};
use insight::{Measure, Place, Question, flows};
use jiff::ToSpan;
use serde::Deserialize;
use std::sync::Arc;
use terms::{AreaCode, Date, Month};
use utoipa::ToSchema;
use views::{
    CapturesView, DuplicatesView, DutyView, HeldOwnerView, HeldView, HomeListView, HomeView,
    LapsedView, LapsingView, WorkView,
};

pub(crate) fn write(book: Book) -> Book {
    book.add(
        Route::get("/api/v1/home", "office", "What needs the actor today, by duty and area")
            .params::<HomeParams>()
            .answers::<HomeView>(200, "A part the actor has no duty for is null.")
            .shown(200, include_str!("examples/home.json")),
        home,
    )
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HomeParams {
    /// A code: only this area. Everything the actor has when absent.
    #[schema(value_type = Option<String>, example = "33.02")]
    area: Option<AreaCode>,
}

const ROWS_SHOWN: u32 = 5;

/// What the actor may look at: `None` is nowhere, `Some(None)` everywhere.
type Scope = Option<Option<Vec<AreaCode>>>;

/// Where the actor has a duty, narrowed to the area that was asked for.
fn scope(office: &Office, duty: Duty, area: Option<&AreaCode>) -> Scope {
    match (office.areas_for(duty), area) {
        (None, None) => Some(None),
        (None, Some(area)) => Some(Some(vec![area.clone()])),
        (Some(own), None) => (!own.is_empty()).then(|| Some(outermost(own))),
        (Some(own), Some(area)) => {
            own.iter().any(|own| own.contains(area)).then(|| Some(vec![area.clone()]))
        }
    }
}

/// Areas without those that lie in another of them.
fn outermost(mut areas: Vec<AreaCode>) -> Vec<AreaCode> {
    areas.sort();
    areas.dedup();
    let all = areas.clone();
    areas.retain(|area| !all.iter().any(|other| other != area && other.contains(area)));
    areas
}

fn place(areas: Option<Vec<AreaCode>>) -> Place {
    areas.map_or(Place::Nation, Place::Areas)
}

async fn home(
    door: Door,
    State(server): State<Arc<Server>>,
    Params(params): Params<HomeParams>,
) -> Result<Json<HomeView>, Problem> {
    let office = &door.office;
    let area = params.area.as_ref();
    let people = scope(office, Duty::ReadPeople, area);
    let figures = scope(office, Duty::ReadFigures, area);
    let any = people.clone().or_else(|| figures.clone()).flatten();
    let mut view = HomeView::on(office.outside.today(), any.as_deref());
    view.duties = office.grants().iter().map(DutyView::of).collect();
    if let (Some(areas), Some(_)) = (people.clone(), figures.clone()) {
        view.members = Some(members(office, areas, area).await?);
    }
    if office.areas_for(Duty::ResolvePayment).is_none() {
        view.held = Some(held(office).await?);
    }
    if scope(office, Duty::ImportList, area).is_some() {
        view.lists = Some(lists(office).await?);
    }
    if let Some(areas) = scope(office, Duty::ReviewCaptures, area) {
        let mut tx = office.db.read().await?;
        let (count, oldest) = sync::review::waiting(&mut tx, office, areas).await?;
        view.captures = Some(CapturesView { count, oldest });
    }
    if let Some(areas) = scope(office, Duty::WatchCustody, area) {
        let mut tx = office.db.read().await?;
        view.custody = Some(outreach::alert::overdue(&mut tx, office, areas).await?.into());
    }
    if let Some(areas) = scope(office, Duty::Merge, area) {
        view.duplicates = duplicates(&server, office, areas);
    }
    if let Some(areas) = figures {
        view.coverage = Some(coverage::of(office, areas).await?);
    }
    let rows = view.members.iter().map(WorkView::n_rows).sum::<usize>();
    if rows > 0 {
        office.note("read home", "membership", None, format!("{rows} members"));
    }
    door.answer(Json(view)).await
}

/// Members who run out, lapse, have lapsed: counted by the office's counts, with the first rows.
async fn members(
    office: &Office,
    areas: Option<Vec<AreaCode>>,
    area: Option<&AreaCode>,
) -> Result<WorkView, Problem> {
    let (today, law) = (office.outside.today(), &office.outside.law);
    let grace_months = law.cover_parameters(today)?.grace_months;
    let this = Month::of(today);
    let month_ends = this.last_day();
    let place = place(areas);
    let memberships = |place: Place, on: Date| {
        Question::new(place, on, Some(Measure::Memberships), None, None, None)
    };
    let (in_last_month, after_turn, came_and_went) = {
        let mut tx = office.db.read().await?;
        let now = insight::coverage(&mut tx, law, memberships(place.clone(), today)?).await?;
        // On the first of the next month, if nobody pays: who runs out now is then in the first month
        // of grace.
        let turn = memberships(place.clone(), this.next().first_day())?;
        let turned = insight::coverage(&mut tx, law, turn).await?;
        let since = today.saturating_sub(LAPSED_DAYS.days());
        let gone = flows(&mut tx, law, &memberships(place, today)?, since).await?;
        let at = usize::from(grace_months).saturating_sub(1);
        (now.counts.grace.get(at).copied(), turned.counts.grace.first().copied(), gone)
    };
    let lapse_at_turn = in_last_month.unwrap_or(0);
    let soon = today.saturating_add(7.days());
    let row = |state, through: Month| DueQuery {
        area: area.cloned(),
        from: Some(through.first_day()),
        until: Some(through.last_day()),
        state: Some(state),
        after: None,
        limit: ROWS_SHOWN,
    };
    let last_of_grace = this.plus(-i32::from(grace_months));
    let lapsing = first_due(office, &row(DueState::Grace, last_of_grace)).await?;
    let running_out = first_due(office, &row(DueState::RunningOut, this)).await?;
    let lapsed = lapsed_rows(office, area, today, grace_months).await?;
    Ok(WorkView {
        lapsing_within_7_days: LapsingView {
            until: soon,
            count: if month_ends <= soon { lapse_at_turn } else { 0 },
            first: Vec::new(),
        },
        lapsing_this_month: LapsingView { until: month_ends, count: lapse_at_turn, first: lapsing },
        running_out_this_month: LapsingView {
            until: month_ends,
            count: after_turn.unwrap_or(0),
            first: running_out,
        },
        lapsed_last_30_days: LapsedView {
            since: came_and_went.from,
            count: came_and_went.lapsed,
            came_back: came_and_went.reactivated,
            joined: came_and_went.new,
            first: lapsed,
        },
    })
}

const LAPSED_DAYS: i32 = 30;

/// Who lapsed in the last days: cover ends with a month, so it is whose grace ended with one of them.
async fn lapsed_rows(
    office: &Office,
    area: Option<&AreaCode>,
    today: Date,
    grace_months: u8,
) -> Result<Vec<DueView>, Problem> {
    let grace = i32::from(grace_months);
    let last = Month::of(today).plus(-1 - grace);
    let since = today.saturating_sub(LAPSED_DAYS.days());
    let first = Month::of(since).plus(-grace);
    let query = DueQuery {
        area: area.cloned(),
        from: Some(first.first_day()),
        until: Some(last.last_day()),
        state: Some(DueState::Lapsed),
        after: None,
        limit: ROWS_SHOWN,
    };
    first_due(office, &query).await
}

async fn held(office: &Office) -> Result<HeldView, Problem> {
    let mut tx = office.db.read().await?;
    let owners: Vec<HeldOwnerView> =
        held_by_owner(&mut tx, office).await?.into_iter().map(Into::into).collect();
    Ok(HeldView::of(owners)?)
}

const LISTS_SHOWN: u32 = 10;

async fn lists(office: &Office) -> Result<Vec<HomeListView>, Problem> {
    let mut tx = office.db.read().await?;
    let found = lists_to_look_at(&mut tx, office, LISTS_SHOWN).await?;
    Ok(found.into_iter().map(Into::into).collect())
}

/// How many pairs wait, counted beside the requests; absent until it is known, and for the country.
fn duplicates(
    server: &Arc<Server>,
    office: &Office,
    areas: Option<Vec<AreaCode>>,
) -> Option<DuplicatesView> {
    let areas = areas?;
    let counted = server.duplicates.counted(server, office.outside.now, &areas);
    Some(DuplicatesView {
        counting: counted.is_none(),
        count: counted.map(|(count, _)| count),
        as_of: counted.map(|(_, at)| at),
        area: areas.first().map(ToString::to_string).unwrap_or_default(),
    })
}
