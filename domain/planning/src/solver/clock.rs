//! The clock of one team-day: when a journey ends and a session can start, forwards and backwards.
//!
//! Every function here is monotone: who leaves later never arrives earlier. That is why one latest arrival at
//! each stop decides in one comparison whether a visit before it fits.

use super::problem::{NO_WAY, Shift, Span, Ticks, Village};

/// Where a clock has nothing to say any more.
pub(crate) const NEVER: Ticks = NO_WAY;
/// The latest arrival of a stop that cannot be kept at all.
pub(crate) const BEFORE_TIME: Ticks = -NO_WAY;

/// When a journey that starts at `leave` ends, if it waits out every break on its way.
pub(crate) fn arrive(shift: &Shift, leave: Ticks, travel: Ticks) -> Ticks {
    if travel >= NO_WAY || leave >= NEVER {
        return NEVER;
    }
    let (mut now, mut left) = (leave, travel);
    if left == 0 {
        return now;
    }
    for rest in &shift.breaks {
        if now >= rest.till {
            continue;
        }
        let free = (rest.from - now).max(0);
        if left <= free {
            return now + left;
        }
        left -= free;
        now = rest.till;
    }
    now + left
}

/// The latest moment to leave for being there by `by`.
pub(crate) fn leave_by(shift: &Shift, by: Ticks, travel: Ticks) -> Ticks {
    if travel >= NO_WAY || by <= BEFORE_TIME {
        return BEFORE_TIME;
    }
    let (mut now, mut left) = (by, travel);
    if left == 0 {
        return now;
    }
    for rest in shift.breaks.iter().rev() {
        if now <= rest.from {
            continue;
        }
        let free = (now - rest.till).max(0);
        if left <= free {
            return now - left;
        }
        left -= free;
        now = rest.from;
    }
    now - left
}

/// The hours of a village on a day: its windows, or the whole shift if it has none.
fn hours<'v>(shift: &'v Shift, village: &'v Village) -> impl Iterator<Item = Span> + 'v {
    let mut own = village.windows.iter().filter(|it| it.day == shift.day).map(|it| it.hours);
    let first = own.next().unwrap_or(shift.hours);
    std::iter::once(first).chain(own)
}

/// The earliest start of a session for who arrives at `arrival`.
pub(crate) fn start(shift: &Shift, village: &Village, arrival: Ticks) -> Ticks {
    let mut best = NEVER;
    for window in hours(shift, village) {
        let mut at = arrival.max(window.from);
        for rest in &shift.breaks {
            if at < rest.till && at + village.service > rest.from {
                at = rest.till;
            }
        }
        if at + village.service <= window.till {
            best = best.min(at);
        }
    }
    best
}

/// The latest start of a session for who must leave by `by`.
pub(crate) fn start_by(shift: &Shift, village: &Village, by: Ticks) -> Ticks {
    let mut best = BEFORE_TIME;
    for window in hours(shift, village) {
        let mut at = by.min(window.till) - village.service;
        for rest in shift.breaks.iter().rev() {
            if at < rest.till && at + village.service > rest.from {
                at = rest.from - village.service;
            }
        }
        if at >= window.from {
            best = best.max(at);
        }
    }
    best
}
