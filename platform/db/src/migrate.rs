//! The schema, one text for both databases, brought up step by step.
//!
//! A migration is a file in `migrations/`; it is never edited once released (its digest is kept),
//! and each paragraph in it is one statement, sent on its own. Words in braces are types:
//! `{uuid} {bytes} {date} {instant} {json}`; `{strict}` ends a table, `{keyed}` one that lies in the
//! order of its key. A paragraph that starts with
//! `-- only sqlite` or `-- only postgres` is for that one.

use crate::{Db, DbError, Dialect, Statement, Value};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

static MIGRATIONS: &[(&str, &str)] = &[
    ("0001_access", include_str!("../migrations/0001_access.sql")),
    ("0002_registry", include_str!("../migrations/0002_registry.sql")),
    ("0003_ledger", include_str!("../migrations/0003_ledger.sql")),
    ("0004_contribution", include_str!("../migrations/0004_contribution.sql")),
    ("0005_insight", include_str!("../migrations/0005_insight.sql")),
    ("0006_outreach", include_str!("../migrations/0006_outreach.sql")),
    ("0007_sync", include_str!("../migrations/0007_sync.sql")),
    ("0008_sign_in", include_str!("../migrations/0008_sign_in.sql")),
    ("0009_office", include_str!("../migrations/0009_office.sql")),
    ("0010_campaign", include_str!("../migrations/0010_campaign.sql")),
    ("0011_branch", include_str!("../migrations/0011_branch.sql")),
    ("0012_plan", include_str!("../migrations/0012_plan.sql")),
];

static APPLIED: Statement<(), (String, String)> =
    Statement::new("migrations_applied", "SELECT id, digest FROM migration ORDER BY id");

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (
    id text NOT NULL PRIMARY KEY,
    digest text NOT NULL,
    applied_at {instant} NOT NULL
){strict}";

/// Brings the database to the current schema; answers the steps that were taken.
pub async fn migrate(db: &Db, now: Timestamp) -> Result<Vec<&'static str>, DbError> {
    let dialect = db.dialect();
    let mut tx = db.write().await?;
    tx.run_text("migration table", spell(TABLE, dialect), Vec::new()).await?;
    let applied = tx.all(&APPLIED, ()).await?;
    tx.commit().await?;
    if let Some((id, _)) =
        applied.iter().find(|(id, _)| !MIGRATIONS.iter().any(|(known, _)| known == id))
    {
        return Err(DbError::Schema(format!(
            "the database has a step ({id}) that this program does not know; use a newer program"
        )));
    }
    let mut taken = Vec::new();
    for (id, text) in MIGRATIONS {
        let digest = digest(text);
        match applied.iter().find(|(known, _)| known == id) {
            Some((_, known)) if *known == digest => continue,
            Some(_) => {
                return Err(DbError::Schema(format!(
                    "the step {id} was changed after it was applied; restore its text"
                )));
            }
            None => {}
        }
        let mut tx = db.write().await?;
        for statement in statements(text, dialect) {
            tx.run_text(id, statement, Vec::new()).await?;
        }
        let row = vec![
            Value::Text(Some((*id).into())),
            Value::Text(Some(digest)),
            Value::Instant(Some(now)),
        ];
        tx.run_text(
            id,
            "INSERT INTO migration (id, digest, applied_at) VALUES ($1, $2, $3)".into(),
            row,
        )
        .await?;
        tx.commit().await?;
        taken.push(*id);
    }
    Ok(taken)
}

static TABLES: Statement<(), (i64,)> = Statement::new(
    "count_tables",
    "SELECT COUNT(*) FROM {sqlite: sqlite_master WHERE type = 'table'}\
     {postgres: information_schema.tables WHERE table_schema = current_schema()}",
);

/// Whether there is nothing in the database yet, not even a table.
pub async fn is_empty(db: &Db) -> Result<bool, DbError> {
    let mut tx = db.read().await?;
    Ok(tx.one(&TABLES, ()).await?.0 == 0)
}

/// Whether the database has every step this program knows.
pub async fn is_current(db: &Db) -> Result<bool, DbError> {
    let mut tx = db.read().await?;
    Ok(tx.all(&APPLIED, ()).await?.len() == MIGRATIONS.len())
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn statements(text: &str, dialect: Dialect) -> Vec<String> {
    let other = match dialect {
        Dialect::Sqlite => "-- only postgres",
        Dialect::Postgres => "-- only sqlite",
    };
    text.split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.starts_with(other))
        .filter(|paragraph| {
            paragraph
                .lines()
                .any(|line| !line.trim_start().starts_with("--") && !line.trim().is_empty())
        })
        .map(|paragraph| spell(paragraph, dialect))
        .collect()
}

fn spell(text: &str, dialect: Dialect) -> String {
    let words = match dialect {
        Dialect::Sqlite => [
            ("{uuid}", "BLOB"),
            ("{bytes}", "BLOB"),
            ("{date}", "TEXT"),
            ("{instant}", "INTEGER"),
            ("{json}", "TEXT"),
            ("bigint", "INTEGER"),
            ("{strict}", " STRICT"),
            ("{keyed}", " STRICT, WITHOUT ROWID"),
        ],
        Dialect::Postgres => [
            ("{uuid}", "uuid"),
            ("{bytes}", "bytea"),
            ("{date}", "date"),
            ("{instant}", "timestamptz"),
            ("{json}", "jsonb"),
            ("bigint", "bigint"),
            ("{strict}", ""),
            ("{keyed}", ""),
        ],
    };
    words.iter().fold(text.to_owned(), |text, (word, spelled)| text.replace(word, spelled))
}
