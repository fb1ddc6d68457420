//! The search: take some visits out, put better ones in, and keep what is good enough.

use super::dice::{Dice, mix};
use super::plan::{Ground, Place, Plan, Route, Scratch, Stop};
use super::problem::Problem;
use super::remove;

/// How long to search, and from which seed: the same of both gives the same plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The seed of all chance.
    pub seed: u64,
    /// How many times the plan is taken apart and mended.
    pub iterations: u32,
}

/// By what the next village is chosen.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {
    /// What it brings for each minute it costs.
    PerMinute,
    /// As that, with what it brings squared: rather few good ones.
    Squared,
    /// What it brings less a price for each tick of detour, in millionths.
    Priced(i64),
    /// What it brings alone.
    ValueAlone,
}

/// A floor or a promise outweighs any value.
const MUST: i64 = 1 << 50;
/// What is missing from floors outweighs any value in the comparison of plans.
const MISSING: i64 = 1 << 44;
/// What a thousandth of value is in the worth of a plan.
const WHOLE: i64 = 1024;

pub(crate) struct Search<'p> {
    pub(crate) plan: Plan<'p>,
    pub(crate) ground: &'p Ground,
    pub(crate) dice: Dice,
    pub(crate) scratch: Scratch,
    pub(crate) near: &'p [Vec<u32>],
    /// Where visits were in the plan that is changed, and what each that stays there is worth.
    home: Vec<(usize, u32)>,
    stay: i64,
    before: Vec<(usize, Route)>,
    touched: Vec<bool>,
    best: Vec<Option<(i64, Place)>>,
}

/// A route as a row of places: the start is 0, stop `i` is `i + 1`, the end follows.
struct Way<'a, 'p> {
    plan: &'a Plan<'p>,
    r: usize,
}

impl Way<'_, '_> {
    fn place(&self, at: usize) -> usize {
        let (shift, stops) = (&self.plan.problem.shifts[self.r], &self.plan.routes[self.r].stops);
        match at.checked_sub(1) {
            None => shift.start,
            Some(i) => stops.get(i).map_or(shift.end, |it| it.village as usize),
        }
    }

    fn leg(&self, from: usize, to: usize) -> i64 {
        i64::from(self.plan.problem.travel.time(self.place(from), self.place(to)))
    }
}

impl<'p> Search<'p> {
    pub(crate) fn new(
        problem: &'p Problem,
        ground: &'p Ground,
        near: &'p [Vec<u32>],
        seed: u64,
    ) -> Self {
        let n = problem.shifts.len();
        Self {
            plan: Plan::empty(problem, ground),
            ground,
            dice: Dice::new(seed),
            scratch: Scratch::new(problem),
            near,
            home: Vec::new(),
            stay: 0,
            before: Vec::new(),
            touched: vec![false; n],
            best: vec![None; n],
        }
    }

    /// How good the plan is: what is missing first, then value, then less travel.
    pub(crate) fn worth(&self) -> i64 {
        let travel = self.plan.travel * self.plan.problem.travel_price / 1024;
        let stayed = self.home.iter().filter(|(v, r)| self.plan.visits[*v].contains(r)).count();
        self.plan.value * WHOLE - travel - self.plan.missing() * MISSING
            + self.stay * i64::try_from(stayed).unwrap_or(0)
    }

    /// Notes how a route was before this step first changed it.
    fn touch(&mut self, r: usize) {
        if !self.touched[r] {
            self.touched[r] = true;
            self.before.push((r, self.plan.routes[r].clone()));
        }
    }

    pub(crate) fn remove(&mut self, r: usize, at: usize) -> Stop {
        self.touch(r);
        self.plan.remove(r, at)
    }

    pub(crate) fn insert(&mut self, r: usize, gap: usize, stop: Stop) {
        self.touch(r);
        self.plan.insert(r, gap, stop);
    }

    pub(super) fn undo(&mut self) {
        for (r, _) in &self.before {
            self.touched[*r] = false;
        }
        self.plan.restore(&mut self.before);
    }

    fn commit(&mut self) {
        for (r, _) in self.before.drain(..) {
            self.touched[r] = false;
        }
    }

