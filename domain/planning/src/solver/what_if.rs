//! What a visit is worth and what keeps a village out, asked of a plan that is made.

use super::clock;
use super::plan::{Ground, Stop};
use super::problem::{NO_WAY, Problem, Ticks};
use super::search::{Order, Search};

/// A plan that can be asked.
#[derive(Debug)]
pub struct Asked<'p> {
    problem: &'p Problem,
    routes: Vec<Vec<usize>>,
    ground: Ground,
}

/// What keeps a village out of every day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// It is banned, or has no value, on every day there is a team.
    Banned,
    /// No team has what it needs.
    Skill,
    /// There is no way to it.
    NoWay,
    /// A trip to it alone is longer than any day, or its hours fit none.
    TooLong,
}

/// How near a village that was left out came to a place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The village.
    pub village: usize,
    /// What a visit would bring.
    pub gain: i64,
    /// The team-day that is left with least over: so many ticks over its end.
    pub over: Option<(usize, Ticks)>,
    /// The visit it could take the place of with the least loss: team-day, village, what that brings.
    pub instead_of: Option<(usize, usize, i64)>,
}

/// Which promise each stop keeps.
pub(super) fn stops_of(problem: &Problem, routes: &[Vec<usize>]) -> Vec<Vec<Stop>> {
    let mut open = vec![true; problem.pins.len()];
    let mut stop = |r: usize, village: usize| {
        let keeps = |i: &usize| {
            let pin = &problem.pins[*i];
            open[*i] && pin.village == village && pin.shifts.contains(&r)
        };
        let pin = (0..open.len()).find(keeps);
        if let Some(i) = pin {
            open[i] = false;
        }
        Stop { village: village as u32, pin: pin.map(|i| i as u16) }
    };
    let routes = routes.iter().enumerate();
    routes.map(|(r, route)| route.iter().map(|v| stop(r, *v)).collect()).collect()
}

impl<'p> Asked<'p> {
    /// A plan as it was answered.
    #[must_use]
    pub fn new(problem: &'p Problem, routes: &[Vec<usize>]) -> Self {
        Self { problem, routes: routes.to_vec(), ground: Ground::new(problem) }
    }

    /// What the plan would bring without each visit, its time filled again with what is best then.
    #[must_use]
    pub fn without_each(&self) -> Vec<Vec<i64>> {
        let mut search = Search::new(self.problem, &self.ground, &[], 0);
        search.take(&stops_of(self.problem, &self.routes));
        let mut all = Vec::with_capacity(self.routes.len());
        for (r, route) in self.routes.iter().enumerate() {
            let values = (0..route.len()).map(|at| search.without(r, at)).collect();
            all.push(values);
        }
        all
    }

    /// The end of a team-day with these stops, its own end aside; none if they cannot be kept at all.
    fn end(&self, r: usize, stops: impl Iterator<Item = usize>) -> Option<Ticks> {
        let mut shift = self.problem.shifts[r].clone();
        let day = shift.hours;
        shift.hours.till = (day.till - day.from).saturating_add(day.till).min(NO_WAY - 1);
        let (mut now, mut here) = (day.from, shift.start);
        for v in stops {
            let there = clock::arrive(&shift, now, self.problem.travel.time(here, v));
            let start = clock::start(&shift, &self.problem.villages[v], there);
            if start >= clock::NEVER {
                return None;
            }
            now = start + self.problem.villages[v].service;
            here = v;
        }
        let end = clock::arrive(&shift, now, self.problem.travel.time(here, shift.end));
        (end < clock::NEVER).then_some(end)
    }

    /// The route with a village in a gap, and without one of its stops.
    fn with(
        &self,
        r: usize,
        gap: usize,
        v: usize,
        out: Option<usize>,
    ) -> impl Iterator<Item = usize> {
        let route = &self.routes[r];
        let before = (0..gap).filter(move |at| Some(*at) != out).map(|at| route[at]);
        let after = (gap..route.len()).filter(move |at| Some(*at) != out).map(|at| route[at]);
        before.chain(std::iter::once(v)).chain(after)
    }

    fn free(&self, r: usize, v: usize) -> bool {
        let day = self.problem.shifts[r].day;
        let mut visited = (0..self.routes.len()).filter(|other| self.routes[*other].contains(&v));
        visited.all(|other| self.problem.apart(day, self.problem.shifts[other].day))
    }

    /// What keeps a village out of every day, if anything does.
    #[must_use]
    pub fn blocked(&self, v: usize) -> Option<Blocked> {
        let shifts = 0..self.problem.shifts.len();
        if shifts.clone().any(|r| self.ground.allows(r, v)) {
            return None;
        }
        let village = &self.problem.villages[v];
        let open = |r: &usize| !village.banned.contains(&self.problem.shifts[*r].day);
        if village.values.is_empty() || !shifts.clone().any(|r| open(&r)) {
            return Some(Blocked::Banned);
        }
        let able = |r: &usize| village.skills & !self.problem.shifts[*r].skills == 0;
        if !shifts.clone().any(|r| open(&r) && able(&r)) {
            return Some(Blocked::Skill);
        }
        let way = |r: &usize| {
            let shift = &self.problem.shifts[*r];
            self.problem.travel.time(shift.start, v) < NO_WAY
                && self.problem.travel.time(v, shift.end) < NO_WAY
        };
        if !shifts.clone().any(|r| way(&r)) {
            return Some(Blocked::NoWay);
        }
        Some(Blocked::TooLong)
    }

    /// How near a village came that could have one more visit.
    #[must_use]
    pub fn near_miss(&self, v: usize) -> NearMiss {
        let n: usize = self.routes.iter().flatten().filter(|it| **it == v).count();
        let gain = self.problem.villages[v].values.get(n).copied().unwrap_or(0);
        let mut miss = NearMiss { village: v, gain, over: None, instead_of: None };
        for r in 0..self.routes.len() {
            if !self.ground.allows(r, v) || !self.free(r, v) {
                continue;
            }
            let till = self.problem.shifts[r].hours.till;
            let gaps = 0..=self.routes[r].len();
            for gap in gaps.clone() {
                let Some(end) = self.end(r, self.with(r, gap, v, None)) else { continue };
                let over = (end - till).max(0);
                if miss.over.is_none_or(|(_, least)| over < least) {
                    miss.over = Some((r, over));
                }
            }
            for (at, other) in self.routes[r].iter().enumerate() {
                let pinned = self
                    .problem
                    .pins
                    .iter()
                    .any(|it| it.village == *other && it.shifts.contains(&r));
                let loss = self.loss(*other);
                if pinned || miss.instead_of.is_some_and(|(_, _, least)| least <= loss) {
                    continue;
                }
                let fits =
                    |gap| self.end(r, self.with(r, gap, v, Some(at))).is_some_and(|it| it <= till);
                if gaps.clone().any(fits) {
                    miss.instead_of = Some((r, *other, loss));
                }
            }
        }
        miss
    }

    fn loss(&self, v: usize) -> i64 {
        let n = self.routes.iter().flatten().filter(|it| **it == v).count();
        self.problem.villages[v].values[..n].last().copied().unwrap_or(0)
    }
}

impl Search<'_> {
    /// What the plan would bring without a visit and with its village barred; the plan stays as it is.
    fn without(&mut self, r: usize, at: usize) -> i64 {
        let village = self.remove(r, at).village as usize;
        self.plan.barred = Some(village);
        self.fill(Order::PerMinute, None);
        self.improve();
        self.fill(Order::PerMinute, None);
        let value = self.plan.value;
        self.plan.barred = None;
        self.undo();
        value
    }
}
