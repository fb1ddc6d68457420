//! Targets of an agent, and the cards of whoever is signed in: the same numbers on home and phone.

use crate::{OutreachRefusal, sql};
use access::{Duty, Office};
use db::Tx;
use insight::{
    Place,
    goal::{Card, Counted, Goal, Progress, TargetRefusal, goals_running, progress_of},
};
use std::collections::BTreeMap;
use terms::{Date, Month, Timestamp, ids::UserId};

/// An agent's members by month: who paid for the first time (new), or whose month is paid (active).
pub async fn counted_of_agent(
    tx: &mut Tx,
    agent: UserId,
    counts: &str,
    as_of: Date,
) -> Result<Counted, OutreachRefusal> {
    let since: Option<(Timestamp,)> = tx.first(&sql::USER_SINCE, (agent,)).await?;
    let began = since.map(|(at,)| Month::of(terms::office_date(at)));
    let mut by_month: BTreeMap<Month, i64> = BTreeMap::new();
    let is_stock = counts != "new";
    let days: Vec<(Date, i64)> = match is_stock {
        true => tx.all(&sql::AGENT_PAID_BY_MONTH, (agent, as_of)).await?,
        false => tx.all(&sql::AGENT_NEW_BY_DAY, (agent, as_of)).await?,
    };
    for (day, n) in days {
        let month = Month::of(day);
        *by_month.entry(month).or_default() += n;
        if is_stock {
            // A paid month counts in it and no longer: the next month is paid for by itself.
            *by_month.entry(month.next()).or_default() -= n;
        }
    }
    // Months before the account are an office's older papers: they count where they are known.
    let first = by_month.keys().next().copied();
    let began = began.map(|began| first.map_or(began, |first| first.min(began)));
    Ok(Counted { began, by_month, is_stock, as_of, now: None })
}

/// Where a target stands, whoever's it is.
pub async fn standing(
    tx: &mut Tx,
    office: &Office,
    goal: Goal,
    as_of: Date,
) -> Result<Progress, OutreachRefusal> {
    let counted = match goal.agent {
        Some(agent) => Some(counted_of_agent(tx, agent, &goal.counts, as_of).await?),
        None => None,
    };
    Ok(progress_of(tx, office, goal, counted, as_of).await?)
}

/// The cards of an agent's own targets that run on a day.
pub async fn cards_of_agent(
    tx: &mut Tx,
    office: &Office,
    agent: UserId,
    on: Date,
) -> Result<Vec<Card>, OutreachRefusal> {
    let goals = goals_running(tx, &Place::Nation, Some(agent), on).await?;
    cards(tx, office, goals, on).await
}

/// The cards of whoever is signed in: their own targets, and those of the areas whose figures they read.
pub async fn cards_of_actor(
    tx: &mut Tx,
    office: &Office,
    on: Date,
) -> Result<Vec<Card>, OutreachRefusal> {
    let mut all = cards_of_agent(tx, office, office.actor, on).await?;
    let whole = match office.areas_for(Duty::ReadFigures) {
        None => Place::Nation,
        Some(areas) if areas.is_empty() => return Ok(all),
        Some(areas) => Place::areas(areas),
    };
    let mut places = vec![whole.clone()];
    if let Place::Areas(areas) = whole
        && areas.len() > 1
    {
        places.extend(areas.into_iter().map(Place::area));
    }
    for place in places {
        let goals = goals_running(tx, &place, None, on).await?;
        all.extend(cards(tx, office, goals, on).await?);
    }
    Ok(all)
}

async fn cards(
    tx: &mut Tx,
    office: &Office,
    goals: Vec<Goal>,
    on: Date,
) -> Result<Vec<Card>, OutreachRefusal> {
    let mut cards = Vec::with_capacity(goals.len());
    for goal in goals {
        cards.push(Card::of(&standing(tx, office, goal, on).await?));
    }
    Ok(cards)
}

impl From<TargetRefusal> for OutreachRefusal {
    fn from(refusal: TargetRefusal) -> Self {
        match refusal {
            TargetRefusal::Db(error) => Self::Db(error),
            TargetRefusal::Forbidden(error) => Self::Forbidden(error),
            other => Self::Target(Box::new(other)),
        }
    }
}
