//! Indexes set aside while a file is built from nothing: to sort once at the end costs less than to
//! keep order all the while.

use crate::{Db, DbError, Dialect, Statement};

static INDEX: Statement<(&'static str,), (String,)> = Statement::new(
    "index text",
    "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = $1",
);

/// Indexes that are not there for now; to be put back by whoever set them aside.
#[derive(Debug, Default)]
#[must_use = "without them the database is slow for good"]
pub struct SetAside(Vec<String>);

impl Db {
    /// Sets indexes aside on SQLite; PostgreSQL keeps its own. A file whose building stops half-way
    /// must not be used: only where it is worthless then.
    pub async fn set_indexes_aside(&self, names: &[&'static str]) -> Result<SetAside, DbError> {
        if self.dialect() == Dialect::Postgres {
            return Ok(SetAside::default());
        }
        let mut tx = self.write().await?;
        let mut texts = Vec::with_capacity(names.len());
        for name in names {
            texts.push(tx.one(&INDEX, (*name,)).await?.0);
            tx.run_text(name, format!("DROP INDEX {name}"), Vec::new()).await?;
        }
        tx.commit().await?;
        Ok(SetAside(texts))
    }

    /// Puts them back.
    pub async fn put_indexes_back(&self, aside: SetAside) -> Result<(), DbError> {
        let mut tx = self.write().await?;
        for text in aside.0 {
            tx.run_text("index", text, Vec::new()).await?;
        }
        tx.commit().await
    }
}
