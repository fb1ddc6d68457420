//! What is shown of targets: every number with its hedge and its reason.

use crate::wire::BecauseView;
use insight::{
    Amount,
    goal::{Came, Card, Goal, Point, Previous, Progress, Stand},
    target::Share,
};
use serde::Serialize;
use terms::{Assessment, Date, Month, Timestamp, ids::UserId};
use utoipa::ToSchema;

/// A number of heads with its hedge and its reason.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AmountWhyView {
    value: i64,
    /// `=`, `~`, `>=`, `>`, `<=`, `<`.
    qualifier: &'static str,
    /// With words and thousands, in Indonesian.
    said_id: String,
    /// The same in English.
    said_en: String,
    because: BecauseView,
}

impl From<Assessment<Amount>> for AmountWhyView {
    fn from(assessment: Assessment<Amount>) -> Self {
        let (amount, because) = assessment.into_parts();
        let (said_id, said_en) = amount.said();
        let (value, qualifier) = (amount.value, amount.qualifier.sign());
        Self { value, qualifier, said_id, said_en, because: because.into() }
    }
}

/// A share or ratio with its hedge and its reason.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShareWhyView {
    /// The digits: `26.25`, `6.3`.
    text: String,
    qualifier: &'static str,
    because: BecauseView,
}

impl From<Assessment<Share>> for ShareWhyView {
    fn from(assessment: Assessment<Share>) -> Self {
        let (share, because) = assessment.into_parts();
        Self { text: share.text, qualifier: share.qualifier.sign(), because: because.into() }
    }
}

/// A target as it is kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GoalView {
    pub(crate) id: String,
    /// Codes joined by `+`; empty is the country.
    area: String,
    /// The place in the words of who set it.
    said: String,
    /// Empty for everyone.
    group: String,
    /// Empty for all.
    segment: String,
    /// Empty for all.
    payer: String,
    #[schema(value_type = Option<String>, format = Uuid)]
    agent: Option<UserId>,
    /// `active`, `registered`, `new`.
    counts: String,
    heads: Option<i64>,
    /// In parts per million.
    percent_ppm: Option<i64>,
    qualifier: &'static str,
    /// The base of the percentage.
    of: Option<String>,
    base: Option<GoalBaseView>,
    #[schema(value_type = Option<String>, format = Date)]
    from_on: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    until_on: Option<Date>,
    owner: String,
    document: String,
    source: String,
    publisher: String,
    /// How sure we are.
    status: String,
    /// `draft`, `set`, `replaced`, `withdrawn`.
    state: String,
    replaces: Option<String>,
    /// Why it was replaced or withdrawn.
    reason: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    recorded_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = Uuid)]
    recorded_by: Option<UserId>,
}

/// What a percentage is of.
#[derive(Debug, Serialize, ToSchema)]
struct GoalBaseView {
    value: i64,
    qualifier: &'static str,
    definition_id: String,
    definition_en: String,
    source: String,
}

impl From<Goal> for GoalView {
    fn from(goal: Goal) -> Self {
        let base = goal.base().map(|base| GoalBaseView {
            value: base.value,
            qualifier: base.qualifier.sign(),
            definition_id: goal.base_definition_id,
            definition_en: goal.base_definition_en,
            source: goal.base_source,
        });
        Self {
            id: goal.id,
            area: goal.area,
            said: goal.said,
            group: goal.person_group,
            segment: goal.segment,
            payer: goal.payer,
            agent: goal.agent,
            counts: goal.counts,
            heads: goal.value,
            percent_ppm: goal.percent_ppm,
            qualifier: goal.qualifier.sign(),
            of: goal.of_denominator,
            base,
            from_on: goal.from_on,
            until_on: goal.until_on,
            owner: goal.owner,
            document: goal.document,
            source: goal.source,
            publisher: goal.publisher,
            status: goal.status,
            state: goal.state,
            replaces: goal.replaces,
            reason: goal.reason,
            recorded_at: goal.recorded_at,
            recorded_by: goal.recorded_by,
        }
    }
}

/// Where a target stands by one number.
#[derive(Debug, Serialize, ToSchema)]
struct StandView {
    /// `counted` (our own) or `stated` (what somebody said).
    basis: &'static str,
    at_hand: AmountWhyView,
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    /// Where it was read; null for our own count.
    source: Option<String>,
    /// Below zero when the target is passed.
    gap: Option<AmountWhyView>,
    /// The least that is missing, where the hedge sets one.
    at_least: Option<i64>,
    /// Per cent of the target.
    reached: Option<ShareWhyView>,
    /// How many times the number the target is, three decimals.
    factor: Option<ShareWhyView>,
    /// The first and the last month that are left; null when the target is over.
    #[schema(value_type = Option<Vec<String>>)]
    months_left: Option<[Month; 2]>,
    n_months_left: Option<i32>,
    pace_needed: Option<AmountWhyView>,
    /// Null for what was said.
    pace_so_far: Option<AmountWhyView>,
}

