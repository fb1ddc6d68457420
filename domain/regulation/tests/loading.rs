//! A law that contradicts itself is not loaded; the complaint names file, line and what to do.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use regulation::{Law, LoadErrors};
use std::{collections::BTreeMap, path::Path};

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law")
}

fn texts() -> BTreeMap<String, String> {
    fn collect(folder: &Path, root: &Path, texts: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && name != "cases" {
                collect(&path, root, texts);
            } else if name.ends_with(".toml") {
                texts.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(&folder(), &folder(), &mut found);
    found
}

fn load(texts: &BTreeMap<String, String>) -> Result<Law, LoadErrors> {
    Law::from_texts(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

/// Changes one file and tells the complaint.
fn complaint(file: &str, from: &str, to: &str) -> String {
    let mut all = texts();
    let text = all.get_mut(file).unwrap();
    assert!(text.contains(from), "{from} is not in {file}");
    *text = text.replacen(from, to, 1);
    load(&all).expect_err("a wrong law must not load").to_string()
}

#[test]
fn the_folder_and_the_built_in_law_are_one() {
    let law = Law::from_dir(&folder()).unwrap();
    let keys = |law: &Law| {
        law.parameters().map(|p| (p.key.clone(), p.entries.clone())).collect::<Vec<_>>()
    };
    assert_eq!(keys(&law), keys(Law::built_in()));
    assert!(law.parameters().count() >= 70);
    assert!(law.instrument("pp-50-2025").is_some());
}

#[test]
fn every_cited_address_and_file_name_is_in_order() {
    for parameter in Law::built_in().parameters() {
        assert!(!parameter.entries.is_empty(), "{} is empty", parameter.key);
        assert!(!parameter.title_id.is_empty() && !parameter.title_en.is_empty());
    }
}

#[test]
fn two_entries_for_one_date() {
    let said = complaint("benefit/jkm.toml", "from = 2019-12-02", "from = 2015-07-01");
    assert!(
        said.starts_with("law/benefit/jkm.toml, line 20: two entries for 2015-07-01"),
        "{said}"
    );
}

#[test]
fn dates_out_of_order() {
    let said = complaint("benefit/jkm.toml", "from = 2015-07-01", "from = 2020-07-01");
    assert!(said.contains("line 20") && said.contains("put the oldest first"), "{said}");
}

#[test]
fn an_unknown_instrument() {
    let said = complaint("contribution/jkm_bpu.toml", "pp-44-2015", "pp-44-2051");
    assert!(
        said.contains("law/contribution/jkm_bpu.toml, line 11")
            && said.contains("instruments.toml"),
        "{said}"
    );
}

#[test]
fn wrong_types_words_and_fields() {
    let said = complaint("contribution/jkm_bpu.toml", "6_800", "\"6800\"");
    assert!(said.contains("line 9") && said.contains("whole number"), "{said}");
    let said = complaint("contribution/jkm_bpu.toml", "\"reported\"", "\"sure\"");
    assert!(said.contains("line 10") && said.contains("confirmed"), "{said}");
    let said = complaint("contribution/jkm_bpu.toml", "value =", "valeu =");
    assert!(said.contains("line 9") && said.contains("“valeu” is not known here"), "{said}");
    let said = complaint("contribution/jkm_bpu.toml", "6_800", "");
    assert!(said.contains("line 9") && said.contains("not readable as TOML"), "{said}");
    let said = complaint("contribution/jkm_bpu.toml", "2015-07-01", "\"July\"");
    assert!(said.contains("line 8") && said.contains("a date is written"), "{said}");
    let said = complaint("contribution/jkk_pu.toml", "\"0.24\"", "\"0.24001\"");
    assert!(said.contains("at most four decimals"), "{said}");
    let said = complaint("contribution/jkm_bpu.toml", "unit = \"rupiah\"", "unit = \"euro\"");
    assert!(said.contains("line 4") && said.contains("choose one of"), "{said}");
    let said = complaint("contribution/jkm_bpu.toml", "contribution.jkm_bpu", "contribution.jkm");
    assert!(said.contains("line 1") && said.contains("path of the file"), "{said}");
}

#[test]
fn a_status_unknown_with_a_figure() {
    let said =
        complaint("contribution/jkm_bpu.toml", "status = \"reported\"", "status = \"unknown\"");
    assert!(said.contains("the status is unknown but a value is given"), "{said}");
}

#[test]
fn two_reliefs_for_one_case() {
    let file = "contribution/relief_pp_50_2025.toml";
    let said = complaint(
        file,
        "payers = [\"apbdes\", \"csr\", \"employer\"]",
        "payers = [\"self\", \"csr\"]",
    );
    assert!(
        said.contains("both apply")
            && said.contains("law/contribution/relief_pp_50_2025.toml, line 11"),
        "{said}"
    );
}

#[test]
fn a_table_that_does_not_rise() {
    let said = complaint("contribution/tiers_jkk_bpu.toml", "from = 1_300_000", "from = 1_000_000");
    assert!(said.contains("line 15") && said.contains("rise"), "{said}");
}

#[test]
fn a_missing_file() {
    let mut all = texts();
    all.remove("cover/grace_months.toml");
    let said = load(&all).unwrap_err().to_string();
    assert!(said.contains("law/cover/grace_months.toml") && said.contains("missing"), "{said}");
    all.remove("instruments.toml");
    assert!(load(&all).unwrap_err().to_string().contains("instruments.toml"));
    assert!(Law::from_dir(Path::new("/nowhere/at/all")).is_err());
}

#[test]
fn another_number_moves_the_dates_without_code() {
    let mut all = texts();
    let text = all.get_mut("cover/grace_months.toml").unwrap();
    *text = text.replace("value = 3", "value = 2");
    let law = load(&all).unwrap();
    let on = "2024-06-01".parse().unwrap();
    let answer =
        regulation::calculator::cover_answer(&law, &["2024-03".parse().unwrap()], &[], on).unwrap();
    assert_eq!(answer.state.word(), "lapsed");
}

#[test]
fn complaints_speak_both_languages() {
    let mut all = texts();
    let text = all.get_mut("contribution/jkm_bpu.toml").unwrap();
    *text = text.replace("6_800", "\"6800\"");
    let LoadErrors(errors) = load(&all).unwrap_err();
    assert!(errors[0].id.contains("bilangan bulat"));
}