    /// Puts promised visits back where they cost least.
    fn keep_promises(&mut self) {
        let n = self.plan.kept.len();
        if self.plan.kept.iter().all(|it| *it) {
            return;
        }
        let from = self.dice.below(n);
        for pin in (0..n).map(|i| (from + i) % n) {
            if self.plan.kept[pin] {
                continue;
            }
            self.make_room_for(pin);
            let promise = &self.plan.problem.pins[pin];
            let mut found: Option<(i32, usize, usize)> = None;
            for r in &promise.shifts {
                if !self.plan.free(*r, promise.village) {
                    continue;
                }
                self.plan.look(*r, &mut self.scratch);
                let places = &self.plan.routes[*r].places;
                if let Some(it) = places.iter().find(|it| it.village as usize == promise.village) {
                    let one = (it.detour, *r, it.gap as usize);
                    found = Some(found.map_or(one, |other| other.min(one)));
                }
            }
            if let Some((_, r, gap)) = found {
                let stop = Stop { village: promise.village as u32, pin: Some(pin as u16) };
                self.insert(r, gap, stop);
            }
        }
    }

    /// A visit nobody promised leaves a village whose promised one is to come back.
    fn make_room_for(&mut self, pin: usize) {
        let village = self.plan.problem.pins[pin].village;
        for r in self.plan.visits[village].clone() {
            let stops = &self.plan.routes[r as usize].stops;
            let same = |it: &Stop| it.village as usize == village && it.pin.is_none();
            if let Some(at) = stops.iter().position(same) {
                self.remove(r as usize, at);
            }
        }
    }

    fn score(&self, place: &Place, order: Order, noise: Option<(u64, u64)>) -> i64 {
        let village = place.village as usize;
        let mut gain = self.plan.gain(village) as i128;
        if let Some((seed, width)) = noise {
            let drawn = mix(seed ^ u64::from(place.village)) % (2 * width + 1);
            gain = gain * i128::from(1024 + drawn as i64 - width as i64) / 1024;
        }
        let cost = i128::from(place.detour + self.plan.problem.villages[village].service).max(1);
        let score = match order {
            Order::PerMinute => (gain << 20) / cost,
            Order::Squared => ((gain * gain) << 8) / cost,
            Order::Priced(price) => {
                (gain << 10) - ((i128::from(price) * i128::from(place.detour)) >> 10)
            }
            Order::ValueAlone => gain << 10,
        };
        let must = if self.plan.lifts(village) { MUST } else { 0 };
        let bound = i128::from(MUST / 2);
        score.clamp(-bound, bound) as i64 + must
    }

    fn best_of(&mut self, r: usize, order: Order, noise: Option<(u64, u64)>) {
        self.plan.look(r, &mut self.scratch);
        let mut best: Option<(i64, Place)> = None;
        for place in &self.plan.routes[r].places {
            if !self.plan.free(r, place.village as usize) {
                continue;
            }
            let score = self.score(place, order, noise);
            if best.is_none_or(|(other, _)| score > other) {
                best = Some((score, *place));
            }
        }
        self.best[r] = best;
    }

    /// Puts in what fits, the best first.
    pub(crate) fn fill(&mut self, order: Order, noise: Option<(u64, u64)>) {
        self.keep_promises();
        let n = self.plan.routes.len();
        for r in 0..n {
            self.best_of(r, order, noise);
        }
        let floors = !self.plan.problem.floors.is_empty();
        loop {
            let mut chosen: Option<(i64, usize, Place)> = None;
            for r in 0..n {
                if let Some((score, place)) = self.best[r]
                    && chosen.is_none_or(|(other, _, _)| score > other)
                {
                    chosen = Some((score, r, place));
                }
            }
            let Some((_, r, place)) = chosen else { return };
            self.insert(r, place.gap as usize, Stop { village: place.village, pin: None });
            for other in 0..n {
                let same = self.best[other].is_some_and(|(_, it)| it.village == place.village);
                if other == r || same || floors {
                    self.best_of(other, order, noise);
                }
            }
        }
    }

