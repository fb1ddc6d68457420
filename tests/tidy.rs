//! The rules of the house, held as tests, so that nobody has to say them twice.

use proofs::tree::{self, File};
use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

const OURS: &[&str] = &["domain", "platform", "tests", "bench"];
const LINES_MAX: usize = 600;
const COLUMNS_MAX: usize = 120;

/// Files that may be longer than the rest, each with its reason.
const LONGER: &[(&str, &str)] = &[];

/// Where a line may be wide: a table of contents with one statement a line, and markup, which reads
/// as it nests and which no formatter breaks.
const WIDE: &[&str] = &["/src/sql.rs", "platform/server/src/pages/"];

/// Which of our crates each may use: what is lower never knows what is higher.
const MAY_USE: &[(&str, &[&str])] = &[
    ("terms", &[]),
    ("regulation", &["terms"]),
    ("db", &["terms"]),
    ("sheets", &["terms"]),
    ("access", &["terms", "regulation", "db"]),
    ("ledger", &["terms", "regulation", "db", "access"]),
    ("registry", &["terms", "regulation", "db", "access", "sheets"]),
    ("contribution", &["terms", "regulation", "db", "access", "sheets", "ledger", "registry"]),
    ("insight", &["terms", "regulation", "db", "access", "ledger", "registry", "contribution"]),
    (
        "outreach",
        &["terms", "regulation", "db", "access", "ledger", "registry", "contribution", "insight"],
    ),
    (
        "planning",
        &["terms", "regulation", "db", "access", "registry", "contribution", "insight", "outreach"],
    ),
    ("sync", &["terms", "regulation", "db", "access", "registry", "contribution", "outreach"]),
    (
        "server",
        &[
            "terms",
            "regulation",
            "db",
            "access",
            "sheets",
            "ledger",
            "registry",
            "contribution",
            "insight",
            "outreach",
            "planning",
            "sync",
        ],
    ),
    (
        "lindung",
        &[
            "terms",
            "regulation",
            "db",
            "access",
            "sheets",
            "ledger",
            "registry",
            "contribution",
            "insight",
            "outreach",
            "planning",
            "sync",
            "server",
        ],
    ),
];

/// Outside crates that one of ours alone may name: the only room that knows that thing.
const ONLY: &[(&str, &[&str])] = &[
    ("sqlx", &["db"]),
    ("axum", &["server"]),
    ("hyper", &["server"]),
    ("aes-gcm", &["access"]),
    ("argon2", &["access"]),
    ("ed25519-dalek", &["access"]),
    ("p256", &["access"]),
    ("getrandom", &["access"]),
    // The proofs stand in for phones, authenticators and issuers.
    ("ring", &["access", "proofs"]),
    ("tokio-rustls", &["server"]),
    ("rustls-native-certs", &["server"]),
    ("quick-xml", &["sheets"]),
    ("anyhow", &["lindung"]),
];

/// Licences we take, as written by whoever gives them. A new one is a decision.
const LICENCES: &[&str] = &[
    "(Apache-2.0 OR MIT) AND BSD-3-Clause",
    "(MIT OR Apache-2.0) AND Unicode-3.0",
    "0BSD OR MIT OR Apache-2.0",
    "Apache-2.0",
    "Apache-2.0 AND ISC",
    "Apache-2.0 OR BSL-1.0",
    "Apache-2.0 OR BSL-1.0 OR MIT",
    "Apache-2.0 OR ISC OR MIT",
    "Apache-2.0 OR MIT",
    "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
    "Apache-2.0/MIT",
    "BSD-3-Clause",
    "ISC",
    "MIT",
    "MIT AND BSD-3-Clause",
    "MIT OR Apache-2.0",
    "MIT OR Apache-2.0 OR BSD-1-Clause",
    "MIT OR Apache-2.0 OR LGPL-2.1-or-later",
    "MIT OR Zlib OR Apache-2.0",
    "MIT/Apache-2.0",
    "Unicode-3.0",
    "Unlicense OR MIT",
    "Unlicense/MIT",
    "Zlib",
    "Zlib OR Apache-2.0 OR MIT",
];

