//! Many rows in one statement: by arrays on PostgreSQL, by one VALUES list on SQLite.

use crate::{
    DbError, Dialect, Kind, Tx, Value,
    postgres::{PgDate, PgInstant},
};
use sqlx::{Arguments, postgres::PgArguments};

/// Where many rows go. All of it is written in the source, never taken from input.
#[derive(Clone, Copy, Debug)]
pub struct Bulk {
    /// The table.
    pub table: &'static str,
    /// Its columns, in the order of the rows' values.
    pub columns: &'static [(&'static str, Kind)],
    /// What to do with a row that is there already, for example `ON CONFLICT DO NOTHING`.
    pub conflict: &'static str,
}

/// Variables in one statement on SQLite. It takes 32,766, but a prepared statement holds all of them,
/// each table has a dozen such statements, and one that fits the processor's cache runs faster.
const VARIABLES_MAX: usize = 4_096;
/// Rows a statement on PostgreSQL: more gains nothing and holds more memory.
pub(crate) const ROWS_MAX: usize = 4_000;

/// How many rows the next statement takes. A VALUES list of its own length each time would be a
/// text of its own each time, to be parsed anew; in powers of two there are a dozen texts, and they
/// stay prepared. PostgreSQL's text does not depend on the number.
fn stretch(dialect: Dialect, width: usize, left: usize) -> usize {
    match dialect {
        Dialect::Postgres => ROWS_MAX.min(left),
        Dialect::Sqlite => {
            let most = (VARIABLES_MAX / width.max(1)).min(left).max(1);
            1 << most.ilog2()
        }
    }
}

impl Tx {
    /// Inserts many rows; answers how many the table took (fewer where `conflict` dropped some).
    pub async fn insert_many(
        &mut self,
        bulk: &'static Bulk,
        rows: Vec<Vec<Value>>,
    ) -> Result<u64, DbError> {
        let width = bulk.columns.len();
        if let Some(row) = rows.iter().find(|row| row.len() != width) {
            let reason = format!("a row of {} values for {width} columns", row.len());
            return Err(DbError::Broken { statement: bulk.table, reason });
        }
        let (mut rows, mut inserted) = (rows.into_iter(), 0);
        loop {
            let n = stretch(self.dialect(), width, rows.len());
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(n).collect();
            if chunk.is_empty() {
                return Ok(inserted);
            }
            inserted += match self.dialect() {
                Dialect::Sqlite => {
                    let sql = values_list(bulk, chunk.len());
                    let values = chunk.into_iter().flatten().collect();
                    self.run_text_or_tear(bulk.table, sql, values).await?
                }
                Dialect::Postgres => {
                    let mut arguments = PgArguments::default();
                    add_columns(&mut arguments, bulk.table, bulk.columns, chunk)?;
                    self.run_postgres(bulk.table, insert_from_unnest(bulk, 0), arguments).await?
                }
            };
        }
    }
}

/// Rows to change, each by its own key.
#[derive(Clone, Copy, Debug)]
pub struct BulkUpdate {
    /// The table.
    pub table: &'static str,
    /// The key columns, first in each row's values.
    pub key: &'static [(&'static str, Kind)],
    /// The columns to set, after the key in each row's values.
    pub columns: &'static [(&'static str, Kind)],
}

