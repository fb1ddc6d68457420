//! Where the demonstration is: a file that is whole or not there, or a database that was empty.
//!
//! A file is built under another name and renamed when everything is on the disk, so that an
//! interrupted build leaves nothing half-built. What is not a demonstration is never touched.

use crate::{installation::file_of, problem::Refusal};
use access::Keyring;
use anyhow::Context as _;
use db::{Db, DbError, Dialect, OpenOptions};
use std::{
    fs::{File, TryLockError},
    io::{ErrorKind, Read as _},
    path::{Path, PathBuf},
};

/// The setting that marks a demonstration: what built it, or that it is still being built.
const MARK: &str = "demo";
const BUILDING: &str = "building";
/// What builds it: raised whenever other people or other lives come out.
const MAKER: &str = "1";

/// What is at an address.
#[derive(Debug)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// A demonstration, whole.
    Whole,
}

/// Looks what is there; refuses what is not a demonstration, or only half of one.
pub(super) async fn look(address: &str) -> anyhow::Result<Found> {
    if let Some(file) = file_of(address) {
        if !file.exists() {
            return Ok(Found::Nothing);
        }
        if !is_ours_to_open(file)? {
            return Err(other(address));
        }
    }
    let db = Db::open(address, OpenOptions { connections: 1, ..OpenOptions::default() }).await?;
    let found = look_into(&db, address).await;
    db.close().await;
    found
}

/// Opening a file makes it one with a log beside it (WAL). One that is not such a file already would
/// be changed by that, and is not ours.
fn is_ours_to_open(file: &Path) -> anyhow::Result<bool> {
    let mut head = [0; 20];
    let mut file = File::open(file).with_context(|| file.display().to_string())?;
    match file.read_exact(&mut head) {
        Ok(()) => Ok(head.starts_with(b"SQLite format 3\0") && head.ends_with(&[2, 2])),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error.into()),
    }
}

async fn look_into(db: &Db, address: &str) -> anyhow::Result<Found> {
    if db::migrate::is_empty(db).await? {
        return match db.dialect() {
            Dialect::Sqlite => Err(other(address)),
            Dialect::Postgres => Ok(Found::Nothing),
        };
    }
    let mark = access::setting(&mut db.read().await?, MARK).await;
    match mark {
        Ok(Some(mark)) if mark == MAKER => Ok(Found::Whole),
        Ok(Some(mark)) if mark == BUILDING => Err(half(address)),
        Ok(Some(_)) => Err(older(address)),
        Ok(None) | Err(DbError::Other { .. }) => Err(other(address)),
        Err(error) => Err(error.into()),
    }
}

/// An address without its password, to be said.
fn said(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(_, place)| place)
}

fn other(address: &str) -> anyhow::Error {
    let place = said(address);
    Refusal {
        code: "DEMO_NOT_HERE",
        field: Some("db"),
        id: format!(
            "“{place}” bukan basis data contoh, jadi tidak disentuh; pilih nama lain dengan --db"
        ),
        en: format!(
            "“{place}” is not a demonstration, so it is not touched; choose another name with --db"
        ),
    }
    .into()
}

fn half(address: &str) -> anyhow::Error {
    let place = said(address);
    Refusal {
        code: "DEMO_HALF_BUILT",
        field: Some("db"),
        id: format!("Pembuatan contoh di “{place}” pernah terputus atau sedang berjalan; kosongkan basis data itu lalu ulangi"),
        en: format!("building the demonstration in “{place}” was interrupted, or is under way; empty that database and begin again"),
    }
    .into()
}

fn older(address: &str) -> anyhow::Error {
    let place = said(address);
    Refusal {
        code: "DEMO_OLDER",
        field: Some("db"),
        id: format!("“{place}” dibuat oleh versi lain; hapus untuk membuatnya lagi, atau pilih nama lain dengan --db"),
        en: format!("“{place}” was built by another version; remove it to build it again, or choose another name with --db"),
    }
    .into()
}

/// A place where it is being built.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) db: Db,
    /// The file under its passing name and under its own, and what keeps others away.
    file: Option<(PathBuf, PathBuf, File)>,
}

impl Site {
    /// Clears the ground. For a file: beside it, and nobody else may build there meanwhile.
    pub(super) async fn open(address: &str) -> anyhow::Result<Self> {
        let Some(target) = file_of(address) else {
            let db = Db::open(address, OpenOptions::default()).await?;
            return Ok(Self { db, file: None });
        };
        let lock = beside(target, ".building");
        let held = File::create(&lock).with_context(|| lock.display().to_string())?;
        match held.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(half(address)),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let part = beside(target, ".part");
        remove(&part)?;
        let options = OpenOptions { create: true, build_from_nothing: true, connections: 1 };
        let db = Db::open(&part.display().to_string(), options).await?;
        Ok(Self { db, file: Some((part, target.to_owned(), held)) })
    }

    /// Marks it as being built.
    pub(super) async fn begin(&self) -> anyhow::Result<()> {
        self.mark(BUILDING).await
    }

    async fn mark(&self, mark: &str) -> anyhow::Result<()> {
        let mut tx = self.db.write().await?;
        access::set_setting(&mut tx, MARK, mark).await?;
        Ok(tx.commit().await?)
    }

    /// It is whole: everything goes to the disk, and then it gets its name.
    pub(super) async fn finish(self) -> anyhow::Result<()> {
        self.mark(MAKER).await?;
        self.db.close().await;
        if let Some((part, target, _held)) = self.file {
            // Opened as it will be served: from here on with a log beside it.
            Db::open(&part.display().to_string(), OpenOptions::default()).await?.close().await;
            File::open(&part)?.sync_all()?;
            std::fs::rename(&part, &target)?;
            remove(&part)?;
            std::fs::remove_file(beside(&target, ".building"))?;
        }
        Ok(())
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Removes a file and what SQLite keeps beside it.
fn remove(file: &Path) -> anyhow::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        match std::fs::remove_file(beside(file, ending)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// The keys of the demonstration: those that are there, or new ones.
pub(super) fn keys(file: &Path) -> anyhow::Result<Keyring> {
    Ok(if file.exists() { Keyring::open(file)? } else { Keyring::create(file)? })
}