    /// A shorter order of the stops of a route: parts gone through backwards, stops put elsewhere.
    fn shorten(&mut self, r: usize) {
        let n = self.plan.routes[r].stops.len();
        while n >= 2 && (self.reverse_any(r, n) || (n >= 3 && self.shift_any(r, n))) {}
    }

    fn reverse_any(&mut self, r: usize, n: usize) -> bool {
        for from in 0..n - 1 {
            // What the part costs as it is, and backwards; it grows by one leg a round.
            let (mut along, mut back) = (0i64, 0i64);
            for till in from + 2..=n {
                let way = Way { plan: &self.plan, r };
                along += way.leg(till - 1, till);
                back += way.leg(till, till - 1);
                let now = way.leg(from, from + 1) + along + way.leg(till, till + 1);
                let then = way.leg(from, till) + back + way.leg(from + 1, till + 1);
                if then < now {
                    self.plan.reverse(r, from, till);
                    if self.plan.fits(r) {
                        return true;
                    }
                    self.plan.reverse(r, from, till);
                }
            }
        }
        false
    }

    fn shift_any(&mut self, r: usize, n: usize) -> bool {
        for from in 0..n {
            for to in (0..n).filter(|to| to.abs_diff(from) > 1) {
                let way = Way { plan: &self.plan, r };
                let stop = from + 1;
                // The stop comes to lie between what is before and after its new place.
                let (before, after) = if to > from { (to + 1, to + 2) } else { (to, to + 1) };
                let gone = way.leg(from, stop) + way.leg(stop, stop + 1) - way.leg(from, stop + 1);
                let come = way.leg(before, stop) + way.leg(stop, after) - way.leg(before, after);
                if come < gone {
                    self.plan.shift(r, from, to);
                    if self.plan.fits(r) {
                        return true;
                    }
                    self.plan.shift(r, to, from);
                }
            }
        }
        false
    }

    /// Exchanges a stop for a village that brings more and still fits.
    fn exchange(&mut self, r: usize) -> bool {
        let mut changed = false;
        let mut at = 0;
        while at < self.plan.routes[r].stops.len() {
            let stop = self.plan.routes[r].stops[at];
            if stop.pin.is_some() {
                at += 1;
                continue;
            }
            let loss = self.plan.loss(stop.village as usize);
            let missing = self.plan.missing();
            self.plan.remove(r, at);
            self.plan.look(r, &mut self.scratch);
            let places = &self.plan.routes[r].places;
            let better = places
                .iter()
                .map(|it| (self.plan.gain(it.village as usize), it))
                .filter(|(gain, it)| *gain > loss && self.plan.free(r, it.village as usize))
                .max_by_key(|(gain, it)| (*gain, std::cmp::Reverse(it.detour)))
                .map(|(_, it)| *it);
            if let Some(place) = better {
                self.plan.insert(r, place.gap as usize, Stop { village: place.village, pin: None });
                if self.plan.missing() <= missing {
                    changed = true;
                    continue;
                }
                self.plan.remove(r, place.gap as usize);
            }
            self.plan.insert(r, at, stop);
            at += 1;
        }
        changed
    }

    pub(super) fn improve(&mut self) {
        let routes = self.before.iter().map(|(r, _)| *r).collect::<Vec<_>>();
        for r in routes {
            self.shorten(r);
            while self.exchange(r) {
                self.shorten(r);
            }
        }
    }

    fn order(&mut self) -> (Order, Option<(u64, u64)>) {
        let order = match self.dice.below(8) {
            0..=2 => Order::PerMinute,
            3..=4 => Order::Squared,
            5..=6 => {
                let work: i64 = self.plan.routes.iter().map(|it| i64::from(it.work)).sum();
                let rate = (self.plan.value << 20) / work.max(1);
                Order::Priced(rate.saturating_mul(self.dice.below(2048) as i64) / 1024)
            }
            _ => Order::ValueAlone,
        };
        let width = [0, 32, 96, 256][self.dice.below(4)];
        (order, (width > 0).then(|| (self.dice.next(), width)))
    }

