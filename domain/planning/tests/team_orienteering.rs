//! The standard text format of team orienteering, against optima found by trying everything.

use planning::solver::{Settings, Travel, check, instance::read_top, solve};

/// Ours: eleven points to visit, two teams, the first point is not the last.
const SMALL: &str = "n 13\nm 2\ntmax 11.5\n\
    0.0\t0.0\t0\n1.2\t1.9\t10\n2.1\t-0.7\t15\n3.3\t2.4\t30\n4.0\t0.3\t20\n\
    2.8\t-2.9\t35\n5.1\t-1.6\t25\n6.2\t1.1\t15\n4.7\t3.1\t40\n1.5\t4.2\t30\n\
    3.9\t-4.1\t45\n0.6\t-2.2\t10\n7.0\t0.0\t0\n";

/// The most that so many teams can bring, by trying every order of every set.
fn by_trying(travel: &Travel, scores: &[i64], till: i64, teams: usize) -> i64 {
    let n = scores.len();
    let mut fits = vec![false; 1 << n];
    fn walk(
        at: usize,
        set: usize,
        so_far: i64,
        rule: &(&Travel, usize, i64),
        fits: &mut Vec<bool>,
    ) {
        let (travel, n, till) = *rule;
        if so_far + i64::from(travel.time(at, n + 1)) <= till {
            fits[set] = true;
        }
        for next in (0..n).filter(|it| set & (1 << it) == 0) {
            let then = so_far + i64::from(travel.time(at, next));
            if then <= till {
                walk(next, set | 1 << next, then, rule, fits);
            }
        }
    }
    walk(n, 0, 0, &(travel, n, till), &mut fits);
    let value = |set: usize| (0..n).filter(|it| set & (1 << it) != 0).map(|it| scores[it]).sum();
    let alone: Vec<i64> = (0..1 << n).map(|set| if fits[set] { value(set) } else { 0 }).collect();
    let mut best = alone.clone();
    for _ in 1..teams {
        let mut more = best.clone();
        for set in 0usize..1 << n {
            let mut part = set;
            while part > 0 {
                more[set] = more[set].max(best[set & !part] + alone[part]);
                part = (part - 1) & set;
            }
        }
        best = more;
    }
    best.into_iter().max().unwrap_or(0)
}

#[test]
fn a_small_file_is_solved_to_its_optimum() {
    let instance = read_top(SMALL).expect("the file can be read");
    let problem = &instance.problem;
    let scores: Vec<i64> = problem.villages.iter().map(|it| it.values[0]).collect();
    let till = i64::from(problem.shifts[0].hours.till);
    let best = by_trying(&problem.travel, &scores, till, 2);
    assert_eq!(best, 215_000, "as tried when this was written");
    let answer = solve(problem, Settings { seed: 1, iterations: 500 }, &mut |_| {});
    let tally = check(problem, &answer.routes, &[]).expect("a plan keeps every rule");
    assert_eq!((answer.value, tally.value), (best, best));
}

#[test]
fn no_route_is_longer_than_it_may_be() {
    let instance = read_top(SMALL).expect("the file can be read");
    let answer = solve(&instance.problem, Settings { seed: 3, iterations: 200 }, &mut |_| {});
    let points: Vec<(f64, f64)> = SMALL
        .lines()
        .skip(3)
        .map(|row| {
            let mut at = row.split_whitespace().map(|it| it.parse().expect("a number"));
            (at.next().expect("x"), at.next().expect("y"))
        })
        .collect();
    for route in &answer.routes {
        let names = route.iter().map(|v| instance.names[*v].parse().expect("a number"));
        let walk: Vec<usize> = [0].into_iter().chain(names).chain([12]).collect();
        let leg = |a: usize, b: usize| (points[a].0 - points[b].0).hypot(points[a].1 - points[b].1);
        let length: f64 = walk.windows(2).map(|it| leg(it[0], it[1])).sum();
        assert!(length <= 11.5, "{walk:?}: {length}");
    }
}

#[test]
fn a_line_of_points_that_just_fits_is_walked() {
    let text = "n 5\nm 1\ntmax 1.0\n0 0 0\n0.3 0 1\n0.6 0 1\n0.9 0 1\n1.0 0 0\n";
    let instance = read_top(text).expect("the file can be read");
    let answer = solve(&instance.problem, Settings { seed: 1, iterations: 10 }, &mut |_| {});
    assert_eq!(answer.value, 3_000);
}
