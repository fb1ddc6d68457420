//! Ways to take a plan apart: which visits leave before better ones come.

use super::dice::Dice;
use super::plan::Stop;
use super::search::Search;

const N_WAYS: usize = 6;

/// The ways and how well each has served lately.
pub(crate) struct Ways {
    weights: [u64; N_WAYS],
    gained: [u64; N_WAYS],
    tried: [u64; N_WAYS],
    steps: u32,
}

impl Ways {
    pub(crate) fn new() -> Self {
        Self { weights: [1_000; N_WAYS], gained: [0; N_WAYS], tried: [0; N_WAYS], steps: 0 }
    }

    pub(crate) fn choose(&self, dice: &mut Dice) -> usize {
        dice.weighted(&self.weights)
    }

    /// Every hundred steps the weights move a fifth of the way to what was seen.
    pub(crate) fn learn(&mut self, way: usize, best: bool, better: bool, taken: bool) {
        self.tried[way] += 1;
        self.gained[way] += match (best, better, taken) {
            (true, _, _) => 20_000,
            (_, true, _) => 6_000,
            (_, _, true) => 1_000,
            _ => 0,
        };
        self.steps += 1;
        if self.steps < 100 {
            return;
        }
        for i in 0..N_WAYS {
            if let Some(seen) = self.gained[i].checked_div(self.tried[i]) {
                self.weights[i] = ((self.weights[i] * 4 + seen) / 5).max(100);
            }
        }
        (self.gained, self.tried, self.steps) = ([0; N_WAYS], [0; N_WAYS], 0);
    }
}

/// Takes visits out in one of the ways.
pub(crate) fn take_out(search: &mut Search<'_>, way: usize) {
    let visits: usize = search.plan.routes.iter().map(|it| it.stops.len()).sum();
    if visits == 0 {
        return;
    }
    let most = (visits / 6).clamp(2, 14);
    let n = 1 + search.dice.below(most);
    match way {
        0 => any(search, n),
        1 => stretches(search, n),
        2 => related(search, n),
        3 => worst(search, n),
        4 => force(search),
        _ => neighbours(search),
    }
}

fn some_visit(search: &mut Search<'_>) -> Option<(usize, usize)> {
    let full = (0..search.plan.routes.len())
        .filter(|r| !search.plan.routes[*r].stops.is_empty())
        .collect::<Vec<_>>();
    let r = *full.get(search.dice.below(full.len()))?;
    Some((r, search.dice.below(search.plan.routes[r].stops.len())))
}

/// Any visits.
fn any(search: &mut Search<'_>, n: usize) {
    for _ in 0..n {
        if let Some((r, at)) = some_visit(search) {
            search.remove(r, at);
        }
    }
}

/// Stretches of routes.
fn stretches(search: &mut Search<'_>, n: usize) {
    let mut left = n;
    while left > 0 {
        let Some((r, at)) = some_visit(search) else { return };
        let length = (search.plan.routes[r].stops.len() - at).min(left);
        for _ in 0..length {
            search.remove(r, at);
        }
        left -= length;
    }
}

fn where_is(search: &Search<'_>, village: u32) -> Option<(usize, usize)> {
    let r = *search.plan.visits[village as usize].first()? as usize;
    let at = search.plan.routes[r].stops.iter().position(|it| it.village == village)?;
    Some((r, at))
}

/// Visits near one another.
fn related(search: &mut Search<'_>, n: usize) {
    let Some((r, at)) = some_visit(search) else { return };
    let centre = search.remove(r, at).village as usize;
    let near = search.near;
    let mut left = n;
    for village in &near[centre] {
        if left == 0 {
            return;
        }
        if search.dice.below(4) == 0 {
            continue;
        }
        if let Some((r, at)) = where_is(search, *village) {
            search.remove(r, at);
            left -= 1;
        }
    }
}

/// Visits that bring least for the time that would be free without them.
fn worst(search: &mut Search<'_>, n: usize) {
    let mut all = Vec::new();
    for (r, route) in search.plan.routes.iter().enumerate() {
        let shift = &search.plan.problem.shifts[r];
        for (at, stop) in route.stops.iter().enumerate() {
            let v = stop.village as usize;
            let travel = &search.plan.problem.travel;
            let before = if at == 0 { shift.start } else { route.stops[at - 1].village as usize };
            let after = route.stops.get(at + 1).map_or(shift.end, |it| it.village as usize);
            let saved = i64::from(travel.time(before, v)) + i64::from(travel.time(v, after))
                - i64::from(travel.time(before, after))
                + i64::from(search.plan.problem.villages[v].service);
            all.push(((search.plan.loss(v) << 20) / saved.max(1), stop.village));
        }
    }
    all.sort_unstable();
    for _ in 0..n.min(all.len()) {
        let one = search.dice.below(all.len());
        let two = search.dice.below(one + 1);
        let (_, village) = all.remove(search.dice.below(two + 1));
        if let Some((r, at)) = where_is(search, village) {
            search.remove(r, at);
        }
    }
}

/// A village that is left out comes in, and what does not fit any more goes.
fn force(search: &mut Search<'_>) {
    let Some(village) = left_out(search) else { return };
    let n = search.plan.routes.len();
    let mut r = search.dice.below(n);
    if search.dice.below(4) > 0 {
        // Rather where a neighbour is visited.
        let near = &search.near[village as usize];
        let found = near.iter().filter_map(|it| where_is(search, *it)).map(|(r, _)| r);
        let routes = found.take(4).collect::<Vec<_>>();
        if let Some(at) = routes.get(search.dice.below(routes.len())) {
            r = *at;
        }
    }
    if !search.ground.allows(r, village as usize) || !search.plan.free(r, village as usize) {
        return;
    }
    let gap = search.dice.below(search.plan.routes[r].stops.len() + 1);
    search.insert(r, gap, Stop { village, pin: None });
    while !search.plan.fits(r) {
        let others = (0..search.plan.routes[r].stops.len())
            .filter(|at| search.plan.routes[r].stops[*at].village != village)
            .collect::<Vec<_>>();
        let Some(at) = others.get(search.dice.below(others.len())) else { return };
        search.remove(r, *at);
    }
}

/// A village without a visit, rather one that would bring much.
fn left_out(search: &mut Search<'_>) -> Option<u32> {
    let n = search.plan.problem.villages.len();
    let mut found: Option<(i64, u32)> = None;
    for _ in 0..6 {
        let village = search.dice.below(n);
        let gain = search.plan.gain(village);
        if gain > 0 && found.is_none_or(|(other, _)| gain > other) {
            found = Some((gain, village as u32));
        }
    }
    found.map(|(_, village)| village)
}

/// Two or three whole routes that pass near one another.
fn neighbours(search: &mut Search<'_>) {
    let Some((r, at)) = some_visit(search) else { return };
    let centre = search.plan.routes[r].stops[at].village as usize;
    let mut routes = vec![r];
    let wanted = 2 + search.dice.below(2);
    for village in &search.near[centre] {
        if let Some((other, _)) = where_is(search, *village)
            && !routes.contains(&other)
        {
            routes.push(other);
            if routes.len() >= wanted {
                break;
            }
        }
    }
    for r in routes {
        while !search.plan.routes[r].stops.is_empty() {
            search.remove(r, 0);
        }
    }
}