impl Tx {
    /// Sets columns of many rows, each found by its key; answers how many were found.
    pub async fn update_many(
        &mut self,
        bulk: &'static BulkUpdate,
        rows: Vec<Vec<Value>>,
    ) -> Result<u64, DbError> {
        let all: Vec<(&'static str, Kind)> = bulk.key.iter().chain(bulk.columns).copied().collect();
        if let Some(row) = rows.iter().find(|row| row.len() != all.len()) {
            let reason = format!("a row of {} values for {} columns", row.len(), all.len());
            return Err(DbError::Broken { statement: bulk.table, reason });
        }
        let (mut rows, mut updated) = (rows.into_iter(), 0);
        loop {
            let n = stretch(self.dialect(), all.len(), rows.len());
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(n).collect();
            if chunk.is_empty() {
                return Ok(updated);
            }
            updated += match self.dialect() {
                Dialect::Sqlite => {
                    let sql = update_from_values(bulk, chunk.len());
                    self.run_text(bulk.table, sql, chunk.into_iter().flatten().collect()).await?
                }
                Dialect::Postgres => {
                    let mut arguments = PgArguments::default();
                    add_columns(&mut arguments, bulk.table, &all, chunk)?;
                    self.run_postgres(bulk.table, update_from_unnest(bulk, 0), arguments).await?
                }
            };
        }
    }
}

fn update_from_values(bulk: &BulkUpdate, n: usize) -> String {
    let width = bulk.key.len() + bulk.columns.len();
    let row = format!("({})", vec!["?"; width].join(","));
    let rows = vec![row.as_str(); n].join(",");
    let at = |i: usize| format!("rows.column{}", i + 1);
    let sets: Vec<String> = bulk
        .columns
        .iter()
        .enumerate()
        .map(|(i, (name, _))| format!("{name} = {}", at(bulk.key.len() + i)))
        .collect();
    // The plus keeps SQLite from indexing the list and walking the table: the list is the short side.
    let found: Vec<String> = bulk
        .key
        .iter()
        .enumerate()
        .map(|(i, (name, _))| format!("{}.{name} = +{}", bulk.table, at(i)))
        .collect();
    format!(
        "UPDATE {} SET {} FROM (VALUES {rows}) AS rows WHERE {}",
        bulk.table,
        sets.join(", "),
        found.join(" AND ")
    )
}

/// `n_bound` arguments of the statement come before.
pub(crate) fn update_from_unnest(bulk: &BulkUpdate, n_bound: usize) -> String {
    let all: Vec<(&'static str, Kind)> = bulk.key.iter().chain(bulk.columns).copied().collect();
    let (arrays, aliases) = arrays_of(&all, n_bound);
    let taken = |i: usize, kind: Kind| match kind {
        Kind::Json => format!("rows.c{i}::jsonb"),
        _ => format!("rows.c{i}"),
    };
    let sets: Vec<String> = bulk
        .columns
        .iter()
        .enumerate()
        .map(|(i, (name, kind))| format!("{name} = {}", taken(bulk.key.len() + i, *kind)))
        .collect();
    let found: Vec<String> = bulk
        .key
        .iter()
        .enumerate()
        .map(|(i, (name, kind))| format!("{}.{name} = {}", bulk.table, taken(i, *kind)))
        .collect();
    format!(
        "UPDATE {} SET {} FROM unnest({}) AS rows ({}) WHERE {}",
        bulk.table,
        sets.join(", "),
        arrays.join(", "),
        aliases.join(", "),
        found.join(" AND ")
    )
}

fn arrays_of(columns: &[(&'static str, Kind)], n_bound: usize) -> (Vec<String>, Vec<String>) {
    let array = |i: usize, kind: Kind| format!("${}::{}[]", n_bound + i + 1, postgres_type(kind));
    columns.iter().enumerate().map(|(i, (_, kind))| (array(i, *kind), format!("c{i}"))).unzip()
}

fn names(bulk: &Bulk) -> String {
    bulk.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn values_list(bulk: &Bulk, n: usize) -> String {
    let row = format!("({})", vec!["?"; bulk.columns.len()].join(","));
    let rows = vec![row.as_str(); n].join(",");
    // OR FAIL saves a copy of every page the statement touches, which only serves to take back one
    // statement of a transaction that goes on; ours do not.
    format!("INSERT OR FAIL INTO {} ({}) VALUES {rows} {}", bulk.table, names(bulk), bulk.conflict)
}

/// `n_bound` arguments of the statement come before.
pub(crate) fn insert_from_unnest(bulk: &Bulk, n_bound: usize) -> String {
    let (arrays, aliases) = arrays_of(bulk.columns, n_bound);
    let taken: Vec<String> = bulk
        .columns
        .iter()
        .zip(&aliases)
        .map(
            |((_, kind), alias)| {
                if *kind == Kind::Json { format!("{alias}::jsonb") } else { alias.clone() }
            },
        )
        .collect();
    // `WHERE true` keeps an ON CONFLICT apart from the FROM clause for every parser.
    format!(
        "INSERT INTO {} ({}) SELECT {} FROM unnest({}) AS rows ({}) WHERE true {}",
        bulk.table,
        names(bulk),
        taken.join(", "),
        arrays.join(", "),
        aliases.join(", "),
        bulk.conflict
    )
}

fn postgres_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Int => "bigint",
        Kind::Bytes => "bytea",
        Kind::Uuid => "uuid",
        Kind::Date => "date",
        Kind::Instant => "timestamptz",
        _ => "text",
    }
}

macro_rules! column {
    ($arguments:expr, $values:expr, $variant:ident, $make:expr) => {{
        let mut list = Vec::with_capacity($values.len());
        for value in $values {
            match value {
                Value::$variant(value) => list.push(value.map($make)),
                other => {
                    return Err(format!("{other:?} in a column of {}", stringify!($variant)).into());
                }
            }
        }
        $arguments.add(list)?;
    }};
}

/// Adds rows as one array a column.
pub(crate) fn add_columns(
    arguments: &mut PgArguments,
    table: &'static str,
    kinds: &[(&'static str, Kind)],
    rows: Vec<Vec<Value>>,
) -> Result<(), DbError> {
    let broken = |reason: String| DbError::Broken { statement: table, reason };
    if let Some(row) = rows.iter().find(|row| row.len() != kinds.len()) {
        return Err(broken(format!("a row of {} values for {} columns", row.len(), kinds.len())));
    }
    add_arrays(arguments, kinds, rows).map_err(|error| broken(error.to_string()))
}

fn add_arrays(
    arguments: &mut PgArguments,
    kinds: &[(&'static str, Kind)],
    rows: Vec<Vec<Value>>,
) -> Result<(), sqlx::error::BoxDynError> {
    let mut columns: Vec<Vec<Value>> =
        kinds.iter().map(|_| Vec::with_capacity(rows.len())).collect();
    for row in rows {
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(value);
        }
    }
    for ((_, kind), values) in kinds.iter().zip(columns) {
        match kind {
            Kind::Int => column!(arguments, values, Int, |v| v),
            Kind::Text => column!(arguments, values, Text, |v| v),
            Kind::Bytes => column!(arguments, values, Bytes, |v| v),
            Kind::Uuid => column!(arguments, values, Uuid, |v| v),
            Kind::Date => column!(arguments, values, Date, PgDate),
            Kind::Instant => column!(arguments, values, Instant, PgInstant),
            Kind::Json => column!(arguments, values, Json, |v| v.to_string()),
            list => return Err(format!("{list:?} cannot be a column").into()),
        }
    }
    Ok(())
}
