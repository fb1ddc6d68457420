//! The solver: a team orienteering problem over villages, without a database, a clock or a float.
//!
//! | word | |
//! |---|---|
//! | [`Problem`] | villages, team-days, travel times, promises and floors, in integers |
//! | [`solve`] | takes a plan apart and mends it, so many times, from a seed |
//! | [`first_plan`] | what one gets at once: by value per minute, or by value alone |
//! | [`check`] | counts a plan anew by other means, and says what is wrong with it |
//! | [`what_if`] | what a visit is worth, and what keeps a village out |
//! | [`instance`] | the two file formats that can be read |
//!
//! The same problem, seed and number of iterations give the same plan on any machine: nothing here
//! looks at the time. What is absent: proof that a plan is the best there is.

mod check;
mod clock;
mod dice;
pub mod instance;
mod plan;
mod problem;
mod remove;
mod search;
mod sphere;
pub mod what_if;

pub use check::{Broken, Clock, Tally, check};
pub use problem::{Floor, NO_WAY, Pin, Problem, Shift, Span, Ticks, Travel, Village, Window};
pub use search::Settings;
pub use sphere::{Direction, Point, metres};

use plan::Ground;
use search::{Order, Search};

/// Routes and what they bring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The villages of each team-day, in order.
    pub routes: Vec<Vec<usize>>,
    /// What all visits bring, in thousandths.
    pub value: i64,
    /// All travel.
    pub travel: i64,
    /// Promises that could not be kept.
    pub unkept: Vec<usize>,
    /// Floors that could not be reached, with the visits they miss.
    pub short: Vec<(usize, u32)>,
}

/// How a plan is made in one go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The village that brings most for each minute comes first.
    PerMinute,
    /// The village that brings most comes first, however far it is.
    BySize,
}

/// Neighbours remembered of each village.
const NEAR: usize = 60;

/// The villages next to each, the nearest first.
fn near(problem: &Problem) -> Vec<Vec<u32>> {
    let n = problem.villages.len();
    let of = |v: usize| {
        let row = problem.travel.from(v);
        let mut others = (0..n as u32)
            .filter(|it| *it as usize != v && row[*it as usize] < NO_WAY)
            .map(|it| (row[it as usize], it))
            .collect::<Vec<_>>();
        if others.len() > NEAR {
            others.select_nth_unstable(NEAR);
            others.truncate(NEAR);
        }
        others.sort_unstable();
        others.into_iter().map(|(_, it)| it).collect()
    };
    (0..n).map(of).collect()
}

fn answer(search: &Search<'_>) -> Answer {
    let plan = &search.plan;
    let route = |it: &plan::Route| it.stops.iter().map(|stop| stop.village as usize).collect();
    Answer {
        routes: plan.routes.iter().map(route).collect(),
        value: plan.value,
        travel: plan.travel,
        unkept: (0..plan.kept.len()).filter(|pin| !plan.kept[*pin]).collect(),
        short: plan.short(),
    }
}

/// A plan made in one go.
#[must_use]
pub fn first_plan(problem: &Problem, rule: Rule) -> Answer {
    let ground = Ground::new(problem);
    let mut search = Search::new(problem, &ground, &[], 0);
    let order = match rule {
        Rule::PerMinute => Order::PerMinute,
        Rule::BySize => Order::ValueAlone,
    };
    search.fill(order, None);
    answer(&search)
}

/// The best plan found from a seed in so many iterations; `after` hears how many are done.
pub fn solve(problem: &Problem, settings: Settings, after: &mut dyn FnMut(u32)) -> Answer {
    let (ground, near) = (Ground::new(problem), near(problem));
    let mut search = Search::new(problem, &ground, &near, settings.seed);
    search.run(settings.iterations, after);
    answer(&search)
}

/// The best plan found near routes that are there: promises and bans are obeyed, and what is not better
/// stays as it was.
pub fn solve_from(
    problem: &Problem,
    routes: &[Vec<usize>],
    settings: Settings,
    after: &mut dyn FnMut(u32),
) -> Answer {
    let (ground, near) = (Ground::new(problem), near(problem));
    let mut search = Search::new(problem, &ground, &near, settings.seed);
    let stops = what_if::stops_of(problem, routes);
    search.run_from(&stops, settings.iterations, after);
    answer(&search)
}
