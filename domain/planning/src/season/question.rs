//! Order and facts as the solver takes them: villages, team-days, minutes.

use super::{
    facts::{Fact, Facts},
    order::{Crossing, Note, Order},
};
use crate::{
    estimate::{
        conversion::{Belief, beliefs},
        worth::{self, Range, Session, Visit, Workers},
    },
    land,
    solver::{
        Direction, Floor, Pin, Point, Problem, Shift, Span, Ticks, Travel, Village, Window, metres,
    },
};
use std::collections::BTreeMap;
use terms::{AreaCode, Date};

/// A question for the solver, with what its numbers stand for.
#[derive(Debug)]
pub struct Asked {
    /// The question.
    pub problem: Problem,
    /// What its values are made of.
    pub expected: Expected,
    /// The days.
    pub days: Vec<Date>,
    /// Of each team, where its days start.
    pub starts: Vec<AreaCode>,
    /// The first floor of the lowest fifth; before it are those of districts.
    pub district_floors: usize,
}

/// What is expected of each village, in the order of the facts.
#[derive(Debug)]
pub struct Expected {
    /// What its visits bring.
    pub visits: Vec<Vec<Visit>>,
    /// Workers not covered yet.
    pub uncovered: Vec<Range>,
    /// What is believed of its conversion.
    pub beliefs: Vec<Belief>,
    /// Its type.
    pub types: Vec<String>,
    /// Events shortly before the season, or planned in it by others.
    pub recent: Vec<i64>,
    /// Months of the first twelve that a new member pays, in thousandths.
    pub months: i64,
}

/// What the office noted of each village, in the order of the facts.
struct Notes<'o>(Vec<Option<&'o Note>>);

impl<'o> Notes<'o> {
    fn of(order: &'o Order, facts: &Facts) -> Self {
        let by_code: BTreeMap<&str, &Note> =
            order.notes.iter().map(|it| (it.village.as_str(), it)).collect();
        let note = |it: &Fact| by_code.get(it.place.code.as_str()).copied();
        Self(facts.villages.iter().map(note).collect())
    }
}

impl Expected {
    fn new(order: &Order, facts: &Facts, notes: &Notes<'_>) -> Self {
        let with = &facts.with;
        let each = || facts.villages.iter().zip(&notes.0);
        let types: Vec<String> = each()
            .map(|(fact, note)| {
                let invited = note.is_some_and(|it| it.invited);
                type_of(&fact.place.kind, fact.place.density, invited)
            })
            .collect();
        let beliefs = beliefs(&types, &facts.outcomes, facts.as_of, with);
        let months = worth::months_kept(facts.kept.0, facts.kept.1, with);
        let staff = order.teams.iter().map(|it| it.staff).min().unwrap_or(1);
        let session = Session { minutes: i64::from(order.session_minutes), staff };
        let since = order.from.saturating_sub(jiff::Span::new().days(with.of("recent_days")));
        let recent: Vec<i64> = each()
            .map(|(fact, _)| {
                let before = fact.visited_on.iter().filter(|on| **on >= since).count();
                (before + fact.planned_on.len()) as i64
            })
            .collect();
        let uncovered: Vec<Range> = each()
            .map(|(fact, note)| {
                let workers = Workers {
                    people: fact.place.people,
                    method: fact.place.method,
                    counted: note.and_then(|it| it.uncovered),
                    covered: fact.covered,
                };
                worth::uncovered(workers, with)
            })
            .collect();
        let most = order.visits_max as usize;
        let visits = (0..facts.villages.len())
            .map(|i| {
                let weight = notes.0[i].and_then(|it| it.weight_percent).unwrap_or(100);
                let rule = (session, weight);
                worth::visits(uncovered[i], &beliefs[i], months, rule, (recent[i], most), with)
            })
            .collect();
        Self { visits, uncovered, beliefs, types, recent, months }
    }
}

/// The skills of a village or team, one bit each.
fn bits(all: &[&str], own: &[String]) -> u32 {
    let named = all.iter().zip(0..).filter(|(it, _)| own.iter().any(|own| own == *it));
    named.fold(0, |bits, (_, bit): (_, u32)| bits | 1 << bit)
}

/// People live densely from so many a square kilometre on (judgement): towns convert otherwise.
const DENSE: i64 = 2_000;

/// The type of a village: its kind, how densely people live, whether it asked for us.
fn type_of(kind: &str, density: i64, invited: bool) -> String {
    let dense = if density >= DENSE { "dense" } else { "sparse" };
    let invited = if invited { "/invited" } else { "" };
    format!("{kind}/{dense}{invited}")
}

struct Spot {
    at: Direction,
    land: &'static str,
}

