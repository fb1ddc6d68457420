//! Every worked example of the law: through the API, and lived through in the database.

use crate::office::{Office, somebody, text};
use proofs::{World, client::Call};
use regulation::cases::{self, CoverCase, PriceCase, Question};
use serde_json::{Value, json};
use terms::{Date, Month, Payer, Sector};

/// The cases as the API is asked them: kind, input and expectation as the files have them.
fn asked() -> Vec<(String, Value)> {
    let mut asked = Vec::new();
    for file in proofs::tree::files(&["law/cases"], ".toml") {
        let table: toml::Table = toml::from_str(&file.text).unwrap();
        for case in table["case"].as_array().unwrap() {
            let id = format!("{} {}", file.path, case["id"].as_str().unwrap());
            let form =
                json!({ "kind": case["kind"], "input": case["input"], "expect": case["expect"] });
            asked.push((id, form));
        }
    }
    assert_eq!(asked.len(), cases::built_in().unwrap().len());
    asked
}

async fn every_case_comes_out_of_the_api(world: World) {
    let office = Office::open(world, "2026-11-21").await;
    let token = office.token("admin").await;
    let asked = asked();
    assert!(asked.len() > 100, "{}", asked.len());
    let run = |form: &Value| Call::new("POST", "/api/v1/law/cases/run").token(&token).json(form);
    for (id, form) in &asked {
        let ran = office.send(run(form)).await.of(200);
        assert_eq!(ran["ok"], true, "{id}: {ran}");
    }
    // What is wrong is found out: the first case, expected a rupiah higher.
    let mut wrong = asked.iter().find(|(id, _)| id.ends_with("price.toml G01")).unwrap().1.clone();
    wrong["expect"]["total"] = json!(16_801);
    assert_eq!(office.send(run(&wrong)).await.of(200)["ok"], false);
    let check = Call::new("POST", "/api/v1/law/check").token(&token);
    let check = office.send(check).await.of(200);
    assert_eq!((&check["ok"], &check["n_cases"]), (&json!(true), &json!(asked.len())), "{check}");
    office.close().await;
}

/// A person of their own for each case.
fn member_of(n: usize, income: i64, sector: Sector) -> Value {
    let work = if sector == Sector::Transport { "ojek" } else { "pedagang-pasar" };
    let nik = format!("330215550780{n:04}");
    somebody(&nik, "Contoh Hukum", "1980-07-15", work, income)
}

/// A price that a member of an office can be asked: their own months, in a row, this law.
fn is_lived(case: &PriceCase, expects_refusal: bool) -> Option<(Month, u32)> {
    let months = regulation::calculator::parse_months(&case.months).ok()?;
    let (first, last) = (*months.first()?, *months.last()?);
    let in_a_row = first.run(12).take_while(|month| *month <= last).count() == months.len();
    let plain = case.joined.is_none_or(|joined| joined == first) && case.settled_through.is_none();
    let base = case.programmes.iter().count() >= 2;
    let n = u32::try_from(months.len()).ok()?;
    (in_a_row && plain && base && !expects_refusal && case.payer != Payer::Employer)
        .then_some((first, n))
}

async fn every_price_of_a_worker_is_billed_and_booked(world: World) {
    let office = Office::open(world, "2015-07-02").await;
    office.hire("desa", "village_clerk", Some("33.02")).await;
    office.hire("bank", "integrator", None).await;
    let mut lives = Vec::new();
    for case in cases::built_in().unwrap() {
        if let Question::Price(price) = &case.question {
            let refused = case.expect.contains_key("refused");
            if let Some((first, n)) = is_lived(price, refused) {
                lives.push((first, n, price.clone(), case));
            }
        }
    }
    lives.sort_by_key(|(first, ..)| *first);
    assert!(lives.len() >= 20, "only {} cases can be lived", lives.len());
    for (at, (first, n, price, case)) in lives.iter().enumerate() {
        office.at(&format!("{first}-05"));
        let mut form = member_of(at + 1, price.income.get(), price.sector);
        form["programmes"] = json!(price.programmes);
        form["payer"] = json!(price.payer);
        let enrolled = office.post("desa", "/api/v1/enrolments", form).await;
        assert_eq!(enrolled.status, 201, "{}: {}", case.id, enrolled.text);
        let membership = text(&enrolled.json, "membership").to_owned();
        let code = office.code("desa", &membership, *n).await;
        let amount = code["amount"].as_i64().unwrap();
        let reference = format!("CASE-{}", case.id);
        let paid = office.pay("bank", &reference, &code["code"], amount, None).await.of(201);
        let of = |name: &str| {
            let months = paid["months"].as_array().unwrap().iter();
            months.map(|month| month[name].as_i64().unwrap()).sum::<i64>() * price.workers
        };
        for (name, expected) in &case.expect {
            if ["total", "jkk", "jkm", "jht"].contains(&name.as_str()) {
                assert_eq!(json!(of(name)), json!(expected), "{} {}: {name}", case.file, case.id);
            }
        }
    }
    office.close().await;
}

