//! Every worked example of `law/cases`, through the rules, exact to the rupiah.

use regulation::{
    Law,
    cases::{Question, built_in, from_text},
};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_case_comes_out() {
    let law = Law::built_in();
    let cases = built_in().unwrap();
    let wrong: Vec<String> = cases.iter().filter_map(|case| case.check(law).err()).collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn every_kind_has_cases_and_every_id_is_one() {
    let cases = built_in().unwrap();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &cases {
        *kinds.entry(case.question.kind()).or_default() += 1;
    }
    for kind in Question::KINDS {
        assert!(kinds.get(kind).is_some_and(|n| *n > 0), "no case of kind {kind}");
    }
    let ids: BTreeSet<&str> = cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids.len(), cases.len(), "an id is given twice");
    assert!(cases.iter().filter(|case| case.published).count() >= 30);
}

#[test]
fn a_kind_nobody_knows_and_a_field_nobody_reads_are_errors() {
    let case = |kind: &str, input: &str| {
        format!(
            "[[case]]\nid = \"X\"\ntitle = \"x\"\nkind = \"{kind}\"\nsource = \"x\"\npublished = false\n[case.input]\n{input}\n[case.expect]\namount = 1\n"
        )
    };
    let unknown = from_text("x.toml", &case("weather", "")).unwrap_err().to_string();
    assert!(unknown.contains("weather") && unknown.contains("price_pu"), "{unknown}");
    let field = case("wage_base", "daily = 1\nmonth = \"2024-01\"\ncolour = 1");
    assert!(from_text("x.toml", &field).unwrap_err().to_string().contains("colour"));
    let wrong = case("wage_base", "daily = 150000\nmonth = \"2024-06\"");
    let failed = from_text("x.toml", &wrong).unwrap()[0].check(Law::built_in()).unwrap_err();
    assert!(failed.contains("3750000"), "a wrong expectation must fail: {failed}");
}
