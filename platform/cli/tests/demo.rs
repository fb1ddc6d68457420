//! The whole demonstration, built once by the program: every figure of the founding stories that can
//! be counted is read from it.

#![expect(clippy::unwrap_used, reason = "whatever is not there fails the proof that looked for it")]

use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

struct Demo(PathBuf);

impl Demo {
    fn folder(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn run(&self, line: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lindung"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LINDUNG_")) {
            command.env_remove(name);
        }
        command.current_dir(&self.0).args(line).arg("--json").output().expect("the program runs")
    }

    /// The last line of an answer.
    fn told(&self, line: &[&str]) -> Value {
        let output = self.run(line);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{line:?}: {said}");
        let text = String::from_utf8(output.stdout).unwrap();
        serde_json::from_str(text.lines().last().unwrap()).unwrap()
    }

    fn coverage(&self, question: &[&str]) -> Value {
        let base = ["report", "coverage", "--db", "demo.db"];
        self.told(&[&base[..], question].concat())
    }

    fn refused(&self, line: &[&str]) -> Value {
        let output = self.run(line);
        assert_eq!(output.status.code(), Some(1), "{line:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        serde_json::from_str(&said).unwrap_or_else(|e| unreachable!("{line:?}: {e}: {said}"))
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn share(report: &Value) -> (i64, i64, String) {
    (
        report["numerator"].as_i64().unwrap(),
        report["denominator"].as_i64().unwrap(),
        report["percent"].as_str().unwrap().to_owned(),
    )
}

#[test]
fn the_founding_stories_come_out_of_the_people() {
    let demo = Demo::folder("demo-whole");
    let built = demo.told(&["demo", "--db", "demo.db", "--build-only"]);
    assert_eq!(built["built"], true);
    let figure = |row: &str| {
        let all = built["figures"].as_array().unwrap();
        let of = |f: &&Value| f["rows"].as_str().unwrap().split(' ').any(|it| it == row);
        all.iter().find(of).unwrap_or_else(|| unreachable!("no figure {row}")).clone()
    };

    // D13 to D16: groups of Banyumas on 24 April 2024.
    let on = ["--area", "33.02", "--as-of", "2024-04-24"];
    let group = |group| demo.coverage(&[&on[..], &["--group", group]].concat());
    assert_eq!(share(&group("bpd")), (3_379, 3_379, "100.0".into()));
    let rt_rw = group("rt_rw");
    assert_eq!(share(&rt_rw), (900, 12_300, "7.3".into()));
    assert_eq!(rt_rw["gap"], 11_400);
    let satlinmas = group("satlinmas");
    assert_eq!(share(&satlinmas), (660, 10_400, "6.3".into()));
    assert_eq!((&satlinmas["gap"], &satlinmas["counts"]), (&9_740.into(), &"registered".into()));
    assert_eq!(share(&figure("D16")), (4_939, 26_079, "18.9".into()));

    // D21, D22: under 30 per cent of 700,000.
    let (covered, workers, _) = share(&demo.coverage(&on));
    assert_eq!(workers, 700_000);
    assert!((200_000..210_000).contains(&covered), "{covered}");

    // B09, B10: the province a year apart.
    let bpu = |area, on| {
        let line = ["--area", area, "--segment", "bpu", "--as-of", on];
        demo.coverage(&line)["numerator"].as_i64().unwrap()
    };
    assert_eq!(bpu("72", "2022-09-30"), 50_000);
    assert!((90_001..91_000).contains(&bpu("72", "2023-09-30")));

    // E05, E06: five areas, and "Serang Raya" is two of them.
    let five = ["36.01", "36.02", "36.04", "36.72", "36.73"].map(|area| bpu(area, "2022-05-23"));
    assert_eq!(five.iter().sum::<i64>(), 61_000);
    assert_eq!(bpu("Serang Raya", "2022-05-23"), five[2] + five[4]);
    assert!(five.iter().all(|n| *n > 0), "{five:?}");
    // E12: last year's result out of the target.
    assert_eq!(share(&figure("E12")), (16_000, 80_000, "20.0".into()));

    // C02, C03 are quoted, not counted.
    for (row, value) in [("C02", 70_000_000), ("C03", 36_000_000)] {
        assert_eq!(
            (&figure(row)["counted"], &figure(row)["numerator"]),
            (&false.into(), &value.into())
        );
    }
    // C12, C18: the nine villages have people of these days.
    for village in ["33.10.11.2008", "33.10.16.2012"] {
        let states = demo.coverage(&["--area", village]);
        assert!(states["numerator"].as_i64().unwrap() > 10, "{states}");
    }

    let checked = demo.told(&["check", "--db", "demo.db"]);
    assert_eq!(checked["ok"], true, "{checked}");

    // A second start finds it and builds nothing.
    let again = demo.told(&["demo", "--db", "demo.db", "--build-only"]);
    assert_eq!(again["built"], false);
    assert_eq!(again["figures"], built["figures"]);
}

#[test]
fn what_is_not_a_demonstration_is_not_touched() {
    let demo = Demo::folder("demo-other");
    demo.told(&["migrate", "--db", "office.db"]);
    let before = std::fs::read(demo.0.join("office.db")).unwrap();
    let problem = demo.refused(&["demo", "--db", "office.db", "--build-only"]);
    assert_eq!(problem["code"], "DEMO_NOT_HERE");
    assert_eq!(std::fs::read(demo.0.join("office.db")).unwrap(), before);

    std::fs::write(demo.0.join("empty.db"), "").unwrap();
    let problem = demo.refused(&["demo", "--db", "empty.db", "--build-only"]);
    assert_eq!(problem["code"], "DEMO_NOT_HERE");
    assert_eq!(std::fs::read(demo.0.join("empty.db")).unwrap(), b"");
    std::fs::write(demo.0.join("letter.txt"), "Yth. Kepala Kantor, dengan hormat").unwrap();
    let problem = demo.refused(&["demo", "--db", "letter.txt", "--build-only"]);
    assert_eq!(problem["code"], "DEMO_NOT_HERE");
}
