//! What an operator does with an installation: make it, check it, copy it, change its keys, let people in.

#![expect(clippy::unwrap_used, reason = "whatever is not there fails the proof that looked for it")]

use db::{Db, OpenOptions, Statement};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// A folder of its own for each test.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn run(&self, line: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lindung"));
        for name in ["LINDUNG_LAW", "LINDUNG_DB", "LINDUNG_KEYS"] {
            command.env_remove(name);
        }
        command.current_dir(&self.0).args(line.split(' ')).output().unwrap()
    }

    fn done(&self, line: &str) -> Value {
        let output = self.run(&format!("{line} --json"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*said), (Some(0), ""), "{line}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn refused(&self, line: &str) -> Value {
        let output = self.run(&format!("{line} --json"));
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{line}");
        serde_json::from_slice(&output.stderr).unwrap()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn an_installation_is_made_once_and_checks_out() {
    let desk = Desk::new("made");
    assert_eq!(desk.refused("check --db office.db")["code"], "DATABASE_MISSING");
    let steps = desk.done("migrate --db office.db");
    assert!(steps["steps"].as_array().unwrap().len() >= 5, "{steps}");
    assert_eq!(desk.done("migrate --db office.db"), json!({ "steps": [] }));
    let checked = desk.done("check --db office.db");
    assert_eq!(checked["ok"], true);
    let names: Vec<&str> = checked["invariants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    for name in [
        "journals_balance_in_each_fund",
        "member_summaries",
        "counts_equal_a_recount",
        "audit_chains_hold",
    ] {
        assert!(names.contains(&name), "{name} is not among {names:?}");
    }
    let said = desk.run("check --db office.db --lang en");
    assert!(String::from_utf8_lossy(&said.stdout).ends_with("Every invariant holds.\n"));
}

#[test]
fn a_record_changed_behind_the_offices_back_fails_the_check() {
    static OPEN_THE_GUARD: Statement<(), ()> =
        Statement::new("open the guard", "DROP TRIGGER audit_entry_is_final");
    static FORGE: Statement<(), ()> =
        Statement::new("forge", "UPDATE audit_entry SET action = 'nothing happened'");
    let desk = Desk::new("forged");
    desk.done("migrate --db office.db");
    desk.done("user create siti --name Petugas --role branch_staff --area 33.02 --db office.db");
    assert_eq!(desk.done("audit verify --db office.db")["ok"], true);
    let heads = desk.done("audit heads --db office.db");
    assert!(!heads.as_array().unwrap().is_empty());
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let path = desk.0.join("office.db").display().to_string();
        let db = Db::open(&path, OpenOptions::default()).await.unwrap();
        let mut tx = db.write().await.unwrap();
        tx.run(&OPEN_THE_GUARD, ()).await.unwrap();
        assert!(tx.run(&FORGE, ()).await.unwrap() > 0);
        tx.commit().await.unwrap();
        db.close().await;
    });
    for line in ["check --db office.db --json", "audit verify --db office.db --json"] {
        let output = desk.run(line);
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((output.status.code(), &found["ok"]), (Some(1), &json!(false)), "{line}");
    }
}

#[test]
fn a_copy_comes_back_as_the_same_installation_and_nothing_is_written_over() {
    let desk = Desk::new("copied");
    desk.done("migrate --db office.db");
    desk.done("user create siti --name Petugas --role finance --db office.db");
    let heads = desk.done("audit heads --db office.db");
    desk.done("backup --db office.db --to copy.db");
    assert_eq!(desk.refused("backup --db office.db --to copy.db")["code"], "BACKUP");
    let first = desk.done("restore --from copy.db --db again.db")["dataset_epoch"].clone();
    let then = desk.done("restore --db again.db")["dataset_epoch"].clone();
    assert!(first.is_string() && then.is_string() && first != then, "phones see each restore");
    assert_eq!(desk.refused("restore --from copy.db --db again.db")["code"], "BACKUP");
    assert_eq!(desk.refused("check --db again.db")["code"], "KEYRING", "keys are never in a copy");
    std::fs::copy(desk.0.join("office.db.keys"), desk.0.join("again.db.keys")).unwrap();
    assert_eq!(desk.done("check --db again.db")["ok"], true);
    assert_eq!(desk.done("audit heads --db again.db"), heads);
    std::fs::write(desk.0.join("torn.db"), b"SQLite format 3\0 and then nothing").unwrap();
    assert_eq!(desk.refused("restore --from torn.db --db new.db")["code"], "BACKUP");
    assert!(!desk.0.join("new.db").exists(), "a damaged copy leaves nothing behind");
    let there = desk.run("backup --db postgres://localhost/x --to copy2.db");
    assert_eq!(there.status.code(), Some(1));
}

#[test]
fn keys_are_made_once_rotated_and_retired() {
    let desk = Desk::new("keys");
    desk.done("key create --keys office.db.keys");
    assert_eq!(desk.refused("key create --keys office.db.keys")["code"], "KEYRING");
    desk.done("migrate --db office.db");
    assert_eq!(desk.done("key rotate --keys office.db.keys --index")["current"], 2);
    let done = desk.done("key reseal --db office.db --retire");
    assert_eq!((&done["retired"], &done["resealed"]["unopened"]), (&json!(true), &json!(0)));
    let ring = std::fs::read_to_string(desk.0.join("office.db.keys")).unwrap();
    assert_eq!(ring.matches("[[data_key]]").count(), 1, "the old data key is gone");
    assert_eq!(ring.matches("[[index_key]]").count(), 1, "the old index key is gone");
}

#[test]
fn a_user_gets_a_password_once_and_a_login_is_given_once() {
    let desk = Desk::new("users");
    desk.done("migrate --db office.db");
    let create = "user create siti --name Petugas --role branch_staff --area 33.02 --db office.db";
    let first = desk.done(create);
    assert_eq!(first["login"], "siti");
    let second = desk.refused(create);
    assert_eq!(second["code"], "USER");
    let reset = desk.done("user reset SITI --db office.db");
    assert_ne!(reset["one_time_password"], first["one_time_password"]);
    assert_eq!(desk.refused("user reset nobody --db office.db")["code"], "USER");
    let unknown = desk.run("user create budi --name Budi --role king --db office.db");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("branch_staff"));
}

#[test]
fn an_office_opens_once_a_port_and_closes_when_told() {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    let desk = Desk::new("served");
    let mut serving = Command::new(env!("CARGO_BIN_EXE_lindung"))
        .current_dir(&desk.0)
        .env("LINDUNG_DB", "office.db")
        .args(["serve", "--port", "0", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(serving.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&said.next().unwrap().unwrap()).unwrap();
    assert_eq!(next()["login"], "admin", "the first start lets an administrator in");
    let address = next()["address"].as_str().unwrap().to_owned();
    let host = address.strip_prefix("http://").unwrap().to_owned();
    let mut connection = std::net::TcpStream::connect(&host).unwrap();
    write!(connection, "GET /ready HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let refused = desk.refused(&format!("serve --db other.db --listen {host}"));
    assert_eq!(refused["code"], "ADDRESS");
    let told = Command::new("kill").arg(serving.id().to_string()).status().unwrap();
    assert!(told.success());
    assert_eq!(next()["closed"], true);
    assert_eq!(serving.wait().unwrap().code(), Some(0));
    assert_eq!(desk.done("check --db office.db")["ok"], true);
}
