//! Whatever the rules, a plan keeps them: checked by other means than the solver's own.

use planning::solver::{
    Floor, Pin, Problem, Settings, Shift, Span, Travel, Village, Window, check, solve,
};
use proptest::prelude::*;

fn span() -> impl Strategy<Value = Span> {
    (400..900i32, 60..400i32).prop_map(|(from, long)| Span { from, till: from + long })
}

fn village(days: u32) -> impl Strategy<Value = Village> {
    let window = (0..days, span()).prop_map(|(day, hours)| Window { day, hours });
    (
        20..150i32,
        prop::collection::vec(1..60_000i64, 1..=3),
        prop::collection::vec(window, 0..2),
        prop::collection::vec(0..days, 0..2),
        0..4u32,
    )
        .prop_map(|(service, mut values, windows, banned, skills)| {
            values.sort_unstable_by(|a, b| b.cmp(a));
            let skills = if skills == 3 { 1 } else { 0 };
            Village { service, values, windows, banned, skills }
        })
}

fn shifts(teams: usize, days: u32, depot: usize) -> impl Strategy<Value = Vec<Shift>> {
    let one = (420..540i32, 300..560i32, any::<bool>(), 0..2u32);
    prop::collection::vec(one, teams * days as usize).prop_map(move |all| {
        let shift = |(i, (from, long, rests, skills)): (usize, (i32, i32, bool, u32))| Shift {
            team: i % teams,
            day: (i / teams) as u32,
            hours: Span { from, till: from + long },
            start: depot,
            end: depot,
            breaks: if rests { vec![Span { from: 690, till: 780 }] } else { Vec::new() },
            skills,
        };
        all.into_iter().enumerate().map(shift).collect()
    })
}

/// Any question: places on a grid, some without a way between them.
fn problem() -> impl Strategy<Value = Problem> {
    (2..14usize, 1..3usize, 1..4u32).prop_flat_map(|(n, teams, days)| {
        (
            prop::collection::vec(village(days), n),
            shifts(teams, days, n),
            prop::collection::vec((0..60i32, 0..60i32, 0..12u32), n + 1),
            prop::collection::vec(
                (0..n, prop::collection::vec(0..teams * days as usize, 1..4)),
                0..3,
            ),
            prop::collection::vec((prop::collection::vec(0..n, 1..4), 1..3u32), 0..3),
            1..3u32,
        )
            .prop_map(|(villages, shifts, at, pins, floors, gap_days)| {
                let time = |a: usize, b: usize| {
                    let ((x, y, island), (u, v, other)) = (at[a], at[b]);
                    let apart = (island == 0) != (other == 0);
                    (!apart).then_some((x - u).abs() + (y - v).abs())
                };
                let travel = Travel::new(at.len(), time);
                let pins = pins.into_iter().map(|(village, shifts)| Pin { village, shifts });
                let floors = floors.into_iter().map(|(mut villages, visits)| {
                    villages.sort_unstable();
                    villages.dedup();
                    Floor { villages, visits }
                });
                Problem {
                    villages,
                    shifts,
                    travel,
                    pins: pins.collect(),
                    floors: floors.collect(),
                    travel_price: 1 << 20,
                    gap_days,
                }
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_plan_keeps_every_rule(problem in problem(), seed in 0..1000u64) {
        let settings = Settings { seed, iterations: 60 };
        let answer = solve(&problem, settings, &mut |_| {});
        let tally = check(&problem, &answer.routes, &answer.unkept);
        let tally = tally.map_err(|broken| TestCaseError::fail(broken.to_string()))?;
        prop_assert_eq!(tally.value, answer.value);
        prop_assert_eq!(tally.travel, answer.travel);
        for (i, floor) in problem.floors.iter().enumerate() {
            let visits = answer.routes.iter().flatten().filter(|it| floor.villages.contains(it));
            let short = answer.short.iter().find(|(f, _)| *f == i).map_or(0, |(_, n)| *n);
            let n = visits.count() as u32;
            prop_assert_eq!(floor.visits.saturating_sub(n), short);
        }
        prop_assert_eq!(solve(&problem, settings, &mut |_| {}), answer);
    }
}
