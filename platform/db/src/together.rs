//! What belongs together, written together: one statement on PostgreSQL, whatever the number of
//! tables, because each statement there is a way to the server and back.

use crate::{
    Bulk, BulkUpdate, DbError, Dialect, Kind, Tx, Value,
    bulk::{ROWS_MAX, add_columns, insert_from_unnest, update_from_unnest},
};
use sqlx::postgres::PgArguments;

/// Rows for one table, to be written with others.
#[derive(Clone, Debug)]
pub enum Write {
    /// New rows.
    Insert(&'static Bulk, Vec<Vec<Value>>),
    /// Rows that must be there, each found by its key.
    Update(&'static BulkUpdate, Vec<Vec<Value>>),
}

impl Write {
    fn table(&self) -> &'static str {
        match self {
            Self::Insert(bulk, _) => bulk.table,
            Self::Update(bulk, _) => bulk.table,
        }
    }

    fn rows(&self) -> &[Vec<Value>] {
        match self {
            Self::Insert(_, rows) | Self::Update(_, rows) => rows,
        }
    }

    fn columns(&self) -> Vec<(&'static str, Kind)> {
        match self {
            Self::Insert(bulk, _) => bulk.columns.to_vec(),
            Self::Update(bulk, _) => bulk.key.iter().chain(bulk.columns).copied().collect(),
        }
    }
}

impl Tx {
    /// Writes rows of several tables. A table stands after those its rows refer to, and no row is
    /// written twice: PostgreSQL does it all at once, SQLite one table after the other. A row to be
    /// updated that is not there is a fault.
    pub async fn write_all(&mut self, writes: Vec<Write>) -> Result<(), DbError> {
        let writes: Vec<Write> = writes.into_iter().filter(|w| !w.rows().is_empty()).collect();
        let is_long = writes.iter().any(|write| write.rows().len() > ROWS_MAX);
        if self.dialect() == Dialect::Postgres && writes.len() > 1 && !is_long {
            return self.write_at_once(writes).await;
        }
        for write in writes {
            match write {
                Write::Insert(bulk, rows) => {
                    self.insert_many(bulk, rows).await?;
                }
                Write::Update(bulk, rows) => {
                    let n = rows.len() as u64;
                    let found = self.update_many(bulk, rows).await?;
                    all_there(bulk.table, found, n)?;
                }
            }
        }
        Ok(())
    }

    async fn write_at_once(&mut self, writes: Vec<Write>) -> Result<(), DbError> {
        let (mut parts, mut asked) = (Vec::new(), Vec::new());
        let mut arguments = PgArguments::default();
        let mut n_bound = 0;
        for (i, write) in writes.into_iter().enumerate() {
            let (table, columns) = (write.table(), write.columns());
            let rows = match write {
                Write::Insert(bulk, rows) => {
                    parts.push(format!("w{i} AS ({})", insert_from_unnest(bulk, n_bound)));
                    rows
                }
                Write::Update(bulk, rows) => {
                    let text = update_from_unnest(bulk, n_bound);
                    parts.push(format!("w{i} AS ({text} RETURNING 1)"));
                    asked.push((i, table, rows.len() as u64));
                    rows
                }
            };
            n_bound += columns.len();
            add_columns(&mut arguments, table, &columns, rows)?;
        }
        let counts: Vec<String> =
            asked.iter().map(|(i, _, _)| format!("(SELECT COUNT(*) FROM w{i})")).collect();
        let counts = if counts.is_empty() { "1".to_owned() } else { counts.join(", ") };
        let sql = format!("WITH {} SELECT {counts}", parts.join(", "));
        let name = asked.first().map_or("write_all", |(_, table, _)| *table);
        let found = self.counts_of_postgres(name, sql, arguments).await?;
        asked.into_iter().zip(found).try_for_each(|((_, table, n), found)| {
            all_there(table, u64::try_from(found).unwrap_or(0), n)
        })
    }
}

fn all_there(table: &'static str, found: u64, n: u64) -> Result<(), DbError> {
    if found == n {
        return Ok(());
    }
    let reason = format!("{found} of {n} rows were there to be changed");
    Err(DbError::Broken { statement: table, reason })
}
