//! The coverage of the actor's area, with its base, its target, and the pace the target asks for.

use super::place;
use crate::{
    api::coverage::{CoverageView, TargetView},
    problem::Problem,
    wire::BecauseView,
};
use access::Office;
use db::Tx;
use insight::{
    Amount, Place, Question, Target, coverage_report, denominators,
    target::{gap, heads_of_percent, pace},
    targets,
};
use serde::Serialize;
use terms::{AreaCode, Date, Month, Rate, Segment};
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
        views.push(against(&mut tx, office, &place, target, today).await?);
    }
    Ok(HomeCoverageView { share: share.into(), targets: views })
}

/// A target against those it counts.
async fn against(
    tx: &mut Tx,
    office: &Office,
    place: &Place,
    target: Target,
    today: Date,
) -> Result<HomeTargetView, Problem> {
    let group = match target.person_group.as_str() {
        "" => None,
        word => Some(registry::group(word)?.code),
    };
    let segment: Option<Segment> = target.segment.parse().ok();
    let question = Question::new(place.clone(), today, None, group, segment, None)?;
    let report = coverage_report(tx, &office.outside.law, question, None).await?;
    let at_hand = report.numerator;
    let mut because: Vec<BecauseView> = Vec::new();
    let heads = match (target.value, target.percent_ppm, &target.of_denominator) {
        (Some(value), ..) => Some(Amount::exactly(value)),
        (None, Some(percent), Some(base)) => {
            let known = denominators(tx, place, group, segment, today).await?;
            let base = known.into_iter().find(|known| known.id == *base);
            let heads = base.and_then(|base| {
                let base = Amount::hedged(base.value, base.qualifier);
                heads_of_percent(Rate::per_million(percent), base)
            });
            heads.map(|heads| {
                let (amount, why) = heads.into_parts();
                because.push(why.into());
                amount
            })
        }
        _ => None,
    };
    let missing = heads.and_then(|heads| gap(heads, Amount::exactly(at_hand))).map(|missing| {
        let (amount, why) = missing.into_parts();
        because.push(why.into());
        amount
    });
    let open = missing.filter(|missing| missing.value > 0);
    let (first, last) = (Month::of(today), Month::of(target.until_on));
    let a_month = open.and_then(|missing| pace(missing, first, last)).map(|each| {
        let (amount, why) = each.into_parts();
        because.push(why.into());
        amount.value
    });
    Ok(HomeTargetView {
        heads: heads.map(|heads| heads.value),
        at_hand,
        missing: missing.map(|missing| missing.value),
        missing_qualifier: missing.map(|missing| missing.qualifier.sign()),
        a_month,
        because,
        target: target.into(),
    })
}
