//! Counts a plan anew by other means than the solver's, and says what is wrong with it.

use super::problem::{NO_WAY, Problem, Shift, Ticks, Village};

/// What a checked plan brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// What all visits bring, in thousandths.
    pub value: i64,
    /// All travel.
    pub travel: i64,
    /// For each team-day: arrival, start and end of each session, then the return.
    pub clocks: Vec<Vec<Clock>>,
}

/// When a team is where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The village; none is the end of the day.
    pub village: Option<usize>,
    /// Minutes of the journey to it, breaks not counted.
    pub travel: Ticks,
    /// When the team is there.
    pub arrive: Ticks,
    /// When the session starts.
    pub start: Ticks,
    /// When it ends.
    pub end: Ticks,
}

/// What is wrong with a plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// There must be one route a team-day, of villages that exist.
    #[error("the plan has another number of routes or names a village that does not exist")]
    Shape,
    /// A rule forbids the team to visit the village on that day.
    #[error(
        "team-day {shift} may not visit village {village}: a skill, a banned day, or no visits at all"
    )]
    Forbidden {
        /// The team-day.
        shift: usize,
        /// The village.
        village: usize,
    },
    /// There is no way.
    #[error("team-day {shift} has no way to place {place}")]
    NoWay {
        /// The team-day.
        shift: usize,
        /// Where it cannot go.
        place: usize,
    },
    /// The session does not fit between windows and breaks.
    #[error("team-day {shift} comes to village {village} when no session can be held any more")]
    TooLate {
        /// The team-day.
        shift: usize,
        /// The village.
        village: usize,
    },
    /// The day is too long.
    #[error("team-day {shift} ends at {end}, after its shift")]
    TooLong {
        /// The team-day.
        shift: usize,
        /// When it ends.
        end: Ticks,
    },
    /// Too many visits, or too close together.
    #[error("village {0} is visited too often, or again too soon")]
    TooOften(usize),
    /// A promise is not kept.
    #[error("promise {0} is not kept")]
    Promise(usize),
}

/// Walks through the minutes of a journey one break at a time.
fn walk(shift: &Shift, leave: Ticks, travel: Ticks) -> Ticks {
    let mut now = leave;
    let mut left = travel;
    while left > 0 {
        if let Some(rest) = shift.breaks.iter().find(|it| it.from <= now && now < it.till) {
            now = rest.till;
            continue;
        }
        let next = shift.breaks.iter().map(|it| it.from).filter(|it| *it > now).min();
        let free = next.map_or(left, |next| left.min(next - now));
        now += free;
        left -= free;
    }
    now
}

/// The earliest session: it can only begin on arrival, when a window opens, or when a break ends.
fn session(shift: &Shift, village: &Village, arrive: Ticks) -> Option<Ticks> {
    let windows = village.windows.iter().filter(|it| it.day == shift.day).map(|it| it.hours);
    let mut windows = windows.collect::<Vec<_>>();
    if windows.is_empty() {
        windows.push(shift.hours);
    }
    let ends = shift.breaks.iter().map(|it| it.till);
    let mut begins = windows.iter().map(|it| it.from).chain(ends).collect::<Vec<_>>();
    begins.push(arrive);
    let fits = |at: &Ticks| {
        let (at, end) = (*at, *at + village.service);
        at >= arrive
            && windows.iter().any(|it| it.from <= at && end <= it.till)
            && shift.breaks.iter().all(|it| end <= it.from || it.till <= at)
    };
    begins.into_iter().filter(fits).min()
}

fn clocks(problem: &Problem, r: usize, route: &[usize]) -> Result<Vec<Clock>, Broken> {
    let shift = &problem.shifts[r];
    let (mut now, mut here) = (shift.hours.from, shift.start);
    let mut clocks = Vec::with_capacity(route.len() + 1);
    for village in route {
        if !problem.allows(r, *village) {
            return Err(Broken::Forbidden { shift: r, village: *village });
        }
        let travel = problem.travel.time(here, *village);
        if travel >= NO_WAY {
            return Err(Broken::NoWay { shift: r, place: *village });
        }
        let arrive = walk(shift, now, travel);
        let found = session(shift, &problem.villages[*village], arrive);
        let start = found.ok_or(Broken::TooLate { shift: r, village: *village })?;
        now = start + problem.villages[*village].service;
        here = *village;
        clocks.push(Clock { village: Some(*village), travel, arrive, start, end: now });
    }
    if !route.is_empty() {
        let travel = problem.travel.time(here, shift.end);
        if travel >= NO_WAY {
            return Err(Broken::NoWay { shift: r, place: shift.end });
        }
        let end = walk(shift, now, travel);
        if end > shift.hours.till {
            return Err(Broken::TooLong { shift: r, end });
        }
        clocks.push(Clock { village: None, travel, arrive: end, start: end, end });
    }
    Ok(clocks)
}

/// Counts a plan anew; the first thing that is wrong is the answer. Promises are asked for unless
/// they are in `unkept`.
pub fn check(problem: &Problem, routes: &[Vec<usize>], unkept: &[usize]) -> Result<Tally, Broken> {
    let known = routes.iter().flatten().all(|it| *it < problem.villages.len());
    if routes.len() != problem.shifts.len() || !known {
        return Err(Broken::Shape);
    }
    let mut tally = Tally::default();
    for (r, route) in routes.iter().enumerate() {
        let clocks = clocks(problem, r, route)?;
        tally.travel += clocks.iter().map(|it| i64::from(it.travel)).sum::<i64>();
        tally.clocks.push(clocks);
    }
    for (v, village) in problem.villages.iter().enumerate() {
        let mut days = Vec::new();
        for (r, route) in routes.iter().enumerate() {
            days.extend(route.iter().filter(|it| **it == v).map(|_| problem.shifts[r].day));
        }
        days.sort_unstable();
        let close = days.windows(2).any(|it| !problem.apart(it[0], it[1]));
        if close || days.len() > village.values.len() {
            return Err(Broken::TooOften(v));
        }
        tally.value += village.values[..days.len()].iter().sum::<i64>();
    }
    for (i, pin) in problem.pins.iter().enumerate() {
        let kept = pin.shifts.iter().any(|it| routes[*it].contains(&pin.village));
        if !kept && !unkept.contains(&i) {
            return Err(Broken::Promise(i));
        }
    }
    Ok(tally)
}
