//! What was left out and what would have to give; where nobody can be sent; promises that do not fit.

use super::{
    answer::{LeftOut, Unreachable},
    facts::Facts,
    make::{whole, whole_range},
    order::Order,
    question::Asked,
    tell,
};
use crate::{
    Said,
    solver::{Answer, Problem, what_if, what_if::Blocked},
};
use registry::Gazetteer;

/// So many are shown.
const SHOWN: usize = 10;

/// The best villages that were left out, and those nobody can be sent to.
pub(super) fn of(
    facts: &Facts,
    asked: &Asked,
    found: &Answer,
    what_if: &what_if::Asked<'_>,
    order: &Order,
) -> (Vec<LeftOut>, Vec<Unreachable>) {
    let mut visited = vec![false; facts.villages.len()];
    found.routes.iter().flatten().for_each(|v| visited[*v] = true);
    let mut open = Vec::new();
    let mut unreachable = Vec::new();
    for v in (0..facts.villages.len()).filter(|v| !visited[*v]) {
        match what_if.blocked(v) {
            Some(why) => unreachable.push(blocked(facts, v, why)),
            None => open.push(v),
        }
    }
    for code in &facts.unknown {
        let name = Gazetteer::embedded().name(code).unwrap_or(code.as_str()).to_owned();
        let sentence = tell::unknown(&name);
        unreachable.push(Unreachable {
            village: code.clone(),
            name,
            why: "unknown".into(),
            sentence,
        });
    }
    let value = |v: usize| asked.expected.visits[v].first().map_or(0, |it| it.value);
    open.sort_by_key(|v| (std::cmp::Reverse(value(*v)), *v));
    open.truncate(SHOWN);
    let left = open.into_iter().map(|v| left_out(facts, asked, what_if, order, v)).collect();
    (left, unreachable)
}

fn blocked(facts: &Facts, v: usize, why: Blocked) -> Unreachable {
    let place = &facts.villages[v].place;
    let word = match why {
        Blocked::Banned => "banned",
        Blocked::Skill => "skill",
        Blocked::NoWay => "no_way",
        Blocked::TooLong => "too_far",
    };
    let sentence = tell::blocked(&place.name, why);
    Unreachable {
        village: place.code.clone(),
        name: place.name.clone(),
        why: word.into(),
        sentence,
    }
}

fn left_out(
    facts: &Facts,
    asked: &Asked,
    what_if: &what_if::Asked<'_>,
    order: &Order,
    v: usize,
) -> LeftOut {
    let place = &facts.villages[v].place;
    let miss = what_if.near_miss(v);
    let worth = asked.expected.visits[v].first().copied().unwrap_or_default();
    let when = |r: usize| {
        let shift = &asked.problem.shifts[r];
        (order.teams[shift.team].name.clone(), asked.days[shift.day as usize])
    };
    let over = miss.over.map(|(r, minutes)| (when(r), i64::from(minutes)));
    let instead = miss.instead_of.map(|(_, other, loss)| {
        (facts.villages[other].place.name.clone(), whole((loss - miss.gain).max(0)))
    });
    LeftOut {
        village: place.code.clone(),
        name: place.name.clone(),
        district: place.district.clone(),
        enrolments: whole_range(worth.enrolments),
        paid_months: whole(worth.paid_months),
        minutes_missing: over.as_ref().map(|(_, minutes)| *minutes),
        months_missing: instead.as_ref().map(|(_, months)| *months),
        sentence: tell::left_out(&place.name, over.as_ref(), instead.as_ref()),
    }
}

/// Why each promise that is not kept cannot be, and what would have to give.
pub(super) fn unkept(order: &Order, facts: &Facts, asked: &Asked, found: &Answer) -> Vec<Said> {
    let promised = |r: usize, v: &usize| {
        let pins = asked.problem.pins.iter().enumerate();
        pins.filter(|(i, _)| !found.unkept.contains(i))
            .any(|(_, pin)| pin.village == *v && pin.shifts.contains(&r))
    };
    // Only promises are in the way of promises.
    let routes: Vec<Vec<usize>> = found
        .routes
        .iter()
        .enumerate()
        .map(|(r, route)| route.iter().copied().filter(|v| promised(r, v)).collect())
        .collect();
    found.unkept.iter().map(|pin| why_unkept(order, facts, asked, &routes, *pin)).collect()
}

fn why_unkept(
    order: &Order,
    facts: &Facts,
    asked: &Asked,
    routes: &[Vec<usize>],
    pin: usize,
) -> Said {
    let (wanted, own) = (&order.pins[pin], &asked.problem.pins[pin]);
    let place = &facts.villages[own.village].place;
    // Only the team-days that would keep the promise.
    let kept = own.shifts.iter().map(|r| asked.problem.shifts[*r].clone()).collect();
    let alone =
        Problem { shifts: kept, pins: Vec::new(), floors: Vec::new(), ..asked.problem.clone() };
    let own_routes: Vec<Vec<usize>> = own.shifts.iter().map(|r| routes[*r].clone()).collect();
    let what_if = what_if::Asked::new(&alone, &own_routes);
    let others: Vec<&str> = own_routes
        .iter()
        .flatten()
        .filter(|v| **v != own.village)
        .map(|v| facts.villages[*v].place.name.as_str())
        .collect();
    let near = order.pins.iter().enumerate().any(|(i, it)| {
        i != pin
            && it.village == wanted.village
            && (it.on - wanted.on).get_days().abs() < order.gap_days as i32
    });
    let why = tell::Unkept {
        blocked: what_if.blocked(own.village),
        minutes: what_if.near_miss(own.village).over.map(|(_, minutes)| i64::from(minutes)),
        others,
        near,
    };
    tell::unkept(&place.name, wanted, &why)
}
