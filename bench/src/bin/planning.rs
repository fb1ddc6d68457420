//! Where next: the three instances of `data/outreach-bench`, time and distance to the best known.

#![expect(
    clippy::print_stdout,
    clippy::float_arithmetic,
    reason = "a benchmark prints ratios, and stops at whatever is missing"
)]

use planning::solver::{
    Rule, Settings, check, first_plan,
    instance::{Crew, read_csv},
    solve,
};
use std::time::Instant;

/// Name and best known value in thousandths: our longest runs', above those of the study.
const INSTANCES: [(&str, i64); 3] =
    [("klaten", 2_117_327), ("banyumas", 2_644_314), ("banten", 3_139_907)];
const ITERATIONS: [u32; 4] = [0, 500, 2_000, 4_000];

fn main() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/outreach-bench");
    println!("instance   steps      ms      value   against best   against greedy");
    for (name, best) in INSTANCES {
        let text = std::fs::read_to_string(format!("{folder}/{name}.csv")).expect("the instance");
        let start = Instant::now();
        let instance = read_csv(&text, Crew::default()).expect("an instance that can be read");
        let reading = start.elapsed();
        let greedy = first_plan(&instance.problem, Rule::PerMinute).value;
        for iterations in ITERATIONS {
            let start = Instant::now();
            let settings = Settings { seed: 1, iterations };
            let answer = solve(&instance.problem, settings, &mut |_| {});
            let taken = (start.elapsed() + reading).as_secs_f64() * 1_000.0;
            check(&instance.problem, &answer.routes, &[]).expect("a plan keeps every rule");
            let against = |other: i64| (answer.value - other) as f64 * 100.0 / other as f64;
            println!(
                "{name:9} {iterations:6} {taken:7.0} {:10.1} {:+13.2}% {:+15.2}%",
                answer.value as f64 / 1_000.0,
                against(best),
                against(greedy)
            );
        }
    }
}
