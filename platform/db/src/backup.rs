//! A copy of a SQLite database taken while it serves, and putting one back.
//!
//! PostgreSQL has its own tools for this (base backup and write-ahead log); `docs/operating` says
//! how. The keys that open sealed data are never in a copy.

use crate::{Db, DbError, Dialect, OpenOptions, Statement};
use std::path::{Path, PathBuf};

/// Why a copy was not made or not put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// PostgreSQL is backed up by its own tools.
    #[error("a PostgreSQL database is backed up with its own tools; see docs/operating/backup.md")]
    NotSqlite,
    /// We never write over a file.
    #[error("“{0}” exists already; choose another name, nothing was changed")]
    Exists(PathBuf),
    /// The copy does not check out.
    #[error("the copy is damaged and was not used: {0}")]
    Damaged(String),
    /// The disk said no.
    #[error("the file could not be written: {0}")]
    Disk(#[from] std::io::Error),
    /// The database said no.
    #[error(transparent)]
    Db(#[from] DbError),
}

static INTEGRITY: Statement<(), (String,)> =
    Statement::new("integrity_check", "PRAGMA integrity_check");

/// Copies the database into `to`, consistent as of one moment, while others read and write. The
/// file appears under its name only when it is whole, checked and on the disk.
pub async fn backup(db: &Db, to: &Path) -> Result<(), BackupError> {
    if db.dialect() != Dialect::Sqlite {
        return Err(BackupError::NotSqlite);
    }
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let part = beside(to, ".part");
    if part.exists() {
        std::fs::remove_file(&part)?;
    }
    db.run_alone("VACUUM INTO $1", Some(part.display().to_string())).await?;
    put_in_place(&part, to).await
}

/// Puts a copy back as a new database file at `to`, after checking it.
pub async fn restore(from: &Path, to: &Path) -> Result<(), BackupError> {
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let part = beside(to, ".part");
    std::fs::copy(from, &part)?;
    put_in_place(&part, to).await
}

async fn put_in_place(part: &Path, to: &Path) -> Result<(), BackupError> {
    if let Err(error) = check(part).await {
        std::fs::remove_file(part)?;
        return Err(error);
    }
    std::fs::File::open(part)?.sync_all()?;
    std::fs::rename(part, to)?;
    if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

async fn check(file: &Path) -> Result<(), BackupError> {
    let address = file.display().to_string();
    let db = Db::open(&address, OpenOptions::default())
        .await
        .map_err(|e| BackupError::Damaged(e.to_string()))?;
    let said = async { db.write().await?.all(&INTEGRITY, ()).await }.await;
    db.close().await;
    for left in [beside(file, "-wal"), beside(file, "-shm")] {
        let _ = std::fs::remove_file(left);
    }
    match said {
        Ok(lines) if lines.iter().all(|(line,)| line == "ok") => Ok(()),
        Ok(lines) => Err(BackupError::Damaged(
            lines.into_iter().map(|(line,)| line).take(3).collect::<Vec<_>>().join("; "),
        )),
        Err(error) => Err(BackupError::Damaged(error.to_string())),
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