/// Minutes by road: 5, and 1.35 times the straight way at the speed of the area, rounded up.
fn road(one: &Spot, other: &Spot, speed: i64) -> Option<i64> {
    let metres = metres(one.at, other.at);
    match (one.land == other.land, metres) {
        (false, _) => None,
        (true, 0) => Some(0),
        // 1.35 m / (speed km/h) = m × 81 / (speed × 1000) minutes.
        (true, metres) => Some(5 + (metres * 81 + speed * 1_000 - 1) / (speed * 1_000)),
    }
}

/// Minutes between two places, over a crossing where the road ends at the sea.
fn journey(one: &Spot, other: &Spot, crossings: &[(Spot, Spot, i64)], speed: i64) -> Option<Ticks> {
    let direct = road(one, other, speed);
    let over = |(from, to, minutes): &(Spot, Spot, i64)| {
        let there = Some(road(one, from, speed)? + minutes + road(to, other, speed)?);
        there.filter(|_| one.land != other.land)
    };
    let back = |(from, to, minutes): &(Spot, Spot, i64)| {
        let there = Some(road(one, to, speed)? + minutes + road(from, other, speed)?);
        there.filter(|_| one.land != other.land)
    };
    let crossed = crossings.iter().flat_map(|it| [over(it), back(it)]).flatten().min();
    Ticks::try_from(direct.or(crossed)?).ok()
}

fn spot(point: Point, land: &'static str) -> Spot {
    Spot { at: Direction::from(point), land }
}

fn crossing(it: &Crossing) -> Option<(Spot, Spot, i64)> {
    let (from, to) = (land::place_of(&it.from)?, land::place_of(&it.to)?);
    Some((spot(from.0, from.1), spot(to.0, to.1), i64::from(it.minutes)))
}

impl Asked {
    /// Makes the question.
    #[must_use]
    pub fn new(order: &Order, facts: &Facts) -> Self {
        let notes = Notes::of(order, facts);
        let expected = Expected::new(order, facts, &notes);
        let days = order.days();
        let starts = starts(order, facts);
        let travel = travel(order, facts, &starts);
        let skills = order.skills();
        let bits = |own: &[String]| bits(&skills, own);
        let village = |(i, note): (usize, &Option<&Note>)| Village {
            service: order.session_minutes,
            values: expected.visits[i].iter().map(|it| it.value).collect(),
            windows: note.map(|it| windows(it, &days)).unwrap_or_default(),
            banned: banned(order, &facts.villages[i].place.code, *note, &days),
            skills: note.map_or(0, |it| bits(&it.skills)),
        };
        let mut problem = Problem {
            villages: notes.0.iter().enumerate().map(village).collect(),
            shifts: shifts(order, &days, facts.villages.len(), bits),
            travel,
            pins: pins(order, facts, &days),
            floors: district_floors(order, facts),
            // A thousandth of a paid month for a minute on the road.
            travel_price: 1 << 20,
            gap_days: order.gap_days,
        };
        let district_floors = problem.floors.len();
        problem.floors.extend(lowest_fifth(order, facts, &expected.uncovered, &problem));
        Self { problem, expected, days, starts, district_floors }
    }

    /// The same question without some of its floors.
    #[must_use]
    pub fn without_floors(&self, keep: impl Fn(usize) -> bool) -> Problem {
        let floors = self.problem.floors.iter().enumerate();
        let kept = floors.filter(|(i, _)| keep(*i)).map(|(_, it)| it.clone()).collect();
        Problem { floors: kept, ..self.problem.clone() }
    }
}

/// Where each team starts; without a place of its own, in the village nearest to where people live.
fn starts(order: &Order, facts: &Facts) -> Vec<AreaCode> {
    let all_said = order.teams.iter().all(|it| it.start.is_some());
    let middle = if all_said { facts.villages[0].place.code.clone() } else { middle(facts) };
    order.teams.iter().map(|it| it.start.clone().unwrap_or_else(|| middle.clone())).collect()
}

/// The district all people together have the shortest way to, on the land most of them live on.
fn middle(facts: &Facts) -> AreaCode {
    let mut lands: BTreeMap<&str, i64> = BTreeMap::new();
    for it in &facts.villages {
        *lands.entry(it.place.land).or_default() += it.place.people;
    }
    let main = lands.iter().max_by_key(|(_, n)| **n).map_or("", |(land, _)| *land);
    let on_main: Vec<_> = facts.villages.iter().filter(|it| it.place.land == main).collect();
    let at: Vec<(Direction, i64)> =
        on_main.iter().map(|it| (it.place.point.into(), it.place.people)).collect();
    let far =
        |from: Direction| -> i64 { at.iter().map(|(to, n)| metres(from, *to) / 100 * n).sum() };
    let best = on_main.iter().zip(&at).min_by_key(|(it, (from, _))| (far(*from), &it.place.code));
    best.map_or_else(|| facts.villages[0].place.code.clone(), |(it, _)| it.place.code.clone())
}