    /// One step: out, in, better, and kept if not much worse; how far it may fall is in `slack`.
    fn step(&mut self, way: usize, heat: i64) -> bool {
        let was = self.worth();
        remove::take_out(self, way);
        if self.before.is_empty() {
            return false;
        }
        let (order, noise) = self.order();
        self.fill(order, noise);
        self.improve();
        let fits = self.before.iter().all(|(r, _)| self.plan.fits(*r));
        let now = self.worth();
        let slack = heat * self.dice.exponential_milli() / 1000;
        if !fits || now < was - slack {
            self.undo();
            return false;
        }
        self.fill(order, noise);
        self.commit();
        true
    }

    /// How far a plan may fall at first and at last: a ninth of a visit, and a fiftieth of that.
    fn heat(&self) -> (i64, i64) {
        let visits: usize = self.plan.routes.iter().map(|it| it.stops.len()).sum();
        let warm = self.plan.value * WHOLE / 9 / i64::try_from(visits).unwrap_or(1).max(1);
        (warm, warm / 50)
    }

    /// The whole search; the best plan stays in `plan`. `after` hears how many steps are done.
    pub(crate) fn run(&mut self, iterations: u32, after: &mut dyn FnMut(u32)) {
        self.fill(Order::PerMinute, None);
        self.improve();
        self.commit();
        let heat = self.heat();
        self.search(iterations, heat, after);
    }

    /// Goes on from routes that are there: what does not fit any more leaves, and little else changes
    /// without being better.
    pub(crate) fn run_from(
        &mut self,
        routes: &[Vec<Stop>],
        iterations: u32,
        after: &mut dyn FnMut(u32),
    ) {
        for (r, stops) in routes.iter().enumerate() {
            for stop in stops {
                let village = stop.village as usize;
                if !self.ground.allows(r, village) || !self.plan.free(r, village) {
                    continue;
                }
                let end = self.plan.routes[r].stops.len();
                self.plan.insert(r, end, *stop);
                if !self.plan.fits(r) {
                    self.plan.remove(r, end);
                }
            }
        }
        self.make_way();
        self.fill(Order::PerMinute, None);
        self.commit();
        // A visit moves to another day only for a twentieth of what a visit brings.
        let (warm, cool) = self.heat();
        self.stay = warm * 9 / 20;
        for (r, stops) in (0..).zip(routes) {
            self.home.extend(stops.iter().map(|it| (it.village as usize, r)));
        }
        self.search(iterations, (cool, cool / 10), after);
    }

    /// Where a promise does not fit in, the day it asks for is cleared of what nobody promised.
    fn make_way(&mut self) {
        self.keep_promises();
        for pin in 0..self.plan.kept.len() {
            if self.plan.kept[pin] {
                continue;
            }
            for r in self.plan.problem.pins[pin].shifts.clone() {
                let mut at = 0;
                while at < self.plan.routes[r].stops.len() {
                    if self.plan.routes[r].stops[at].pin.is_none() {
                        self.remove(r, at);
                    } else {
                        at += 1;
                    }
                }
            }
            self.keep_promises();
        }
    }

    fn search(&mut self, iterations: u32, heat: (i64, i64), after: &mut dyn FnMut(u32)) {
        let mut best = (self.worth(), self.stops());
        let mut ways = remove::Ways::new();
        for i in 0..iterations {
            let left = i64::from(iterations - i) * 1024 / i64::from(iterations);
            let warm = heat.1 + (heat.0 - heat.1) * left / 1024 * left / 1024;
            let way = ways.choose(&mut self.dice);
            let was = self.worth();
            let taken = self.step(way, warm);
            let now = self.worth();
            ways.learn(way, now > best.0, now > was, taken);
            if now > best.0 {
                best = (now, self.stops());
            }
            after(i + 1);
        }
        self.take(&best.1);
    }

    fn stops(&self) -> Vec<Vec<Stop>> {
        self.plan.routes.iter().map(|it| it.stops.clone()).collect()
    }

    /// Makes these the routes of the plan.
    pub(crate) fn take(&mut self, routes: &[Vec<Stop>]) {
        self.commit();
        self.plan = Plan::empty(self.plan.problem, self.ground);
        for (r, stops) in routes.iter().enumerate() {
            for (at, stop) in stops.iter().enumerate() {
                self.plan.insert(r, at, *stop);
            }
        }
    }
}
