//! What follows from a target before anybody sets it: heads, gap, pace; every hedge carried.

use super::views::{AmountWhyView, ShareWhyView};
use crate::{door::Params, door::Reader, problem::Problem};
use access::Duty;
use axum::Json;
use insight::{
    Amount, Qualifier,
    goal::TargetRefusal,
    target::{factor, gap, growth, heads_of_percent, pace, stated_share},
};
use serde::{Deserialize, Serialize};
use terms::{Month, Rate};
use utoipa::ToSchema;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ArithmeticParams {
    /// The target in heads; or
    heads: Option<i64>,
    /// in per cent
    #[schema(example = "40")]
    percent: Option<String>,
    /// of so many.
    #[schema(example = 700_000)]
    base: Option<i64>,
    /// How many there are; or
    at_hand: Option<i64>,
    /// what share of the base there is.
    #[schema(example = "30")]
    at_hand_percent: Option<String>,
    /// How that is hedged: `=` (unless told), `~`, `>=`, `>`, `<=`, `<`.
    #[schema(example = "<")]
    at_hand_qualifier: Option<String>,
    /// The first month that is left.
    #[schema(value_type = Option<String>, example = "2024-05")]
    first: Option<Month>,
    /// The last one.
    #[schema(value_type = Option<String>, example = "2024-12")]
    last: Option<Month>,
    /// The target before, in heads.
    last_target: Option<i64>,
    /// What came of it, in heads; or
    last_result: Option<i64>,
    /// in per cent of it.
    last_result_percent: Option<String>,
}

/// What follows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ArithmeticView {
    /// The target in heads.
    heads: AmountWhyView,
    /// How many there are.
    at_hand: Option<AmountWhyView>,
    /// What is missing.
    gap: Option<AmountWhyView>,
    /// The least that is missing, where the hedge sets one.
    at_least: Option<i64>,
    /// How many times the number the target is, three decimals.
    factor: Option<ShareWhyView>,
    /// How many a month reach it.
    pace: Option<AmountWhyView>,
    /// What came of the target before.
    last_result: Option<AmountWhyView>,
    /// What it missed.
    last_shortfall: Option<AmountWhyView>,
    /// By how much the target is above the one before, two decimals.
    growth_on_target: Option<ShareWhyView>,
    /// How many times the last result it is, one decimal.
    times_last_result: Option<ShareWhyView>,
}

fn rate(field: &'static str, said: Option<&String>) -> Result<Option<Rate>, Problem> {
    let Some(said) = said else { return Ok(None) };
    let digits = said.trim().trim_end_matches('%').trim().replace(',', ".");
    match Rate::parse_percent(&digits) {
        None => Err(TargetRefusal::Number(field).into()),
        Some(rate) if rate.parts() > 1_000_000 => {
            Err(TargetRefusal::OverEverybody { said: rate.to_string() }.into())
        }
        rate => Ok(rate),
    }
}

/// Numbers of heads beyond any census are a slip of the hand.
fn heads(field: &'static str, n: Option<i64>) -> Result<Option<i64>, Problem> {
    match n {
        Some(n) if !(0..=10_000_000_000).contains(&n) => Err(TargetRefusal::Number(field).into()),
        n => Ok(n),
    }
}

pub(super) async fn arithmetic(
    reader: Reader,
    Params(asked): Params<ArithmeticParams>,
) -> Result<Json<ArithmeticView>, Problem> {
    // Whoever may read figures anywhere may reckon with them.
    if reader.office.areas_for(Duty::ReadFigures).is_some_and(|areas| areas.is_empty()) {
        reader.office.allow_everywhere(Duty::ReadFigures)?;
    }
    let base = heads("base", asked.base)?.map(Amount::exactly);
    let number = |field| Problem::from(TargetRefusal::Number(field));
    let target = match (heads("heads", asked.heads)?, rate("percent", asked.percent.as_ref())?) {
        (Some(n), None) => {
            stated_share(Rate::per_million(1_000_000), Qualifier::EXACT, Amount::exactly(n))
        }
        (None, Some(percent)) => {
            let base = base.ok_or_else(|| number("base"))?;
            heads_of_percent(percent, base)
        }
        _ => return Err(TargetRefusal::OneValue.into()),
    };
    let target = target.ok_or_else(|| number("heads"))?;
    let heads_now = *target.amount();
    let sign = asked.at_hand_qualifier.as_deref().unwrap_or("=");
    let hedge: Qualifier =
        sign.parse().map_err(|_| TargetRefusal::Word("at_hand_qualifier", "=, ~, >=, >, <=, <"))?;
    let whole = Rate::per_million(1_000_000);
    let stated = rate("at_hand_percent", asked.at_hand_percent.as_ref())?;
    let at_hand = match (heads("at_hand", asked.at_hand)?, stated) {
        (Some(n), _) => stated_share(whole, hedge, Amount::exactly(n)),
        (None, Some(share)) => stated_share(share, hedge, base.ok_or_else(|| number("base"))?),
        (None, None) => None,
    };
    let now = at_hand.as_ref().map(|at_hand| *at_hand.amount());
    let missing = now.and_then(|now| gap(heads_now, now));
    let left = missing.as_ref().map(|missing| *missing.amount());
    let before = heads("last_target", asked.last_target)?.map(Amount::exactly);
    let share = rate("last_result_percent", asked.last_result_percent.as_ref())?;
    let result = match (heads("last_result", asked.last_result)?, share.zip(before)) {
        (Some(n), _) => stated_share(whole, Qualifier::EXACT, Amount::exactly(n)),
        (None, Some((share, before))) => stated_share(share, Qualifier::EXACT, before),
        (None, None) => None,
    };
    let came = result.as_ref().map(|result| *result.amount());
    Ok(Json(ArithmeticView {
        at_least: left.and_then(Amount::least),
        factor: now.and_then(|now| factor(heads_now, now, 3)).map(Into::into),
        pace: left
            .zip(asked.first.zip(asked.last))
            .and_then(|(left, (first, last))| pace(left, first, last))
            .map(Into::into),
        last_shortfall: before.zip(came).and_then(|(b, came)| gap(b, came)).map(Into::into),
        growth_on_target: before.and_then(|b| growth(b, heads_now, 2)).map(Into::into),
        times_last_result: came.and_then(|came| factor(heads_now, came, 1)).map(Into::into),
        heads: target.into(),
        at_hand: at_hand.map(Into::into),
        gap: missing.map(Into::into),
        last_result: result.map(Into::into),
    }))
}
