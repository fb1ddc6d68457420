//! A plan in the making: routes with their clocks, and the cheapest place for every village in each of them.

use super::clock::{self, BEFORE_TIME};
use super::problem::{NO_WAY, Problem, Ticks};

/// One visit of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stop {
    pub(crate) village: u32,
    /// The promise it keeps, if any.
    pub(crate) pin: Option<u16>,
}

/// Where a village would go in a route at the least detour.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) village: u32,
    pub(crate) gap: u32,
    pub(crate) detour: Ticks,
}

/// One team-day of the plan.
#[derive(Clone, Debug, Default)]
pub(crate) struct Route {
    pub(crate) stops: Vec<Stop>,
    /// When the team can leave: the start, then each stop.
    ready: Vec<Ticks>,
    /// The latest arrival at each stop, then at the end, with which the rest can be kept.
    latest: Vec<Ticks>,
    /// Travel and service.
    pub(crate) work: Ticks,
    pub(crate) travel: Ticks,
    /// Villages that fit, each at its cheapest place; right as long as the stops do not change.
    pub(crate) places: Vec<Place>,
    fresh: bool,
}

/// All routes and what they bring.
#[derive(Clone, Debug)]
pub(crate) struct Plan<'p> {
    pub(crate) problem: &'p Problem,
    pub(crate) routes: Vec<Route>,
    /// The routes each village is visited by.
    pub(crate) visits: Vec<Vec<u32>>,
    pub(crate) value: i64,
    pub(crate) travel: i64,
    have: Vec<u32>,
    pub(crate) kept: Vec<bool>,
    /// A village nobody is to visit just now, to see what is lost without it.
    pub(crate) barred: Option<usize>,
    ground: &'p Ground,
}

/// What is the same for every plan of a problem, worked out once.
#[derive(Debug)]
pub(crate) struct Ground {
    /// By shift and village: rules and the time of the trip alone allow it.
    allowed: Vec<Vec<bool>>,
    plain: Vec<bool>,
    floors_of: Vec<Vec<u32>>,
    service: Vec<Ticks>,
    service_min: Vec<Ticks>,
}

impl Ground {
    pub(crate) fn new(problem: &Problem) -> Self {
        let service = problem.villages.iter().map(|it| it.service).collect::<Vec<_>>();
        let alone = |shift: usize, village: usize| {
            let (day, v) = (&problem.shifts[shift], &problem.villages[village]);
            let there = clock::arrive(day, day.hours.from, problem.travel.time(day.start, village));
            let start = clock::start(day, v, there);
            start < clock::NEVER
                && clock::arrive(day, start + v.service, problem.travel.time(village, day.end))
                    <= day.hours.till
        };
        let n = problem.villages.len();
        let allowed = (0..problem.shifts.len())
            .map(|s| (0..n).map(|v| problem.allows(s, v) && alone(s, v)).collect::<Vec<_>>())
            .collect::<Vec<_>>();
        let service_min = allowed
            .iter()
            .map(|row| (0..n).filter(|v| row[*v]).map(|v| service[v]).min().unwrap_or(NO_WAY))
            .collect();
        let mut floors_of = vec![Vec::new(); n];
        for (f, floor) in (0..).zip(&problem.floors) {
            for village in &floor.villages {
                floors_of[*village].push(f);
            }
        }
        let plain = (0..problem.shifts.len()).map(|s| problem.plain(s)).collect();
        Self { allowed, plain, floors_of, service, service_min }
    }

    pub(crate) fn allows(&self, shift: usize, village: usize) -> bool {
        self.allowed[shift][village]
    }
}

impl<'p> Plan<'p> {
    pub(crate) fn empty(problem: &'p Problem, ground: &'p Ground) -> Self {
        let mut plan = Self {
            problem,
            routes: vec![Route::default(); problem.shifts.len()],
            visits: vec![Vec::new(); problem.villages.len()],
            value: 0,
            travel: 0,
            have: vec![0; problem.floors.len()],
            kept: vec![false; problem.pins.len()],
            barred: None,
            ground,
        };
        for r in 0..plan.routes.len() {
            plan.retime(r);
        }
        plan
    }

    /// Visits that floors and promises still miss.
    pub(crate) fn missing(&self) -> i64 {
        let floors = self.have.iter().zip(&self.problem.floors);
        let short: i64 = floors.map(|(n, it)| i64::from(it.visits.saturating_sub(*n))).sum();
        short + self.kept.iter().filter(|it| !**it).count() as i64 * 100
    }

    /// Floors that are not reached, each with the visits it misses.
    pub(crate) fn short(&self) -> Vec<(usize, u32)> {
        let floors = self.have.iter().zip(&self.problem.floors);
        let short = floors.map(|(n, it)| it.visits.saturating_sub(*n));
        short.enumerate().filter(|(_, n)| *n > 0).collect()
    }

