//! The calculators as a user runs them: the program itself, its words, its JSON, its exit codes.

#![expect(clippy::unwrap_used, reason = "whatever is not there fails the proof that looked for it")]

use serde_json::{Value, json};
use std::process::{Command, Output};

fn lindung(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lindung"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "LINDUNG_LAW"] {
        command.env_remove(name);
    }
    command.args(arguments).output().expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs with `--json`, expects success, and leaves the reasons out after seeing that there are some.
fn answered(arguments: &[&str]) -> Value {
    let output = lindung(&[arguments, &["--json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", err(&output));
    assert_eq!(err(&output), "", "{arguments:?}");
    let mut answer: Value = serde_json::from_str(&out(&output)).unwrap();
    let because = answer.as_object_mut().unwrap().remove("because").unwrap();
    assert!(!because.as_array().unwrap().is_empty(), "{arguments:?} says why");
    answer
}

/// Runs with `--json`, expects a refusal by a rule.
fn refused(arguments: &[&str]) -> Value {
    let output = lindung(&[arguments, &["--json"]].concat());
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", out(&output));
    assert_eq!(out(&output), "", "a refusal says nothing on stdout");
    serde_json::from_str(&err(&output)).unwrap()
}

#[test]
fn three_months_of_a_farmer_are_the_sum_of_their_months() {
    let answer = answered(&[
        "price",
        "--income",
        "1000000",
        "--months",
        "2026-11..2027-01",
        "--sector",
        "other",
        "--payer",
        "self",
        "--programmes",
        "jkk,jkm",
    ]);
    assert_eq!(
        answer,
        json!({"total": 33600, "months": [
            {"month": "2026-11", "total": 8400, "programmes": {"jkk": 5000, "jkm": 3400}},
            {"month": "2026-12", "total": 8400, "programmes": {"jkk": 5000, "jkm": 3400}},
            {"month": "2027-01", "total": 16800, "programmes": {"jkk": 10000, "jkm": 6800}},
        ]})
    );
    let unsaid = answered(&["price", "--income", "1000000", "--months", "2026-11..2027-01"]);
    assert_eq!(unsaid, answer, "other sector, self-paid, jkk and jkm unless told otherwise");
}

#[test]
fn a_wage_earners_month_is_shared_with_the_employer() {
    let answer = answered(&[
        "price",
        "--segment",
        "pu",
        "--wage",
        "5000000",
        "--risk",
        "1",
        "--programmes",
        "jkk,jkm,jht,jp",
        "--months",
        "2024-06",
    ]);
    assert_eq!(answer["total"], 462_000);
    assert_eq!(
        answer["months"][0]["programmes"]["jht"],
        json!({"employer": 185_000, "worker": 100_000})
    );
}

#[test]
fn cover_says_the_state_and_what_comes_next() {
    let answer = answered(&["cover", "--paid", "2024-03", "--as-of", "2024-05-31"]);
    let fields = ["state", "spell", "covered_until", "next"].map(|name| answer[name].clone());
    assert_eq!(
        fields,
        [
            json!("grace2"),
            json!(1),
            json!("2024-03-31"),
            json!({"state": "grace3", "on": "2024-06-01"})
        ]
    );
    let lapsed = answered(&["cover", "--paid", "2024-03", "--as-of", "2024-07-01"]);
    assert_eq!((&lapsed["state"], &lapsed["next"]), (&json!("lapsed"), &Value::Null));
    let unpaid = answered(&["cover", "--as-of", "2024-07-01"]);
    assert_eq!((&unpaid["state"], &unpaid["spell"]), (&json!("registered_unpaid"), &json!(0)));
}

#[test]
fn a_nik_says_where_and_when_and_never_the_century() {
    let answer = answered(&["nik", "3273014507909999"]);
    assert_eq!(
        answer,
        json!({"area": "32.73.01", "day": 5, "month": 7, "year2": 90, "sex": "female", "warnings": []})
    );
}

#[test]
fn a_refused_nik_exits_1_with_a_sentence_in_either_language() {
    let indonesian = lindung(&["nik", "3273013207909999"]);
    assert_eq!((indonesian.status.code(), out(&indonesian)), (Some(1), String::new()));
    assert!(err(&indonesian).contains("seharusnya tanggal 01–31"), "{}", err(&indonesian));
    let english = lindung(&["--lang", "en", "nik", "3273013207909999"]);
    assert!(err(&english).contains("must be a day from 01 to 31"), "{}", err(&english));
    let problem = refused(&["--lang", "en", "nik", "3273013207909999"]);
    assert_eq!((&problem["code"], &problem["field"]), (&json!("NIK_DATE"), &json!("nik")));
    assert_eq!(problem["type"], "/problems/law");
    assert!(problem["title"].is_string() && problem["detail"].is_string());
}

#[test]
fn answers_are_indonesian_unless_the_environment_or_the_user_says_english() {
    let question = ["cover", "--paid", "2024-03", "--as-of", "2024-03-31"];
    assert!(out(&lindung(&question)).starts_with("31 Maret 2024: aktif"));
    let told = lindung(&[&question[..], &["--lang", "en"]].concat());
    assert!(out(&told).starts_with("31 March 2024: active"), "{}", out(&told));
    let mut command = Command::new(env!("CARGO_BIN_EXE_lindung"));
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "en_GB.UTF-8");
    let from_environment = command.args(question).output().unwrap();
    assert_eq!(out(&from_environment), out(&told));
    let price = lindung(&["price", "--income", "1000000", "--months", "2026-11..2027-01"]);
    let said = out(&price);
    for part in ["Iuran 3 bulan: Rp33.600", "November 2026 s.d. Desember 2026", "PP 50/2025"] {
        assert!(said.contains(part), "{part} is missing in\n{said}");
    }
}

#[test]
fn wrong_usage_exits_2_and_says_what_is_missing() {
    for (arguments, said) in [
        (&["price", "--income", "1000000"][..], "--months"),
        (&["price", "--months", "2026-11"], "--income"),
        (&["price", "--months", "2026-13", "--income", "1"], "2026-13"),
        (&["price", "--months", "2026-11", "--income", "1", "--payer", "uncle"], "apbdes"),
        (&["price", "--segment", "pu", "--months", "2026-11", "--wage", "1"], "--risk"),
        (&["cover", "--paid", "2024-03", "--paid-on", "2024-03-01,2024-04-01"], "--paid-on"),
        (&["cover", "--as-of", "2024-02-30"], "2024-02-30"),
        (&["nik"], "<NIK>"),
        (&["nonsense"], "nonsense"),
    ] {
        let output = lindung(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", out(&output));
        assert_eq!(out(&output), "", "{arguments:?}");
        assert!(err(&output).contains(said), "{arguments:?}: {}", err(&output));
    }
}

#[test]
fn a_rules_refusal_names_code_and_field() {
    let income = refused(&["price", "--months", "2026-11", "--income", "-5"]);
    assert_eq!(income["field"], "income");
    assert_eq!(income["code"], "INCOME_NOT_POSITIVE");
    let pension =
        refused(&["price", "--months", "2026-11", "--income", "1000000", "--programmes", "jkk,jp"]);
    assert_eq!(pension["code"], "PROGRAMME_NOT_FOR_SEGMENT");
    let unknown = refused(&["law", "show", "weather"]);
    assert_eq!(unknown["code"], "LAW_NO_SUCH_PARAMETER");
}
