//! The fast price is the explained price, for every band, month, sector, payer and member.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up fails")]

use regulation::{
    Law, LawError, Value,
    calculator::{nik_answer, parse_months, price_answer, wage_price_answer},
    contribution::PriceInput,
    wage_earner::{Industry, RiskGroup, WageInput},
};
use terms::{Because, Month, Payer, Programme, Programmes, Rupiah, Sector, Status};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn bands() -> Vec<i64> {
    let entry = &Law::built_in().parameter("contribution.tiers_jkk_bpu").unwrap().entries[0];
    let Value::Tiers(tiers) = &entry.value else { panic!("a table of bands") };
    tiers
        .rows()
        .iter()
        .flat_map(|tier| [tier.from.get().max(1), tier.from.get() + 99_999])
        .collect()
}

#[test]
fn the_fast_price_is_the_explained_price_everywhere() {
    let law = Law::built_in();
    let months = month("2020-06")
        .through(month("2021-03"))
        .chain(month("2025-12").through(month("2027-05")));
    let mut n = 0;
    for month in months {
        for income in bands() {
            for sector in Sector::ALL {
                for payer in Payer::ALL {
                    for joined in [None, Some(month.plus(-30)), Some(month.plus(-1))] {
                        let mut input = PriceInput::new(
                            month,
                            Rupiah::new(income),
                            *sector,
                            *payer,
                            Programmes::BASE_AND_SAVINGS,
                        );
                        input.joined = joined;
                        let fast = law.price_amount(&input);
                        let explained = law.price(&input).map(|price| *price.amount());
                        assert_eq!(fast, explained, "{input:?}");
                        if let Ok(price) = fast {
                            let sum = Rupiah::sum(price.programmes().map(|(_, amount)| amount));
                            assert_eq!(sum.unwrap(), price.total);
                            n += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(n > 50_000, "only {n} prices were compared");
}

fn flat(because: &Because, all: &mut Vec<String>) {
    all.push(because.en.clone());
    because.parts.iter().for_each(|part| flat(part, all));
}

fn told(input: &PriceInput) -> (Vec<String>, Status) {
    let price = Law::built_in().price(input).unwrap();
    let mut all = Vec::new();
    flat(price.because(), &mut all);
    (all, price.because().weakest())
}

#[test]
fn an_excluded_payer_is_told_so_and_an_open_one_is_unconfirmed() {
    let at = |payer| {
        PriceInput::new(
            month("2026-05"),
            Rupiah::new(1_000_000),
            Sector::Other,
            payer,
            Programmes::BASE,
        )
    };
    let (said, _) = told(&at(Payer::Apbd));
    assert!(said.iter().any(|line| line.contains("apbd are excluded")), "{said:?}");
    let (said, status) = told(&at(Payer::Apbdes));
    assert!(said.iter().any(|line| line.contains("Relief of PP 50/2025: 50 %")), "{said:?}");
    assert_eq!(status, Status::Unconfirmed);
}

#[test]
fn a_farmer_in_february_2026_is_told_why_there_is_no_relief() {
    let input = PriceInput::new(
        month("2026-02"),
        Rupiah::new(1_000_000),
        Sector::Other,
        Payer::SelfPaid,
        Programmes::BASE,
    );
    let (said, _) = told(&input);
    assert!(
        said.iter().any(|line| line.contains("sector other is not in it this month")),
        "{said:?}"
    );
}

#[test]
fn the_answer_has_the_promised_form() {
    let input = PriceInput::new(
        month("2026-11"),
        Rupiah::new(1_000_000),
        Sector::Other,
        Payer::SelfPaid,
        Programmes::BASE,
    );
    let months = parse_months("2026-11..2027-01").unwrap();
    let json =
        serde_json::to_value(price_answer(Law::built_in(), &months, &input).unwrap()).unwrap();
    assert_eq!(json["total"], 33_600);
    assert_eq!(
        json["months"][0],
        serde_json::json!({"month":"2026-11","total":8400,"programmes":{"jkk":5000,"jkm":3400}})
    );
    assert_eq!(json["because"].as_array().unwrap().len(), 3);
    let text = serde_json::to_string(&json["because"][0]).unwrap();
    assert!(text.contains("PP 50/2025") && text.contains("Pasal 4(1)"), "{text}");
}

#[test]
fn months_are_read_as_people_write_them() {
    assert_eq!(parse_months("2026-11").unwrap().len(), 1);
    assert_eq!(parse_months("2026-11, 2027-01").unwrap().len(), 2);
    assert_eq!(parse_months("2026-11..2027-01,2027-03").unwrap().len(), 4);
    for bad in ["2027-01..2026-11", "2026-11..", "november", "2026-11.2026-12"] {
        assert!(matches!(parse_months(bad), Err(LawError::BadMonths { .. })), "{bad}");
    }
    assert_eq!(parse_months(" , "), Err(LawError::NoMonths));
    assert!(matches!(parse_months("0001-01..9999-12"), Err(LawError::TooManyMonths { .. })));
}

#[test]
fn refusals_speak_both_languages() {
    let input = PriceInput::new(
        month("2026-11"),
        Rupiah::new(-5),
        Sector::Other,
        Payer::SelfPaid,
        Programmes::BASE,
    );
    let error = Law::built_in().price_amount(&input).unwrap_err();
    assert_eq!(error.code(), "INCOME_NOT_POSITIVE");
    assert!(error.to_string().contains("-Rp5") && error.indonesian().contains("Penghasilan -Rp5"));
    let none = PriceInput { programmes: Programmes::none(), income: Rupiah::new(1), ..input };
    assert_eq!(Law::built_in().price_amount(&none), Err(LawError::NoProgramme));
    let only = PriceInput { programmes: Programmes::none().with(Programme::Jht), ..none };
    assert_eq!(Law::built_in().price_amount(&only).unwrap().total, Rupiah::new(20_000));
}

#[test]
fn a_wage_earner_and_a_number_have_the_promised_form() {
    let input = WageInput {
        month: month("2026-11"),
        wage: Rupiah::new(5_000_000),
        risk: RiskGroup::from_number(1).unwrap(),
        industry: Industry::Ordinary,
        programmes: Programmes::BASE_AND_SAVINGS.with(Programme::Jp),
    };
    let law = Law::built_in();
    let answer = wage_price_answer(law, &[month("2026-11")], &input).unwrap();
    let json = serde_json::to_value(answer).unwrap();
    assert_eq!(json["total"], 462_000);
    let jht = serde_json::json!({"employer": 185_000, "worker": 100_000});
    assert_eq!(json["months"][0]["programmes"]["jht"], jht);
    let json = serde_json::to_value(nik_answer("3273014507909999", |_| true).unwrap()).unwrap();
    for (field, value) in [("area", "32.73.01"), ("sex", "female")] {
        assert_eq!(json[field], value);
    }
    assert_eq!(
        (json["day"].as_i64(), json["month"].as_i64(), json["year2"].as_i64()),
        (Some(5), Some(7), Some(90))
    );
    assert_eq!(json["warnings"], serde_json::json!([]));
    assert_eq!(nik_answer("3273013207909999", |_| true).unwrap_err().code(), "NIK_DATE");
}