/// What happens on a day of a cover case, in the order of the days.
fn timeline(case: &CoverCase) -> Vec<(Date, Vec<Month>, bool)> {
    let mut days: Vec<Date> = case.as_of.clone();
    days.extend(case.payments().iter().map(|paid| paid.paid_on));
    days.sort_unstable();
    days.dedup();
    let of = |day| {
        let paid = case.payments();
        let months = paid.iter().filter(|paid| paid.paid_on == day).map(|paid| paid.month);
        (day, months.collect(), case.as_of.contains(&day))
    };
    days.into_iter().map(of).collect()
}

/// One cover case, lived: enrolled before its first day, paid on its days, looked at on its days.
async fn live(office: &Office, at: usize, case: &cases::Case, cover: &CoverCase) {
    let days = timeline(cover);
    office.at(&days[0].0.to_string());
    let form = member_of(2_000 + at, 1_000_000, Sector::Other);
    let membership = text(&office.enrol("desa", form).await, "membership").to_owned();
    for (day, months, is_asked) in days {
        office.at(&day.to_string());
        if !months.is_empty() {
            pay_as_the_case_says(office, &membership, case, day, &months).await;
        }
        if is_asked {
            let path = format!("/api/v1/memberships/{membership}/cover?as_of={day}");
            let found = office.get("desa", &path).await.of(200);
            let found = format!("{} {}", text(&found, "state"), found["spell"]);
            let expected = json!(case.expect[&day.to_string()]);
            assert_eq!(json!(found), expected, "{} on {day}", case.id);
        }
    }
}

async fn pay_as_the_case_says(
    office: &Office,
    membership: &str,
    case: &cases::Case,
    day: Date,
    months: &[Month],
) {
    let state = office.membership("desa", membership).await["cover"]["state"].clone();
    if state == "lapsed" {
        // Old months are not paid after the end; a new enrolment is.
        let codes = format!("/api/v1/memberships/{membership}/codes");
        let refused = office.post("desa", &codes, json!({ "months": months.len() })).await;
        assert_eq!(refused.code(409), "NEEDS_RENEWAL", "{} on {day}", case.id);
        if months.iter().any(|month| *month < Month::of(day)) {
            return;
        }
        let form = json!({ "is_working": true, "attested_by": "Ketua RT 03",
                           "attester_role": "rt_head", "statement": "berjualan setiap pagi" });
        let path = format!("/api/v1/memberships/{membership}/renew");
        let _ = office.post("desa", &path, form).await.of(200);
    }
    // At the counter the oldest missed month is paid first: the gap of a case is filled with it.
    let last = *months.last().unwrap();
    let paid_through = office.membership("desa", membership).await["paid_through"].clone();
    let next = paid_through.as_str().map(|month| month.parse::<Month>().unwrap().next());
    let first = next.filter(|next| state != "lapsed" && *next < months[0]).unwrap_or(months[0]);
    let n = first.run(24).take_while(|month| *month <= last).count();
    let code = office.code("desa", membership, u32::try_from(n).unwrap()).await;
    let reference = format!("{} {day}", case.id);
    let amount = code["amount"].as_i64().unwrap();
    let paid = office.pay("bank", &reference, &code["code"], amount, None).await.of(201);
    assert_eq!(paid["state"], "posted", "{} on {day}: {paid}", case.id);
}

async fn every_cover_case_is_lived_in_the_database(world: World) {
    let office = Office::open(world, "2024-02-01").await;
    office.hire("desa", "village_clerk", Some("33.02")).await;
    office.hire("bank", "integrator", None).await;
    let mut n = 0;
    let mut cases = cases::built_in().unwrap();
    cases.sort_by_key(|case| match &case.question {
        Question::Cover(cover) => cover.as_of.first().copied(),
        _ => None,
    });
    for (at, case) in cases.iter().enumerate() {
        // Another number of months of grace is another law: that story is told with J7.
        if let Question::Cover(cover) = &case.question
            && cover.grace_months.is_none()
        {
            live(&office, at, case, cover).await;
            n += 1;
        }
    }
    assert!(n >= 7, "{n} cases");
    office.close().await;
}

proofs::on_both![
    every_case_comes_out_of_the_api,
    every_price_of_a_worker_is_billed_and_booked,
    every_cover_case_is_lived_in_the_database,
];
