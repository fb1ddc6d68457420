//! The three instances of `data/outreach-bench`: better than greedy, near the best known, the same every time.

use planning::solver::{
    Answer, Rule, Settings, check, first_plan,
    instance::{Crew, Instance, read_csv},
    solve,
};

fn instance(name: &str) -> Instance {
    let path = format!("{}/../../data/outreach-bench/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the instance is in the repository");
    read_csv(&text, Crew::default()).expect("the instance can be read")
}

fn plan(instance: &Instance, seed: u64, iterations: u32) -> Answer {
    solve(&instance.problem, Settings { seed, iterations }, &mut |_| {})
}

/// Best known in thousandths, and what taking the most per minute gives in tenths.
fn holds(name: &str, best_known: i64, greedy: i64) {
    let instance = instance(name);
    let first = first_plan(&instance.problem, Rule::PerMinute);
    assert_eq!((first.value + 50) / 100, greedy, "{name}, greedy");
    let size = first_plan(&instance.problem, Rule::BySize);
    assert!(size.value < first.value, "{name}: the way matters");
    let answer = plan(&instance, 1, 2_000);
    let tally = check(&instance.problem, &answer.routes, &[]).expect("a plan keeps every rule");
    assert_eq!((tally.value, tally.travel), (answer.value, answer.travel), "{name}");
    assert!(answer.value > first.value, "{name}: {} is not better than greedy", answer.value);
    let least = best_known - best_known / 200;
    assert!(answer.value >= least, "{name}: {} is not within 0.5 % of {best_known}", answer.value);
}

#[test]
fn klaten_is_planned_within_half_a_percent_of_the_best_known() {
    holds("klaten", 2_117_300, 20_577);
}

#[test]
fn banyumas_is_planned_within_half_a_percent_of_the_best_known() {
    holds("banyumas", 2_644_300, 25_930);
}

#[test]
fn banten_is_planned_within_half_a_percent_of_the_best_known() {
    holds("banten", 3_139_900, 30_681);
}

#[test]
fn the_same_seed_gives_the_same_plan() {
    let instance = instance("klaten");
    assert_eq!(plan(&instance, 7, 300), plan(&instance, 7, 300));
}

#[test]
fn no_iterations_are_a_plan_too() {
    let instance = instance("banyumas");
    let answer = plan(&instance, 1, 0);
    assert!(answer.value >= first_plan(&instance.problem, Rule::PerMinute).value);
    check(&instance.problem, &answer.routes, &[]).expect("a plan keeps every rule");
}