impl From<Stand> for StandView {
    fn from(stand: Stand) -> Self {
        Self {
            basis: stand.basis,
            at_hand: stand.at_hand.into(),
            as_of: stand.as_of,
            source: stand.source,
            gap: stand.gap.map(Into::into),
            at_least: stand.at_least,
            reached: stand.reached.map(Into::into),
            factor: stand.factor.map(Into::into),
            n_months_left: stand.months_left.map(|(first, last)| last.since(first) + 1),
            months_left: stand.months_left.map(|(first, last)| [first, last]),
            pace_needed: stand.pace_needed.map(Into::into),
            pace_so_far: stand.pace_so_far.map(Into::into),
        }
    }
}

/// The target before.
#[derive(Debug, Serialize, ToSchema)]
struct PreviousView {
    target: GoalView,
    heads: Option<i64>,
    /// By how many per cent the new one is higher, two decimals.
    growth: Option<ShareWhyView>,
    results: Vec<CameView>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
struct CameView {
    /// `counted` or `stated`.
    basis: &'static str,
    result: AmountWhyView,
    shortfall: Option<AmountWhyView>,
    /// How many times the result the new target is, one decimal.
    times: Option<ShareWhyView>,
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    source: Option<String>,
}

impl From<Came> for CameView {
    fn from(came: Came) -> Self {
        Self {
            basis: came.basis,
            result: came.result.into(),
            shortfall: came.shortfall.map(Into::into),
            times: came.times.map(Into::into),
            as_of: came.as_of,
            source: came.source,
        }
    }
}

impl From<Previous> for PreviousView {
    fn from(previous: Previous) -> Self {
        Self {
            heads: previous.heads.map(|heads| heads.value),
            growth: previous.growth.map(Into::into),
            results: previous.results.into_iter().map(Into::into).collect(),
            target: previous.goal.into(),
        }
    }
}

/// A month of the chart.
#[derive(Debug, Serialize, ToSchema)]
struct PointView {
    #[schema(value_type = String, example = "2024-05")]
    month: Month,
    /// The straight line to the target at the month's end.
    target: Option<i64>,
    /// The count then; null where nothing was recorded or the month is to come.
    actual: Option<i64>,
    /// How many came within it.
    came: Option<i64>,
    /// The count at the end of the same month a year before.
    last_year: Option<i64>,
}

impl From<Point> for PointView {
    fn from(Point { month, target, actual, came, last_year }: Point) -> Self {
        Self { month, target, actual, came, last_year }
    }
}

/// Where a target stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProgressView {
    target: GoalView,
    /// In heads; null in a draft, and where a percentage has no base.
    heads: Option<AmountWhyView>,
    no_heads_id: Option<&'static str>,
    no_heads_en: Option<&'static str>,
    /// Our own count first, then what was said last.
    stands: Vec<StandView>,
    /// Why there is no count of our own.
    not_recorded_id: Option<&'static str>,
    not_recorded_en: Option<&'static str>,
    previous: Option<PreviousView>,
    chart: Vec<PointView>,
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    /// What is counted.
    definition_id: String,
    definition_en: String,
}

impl From<Progress> for ProgressView {
    fn from(progress: Progress) -> Self {
        let [definition_id, definition_en] = progress.definition();
        let [no_heads_id, no_heads_en] = progress.no_heads.map_or([None; 2], |it| it.map(Some));
        let recorded = progress.not_recorded.map_or([None; 2], |it| it.map(Some));
        Self {
            target: progress.goal.into(),
            heads: progress.heads.map(Into::into),
            no_heads_id,
            no_heads_en,
            stands: progress.stands.into_iter().map(Into::into).collect(),
            not_recorded_id: recorded[0],
            not_recorded_en: recorded[1],
            previous: progress.previous.map(Into::into),
            chart: progress.chart.into_iter().map(Into::into).collect(),
            as_of: progress.as_of,
            definition_id,
            definition_en,
        }
    }
}

/// A target in a few lines, as on the home page and on an agent's phone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TargetCardView {
    target: String,
    /// Where, in the words of who set it.
    place: String,
    /// `active`, `registered`, `new`.
    counts: String,
    #[schema(value_type = Option<String>, format = Date)]
    from_on: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    until_on: Option<Date>,
    document: String,
    heads: Option<i64>,
    /// Our own count; null where nothing was recorded.
    at_hand: Option<i64>,
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    missing: Option<i64>,
    missing_qualifier: Option<&'static str>,
    /// Per cent of the target.
    percent: Option<String>,
    /// How many a month reach it in time, this month included.
    a_month: Option<i64>,
    so_far_a_month: Option<i64>,
    #[schema(value_type = Option<String>)]
    last_month: Option<Month>,
    /// Where the straight line stands at the end of this month.
    line_now: Option<i64>,
    definition_id: String,
    definition_en: String,
}

impl From<Card> for TargetCardView {
    fn from(card: Card) -> Self {
        let Card { target, place, counts, from_on, until_on, document, heads, at_hand, .. } = card;
        let Card { as_of, missing, missing_qualifier, percent, a_month, so_far_a_month, .. } = card;
        let Card { last_month, line_now, definition_id, definition_en, .. } = card;
        Self {
            target,
            place,
            counts,
            from_on,
            until_on,
            document,
            heads,
            at_hand,
            as_of,
            missing,
            missing_qualifier,
            percent,
            a_month,
            so_far_a_month,
            last_month,
            line_now,
            definition_id,
            definition_en,
        }
    }
}
