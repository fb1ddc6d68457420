//! What is shown of a month.

use crate::api::targets::TargetCardView;
use outreach::{
    campaign::funnel::Stages,
    monthly::{DEFINITIONS, Definition, Events, Line, Money, MonthReport, Paid},
};
use serde::Serialize;
use terms::{Date, Month, Rupiah, Timestamp};
use utoipa::ToSchema;

/// A branch's month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MonthReportView {
    /// Codes joined by `+`; empty is the country.
    area: String,
    place: String,
    #[schema(value_type = String, example = "2026-10")]
    month: Month,
    /// The month's last day, or today.
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    #[schema(value_type = String, format = DateTime)]
    made_at: Timestamp,
    targets: Vec<TargetCardView>,
    /// Everybody, by persons.
    whole: MonthLineView,
    /// By memberships.
    by_segment: Vec<MonthLineView>,
    /// By memberships.
    by_payer: Vec<MonthLineView>,
    /// `village`; `below`: one level below, where there are too many villages for a page.
    level: &'static str,
    by_area: Vec<MonthLineView>,
    by_agent: Vec<MonthLineView>,
    contributions: MonthMoneyView,
    events: MonthEventsView,
    /// What every figure means.
    definitions: Vec<DefinitionView>,
}

/// A line of the report.
#[derive(Debug, Serialize, ToSchema)]
struct MonthLineView {
    /// An area's code, a segment, a payer, an agent's id.
    key: String,
    name_id: String,
    name_en: String,
    /// In heads; null where none runs.
    target: Option<i64>,
    /// `active`, `registered`, `new`.
    target_counts: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    target_until: Option<Date>,
    active_before: i64,
    new: i64,
    reactivated: i64,
    lapsed: i64,
    net_active: i64,
    active: i64,
    /// Null for agents.
    grace: Option<i64>,
    /// Rupiah in the month; only for agents.
    #[schema(value_type = Option<i64>)]
    collected: Option<Rupiah>,
}

impl From<Line> for MonthLineView {
    fn from(line: Line) -> Self {
        let Line { key, name_id, name_en, target, target_counts, target_until, .. } = line;
        let Line { active_before, new, reactivated, lapsed, net_active, active, .. } = line;
        let Line { grace, collected, .. } = line;
        Self {
            key,
            name_id,
            name_en,
            target,
            target_counts,
            target_until,
            active_before,
            new,
            reactivated,
            lapsed,
            net_active,
            active,
            grace,
            collected,
        }
    }
}

/// Contributions of the month.
#[derive(Debug, Serialize, ToSchema)]
struct MonthMoneyView {
    /// Memberships whose month is due.
    due: i64,
    /// Of those, whose month is paid.
    paid: i64,
    unpaid: i64,
    /// By payer; null where the place is more than a branch.
    received: Option<Vec<MonthReceivedView>>,
    /// All of that, in rupiah.
    #[schema(value_type = Option<i64>)]
    received_total: Option<Rupiah>,
    /// Payments that wait for a decision; null where the place is more than a branch.
    unmatched: Option<UnmatchedView>,
    /// Of nobody known, of the whole installation.
    unmatched_nowhere: UnmatchedView,
}

/// What one payer paid.
#[derive(Debug, Serialize, ToSchema)]
struct MonthReceivedView {
    payer: String,
    months: i64,
    members: i64,
    #[schema(value_type = i64)]
    amount: Rupiah,
}

/// Payments nobody could post.
#[derive(Debug, Serialize, ToSchema)]
struct UnmatchedView {
    n: i64,
    #[schema(value_type = i64)]
    amount: Rupiah,
}

impl From<(i64, Rupiah)> for UnmatchedView {
    fn from((n, amount): (i64, Rupiah)) -> Self {
        Self { n, amount }
    }
}

impl From<Money> for MonthMoneyView {
    fn from(money: Money) -> Self {
        let total = money
            .received
            .as_ref()
            .and_then(|all| Rupiah::sum(all.iter().map(|paid| paid.amount)).ok());
        let line = |Paid { payer, months, members, amount }| MonthReceivedView {
            payer,
            months,
            members,
            amount,
        };
        Self {
            due: money.due,
            paid: money.paid,
            unpaid: money.unpaid,
            received: money.received.map(|all| all.into_iter().map(line).collect()),
            received_total: total,
            unmatched: money.unmatched.map(Into::into),
            unmatched_nowhere: money.unmatched_nowhere.into(),
        }
    }
}

/// Events of the month. What was not recorded is null, never 0.
#[derive(Debug, Serialize, ToSchema)]
struct MonthEventsView {
    n_events: i64,
    /// Closed.
    n_held: i64,
    people: Option<i64>,
    leads: Option<i64>,
    enrolled: Option<i64>,
    paid: Option<i64>,
    paid_30: Option<i64>,
    of_30: Option<i64>,
    paid_90: Option<i64>,
    of_90: Option<i64>,
    cost: Option<i64>,
    /// Of how many events a stage is not known.
    not_recorded: Vec<NotRecordedView>,
    /// Districts with an event that was closed,
    districts_reached: i64,
    /// of all in the list in force.
    districts_of: i64,
    districts: Vec<String>,
    /// Which list.
    districts_source: &'static str,
}

/// A stage that some events do not know.
#[derive(Debug, Serialize, ToSchema)]
struct NotRecordedView {
    stage: &'static str,
    n_events: i64,
}

impl From<Events> for MonthEventsView {
    fn from(events: Events) -> Self {
        let Events { n_events, n_held, stages, not_recorded, reach } = events;
        let Stages { people, leads, enrolled, paid, paid_30, of_30, paid_90, of_90, cost } = stages;
        let missing = |(stage, n_events)| NotRecordedView { stage, n_events };
        Self {
            n_events,
            n_held,
            people,
            leads,
            enrolled,
            paid,
            paid_30,
            of_30,
            paid_90,
            of_90,
            cost,
            not_recorded: not_recorded.into_iter().map(missing).collect(),
            districts_reached: reach.districts,
            districts_of: reach.of,
            districts: reach.names,
            districts_source: reach.reference,
        }
    }
}

/// What a figure means.
#[derive(Debug, Serialize, ToSchema)]
struct DefinitionView {
    figure: &'static str,
    id: &'static str,
    en: &'static str,
}

impl From<MonthReport> for MonthReportView {
    fn from(report: MonthReport) -> Self {
        let lines = |lines: Vec<Line>| lines.into_iter().map(Into::into).collect();
        let said = |Definition { figure, id, en }| DefinitionView { figure, id, en };
        Self {
            area: report.area,
            place: report.place,
            month: report.month,
            as_of: report.as_of,
            made_at: report.made_at,
            targets: report.targets.into_iter().map(Into::into).collect(),
            whole: report.whole.into(),
            by_segment: lines(report.by_segment),
            by_payer: lines(report.by_payer),
            level: report.level.word(),
            by_area: lines(report.by_area),
            by_agent: lines(report.by_agent),
            contributions: report.money.into(),
            events: report.events.into(),
            definitions: DEFINITIONS.into_iter().map(said).collect(),
        }
    }
}
