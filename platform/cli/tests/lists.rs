//! A list comes in by the command line: rows with their outcomes, a sheet back, twice changes nothing.

#![expect(clippy::unwrap_used, reason = "whatever is not there fails the proof that looked for it")]

use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let desk = Self(folder);
        assert_eq!(desk.run(&["migrate", "--db", "office.db"]).status.code(), Some(0));
        desk
    }

    fn run(&self, line: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lindung"));
        for name in ["LINDUNG_LAW", "LINDUNG_DB", "LINDUNG_KEYS", "LC_ALL", "LC_MESSAGES", "LANG"] {
            command.env_remove(name);
        }
        command.current_dir(&self.0).args(line).output().unwrap()
    }

    fn import(&self, file: &str, more: &[&str]) -> Output {
        let line = ["import", "people", file, "--db", "office.db", "--area", "33.10", "--json"];
        self.run(&[&line[..], more].concat())
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.0.join(name), text).unwrap();
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn json_of(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

const LIST: &str = "\
Nama Lengkap;NIK;TTL;JK;Kode Desa;Pekerjaan
Sari Contoh;3310115507909001;Klaten, 15-07-1990;P;33.10.11.2008;petani
Joko Contoh;'3310111203859002;Klaten, 12-03-1985;L;33.10.11.2008;petani
Rusak Contoh;3,31011E+15;Klaten, 01-01-1980;L;33.10.11.2008;petani
";

#[test]
fn good_rows_are_enrolled_and_a_damaged_number_goes_back_with_a_sentence() {
    let desk = Desk::new("list-rows");
    desk.write("daftar.csv", LIST);
    let first = json_of(&desk.import("daftar.csv", &["--result", "hasil.csv"]));
    let counts = ["n_rows", "n_accepted", "n_refused", "was_known"].map(|name| first[name].clone());
    assert_eq!(counts, [json!(3), json!(2), json!(1), json!(false)], "{first}");
    assert_eq!(first["by_outcome"]["NIK_SPREADSHEET"], 1, "{first}");
    let sheet = std::fs::read_to_string(desk.0.join("hasil.csv")).unwrap();
    assert!(sheet.contains("Sari Contoh") && sheet.contains("NIK_SPREADSHEET"), "{sheet}");
    assert!(sheet.contains("ubah format kolom menjadi teks"), "the way out is in it: {sheet}");
    desk.write("nama lain.csv", LIST);
    let again = json_of(&desk.import("nama lain.csv", &[]));
    assert_eq!((&again["was_known"], &again["list"]), (&json!(true), &first["list"]));
    let checked = desk.run(&["check", "--db", "office.db"]);
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[test]
fn a_file_that_is_no_list_is_refused_and_leaves_no_sheet() {
    let desk = Desk::new("list-refused");
    desk.write("daftar.xlsx", b"PK\x03\x04 and then nothing");
    let refused = desk.import("daftar.xlsx", &["--result", "hasil.xlsx"]);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0));
    let problem: Value = serde_json::from_slice(&refused.stderr).unwrap();
    assert_eq!(problem["type"], "/problems/list-refused", "{problem}");
    assert!(!desk.0.join("hasil.xlsx").exists() && !desk.0.join("hasil.xlsx.part").exists());
    desk.write("daftar.csv", LIST);
    let wrong = desk.import("daftar.csv", &["--payer", "employer"]);
    let problem: Value = serde_json::from_slice(&wrong.stderr).unwrap();
    assert_eq!((wrong.status.code(), &problem["field"]), (Some(1), &json!("payer")));
    let same = desk.import("daftar.csv", &["--result", "daftar.csv"]);
    assert_eq!(same.status.code(), Some(2), "the list is never written over");
    assert_eq!(std::fs::read_to_string(desk.0.join("daftar.csv")).unwrap(), LIST);
}

#[test]
fn the_books_of_an_office_without_payments_balance_and_are_empty() {
    let desk = Desk::new("list-books");
    let books = json_of(&desk.run(&["report", "ledger", "--db", "office.db", "--json"]));
    assert_eq!((&books["balanced"], &books["accounts"]), (&json!(true), &json!([])));
    let funds: Vec<&str> =
        books["funds"].as_array().unwrap().iter().map(|it| it["fund"].as_str().unwrap()).collect();
    assert_eq!(funds, ["COL", "JKK", "JKM", "JHT", "OPS"]);
    let one =
        json_of(&desk.run(&["report", "ledger", "--db", "office.db", "--fund", "JKM", "--json"]));
    assert_eq!(one["funds"].as_array().unwrap().len(), 1);
}

#[test]
fn a_month_of_a_branch_is_counted_and_every_figure_says_what_it_means() {
    let desk = Desk::new("list-month");
    let ask =
        |more: &[&str]| desk.run(&[&["report", "month", "--db", "office.db"][..], more].concat());
    let report = json_of(&ask(&["--area", "33.02", "--month", "2024-04", "--json"]));
    let fields = ["area", "month", "as_of"].map(|name| report[name].clone());
    assert_eq!(fields, [json!("33.02"), json!("2024-04"), json!("2024-04-30")]);
    assert_eq!(
        (&report["whole"]["active"], &report["events"]["people"]),
        (&json!(0), &Value::Null)
    );
    assert_eq!(report["whole"]["target"], 280_000, "the target of the branch stands beside it");
    assert!(report["definitions"].as_array().unwrap().len() > 10, "{report}");
    let said = ask(&["--area", "Kabupaten Banyumas", "--month", "2024-04", "--lang", "en"]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("Kabupaten Banyumas, 2024-04") && said.contains("lapsed: "), "{said}");
    assert_eq!(ask(&["--area", "Negeri Antah"]).status.code(), Some(2));
    assert_eq!(ask(&["--month", "2199-01"]).status.code(), Some(1));
}

#[test]
fn a_share_comes_with_its_base_its_day_and_its_source() {
    let desk = Desk::new("list-coverage");
    let ask = |more: &[&str]| {
        let line = ["report", "coverage", "--db", "office.db", "--as-of", "2024-04-24"];
        desk.run(&[&line[..], more].concat())
    };
    let share = json_of(&ask(&["--area", "33.02", "--group", "rt_rw", "--json"]));
    let fields = ["numerator", "denominator", "percent", "as_of"].map(|name| share[name].clone());
    assert_eq!(fields, [json!(0), json!(12_300), json!("0.0"), json!("2024-04-24")]);
    assert!(share["definition"].is_string() && share["source"].is_string(), "{share}");
    let unknown = json_of(&ask(&["--area", "94.01", "--group", "rt_rw", "--json"]));
    assert_eq!(unknown["percent"], Value::Null, "no base, no share");
    assert!(unknown["reason_en"].is_string(), "{unknown}");
    assert_eq!(ask(&["--group", "kings"]).status.code(), Some(2));
    let both = ask(&["--group", "bpd", "--segment", "bpu"]);
    assert_eq!(both.status.code(), Some(1), "a group counts persons, a segment memberships");
}
