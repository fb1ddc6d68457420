//! From order and facts to the plan with its reasons; pure, and the same every time.

use super::{
    answer::{Answer, Compared, FloorPrice, Outing, Reason, Totals, Visit},
    facts::Facts,
    left_out,
    order::{Hour, Order},
    question::Asked,
    tell,
};
use crate::{
    PlanRefusal, Said,
    estimate::worth::Range,
    solver::what_if,
    solver::{self, Clock, Rule, Settings, Tally, check, first_plan, solve, solve_from},
};
use registry::Gazetteer;

/// Thousandths as whole ones.
pub(super) const fn whole(thousandths: i64) -> i64 {
    (thousandths + 500).div_euclid(1_000)
}

pub(super) const fn whole_range(it: Range) -> Range {
    Range { low: whole(it.low), mean: whole(it.mean), high: whole(it.high) }
}

/// Steps of a change: what is near is looked at, the rest stays.
const STEPS_OF_A_CHANGE: u32 = 300;

/// Makes the plan; `before` is the plan it changes, so that little moves that need not. `percent` hears
/// how far it is.
pub fn make(
    order: &Order,
    facts: &Facts,
    before: Option<&Answer>,
    percent: &mut dyn FnMut(u8),
) -> Result<Answer, PlanRefusal> {
    order.check()?;
    let asked = Asked::new(order, facts);
    let problem = &asked.problem;
    let kinds = floor_kinds(&asked);
    let mut rounds = Rounds { done: 0, of: 1 + kinds.len(), percent };
    let iterations =
        if before.is_some() { order.iterations.min(STEPS_OF_A_CHANGE) } else { order.iterations };
    let settings = Settings { seed: order.seed, iterations };
    let routes = before.map(|it| routes_of(order, facts, &asked, it));
    let found = match &routes {
        Some(routes) => solve_from(problem, routes, settings, &mut |n| rounds.tell(n, iterations)),
        None => solve(problem, settings, &mut |n| rounds.tell(n, iterations)),
    };
    rounds.done += 1;
    if !found.unkept.is_empty() {
        return Err(PlanRefusal::PinsCannotFit(left_out::unkept(order, facts, &asked, &found)));
    }
    let tally = check(problem, &found.routes, &[]).map_err(broken)?;
    let mut floors = Vec::new();
    for kind in kinds {
        let without = asked.without_floors(|i| kind.of(i, &asked) != Some(kind));
        let other = solve_from(&without, &found.routes, settings, &mut |n| {
            rounds.tell(n, iterations);
        });
        rounds.done += 1;
        floors.push(kind.price(order, &asked, &found, other.value.max(found.value)));
    }
    let what_if = what_if::Asked::new(problem, &found.routes);
    let visits = visits(order, facts, &asked, &found, &tally, &what_if);
    let (left_out, unreachable) = left_out::of(facts, &asked, &found, &what_if, order);
    let totals = totals(&visits, &found);
    let mut answer = Answer {
        as_of: facts.as_of,
        n_villages: facts.villages.len() as i64,
        n_team_days: problem.shifts.len() as i64,
        n_learned: facts.outcomes.len() as i64,
        n_not_recorded: facts.n_not_recorded,
        outings: outings(order, &asked, &tally),
        visits,
        left_out,
        unreachable,
        totals,
        compared: compared(problem),
        floors,
        price: None,
        assumptions: facts.with.all().to_vec(),
        warnings: Vec::new(),
    };
    answer.warnings = tell::warnings(order, facts, &asked, &answer);
    Ok(answer)
}

/// The solver's own plan breaks a rule: a defect of ours, said rather than shown to a branch.
fn broken(broken: solver::Broken) -> PlanRefusal {
    PlanRefusal::Field {
        field: "plan",
        id: format!(
            "rencana yang dihitung melanggar aturannya sendiri ({broken}); laporkan kepada pengembang"
        ),
        en: format!(
            "the plan that was computed breaks its own rules ({broken}); report it to the developers"
        ),
    }
}

struct Rounds<'a> {
    done: usize,
    of: usize,
    percent: &'a mut dyn FnMut(u8),
}

impl Rounds<'_> {
    fn tell(&mut self, n: u32, of: u32) {
        if n.is_multiple_of(20) {
            let steps = self.done as u64 * u64::from(of) + u64::from(n);
            let all = self.of as u64 * u64::from(of).max(1);
            (self.percent)(u8::try_from(steps * 100 / all).unwrap_or(100).min(99));
        }
    }
}

