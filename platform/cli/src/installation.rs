//! Where an installation's database and keys are, and opening them.

use crate::{
    clock,
    problem::{Misuse, Refusal},
};
use access::{Keyring, Office, Outside};
use clap::Args;
use db::{Db, OpenOptions};
use regulation::Law;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Which installation.
#[derive(Clone, Debug, Args)]
pub(crate) struct Installation {
    /// Basis data: berkas SQLite, atau postgres://… · The database: a SQLite file, or postgres://…
    #[arg(long, env = "LINDUNG_DB", hide_env_values = true)]
    pub(crate) db: String,
    /// Berkas kunci; untuk SQLite bila tidak disebut: berkas basis data + “.keys” · The keyring file
    #[arg(long, env = "LINDUNG_KEYS")]
    pub(crate) keys: Option<PathBuf>,
}

/// The file of a SQLite database; none for PostgreSQL.
pub(crate) fn file_of(address: &str) -> Option<&Path> {
    if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        return None;
    }
    let path = address.strip_prefix("sqlite://").or_else(|| address.strip_prefix("sqlite:"));
    Some(Path::new(path.unwrap_or(address)))
}

impl Installation {
    /// Where the keys are.
    pub(crate) fn keys_file(&self) -> anyhow::Result<PathBuf> {
        match (&self.keys, file_of(&self.db)) {
            (Some(keys), _) => Ok(keys.clone()),
            (None, Some(file)) => {
                let mut name = file.as_os_str().to_owned();
                name.push(".keys");
                Ok(name.into())
            }
            (None, None) => Err(Misuse::missing(
                "untuk PostgreSQL sebutkan --keys BERKAS · PostgreSQL needs --keys FILE",
            )),
        }
    }

    /// Opens a database that is there and current.
    pub(crate) async fn open(&self) -> anyhow::Result<Db> {
        if let Some(file) = file_of(&self.db).filter(|file| !file.exists()) {
            let file = file.display();
            return Err(Refusal {
                code: "DATABASE_MISSING",
                field: Some("db"),
                id: format!("Basis data “{file}” tidak ada; periksa namanya, atau buat dengan `lindung migrate --db {file}`"),
                en: format!("there is no database “{file}”; check the name, or make it with `lindung migrate --db {file}`"),
            }
            .into());
        }
        let db = Db::open(&self.db, OpenOptions::default()).await?;
        if db::migrate::is_current(&db).await.unwrap_or(false) {
            return Ok(db);
        }
        Err(Refusal {
            code: "DATABASE_NOT_CURRENT",
            field: Some("db"),
            id: "Skema basis data belum sesuai program ini; cadangkan dahulu, lalu jalankan `lindung migrate`".into(),
            en: "the schema of the database is not this program's; take a backup, then run `lindung migrate`".into(),
        }
        .into())
    }

    /// The office as the operator of this machine sees it: audited as the system.
    pub(crate) async fn office(&self, law: Law) -> anyhow::Result<Office> {
        let keys_file = self.keys_file()?;
        let db = self.open().await?;
        let keys = Keyring::open(&keys_file)?;
        let outside = Outside::new(clock::now(), Arc::new(law));
        Ok(Office::of_the_system(db, outside, Arc::new(keys)))
    }

    /// Makes what is missing and brings it up to date: keys, schema, areas, occupations, groups.
    /// Answers the steps of the schema that were taken.
    pub(crate) async fn prepare(&self) -> anyhow::Result<(Db, Keyring, Vec<&'static str>)> {
        let path = self.keys_file()?;
        let is_new = file_of(&self.db).is_some_and(|file| !file.exists());
        let mut keys = None;
        if is_new && !path.exists() {
            keys = Some(Keyring::create(&path)?);
        }
        let keys = match keys {
            Some(keys) => keys,
            None => Keyring::open(&path)?,
        };
        let db = Db::open(&self.db, OpenOptions { create: true, ..OpenOptions::default() }).await?;
        let steps = db::migrate(&db, clock::now()).await?;
        let mut tx = db.write().await?;
        registry::load_reference(&mut tx).await?;
        ledger::load_chart(&mut tx).await?;
        insight::load_figures(&mut tx, insight::figures()).await?;
        tx.commit().await?;
        Ok((db, keys, steps))
    }
}
