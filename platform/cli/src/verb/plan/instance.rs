//! An instance from a file: solved and answered in the names of the file.

use super::Question;
use crate::{
    problem::Refusal,
    speech::{Answer, Speech},
};
use planning::solver::{
    Rule, Settings, first_plan,
    instance::{Crew, read_csv, read_top},
    solve,
};
use serde::Serialize;
use serde_json::Number;
use std::{fmt::Write as _, path::Path};

#[derive(Serialize)]
struct Solved {
    value: Number,
    routes: Vec<Vec<Name>>,
    greedy: Number,
    seed: u64,
    iterations: u32,
}

/// A village by its id, or a point by its number from zero; the first and the last point are not listed.
#[derive(Serialize)]
#[serde(untagged)]
enum Name {
    Village(String),
    Point(u64),
}

/// Thousandths as a number with what it needs of decimals.
fn decimal(thousandths: i64) -> Number {
    let text = if thousandths % 1_000 == 0 {
        (thousandths / 1_000).to_string()
    } else {
        format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
    };
    serde_json::from_str(&text).unwrap_or_else(|_| Number::from(thousandths / 1_000))
}

pub(super) fn answer(path: &Path, asked: &Question, speech: Speech) -> anyhow::Result<Answer> {
    let text = std::fs::read_to_string(path).map_err(|cause| Refusal {
        code: "INSTANCE_FILE",
        field: Some("instance"),
        id: format!("“{}” tidak terbaca: {cause}", path.display()),
        en: format!("“{}” cannot be read: {cause}", path.display()),
    })?;
    let is_csv = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("csv"));
    let crew =
        Crew { teams: asked.teams.into(), days: asked.days.into(), minutes: asked.minutes.into() };
    let read = if is_csv { read_csv(&text, crew) } else { read_top(&text) };
    let instance = read.map_err(|fault| Refusal {
        code: "INSTANCE",
        field: Some("instance"),
        id: format!("“{}”, {}", path.display(), fault.indonesian()),
        en: format!("“{}”, {fault}", path.display()),
    })?;
    let iterations = asked.iterations.unwrap_or(4_000);
    let settings = Settings { seed: asked.seed, iterations };
    let first = first_plan(&instance.problem, Rule::PerMinute);
    let answer = solve(&instance.problem, settings, &mut |_| {});
    let name = |village: &usize| {
        let name = instance.names[*village].clone();
        match (is_csv, name.parse()) {
            (false, Ok(point)) => Name::Point(point),
            _ => Name::Village(name),
        }
    };
    let routes = answer.routes.iter().map(|it| it.iter().map(name).collect()).collect();
    let solved = Solved {
        value: decimal(answer.value),
        routes,
        greedy: decimal(first.value),
        seed: asked.seed,
        iterations,
    };
    speech.answer(&solved, || said(&solved, speech))
}

fn said(solved: &Solved, speech: Speech) -> String {
    let (value, greedy) = (&solved.value, &solved.greedy);
    let mut text = speech.pick(
        format!("Nilai: {value} (cara langsung: {greedy})\n"),
        format!("Value: {value} (taken at once: {greedy})\n"),
    );
    for (n, route) in (1..).zip(&solved.routes) {
        let names = route.iter().map(|it| match it {
            Name::Village(id) => id.clone(),
            Name::Point(n) => n.to_string(),
        });
        let _ = writeln!(text, "{n:>3}  {}", names.collect::<Vec<_>>().join("  "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_with_the_decimals_it_has() {
        let written = |n| decimal(n).to_string();
        assert_eq!(written(3_139_907), "3139.907");
        assert_eq!(written(1_285_000), "1285");
        assert_eq!(written(40), "0.04");
    }
}
