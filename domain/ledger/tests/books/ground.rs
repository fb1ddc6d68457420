//! Fresh books for a test, on SQLite, and on PostgreSQL where `LINDUNG_TEST_POSTGRES` names a server.

use access::{CommandHeader, Keyring, Office, Outside};
use db::{Db, OpenOptions, Statement};
use ledger::{Journal, LedgerError, Line, OFFICE_SLOT, post};
use regulation::Law;
use std::{
    path::PathBuf,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};
use terms::{
    Date, Timestamp,
    ids::{CommandId, JournalId},
};
use uuid::Uuid;

static COUNT: AtomicU64 = AtomicU64::new(0);
static LAW: LazyLock<Arc<Law>> = LazyLock::new(|| Arc::new(Law::built_in().clone()));
static KEYS: LazyLock<Arc<Keyring>> = LazyLock::new(|| Arc::new(Keyring::for_tests()));

/// Empty books with the chart loaded; the file goes when this does.
pub(crate) struct Books {
    pub(crate) db: Db,
    folder: Option<PathBuf>,
}

impl Drop for Books {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// Fresh books on every database there is.
pub(crate) async fn books() -> Vec<Books> {
    let mut all = vec![on_sqlite().await];
    if let Ok(server) = std::env::var("LINDUNG_TEST_POSTGRES") {
        all.push(on_postgres(&server).await);
    }
    all
}

pub(crate) async fn on_sqlite() -> Books {
    let folder = std::env::temp_dir().join(format!("lindung-ledger-{}", unique()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("books.db");
    let options = OpenOptions { create: true, build_from_nothing: true, ..Default::default() };
    let db = Db::open(file.to_str().unwrap(), options).await.unwrap();
    prepared(db, Some(folder)).await
}

async fn on_postgres(server: &str) -> Books {
    let schema = format!("ledger_{}", unique().replace('-', "_"));
    let db = Db::open(server, OpenOptions::default()).await.unwrap();
    run(&db, &format!("CREATE SCHEMA {schema}")).await.unwrap();
    db.close().await;
    let address = format!("{server}?options=-csearch_path%3D{schema}");
    let options = OpenOptions { connections: 4, ..Default::default() };
    prepared(Db::open(&address, options).await.unwrap(), None).await
}

async fn prepared(db: Db, folder: Option<PathBuf>) -> Books {
    db::migrate(&db, at("2020-01-01")).await.unwrap();
    let mut tx = db.write().await.unwrap();
    ledger::load_chart(&mut tx).await.unwrap();
    ledger::load_chart(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    Books { db, folder }
}

fn unique() -> String {
    format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Noon of a day at the office.
pub(crate) fn at(day: &str) -> Timestamp {
    format!("{day}T05:00:00Z").parse().unwrap()
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An id that a test can name.
pub(crate) fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
}

pub(crate) fn header(n: u128) -> CommandHeader {
    CommandHeader::new(CommandId(id(n)), b"")
}

impl Books {
    /// The system's own office on a day.
    pub(crate) fn office(&self, today: &str) -> Office {
        Office::of_the_system(self.db.clone(), Outside::new(at(today), LAW.clone()), KEYS.clone())
    }

    /// Posts journals in a commit of their own.
    pub(crate) async fn post(
        &self,
        office: &Office,
        journals: &[Journal],
    ) -> Result<(), LedgerError> {
        let mut tx = self.db.write().await?;
        post(&mut tx, office, OFFICE_SLOT, journals).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The names of the invariants that do not hold.
    pub(crate) async fn broken(&self) -> Vec<&'static str> {
        let mut tx = self.db.read().await.unwrap();
        let all = ledger::check(&mut tx).await.unwrap();
        let broken = all.iter().filter(|it| !it.ok);
        broken.inspect(|it| println!("{}: {:?}", it.name, it.found)).map(|it| it.name).collect()
    }
}

/// A journal of the test's own.
pub(crate) fn journal(
    n: u128,
    key: &str,
    on: &str,
    lines: Vec<Line>,
) -> Result<Journal, LedgerError> {
    Journal::new(JournalId(id(n)), "J01", key, day(on), lines)
}

/// Runs a text as it stands: what a hand in the database would do.
pub(crate) async fn run(db: &Db, sql: &str) -> Result<u64, db::DbError> {
    let text: &'static str = Box::leak(sql.to_owned().into_boxed_str());
    let statement: &'static Statement<(), ()> =
        Box::leak(Box::new(Statement::new("by hand", text)));
    let mut tx = db.write().await?;
    let n = tx.run(statement, ()).await?;
    tx.commit().await?;
    Ok(n)
}
