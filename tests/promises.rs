//! What the statements and the schema promise, held against both databases.

use db::{Dialect, Kind};
use proofs::{Fresh, databases, departments, raw, raw_rows, tree};
use std::collections::{BTreeMap, BTreeSet};

/// How PostgreSQL names the type of a kind.
fn postgres_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Int => "INT8",
        Kind::Text => "TEXT",
        Kind::Bytes => "BYTEA",
        Kind::Uuid => "UUID",
        Kind::Date => "DATE",
        Kind::Instant => "TIMESTAMPTZ",
        Kind::Json => "JSONB",
        list => panic!("{list:?} is bound, never answered"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_statement_answers_what_it_promises() {
    let mut faults = Vec::new();
    for Fresh { db, .. } in &databases().await {
        for (department, statements) in departments() {
            assert!(!statements.is_empty(), "{department} has statements");
            for statement in statements {
                let on = format!("{department}/{} on {:?}", statement.name(), db.dialect());
                // A fault ends a PostgreSQL transaction, so each has its own.
                let mut tx = db.read().await.unwrap();
                let (parameters, columns) = match tx.prepare(statement).await {
                    Ok(prepared) => prepared,
                    Err(error) => {
                        faults.push(format!(
                            "{on}: {error} {:?}",
                            std::error::Error::source(&error).map(ToString::to_string)
                        ));
                        continue;
                    }
                };
                let (binds, answers) = (statement.binds(), statement.answers());
                if parameters != binds.len() {
                    faults.push(format!(
                        "{on}: binds {} values, the text has {parameters}",
                        binds.len()
                    ));
                }
                let promised: Vec<&str> =
                    answers.iter().map(|(kind, _)| postgres_name(*kind)).collect();
                let same = match db.dialect() {
                    Dialect::Postgres => columns == promised,
                    Dialect::Sqlite => columns.len() == promised.len(),
                };
                if !same {
                    faults.push(format!("{on}: promises {promised:?}, answers {columns:?}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_sql_file_is_a_statement_and_reads_like_one() {
    let mut faults = Vec::new();
    for (department, statements) in departments() {
        let named: BTreeSet<&str> = statements.iter().map(|statement| statement.name()).collect();
        if named.len() != statements.len() {
            faults.push(format!("{department}: two statements have one name"));
        }
        for statement in &statements {
            if casts_to_a_date(statement.sql(Dialect::Sqlite)) {
                faults.push(format!(
                    "{department}/{}: SQLite casts no text to a date",
                    statement.name()
                ));
            }
        }
        for file in tree::files(&[&format!("{department}/src")], ".sql") {
            if !named.iter().any(|name| file.path.ends_with(&format!("/{name}"))) {
                faults.push(format!("{}: no statement uses it", file.path));
            }
            faults.extend(reads_badly(&file.text).map(|what| format!("{}: {what}", file.path)));
        }
    }
    // A department that is not in the list would escape all of this.
    let listed: BTreeSet<&str> = departments().into_iter().map(|(folder, _)| folder).collect();
    for file in tree::files(&["domain", "platform"], ".sql") {
        let folder = file.path.split("/src/").next().unwrap_or_default();
        if !listed.contains(folder) && !file.path.starts_with("platform/db/migrations/") {
            faults.push(format!("{}: its department is not in proofs::departments()", file.path));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn reads_badly(text: &str) -> Option<&'static str> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let code: Vec<&str> =
        rest.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
    let upper = code.join("\n").to_uppercase();
    match () {
        () if !(first.starts_with("-- ") && first.ends_with('.')) => {
            Some("does not open with a sentence")
        }
        () if upper.contains(';') => Some("more than one statement"),
        () if upper.contains("SELECT *") || upper.contains(".*") => {
            Some("selects whatever there is")
        }
        () => None,
    }
}

/// SQLite reads `CAST('2026-11-21' AS date)` as the number 2026, without a word.
fn casts_to_a_date(sqlite: &str) -> bool {
    let upper = sqlite.to_uppercase();
    upper.contains(" AS DATE)") || upper.contains("::DATE")
}

#[test]
fn badly_written_statements_are_noticed() {
    let cases = [
        ("-- A sentence.\nSELECT a\nFROM b", None),
        ("SELECT a\nFROM b", Some("does not open with a sentence")),
        ("-- A sentence.\nSELECT *\nFROM b", Some("selects whatever there is")),
        ("-- A sentence.\nSELECT a FROM b; SELECT c", Some("more than one statement")),
    ];
    for (text, expected) in cases {
        assert_eq!(reads_badly(text), expected, "{text}");
    }
    assert!(casts_to_a_date("SELECT CAST(a AS date) FROM b"));
    assert!(!casts_to_a_date("SELECT a AS dated FROM b"));
}

/// A column as the schema has it: table, name, what it is, whether NULL may be in it.
type Columns = BTreeMap<(String, String), (&'static str, bool)>;

async fn sqlite_columns(fresh: &Fresh) -> Columns {
    let rows: Vec<(String, String, String, i64, i64)> = raw_rows(
        &fresh.db,
        "SELECT t.name, c.name, c.type, c.\"notnull\", c.pk
         FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'",
    )
    .await
    .unwrap();
    let named = |kind: &str| match kind {
        "INTEGER" => "whole number",
        "TEXT" => "text",
        "BLOB" => "bytes",
        other => panic!("the type {other} is not in the closed list"),
    };
    rows.into_iter()
        .map(|(table, column, kind, not_null, pk)| {
            ((table, column), (named(&kind), not_null == 0 && pk == 0))
        })
        .collect()
}

async fn postgres_columns(fresh: &Fresh) -> Columns {
    let rows: Vec<(String, String, String, String)> = raw_rows(
        &fresh.db,
        "SELECT CAST(table_name AS text), CAST(column_name AS text), CAST(data_type AS text), CAST(is_nullable AS text)
         FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    )
    .await
    .unwrap();
    let named = |kind: &str| match kind {
        "bigint" | "timestamp with time zone" => "whole number",
        "text" | "date" | "jsonb" => "text",
        "bytea" | "uuid" => "bytes",
        other => panic!("the type {other} is not in the closed list"),
    };
    rows.into_iter()
        .map(|(table, column, kind, nullable)| ((table, column), (named(&kind), nullable == "YES")))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_schema_is_the_same_on_both_and_has_no_fractions() {
    // The types are a closed list without numeric, real and float: anything else panics above.
    let sqlite = sqlite_columns(&Fresh::sqlite().await).await;
    assert!(sqlite.len() > 100, "the schema is there: {} columns", sqlite.len());
    if let Some(fresh) = Fresh::postgres().await {
        let postgres = postgres_columns(&fresh).await;
        let only = |a: &Columns, b: &Columns| {
            a.iter()
                .filter(|(k, v)| b.get(*k) != Some(*v))
                .map(|it| format!("{it:?}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (only(&sqlite, &postgres), only(&postgres, &sqlite)),
            (vec![], vec![]),
            "(only SQLite, only PostgreSQL)"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_table_has_a_primary_key() {
    for fresh in databases().await {
        let without: Vec<(String,)> = match fresh.db.dialect() {
            Dialect::Sqlite => raw_rows(
                &fresh.db,
                "SELECT t.name FROM sqlite_master AS t WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
                 AND NOT EXISTS (SELECT 1 FROM pragma_table_info(t.name) AS c WHERE c.pk > 0)",
            ),
            Dialect::Postgres => raw_rows(
                &fresh.db,
                "SELECT CAST(t.table_name AS text) FROM information_schema.tables AS t WHERE t.table_schema = 'public'
                 AND t.table_type = 'BASE TABLE'
                 AND NOT EXISTS (SELECT 1 FROM information_schema.table_constraints AS c
                 WHERE c.table_schema = 'public' AND c.table_name = t.table_name
                 AND c.constraint_type = 'PRIMARY KEY')",
            ),
        }
        .await
        .unwrap();
        assert!(without.is_empty(), "{:?}: {without:?}", fresh.db.dialect());
    }
}

/// One row in each table that may never change, then every way to change it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postings_journals_and_the_audit_are_final() {
    for fresh in databases().await {
        let db = &fresh.db;
        let (bytes, id, instant) = match db.dialect() {
            Dialect::Sqlite => ("x'00'", "x'00000000000000000000000000000001'", "0"),
            Dialect::Postgres => ("'\\x00'", "'00000000-0000-0000-0000-000000000001'", "now()"),
        };
        for row in [
            "INSERT INTO account (code, fund, name_id, name_en, kind, normal, not_negative, subledger) VALUES ('A', 'COL', 'a', 'a', 'asset', 'debit', 0, '')".to_owned(),
            format!("INSERT INTO journal (id, kind, business_key, effective_on, recorded_at, actor, note) VALUES ({id}, 'k', 'b', '2026-11-01', {instant}, {id}, '')"),
            format!("INSERT INTO posting (journal, line, account, debit, credit) VALUES ({id}, 1, 'A', 1, 0)"),
            format!("INSERT INTO audit_block (chain, seq, previous, hash, n_entries, recorded_at) VALUES (1, 1, {bytes}, {bytes}, 1, {instant})"),
            format!("INSERT INTO audit_entry (chain, seq, line, recorded_at, actor, action, subject_kind, detail) VALUES (1, 1, 0, {instant}, {id}, 'a', 'b', '')"),
        ] {
            raw(db, &row).await.unwrap_or_else(|e| panic!("{row}: {e} {:?}", std::error::Error::source(&e)));
        }
        for (table, column, value) in [
            ("posting", "debit", "2"),
            ("journal", "note", "'other'"),
            ("audit_block", "n_entries", "2"),
            ("audit_entry", "detail", "'other'"),
        ] {
            for change in
                [format!("UPDATE {table} SET {column} = {value}"), format!("DELETE FROM {table}")]
            {
                let said = raw(db, &change).await.expect_err(&change).to_string();
                assert!(
                    said.contains(&format!("{table}_is_final")),
                    "{:?}: {change}: {said}",
                    db.dialect()
                );
            }
        }
    }
}