fn travel(order: &Order, facts: &Facts, starts: &[AreaCode]) -> Travel {
    let speed = facts.with.of("speed_km_per_hour").max(1);
    let mut spots: Vec<Spot> =
        facts.villages.iter().map(|it| spot(it.place.point, it.place.land)).collect();
    for start in starts {
        let (point, land) = land::place_of(start).unwrap_or((facts.villages[0].place.point, ""));
        spots.push(spot(point, land));
    }
    let crossings: Vec<_> = order.crossings.iter().filter_map(crossing).collect();
    Travel::new(spots.len(), |a, b| journey(&spots[a], &spots[b], &crossings, speed))
}

fn shifts(order: &Order, days: &[Date], n: usize, bits: impl Fn(&[String]) -> u32) -> Vec<Shift> {
    let mut shifts = Vec::with_capacity(days.len() * order.teams.len());
    for (day, on) in (0..).zip(days) {
        let rests = order.rests_on(on.weekday());
        let breaks: Vec<Span> =
            rests.iter().map(|it| Span { from: it.from.0, till: it.till.0 }).collect();
        for (team, it) in order.teams.iter().enumerate() {
            shifts.push(Shift {
                team,
                day,
                hours: Span { from: it.from.0, till: it.till.0 },
                start: n + team,
                end: n + team,
                breaks: breaks.clone(),
                skills: bits(&it.skills),
            });
        }
    }
    shifts
}

fn number(days: &[Date], on: Date) -> Option<u32> {
    days.iter().position(|it| *it == on).and_then(|it| u32::try_from(it).ok())
}

fn windows(note: &Note, days: &[Date]) -> Vec<Window> {
    if note.from.is_none() && note.till.is_none() {
        return Vec::new();
    }
    let hours =
        Span { from: note.from.map_or(0, |it| it.0), till: note.till.map_or(1_440, |it| it.0) };
    (0..).zip(days).map(|(day, _)| Window { day, hours }).collect()
}

fn banned(order: &Order, village: &AreaCode, note: Option<&Note>, days: &[Date]) -> Vec<u32> {
    let by_note = |on: &Date| {
        note.is_some_and(|it| {
            it.not_on.contains(on) || (!it.only_on.is_empty() && !it.only_on.contains(on))
        })
    };
    let by_ban = |on: &Date| {
        order.bans.iter().any(|it| it.village == *village && it.on.is_none_or(|day| day == *on))
    };
    (0..).zip(days).filter(|(_, on)| by_note(on) || by_ban(on)).map(|(day, _)| day).collect()
}

fn pins(order: &Order, facts: &Facts, days: &[Date]) -> Vec<Pin> {
    let teams = order.teams.len();
    let pin = |it: &super::order::Promise| {
        let village = facts.villages.iter().position(|fact| fact.place.code == it.village)?;
        let day = number(days, it.on)? as usize;
        let of =
            |team: &usize| it.team.as_ref().is_none_or(|name| order.teams[*team].name == *name);
        let shifts = (0..teams).filter(of).map(|team| day * teams + team).collect();
        Some(Pin { village, shifts })
    };
    order.pins.iter().filter_map(pin).collect()
}

fn district_floors(order: &Order, facts: &Facts) -> Vec<Floor> {
    let mut districts: BTreeMap<AreaCode, Vec<usize>> = BTreeMap::new();
    for (i, it) in facts.villages.iter().enumerate() {
        if let Some(district) = it.place.code.parent() {
            districts.entry(district).or_default().push(i);
        }
    }
    let visits = order.floors.district;
    if visits == 0 {
        return Vec::new();
    }
    districts.into_values().map(|villages| Floor { villages, visits }).collect()
}

/// The fifth of the villages with the lowest coverage, and the visits it gets at least: a share of those
/// that the first plan has.
fn lowest_fifth(
    order: &Order,
    facts: &Facts,
    uncovered: &[Range],
    problem: &Problem,
) -> Option<Floor> {
    let percent = order.floors.lowest_fifth_percent;
    if percent == 0 {
        return None;
    }
    let share = |i: &usize| {
        let covered = facts.villages[*i].covered;
        covered * 1_000_000 / (covered + uncovered[*i].mean).max(1)
    };
    let mut all: Vec<usize> = (0..facts.villages.len()).collect();
    all.sort_by_key(|i| (share(i), std::cmp::Reverse(uncovered[*i].mean), *i));
    all.truncate(facts.villages.len().div_ceil(5));
    let first = crate::solver::first_plan(problem, crate::solver::Rule::PerMinute);
    let visits: usize = first.routes.iter().map(Vec::len).sum();
    let wanted = (visits * percent as usize).div_ceil(100);
    Some(Floor { villages: all, visits: u32::try_from(wanted).unwrap_or(u32::MAX) })
}