/// The routes of a plan that was kept, as far as its villages, days and teams still exist.
fn routes_of(order: &Order, facts: &Facts, asked: &Asked, before: &Answer) -> Vec<Vec<usize>> {
    let mut routes = vec![Vec::new(); asked.problem.shifts.len()];
    for visit in &before.visits {
        let day = asked.days.iter().position(|it| *it == visit.on);
        let team = order.teams.iter().position(|it| it.name == visit.team);
        let found = facts.villages.binary_search_by(|it| it.place.code.cmp(&visit.village));
        if let (Some(day), Some(team), Ok(village)) = (day, team, found) {
            routes[day * order.teams.len() + team].push(village);
        }
    }
    routes
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum FloorKind {
    District,
    LowestFifth,
}

fn floor_kinds(asked: &Asked) -> Vec<FloorKind> {
    let mut kinds = Vec::new();
    if asked.district_floors > 0 {
        kinds.push(FloorKind::District);
    }
    if asked.problem.floors.len() > asked.district_floors {
        kinds.push(FloorKind::LowestFifth);
    }
    kinds
}

impl FloorKind {
    fn of(self, floor: usize, asked: &Asked) -> Option<Self> {
        Some(if floor < asked.district_floors { Self::District } else { Self::LowestFifth })
    }

    fn price(
        self,
        order: &Order,
        asked: &Asked,
        found: &solver::Answer,
        without: i64,
    ) -> FloorPrice {
        let own = |(f, _): &&(usize, u32)| self.of(*f, asked) == Some(self);
        let short = found.short.iter().filter(own).map(|(_, n)| i64::from(*n)).sum();
        let (value, without) = (whole(found.value), whole(without));
        let price = without - value;
        let (floor, said) = match self {
            Self::District => ("district", tell::district_floor(order.floors.district, price)),
            Self::LowestFifth => {
                let percent = order.floors.lowest_fifth_percent;
                ("lowest_fifth", tell::lowest_fifth(percent, price))
            }
        };
        FloorPrice { floor: floor.into(), said, value_without: without, price, short }
    }
}

fn totals(visits: &[Visit], found: &solver::Answer) -> Totals {
    let sum = |of: fn(&Visit) -> i64| visits.iter().map(of).sum::<i64>();
    Totals {
        visits: visits.len() as i64,
        enrolments: Range {
            low: sum(|it| it.enrolments.low),
            mean: sum(|it| it.enrolments.mean),
            high: sum(|it| it.enrolments.high),
        },
        paid_months: sum(|it| it.paid_months),
        value: whole(found.value),
        travel_minutes: found.travel,
    }
}

fn compared(problem: &solver::Problem) -> Vec<Compared> {
    let ways = [
        (Rule::PerMinute, "per_minute", tell::per_minute()),
        (Rule::BySize, "by_size", tell::by_size()),
    ];
    let one = |(rule, how, said): (Rule, &str, Said)| {
        let first = first_plan(problem, rule);
        Compared {
            how: how.into(),
            said,
            value: whole(first.value),
            visits: first.routes.iter().map(Vec::len).sum::<usize>() as i64,
            travel_minutes: first.travel,
        }
    };
    ways.map(one).to_vec()
}

fn outings(order: &Order, asked: &Asked, tally: &Tally) -> Vec<Outing> {
    let mut all = Vec::new();
    for (shift, clocks) in asked.problem.shifts.iter().zip(&tally.clocks) {
        let Some(last) = clocks.last() else { continue };
        let team = &order.teams[shift.team];
        let start = asked.starts[shift.team].clone();
        all.push(Outing {
            on: asked.days[shift.day as usize],
            team: team.name.clone(),
            start_name: Gazetteer::embedded().name(&start).unwrap_or(start.as_str()).to_owned(),
            start,
            from: team.from,
            back: Hour(last.arrive),
            travel_minutes: clocks.iter().map(|it| i64::from(it.travel)).sum(),
            visits: clocks.len() as u32 - 1,
        });
    }
    all
}

fn visits(
    order: &Order,
    facts: &Facts,
    asked: &Asked,
    found: &solver::Answer,
    tally: &Tally,
    what_if: &what_if::Asked<'_>,
) -> Vec<Visit> {
    let without = what_if.without_each();
    let mut seen = vec![0u32; facts.villages.len()];
    let mut all = Vec::new();
    for (r, clocks) in tally.clocks.iter().enumerate() {
        for (at, clock) in clocks.iter().enumerate() {
            let Some(v) = clock.village else { continue };
            seen[v] += 1;
            let lost = whole(found.value) - whole(without[r][at]);
            all.push(visit(order, facts, asked, (r, at, clock), (v, seen[v], lost), found));
        }
    }
    all
}

fn visit(
    order: &Order,
    facts: &Facts,
    asked: &Asked,
    (r, at, clock): (usize, usize, &Clock),
    (v, nth, lost_without): (usize, u32, i64),
    found: &solver::Answer,
) -> Visit {
    let (shift, place) = (&asked.problem.shifts[r], &facts.villages[v].place);
    let on = asked.days[shift.day as usize];
    let worth = asked.expected.visits[v][nth as usize - 1];
    let reason = reason(order, facts, asked, (r, at), (v, nth, lost_without), found);
    let mut visit = Visit {
        on,
        team: order.teams[shift.team].name.clone(),
        order: at as u32 + 1,
        village: place.code.clone(),
        name: place.name.clone(),
        district: place.district.clone(),
        nth,
        arrive: Hour(clock.arrive),
        start: Hour(clock.start),
        leave: Hour(clock.end),
        travel_minutes: i64::from(clock.travel),
        enrolments: whole_range(worth.enrolments),
        paid_months: whole(worth.paid_months),
        reason,
    };
    visit.reason.sentence = tell::why(&visit);
    visit
}

fn reason(
    order: &Order,
    facts: &Facts,
    asked: &Asked,
    (r, at): (usize, usize),
    (v, nth, lost_without): (usize, u32, i64),
    found: &solver::Answer,
) -> Reason {
    let (fact, belief) = (&facts.villages[v], &asked.expected.beliefs[v]);
    let (shift, route) = (&asked.problem.shifts[r], &found.routes[r]);
    let travel = &asked.problem.travel;
    let before = if at == 0 { shift.start } else { route[at - 1] };
    let after = route.get(at + 1).copied().unwrap_or(shift.end);
    let straight = if route.len() == 1 { 0 } else { i64::from(travel.time(before, after)) };
    let detour = i64::from(travel.time(before, v)) + i64::from(travel.time(v, after)) - straight;
    let worth = asked.expected.visits[v][nth as usize - 1];
    let note = order.notes.iter().find(|it| it.village == fact.place.code.as_str());
    let minutes = i64::from(order.session_minutes) + detour.max(0);
    let range = |low, mean, high| Range { low, mean, high };
    let known = facts.with.of("type_exposure_min");
    Reason {
        uncovered: asked.expected.uncovered[v],
        uncovered_by: match note.and_then(|it| it.uncovered) {
            Some(_) => "counted".into(),
            None => fact.place.method.to_string(),
        },
        came: belief.came,
        enrolled: belief.enrolled,
        village_type: asked.expected.types[v].clone(),
        type_ppm: belief.type_ppm,
        conversion_ppm: range(belief.low_ppm, belief.mean_ppm, belief.high_ppm),
        capacity_percent: worth.capacity_percent,
        months_milli: asked.expected.months,
        weight_percent: note.and_then(|it| it.weight_percent).unwrap_or(100),
        detour_minutes: detour,
        months_per_hour: whole(worth.paid_months) * 60 / minutes.max(1),
        lost_without,
        rule: rule(order, asked, (r, v), found).into(),
        explored: belief.visits == 0
            && belief.type_came >= known
            && belief.ranked_ppm * 10 >= belief.mean_ppm * 12,
        recent_visits: asked.expected.recent[v],
        in_grace: fact.in_grace,
        lapsed: fact.lapsed,
        note: note.map(|it| it.because.clone()).unwrap_or_default(),
        sentence: Said::default(),
    }
}

fn rule(
    order: &Order,
    asked: &Asked,
    (r, v): (usize, usize),
    found: &solver::Answer,
) -> &'static str {
    let pinned = asked.problem.pins.iter().any(|it| it.village == v && it.shifts.contains(&r));
    if pinned && !order.pins.is_empty() {
        return "pin";
    }
    let binds = |floor: &solver::Floor| {
        let n = found.routes.iter().flatten().filter(|it| floor.villages.contains(it)).count();
        floor.villages.contains(&v) && n <= floor.visits as usize
    };
    if asked.problem.floors.iter().any(binds) { "floor" } else { "value" }
}
