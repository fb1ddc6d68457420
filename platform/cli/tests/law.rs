//! The law on the command line: its history, its check, another law, and every worked example.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "whatever is not there fails the proof that looked for it"
)]

use regulation::{
    cases::{Case, CoverCase, Figure, Figures, NikCase, PriceCase, Question, WageCase, built_in},
    show,
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn lindung(arguments: &[String]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lindung"))
        .env_remove("LINDUNG_LAW")
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn typed(line: &[&str]) -> Vec<String> {
    line.iter().map(ToString::to_string).collect()
}

/// The answer as JSON, or the code of the refusal.
fn asked(mut arguments: Vec<String>) -> Result<Value, String> {
    arguments.push("--json".into());
    let output = lindung(&arguments);
    match output.status.code() {
        Some(0) => Ok(serde_json::from_slice(&output.stdout).unwrap()),
        Some(1) => {
            assert!(output.stdout.is_empty(), "{arguments:?}: a refusal says nothing on stdout");
            let problem: Value = serde_json::from_slice(&output.stderr).unwrap();
            Err(problem["code"].as_str().unwrap().to_owned())
        }
        code => panic!("{arguments:?}: {code:?} {}", String::from_utf8_lossy(&output.stderr)),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A copy of the law in which one file is changed.
struct OtherLaw(PathBuf);

impl OtherLaw {
    fn with(name: &str, file: &str, change: impl Fn(&str) -> String) -> Self {
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&copy);
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            std::fs::create_dir_all(copy.join(&folder)).unwrap();
            for entry in std::fs::read_dir(root().join("law").join(&folder)).unwrap() {
                let (kind, path) =
                    entry.map(|it| (it.file_type().unwrap(), it.file_name())).unwrap();
                let path = folder.join(path);
                if kind.is_dir() {
                    folders.push(path);
                } else {
                    std::fs::copy(root().join("law").join(&path), copy.join(&path)).unwrap();
                }
            }
        }
        let text = std::fs::read_to_string(copy.join(file)).unwrap();
        let changed = change(&text);
        assert_ne!(text, changed, "{file} has what is to be changed");
        std::fs::write(copy.join(file), changed).unwrap();
        Self(copy)
    }

    fn option(&self) -> Vec<String> {
        vec!["--law".into(), self.0.display().to_string()]
    }
}

impl Drop for OtherLaw {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn grace_of(months: u8) -> OtherLaw {
    OtherLaw::with(&format!("law-grace-{months}"), "cover/grace_months.toml", |text| {
        text.replace("value = 3", &format!("value = {months}"))
    })
}

fn rupiah(value: &Value, workers: i64) -> Figure {
    Figure::Number(value.as_i64().unwrap() * workers)
}

fn price(case: &PriceCase) -> Result<Figures, String> {
    let mut line = typed(&["price", "--months", &case.months]);
    for (name, value) in [
        ("--income", Some(case.income.get().to_string())),
        ("--sector", Some(case.sector.to_string())),
        ("--payer", Some(case.payer.to_string())),
        ("--programmes", Some(case.programmes.to_string())),
        ("--joined", case.joined.map(|month| month.to_string())),
        ("--settled-through", case.settled_through.map(|month| month.to_string())),
        ("--already-paid", case.paid.map(|paid| paid.get().to_string())),
    ] {
        line.extend(value.into_iter().flat_map(|value| [name.to_owned(), value]));
    }
    let answer = asked(line)?;
    let mut found = Figures::from([("total".into(), rupiah(&answer["total"], case.workers))]);
    if case.paid.is_some() {
        found.insert("credit".into(), rupiah(&answer["credit"], 1));
    }
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for month in answer["months"].as_array().unwrap() {
        for (programme, amount) in month["programmes"].as_object().unwrap() {
            *sums.entry(programme.clone()).or_default() += amount.as_i64().unwrap() * case.workers;
        }
    }
    found.extend(sums.into_iter().map(|(programme, sum)| (programme, Figure::Number(sum))));
    Ok(found)
}

fn price_pu(case: &WageCase) -> Result<Figures, String> {
    let mut line = typed(&["price", "--segment", "pu", "--months", &case.month.to_string()]);
    line.extend(["--wage".into(), case.wage.get().to_string()]);
    line.extend(["--risk".into(), case.risk.to_string()]);
    line.extend(["--programmes".into(), case.programmes.to_string()]);
    line.extend(case.labour_intensive.then(|| "--labour-intensive".to_owned()));
    let answer = asked(line)?;
    let mut found = Figures::from([("total".into(), rupiah(&answer["total"], case.workers))]);
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for (programme, shares) in answer["months"][0]["programmes"].as_object().unwrap() {
        for (side, amount) in shares.as_object().unwrap() {
            let amount = amount.as_i64().unwrap() * case.workers;
            *sums.entry(side.clone()).or_default() += amount;
            found.insert(format!("{programme}_{side}"), Figure::Number(amount));
        }
    }
    found.extend(sums.into_iter().map(|(side, sum)| (side, Figure::Number(sum))));
    Ok(found)
}

fn cover(case: &CoverCase) -> Result<Figures, String> {
    let other = case.grace_months.map(grace_of);
    let months: Vec<String> = case.paid.iter().map(|paid| paid.month.to_string()).collect();
    let days: Vec<String> = case
        .paid
        .iter()
        .map(|paid| paid.paid_on.unwrap_or_else(|| paid.month.first_day()).to_string())
        .collect();
    let mut found = Figures::new();
    for day in &case.as_of {
        let mut line = typed(&["cover", "--as-of", &day.to_string()]);
        if !months.is_empty() {
            line.extend(["--paid".into(), months.join(","), "--paid-on".into(), days.join(",")]);
        }
        line.extend(other.iter().flat_map(OtherLaw::option));
        let answer = asked(line)?;
        let state = format!("{} {}", answer["state"].as_str().unwrap(), answer["spell"]);
        found.insert(day.to_string(), Figure::Text(state));
    }
    Ok(found)
}

fn nik(case: &NikCase) -> Result<Figures, String> {
    let answer = asked(typed(&["nik", &case.text]))?;
    let mut found = Figures::new();
    for (name, value) in answer.as_object().unwrap() {
        let figure = match value {
            Value::Number(number) => Figure::Number(number.as_i64().unwrap()),
            Value::String(text) => Figure::Text(text.clone()),
            Value::Array(codes) if name == "warnings" => {
                let codes: Vec<&str> = codes.iter().filter_map(Value::as_str).collect();
                Figure::Text(codes.join(","))
            }
            _ => continue,
        };
        found.insert(name.clone(), figure);
    }
    Ok(found)
}

fn run(case: &Case) -> Option<Result<Figures, String>> {
    match &case.question {
        Question::Price(inputs) => Some(price(inputs)),
        Question::PricePu(inputs) => Some(price_pu(inputs)),
        Question::Cover(inputs) => Some(cover(inputs)),
        Question::Nik(inputs) => Some(nik(inputs)),
        _ => None,
    }
}

#[test]
fn every_worked_example_of_price_cover_and_nik_comes_out_of_the_program() {
    let (mut n, mut wrong) = (0, Vec::new());
    for case in built_in().unwrap() {
        let Some(answer) = run(&case) else { continue };
        n += 1;
        let found =
            answer.unwrap_or_else(|code| Figures::from([("refused".into(), Figure::Text(code))]));
        wrong.extend(case.compare(&found).err());
    }
    assert!(n >= 70, "only {n} cases ran");
    assert!(wrong.is_empty(), "{} of {n}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn two_months_of_grace_in_the_law_move_the_end_without_a_program_changed() {
    let other = grace_of(2);
    let ask = |option: Vec<String>, day: &str| {
        let line = [option, typed(&["cover", "--paid", "2024-03", "--as-of", day])].concat();
        asked(line).unwrap()["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(ask(Vec::new(), "2024-06-30"), "grace3");
    assert_eq!(ask(Vec::new(), "2024-07-01"), "lapsed");
    assert_eq!(ask(other.option(), "2024-05-31"), "grace2");
    assert_eq!(ask(other.option(), "2024-06-01"), "lapsed");
}

#[test]
fn a_slip_in_a_law_file_is_named_with_its_line() {
    let other = OtherLaw::with("law-slip", "cover/grace_months.toml", |text| {
        text.replace("value = 3", "value = \"three\"")
    });
    let output = lindung(&[other.option(), typed(&["law", "check"])].concat());
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(said.contains("law/cover/grace_months.toml, baris "), "{said}");
}

#[test]
fn a_law_whose_examples_do_not_come_out_fails_its_check() {
    let whole = lindung(&typed(&["law", "check", "--json"]));
    let checked: Value = serde_json::from_slice(&whole.stdout).unwrap();
    assert_eq!((whole.status.code(), &checked["ok"]), (Some(0), &Value::Bool(true)));
    assert!(checked["cases"].as_u64().unwrap() > 100);
    let folder = root().join("law").display().to_string();
    let same = lindung(&typed(&["law", "check", &folder, "--json"]));
    assert_eq!(same.stdout, whole.stdout, "the folder is what the program was built with");
    let other = grace_of(2);
    let output = lindung(&[other.option(), typed(&["law", "check", "--json"])].concat());
    let checked: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &checked["ok"]), (Some(1), &Value::Bool(false)));
    assert!(!checked["failed"].as_array().unwrap().is_empty());
}

#[test]
fn a_parameter_is_shown_with_every_date_and_source() {
    let output = lindung(&typed(&["law", "show", "benefit.jkm"]));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let law = regulation::Law::built_in();
    assert_eq!(said, show::history(law.parameter("benefit.jkm").unwrap()));
    let list = lindung(&typed(&["law", "list", "--json", "--as-of", "2026-11-21"]));
    let list: Value = serde_json::from_slice(&list.stdout).unwrap();
    assert_eq!(list.as_array().unwrap().len(), law.parameters().count());
    let grace =
        list.as_array().unwrap().iter().find(|it| it["key"] == "cover.grace_months").unwrap();
    assert_eq!(grace["entry"]["value"], 3);
}
