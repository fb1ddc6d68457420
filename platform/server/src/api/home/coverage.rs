//! The coverage of the actor's area, with its base, its target, and the pace the target asks for.

use super::place;
use crate::{
    api::coverage::{CoverageView, TargetView},
    problem::Problem,
    wire::BecauseView,
};
use access::Office;
use db::Tx;
use insight::{Amount, Question, Target, coverage_report, goal::goal_of, targets};
use outreach::agent_target::standing;
use serde::Serialize;
use terms::{AreaCode, Assessment, Date};
use utoipa::ToSchema;

/// Coverage of an area.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HomeCoverageView {
    /// Everyone there: numerator, base, definition, source.
    share: CoverageView,
    /// The targets that run today, the nearest end first.
    targets: Vec<HomeTargetView>,
}

/// A target, and what is missing.
#[derive(Debug, Serialize, ToSchema)]
struct HomeTargetView {
    target: TargetView,
    /// The target in heads; null where its percentage has no base.
    heads: Option<i64>,
    /// How many there are of whom it counts.
    at_hand: i64,
    /// What is missing; negative when it is passed.
    missing: Option<i64>,
    /// How the missing is hedged: `=`, `>` ….
    missing_qualifier: Option<&'static str>,
    /// How many a month reach it in time, this month included.
    a_month: Option<i64>,
    because: Vec<BecauseView>,
}

/// The coverage of an office's areas; of the country when none is named.
pub(super) async fn of(
    office: &Office,
    areas: Option<Vec<AreaCode>>,
) -> Result<HomeCoverageView, Problem> {
    let (law, today) = (&office.outside.law, office.outside.today());
    let place = place(areas);
    let mut tx = office.db.read().await?;
    let question = Question::persons(place.clone(), today);
    let share = coverage_report(&mut tx, law, question, None).await?;
    let mut views = Vec::new();
    for target in targets(&mut tx, &place, today).await? {
        views.push(against(&mut tx, office, target, today).await?);
    }
    Ok(HomeCoverageView { share: share.into(), targets: views })
}

/// A target against those it counts: the same numbers as on its own page and on a phone.
async fn against(
    tx: &mut Tx,
    office: &Office,
    target: Target,
    today: Date,
) -> Result<HomeTargetView, Problem> {
    let goal = goal_of(tx, office, &target.id).await?;
    let is_share = goal.value.is_none();
    let stood = standing(tx, office, goal, today).await?;
    let stand = stood.stands.into_iter().find(|stand| stand.basis == "counted");
    let mut because: Vec<BecauseView> = Vec::new();
    let mut told = |assessment: Assessment<Amount>| {
        let (amount, why) = assessment.into_parts();
        because.push(why.into());
        amount
    };
    let heads = stood.heads.map(|heads| if is_share { told(heads) } else { *heads.amount() });
    let at_hand = stand.as_ref().map_or(0, |stand| stand.at_hand.amount().value);
    let (missing, pace) = stand.map(|stand| (stand.gap, stand.pace_needed)).unzip();
    let missing = missing.flatten().map(&mut told);
    let pace = pace.flatten().map(&mut told);
    Ok(HomeTargetView {
        heads: heads.map(|heads| heads.value),
        at_hand,
        missing: missing.map(|missing| missing.value),
        missing_qualifier: missing.map(|missing| missing.qualifier.sign()),
        a_month: pace.map(|pace| pace.value),
        because,
        target: target.into(),
    })
}
