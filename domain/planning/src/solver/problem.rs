//! What a planner is given: villages, team-days, travel times and rules, all in integers.

/// Time in ticks: the instance decides what a tick is (a minute, a thousandth of one, a fraction of a distance).
pub type Ticks = i32;

/// The travel time of a pair without a way: no sum with it fits any day, and three of them do not overflow.
pub const NO_WAY: Ticks = 1 << 29;

/// Travel times between places: village `i` is place `i`, depots and lodgings follow.
#[derive(Clone, Debug)]
pub struct Travel {
    n: usize,
    out: Vec<Ticks>,
    into: Vec<Ticks>,
}

impl Travel {
    /// A table of `n × n` times from a function of two places; `None` is no way (an island without a boat).
    pub fn new(n: usize, time: impl Fn(usize, usize) -> Option<Ticks>) -> Self {
        let mut out = Vec::with_capacity(n * n);
        for from in 0..n {
            out.extend((0..n).map(|to| time(from, to).filter(|it| *it < NO_WAY).unwrap_or(NO_WAY)));
        }
        let mut into = vec![NO_WAY; n * n];
        for from in 0..n {
            for to in 0..n {
                into[to * n + from] = out[from * n + to];
            }
        }
        Self { n, out, into }
    }

    /// The number of places.
    pub fn places(&self) -> usize {
        self.n
    }

    /// The time from one place to another; [`NO_WAY`] where there is none.
    pub fn time(&self, from: usize, to: usize) -> Ticks {
        self.out[from * self.n + to]
    }

    pub(crate) fn from(&self, place: usize) -> &[Ticks] {
        &self.out[place * self.n..(place + 1) * self.n]
    }

    pub(crate) fn to(&self, place: usize) -> &[Ticks] {
        &self.into[place * self.n..(place + 1) * self.n]
    }
}

/// A span of a day in ticks since its midnight, the end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first tick.
    pub from: Ticks,
    /// The tick after its last.
    pub till: Ticks,
}

/// When a village can be visited on one day: a session lies wholly inside one of that day's windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The day's number in the season.
    pub day: u32,
    /// The hours.
    pub hours: Span,
}

/// A village that can be visited.
#[derive(Clone, Debug, Default)]
pub struct Village {
    /// How long one session takes.
    pub service: Ticks,
    /// What the first, second … visit brings, in thousandths, not increasing; as many as there may be.
    pub values: Vec<i64>,
    /// Hours of days that have any; a day without a window here is open all day.
    pub windows: Vec<Window>,
    /// Days on which nobody comes.
    pub banned: Vec<u32>,
    /// Skills a team must have, one bit each.
    pub skills: u32,
}

/// One team on one day.
#[derive(Clone, Debug)]
pub struct Shift {
    /// The team's number.
    pub team: usize,
    /// The day's number.
    pub day: u32,
    /// The hours between leaving the first place and being back at the last.
    pub hours: Span,
    /// The place where the day starts.
    pub start: usize,
    /// The place where it ends.
    pub end: usize,
    /// Meals and prayers, in order: no session overlaps one, and a journey waits for its end.
    pub breaks: Vec<Span>,
    /// What the team can do, one bit each.
    pub skills: u32,
}

/// A visit that was promised: it is in every plan, or there is no plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The village.
    pub village: usize,
    /// The team-days any of which keeps the promise.
    pub shifts: Vec<usize>,
}

/// Some villages that together get at least so many visits before value counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// The villages.
    pub villages: Vec<usize>,
    /// The visits.
    pub visits: u32,
}

/// The whole question.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Villages; village `i` is place `i` of the travel table.
    pub villages: Vec<Village>,
    /// Team-days.
    pub shifts: Vec<Shift>,
    /// Travel times between villages and depots.
    pub travel: Travel,
    /// Promised visits.
    pub pins: Vec<Pin>,
    /// Floors, which come before value.
    pub floors: Vec<Floor>,
    /// What a tick of travel costs, in 2^-20 thousandths of value: it decides only between equals.
    pub travel_price: i64,
    /// The fewest days between two visits to one village; two visits on one day never happen.
    pub gap_days: u32,
}

impl Problem {
    /// Whether nothing but the length of the day limits a route, so that a sum decides instead of a clock.
    pub(crate) fn plain(&self, shift: usize) -> bool {
        let shift = &self.shifts[shift];
        shift.breaks.is_empty()
            && self.villages.iter().all(|it| it.windows.iter().all(|w| w.day != shift.day))
    }

    /// Whether the rules let a team-day go to a village, time aside.
    pub fn allows(&self, shift: usize, village: usize) -> bool {
        let (shift, village) = (&self.shifts[shift], &self.villages[village]);
        !village.values.is_empty()
            && village.skills & !shift.skills == 0
            && !village.banned.contains(&shift.day)
    }

    /// Whether two visits to one village on these days keep the gap.
    pub fn apart(&self, one: u32, other: u32) -> bool {
        one.abs_diff(other) >= self.gap_days.max(1)
    }
}