    /// Whether one more visit to a village lifts a floor that is not reached.
    pub(crate) fn lifts(&self, village: usize) -> bool {
        let short = |f: &u32| self.have[*f as usize] < self.problem.floors[*f as usize].visits;
        self.ground.floors_of[village].iter().any(short)
    }

    /// What the next visit to a village would bring; 0 if there may be none.
    pub(crate) fn gain(&self, village: usize) -> i64 {
        let values = &self.problem.villages[village].values;
        values.get(self.visits[village].len()).copied().unwrap_or(0)
    }

    /// What the plan loses with one visit to a village.
    pub(crate) fn loss(&self, village: usize) -> i64 {
        let n = self.visits[village].len();
        if n == 0 { 0 } else { self.problem.villages[village].values[n - 1] }
    }

    /// Whether the rules between visits let one more happen on a route.
    pub(crate) fn free(&self, route: usize, village: usize) -> bool {
        let visits = &self.visits[village];
        if self.barred == Some(village) {
            return false;
        }
        if visits.is_empty() {
            return !self.problem.villages[village].values.is_empty();
        }
        let day = self.problem.shifts[route].day;
        visits.len() < self.problem.villages[village].values.len()
            && visits
                .iter()
                .all(|it| self.problem.apart(day, self.problem.shifts[*it as usize].day))
    }

    pub(crate) fn insert(&mut self, route: usize, gap: usize, stop: Stop) {
        self.register(route, stop);
        self.routes[route].stops.insert(gap, stop);
        self.retime(route);
    }

    pub(crate) fn remove(&mut self, route: usize, at: usize) -> Stop {
        let stop = self.routes[route].stops.remove(at);
        self.unregister(route, stop);
        self.retime(route);
        stop
    }

    /// A part of a route is gone through backwards.
    pub(crate) fn reverse(&mut self, route: usize, from: usize, till: usize) {
        self.routes[route].stops[from..till].reverse();
        self.retime(route);
    }

    /// A stop of a route moves to another place in it.
    pub(crate) fn shift(&mut self, route: usize, from: usize, to: usize) {
        let stops = &mut self.routes[route].stops;
        let stop = stops.remove(from);
        stops.insert(to, stop);
        self.retime(route);
    }

    /// Puts back routes as they were before; each route at most once.
    pub(crate) fn restore(&mut self, before: &mut Vec<(usize, Route)>) {
        for (r, _) in before.iter() {
            while let Some(stop) = self.routes[*r].stops.pop() {
                self.unregister(*r, stop);
            }
        }
        for (r, route) in before.drain(..) {
            for stop in &route.stops {
                self.register(r, *stop);
            }
            self.travel += i64::from(route.travel) - i64::from(self.routes[r].travel);
            self.routes[r] = route;
        }
    }

    fn unregister(&mut self, route: usize, stop: Stop) {
        let village = stop.village as usize;
        self.value -= self.loss(village);
        if let Some(i) = self.visits[village].iter().position(|it| *it as usize == route) {
            self.visits[village].swap_remove(i);
        }
        for f in &self.ground.floors_of[village] {
            self.have[*f as usize] -= 1;
        }
        if let Some(pin) = stop.pin {
            self.kept[usize::from(pin)] = false;
        }
    }

    fn register(&mut self, route: usize, stop: Stop) {
        let village = stop.village as usize;
        self.value += self.gain(village);
        self.visits[village].push(route as u32);
        for f in &self.ground.floors_of[village] {
            self.have[*f as usize] += 1;
        }
        if let Some(pin) = stop.pin {
            self.kept[usize::from(pin)] = true;
        }
    }

    /// The places before and after a gap of a route.
    fn around(&self, route: usize, gap: usize) -> (usize, usize) {
        let (shift, stops) = (&self.problem.shifts[route], &self.routes[route].stops);
        let before = if gap == 0 { shift.start } else { stops[gap - 1].village as usize };
        let after = stops.get(gap).map_or(shift.end, |it| it.village as usize);
        (before, after)
    }

    /// Sets the clocks of a route anew, forwards and backwards.
    fn retime(&mut self, r: usize) {
        let (problem, shift) = (self.problem, &self.problem.shifts[r]);
        let route = &mut self.routes[r];
        let n = route.stops.len();
        let (mut travel, mut service, mut here) = (0, 0, shift.start);
        route.ready.clear();
        route.ready.push(shift.hours.from);
        for stop in &route.stops {
            let village = stop.village as usize;
            travel = problem.travel.time(here, village).saturating_add(travel);
            service += problem.villages[village].service;
            here = village;
        }
        let back = if n == 0 { 0 } else { problem.travel.time(here, shift.end) };
        travel = back.saturating_add(travel);
        self.travel += i64::from(travel) - i64::from(route.travel);
        (route.travel, route.work, route.fresh) = (travel, travel.saturating_add(service), false);
        if self.ground.plain[r] {
            return;
        }
        here = shift.start;
        for (i, stop) in route.stops.iter().enumerate() {
            let village = stop.village as usize;
            let there = clock::arrive(shift, route.ready[i], problem.travel.time(here, village));
            let start = clock::start(shift, &problem.villages[village], there);
            route.ready.push(start.saturating_add(problem.villages[village].service));
            here = village;
        }
        route.latest.clear();
        route.latest.resize(n + 1, shift.hours.till);
        let mut next = shift.end;
        for i in (0..n).rev() {
            let village = route.stops[i].village as usize;
            let leave =
                clock::leave_by(shift, route.latest[i + 1], problem.travel.time(village, next));
            route.latest[i] = if leave <= BEFORE_TIME {
                BEFORE_TIME
            } else {
                clock::start_by(shift, &problem.villages[village], leave)
            };
            next = village;
        }
    }