/// A lint is expected with a reason, never silenced. Spelled in halves: this file obeys the rule too.
const FORBIDDEN: &[(&str, &str)] = &[
    (concat!("#[", "allow("), "write #[expect(lint, reason = \"…\")]"),
    (concat!("#![", "allow("), "write #[expect(lint, reason = \"…\")] where it is needed"),
    (concat!("#[", "ignore"), "a test that does not run proves nothing; assert what is true now"),
    (concat!("#[", "should_panic"), "assert the refusal"),
    (concat!("todo", "!("), "finish it, or leave it out"),
    (concat!("unimpl", "emented!("), "finish it, or leave it out"),
];

const EMPTY_NAMES: &[&str] =
    &["utils", "util", "helpers", "helper", "common", "manager", "service", "misc"];

fn tidy(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_source_file_opens_with_its_sentence() {
    let files = tree::files(OURS, ".rs");
    assert!(files.len() > 50, "the tree was found: {} files", files.len());
    let without = files.iter().filter(|file| !file.text.starts_with("//! "));
    tidy(
        &without
            .map(|file| format!("{}: open it with `//! ` and one sentence", file.path))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn files_and_lines_are_short() {
    let mut faults = Vec::new();
    for file in tree::files(OURS, ".rs") {
        let n = file.text.lines().count();
        let longer = LONGER.iter().any(|(path, _)| *path == file.path);
        if n > LINES_MAX && !longer {
            faults.push(format!(
                "{}: {n} lines; find the second thing in it and give that a file",
                file.path
            ));
        }
        if n <= LINES_MAX && longer {
            faults.push(format!(
                "{}: is short by now; take it out of the list of longer files",
                file.path
            ));
        }
        if !WIDE.iter().any(|place| file.path.contains(place)) {
            faults.extend(long_lines(&file));
        }
    }
    for (path, _) in LONGER {
        if !tree::root().join(path).exists() {
            faults.push(format!("{path}: is listed as longer and is not there"));
        }
    }
    tidy(&faults);
}

/// A sentence for people may stand on one line: broken in the middle, a search does not find it. The
/// same for a row of a table.
fn long_lines(file: &File) -> Vec<String> {
    let long = file
        .text
        .lines()
        .zip(1..)
        .filter(|(line, _)| line.chars().count() > COLUMNS_MAX && !holds_prose(line));
    long.map(|(_, n)| format!("{}:{n}: more than {COLUMNS_MAX} columns", file.path)).collect()
}

fn holds_prose(line: &str) -> bool {
    let quoted: usize = line.split('"').skip(1).step_by(2).map(|text| text.chars().count()).sum();
    let start = line.trim_start();
    quoted > 40 || start.starts_with("//! |") || start.starts_with("/// |")
}

#[test]
fn nothing_is_silenced_skipped_or_left_for_later() {
    let mut faults = Vec::new();
    for file in tree::files(OURS, ".rs") {
        for (line, n) in file.text.lines().zip(1..) {
            for (text, instead) in FORBIDDEN.iter().filter(|(text, _)| line.contains(text)) {
                faults.push(format!("{}:{n}: `{text}`: {instead}", file.path));
            }
        }
    }
    tidy(&faults);
}

#[test]
fn names_of_files_say_what_is_in_them() {
    let mut faults = Vec::new();
    for ending in [".rs", ".sql", ".toml"] {
        for file in tree::files(&["domain", "platform", "tests", "bench", "law"], ending) {
            let mut words = file.path.split(['/', '_', '.', '-']);
            if let Some(word) = words.find(|word| EMPTY_NAMES.contains(word)) {
                // A list of passwords in common use is what it says.
                if !file.path.ends_with("common_passwords.txt") {
                    faults.push(format!(
                        "{}: “{word}” says nothing; name it for what is in it",
                        file.path
                    ));
                }
            }
        }
    }
    tidy(&faults);
}

/// The manifests of our crates by name: what they use, and what only their tests use.
fn manifests() -> BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> {
    let mut found = BTreeMap::new();
    for file in tree::files(OURS, "Cargo.toml") {
        let manifest: toml::Table =
            file.text.parse().unwrap_or_else(|e| panic!("{}: {e}", file.path));
        let names = |table: &str| {
            let table = manifest.get(table).and_then(toml::Value::as_table);
            table.into_iter().flatten().map(|(name, _)| name.clone()).collect()
        };
        let name = manifest["package"]["name"].as_str().expect("a package has a name").to_owned();
        found.insert(name, (names("dependencies"), names("dev-dependencies")));
    }
    found
}

#[test]
fn what_is_lower_never_knows_what_is_higher() {
    let manifests = manifests();
    let mut faults = Vec::new();
    for (name, (uses, tests_use)) in &manifests {
        let Some((_, allowed)) = MAY_USE.iter().find(|(crate_name, _)| crate_name == name) else {
            if !["proofs", "bench"].contains(&name.as_str()) {
                faults.push(format!("{name}: not in the table of what may use what"));
            }
            continue;
        };
        let ours = |uses: &BTreeSet<String>| {
            uses.iter().filter(|it| manifests.contains_key(*it)).cloned().collect::<Vec<_>>()
        };
        for used in ours(uses) {
            if !allowed.contains(&used.as_str()) {
                faults.push(format!("{name} uses {used}, which is higher or beside it"));
            }
        }
        // Tests may stand on the proofs' ground, which stands on everything.
        for used in ours(tests_use) {
            if !allowed.contains(&used.as_str()) && used != "proofs" {
                faults
                    .push(format!("the tests of {name} use {used}, which is higher or beside it"));
            }
        }
    }
    tidy(&faults);
}

#[test]
fn one_room_knows_each_outside_thing() {
    let mut faults = Vec::new();
    for (name, (uses, tests_use)) in manifests() {
        for (thing, rooms) in ONLY {
            if uses.contains(*thing) && !rooms.contains(&name.as_str()) {
                faults.push(format!(
                    "{name} names {thing}, which only {} may know",
                    rooms.join(", ")
                ));
            }
            if tests_use.contains("sqlx") && name != "db" {
                faults.push(format!("the tests of {name} name sqlx; go through the door"));
            }
        }
    }
    tidy(&faults);
}

#[test]
fn versions_are_written_once() {
    let mut faults = Vec::new();
    for file in tree::files(OURS, "Cargo.toml") {
        let manifest: toml::Table =
            file.text.parse().unwrap_or_else(|e| panic!("{}: {e}", file.path));
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, value) in
                manifest.get(table).and_then(toml::Value::as_table).into_iter().flatten()
            {
                if value.get("workspace").and_then(toml::Value::as_bool) != Some(true) {
                    faults.push(format!(
                        "{}: {name}: write the version in the root and `.workspace = true` here",
                        file.path
                    ));
                }
            }
        }
    }
    tidy(&faults);
}

#[test]
fn every_file_of_the_law_is_loaded() {
    let law = regulation::Law::built_in();
    let loaded: BTreeSet<&str> = law.parameters().map(|parameter| parameter.key.as_str()).collect();
    let mut faults = Vec::new();
    let mut n = 0;
    for file in tree::files(&["law"], ".toml") {
        let path = file.path.trim_start_matches("law/").trim_end_matches(".toml");
        if path == "instruments" || path.starts_with("cases/") {
            continue;
        }
        n += 1;
        let key = path.replace('/', ".");
        if !loaded.contains(key.as_str()) {
            faults.push(format!("{}: the built-in law has no {key}", file.path));
        }
    }
    assert!(n > 50, "the law was found: {n} files");
    assert_eq!(loaded.len(), n, "every parameter of the built-in law has its file");
    tidy(&faults);
}

/// What cargo knows of everything we are built from, for this kind of machine.
fn packages() -> Vec<serde_json::Value> {
    let version = Command::new(env!("CARGO")).arg("-vV").output().expect("cargo runs");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host =
        version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo names its host");
    let ask = |offline: &[&str]| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["metadata", "--format-version", "1", "--filter-platform", host]).args(offline);
        cargo.current_dir(tree::root()).output().expect("cargo runs")
    };
    let mut out = ask(&["--offline"]);
    if !out.status.success() {
        // Something was never downloaded here: only then is the network asked.
        out = ask(&[]);
    }
    assert!(out.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&out.stderr));
    let metadata: serde_json::Value =
        serde_json::from_slice(&out.stdout).expect("cargo writes JSON");
    metadata["packages"].as_array().expect("a list of packages").clone()
}

#[test]
fn every_licence_we_are_built_from_is_one_we_chose() {
    let packages = packages();
    assert!(packages.len() > 100, "cargo named {} packages", packages.len());
    let mut faults = Vec::new();
    for package in packages {
        let (name, licence) = (
            package["name"].as_str().unwrap_or_default(),
            package["license"].as_str().unwrap_or("none"),
        );
        if !LICENCES.contains(&licence) {
            faults.push(format!(
                "{name}: licence “{licence}” is not in the list; decide, and write the page"
            ));
        }
    }
    tidy(&faults);
}
