//! A fresh database for one test: a copy of one that was migrated once.

use crate::cluster::{Cluster, cluster};
use db::{Db, OpenOptions};
use jiff::Timestamp;
use std::{
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

const TEMPLATE: &str = "lindung_template";

/// A migrated, empty database that nobody else has.
#[derive(Debug)]
pub struct Fresh {
    /// The open database.
    pub db: Db,
    /// Its address, as the command line takes it.
    pub address: String,
    folder: Folder,
}

impl Fresh {
    /// A SQLite file in a folder of its own.
    ///
    /// # Panics
    /// When the disk refuses.
    pub async fn sqlite() -> Self {
        static MIGRATED: OnceLock<Vec<u8>> = OnceLock::new();
        let template = MIGRATED.get_or_init(|| {
            let folder = Folder::new();
            let file = folder.path().join("template.db");
            let address = file.display().to_string();
            let options = OpenOptions { create: true, ..OpenOptions::default() };
            alone(async move { migrated(&address, options).await }).expect("the schema is sound");
            std::fs::read(&file).expect("the template was just written")
        });
        let folder = Folder::new();
        let file = folder.path().join("lindung.db");
        std::fs::write(&file, template).expect("a temporary folder takes a file");
        Self::open(file.display().to_string(), folder).await
    }

    /// A database of the private PostgreSQL; none only where that was left out, loudly.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or refuses.
    pub async fn postgres() -> Option<Self> {
        static N: AtomicU32 = AtomicU32::new(0);
        static MIGRATED: OnceLock<Result<(), String>> = OnceLock::new();
        let cluster: &Cluster =
            tokio::task::spawn_blocking(cluster).await.expect("it says why itself")?;
        let name = format!("lindung_{}", N.fetch_add(1, Ordering::Relaxed));
        let copy = name.clone();
        let copied = tokio::task::spawn_blocking(move || {
            // Kept also when it fails: every test then says the same, and the true, reason.
            let made = MIGRATED.get_or_init(|| {
                cluster.create_database(TEMPLATE, "template0");
                let address = cluster.address(TEMPLATE);
                alone(async move { migrated(&address, OpenOptions::default()).await })
            });
            made.as_ref().unwrap_or_else(|why| panic!("the schema on PostgreSQL: {why}"));
            cluster.create_database(&copy, TEMPLATE);
        });
        copied.await.expect("it says why itself");
        Some(Self::open(cluster.address(&name), Folder::new()).await)
    }

    async fn open(address: String, folder: Folder) -> Self {
        let options = OpenOptions { connections: 8, ..OpenOptions::default() };
        let db = Db::open(&address, options).await.expect("a fresh database opens");
        Self { db, address, folder }
    }

    /// A folder for files of this test; it goes with the database. The SQLite file is in it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// One fresh database of each kind.
pub async fn databases() -> Vec<Fresh> {
    std::iter::once(Fresh::sqlite().await).chain(Fresh::postgres().await).collect()
}

async fn migrated(address: &str, options: OpenOptions) -> Result<(), String> {
    let said = |error: db::DbError| format!("{error} {:?}", std::error::Error::source(&error));
    let db = Db::open(address, options).await.map_err(said)?;
    db::migrate(&db, Timestamp::UNIX_EPOCH).await.map_err(said)?;
    db.close().await;
    Ok(())
}

/// Runs to its end on a thread and runtime of its own: the templates are made while any test waits.
fn alone<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let run = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime starts").block_on(work)
    };
    std::thread::spawn(run).join().expect("nothing panics in there")
}

/// A temporary folder that is removed when dropped.
#[derive(Debug)]
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static N: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("lindung-proof-{}-{}", std::process::id(), N.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        // One may be left by an earlier process of the same number.
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("the temporary folder takes a folder");
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