    /// Whether a route keeps its day.
    pub(crate) fn fits(&self, r: usize) -> bool {
        let (route, shift) = (&self.routes[r], &self.problem.shifts[r]);
        if route.stops.is_empty() {
            return true;
        }
        if self.ground.plain[r] {
            return route.work <= shift.hours.till - shift.hours.from;
        }
        let (_, first) = self.around(r, 0);
        let there =
            clock::arrive(shift, shift.hours.from, self.problem.travel.time(shift.start, first));
        route.latest[0] > BEFORE_TIME && there <= route.latest[0]
    }

    /// The cheapest places of a route, worked out if its stops have changed since.
    pub(crate) fn look(&mut self, r: usize, scratch: &mut Scratch) {
        if self.routes[r].fresh {
            return;
        }
        let mut places = std::mem::take(&mut self.routes[r].places);
        places.clear();
        if self.ground.plain[r] {
            self.look_plain(r, scratch, &mut places);
        } else {
            self.look_timed(r, &mut places);
        }
        self.routes[r].places = places;
        self.routes[r].fresh = true;
    }

    fn look_plain(&self, r: usize, scratch: &mut Scratch, places: &mut Vec<Place>) {
        let (route, hours) = (&self.routes[r], self.problem.shifts[r].hours);
        let room = hours.till - hours.from - route.work;
        if room < self.ground.service_min[r] {
            return;
        }
        let n = self.problem.villages.len();
        let (detour, gaps) = (&mut scratch.detour[..n], &mut scratch.gap[..n]);
        detour.fill(NO_WAY);
        for gap in 0..=route.stops.len() {
            let (before, after) = self.around(r, gap);
            let straight =
                if route.stops.is_empty() { 0 } else { self.problem.travel.time(before, after) };
            let (out, into) =
                (&self.problem.travel.from(before)[..n], &self.problem.travel.to(after)[..n]);
            for v in 0..n {
                let cost = out[v] + into[v] - straight;
                let better = cost < detour[v];
                detour[v] = if better { cost } else { detour[v] };
                gaps[v] = if better { gap as u32 } else { gaps[v] };
            }
        }
        let (service, allowed) = (&self.ground.service[..n], &self.ground.allowed[r][..n]);
        for v in 0..n {
            if detour[v] + service[v] <= room && allowed[v] {
                places.push(Place { village: v as u32, gap: gaps[v], detour: detour[v] });
            }
        }
    }

    fn look_timed(&self, r: usize, places: &mut Vec<Place>) {
        for (v, allowed) in self.ground.allowed[r].iter().enumerate() {
            if !allowed {
                continue;
            }
            let found = (0..=self.routes[r].stops.len())
                .filter_map(|gap| self.detour_timed(r, gap, v).map(|cost| (cost, gap)))
                .min();
            if let Some((detour, gap)) = found {
                places.push(Place { village: v as u32, gap: gap as u32, detour });
            }
        }
    }

    /// The detour for a village in a gap, if everything after it can still be kept.
    fn detour_timed(&self, r: usize, gap: usize, v: usize) -> Option<Ticks> {
        let (shift, route, travel) =
            (&self.problem.shifts[r], &self.routes[r], &self.problem.travel);
        let village = &self.problem.villages[v];
        let (before, after) = self.around(r, gap);
        let (to, on) = (travel.time(before, v), travel.time(v, after));
        if to >= NO_WAY || on >= NO_WAY {
            return None;
        }
        let start = clock::start(shift, village, clock::arrive(shift, route.ready[gap], to));
        if start >= clock::NEVER
            || clock::arrive(shift, start + village.service, on) > route.latest[gap]
        {
            return None;
        }
        let straight = if route.stops.is_empty() { 0 } else { travel.time(before, after) };
        Some(to + on - straight)
    }
}

/// Room for the sums of one look, kept so that no look asks for memory.
#[derive(Debug)]
pub(crate) struct Scratch {
    detour: Vec<Ticks>,
    gap: Vec<u32>,
}

impl Scratch {
    pub(crate) fn new(problem: &Problem) -> Self {
        let n = problem.villages.len();
        Self { detour: vec![NO_WAY; n], gap: vec![0; n] }
    }
}
