//! The open database and its transactions.

use crate::{
    Binds, Column, DbError, FromRow, Row, Statement, Value,
    postgres::{PgDate, PgInstant},
};
use futures_util::TryStreamExt;
use sqlx::{
    Arguments, AssertSqlSafe, Executor, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow},
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow,
        SqliteSynchronous,
    },
};
use std::{path::Path, str::FromStr, time::Duration};

/// Which database is behind the door.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// One file, embedded.
    Sqlite,
    /// A server.
    Postgres,
}

/// An open database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db(Pools);

#[derive(Clone, Debug)]
enum Pools {
    /// One writer, several readers: SQLite allows no more, and this way nobody waits for a lock.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
    Postgres(PgPool),
}

/// How to open a database.
#[derive(Clone, Copy, Debug)]
pub struct OpenOptions {
    /// Create a SQLite file that is not there. PostgreSQL databases are made by their owner.
    pub create: bool,
    /// Do not wait for the disk: only for building a file from nothing, which is worthless if
    /// interrupted. Everything else is `false`: what was answered must survive a power cut.
    pub build_from_nothing: bool,
    /// Connections kept for PostgreSQL.
    pub connections: u32,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { create: false, build_from_nothing: false, connections: 16 }
    }
}

pub(crate) enum RowOf<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
}

/// A transaction. Dropped without [`Tx::commit`], it never happened.
pub struct Tx {
    inner: Inner,
    may_be_repeated: bool,
    /// Some rows of a statement that failed may be in it: it can only be taken back.
    is_torn: bool,
}

enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens a file path (SQLite) or a `postgres://` address.
    pub async fn open(address: &str, options: OpenOptions) -> Result<Self, DbError> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Self::open_postgres(address, options).await;
        }
        let path = address
            .strip_prefix("sqlite://")
            .or_else(|| address.strip_prefix("sqlite:"))
            .unwrap_or(address);
        if path.is_empty() || path.contains("://") {
            return Err(DbError::Address(address.chars().take(60).collect()));
        }
        Self::open_sqlite(Path::new(path), options).await
    }

    async fn open_postgres(address: &str, options: OpenOptions) -> Result<Self, DbError> {
        let connect =
            PgConnectOptions::from_str(address).map_err(DbError::Open)?.application_name("lindung");
        let connect = connect.statement_cache_capacity(400);
        PgPoolOptions::new()
            .max_connections(options.connections)
            .acquire_timeout(Duration::from_secs(10))
            // A question whether the server is still there costs as much as a small statement: only
            // a connection that lay idle is asked.
            .test_before_acquire(false)
            .before_acquire(|connection, met| {
                Box::pin(async move {
                    let is_fresh = met.idle_for < Duration::from_secs(1);
                    Ok(is_fresh || sqlx::Connection::ping(connection).await.is_ok())
                })
            })
            .connect_with(connect)
            .await
            .map(|pool| Self(Pools::Postgres(pool)))
            .map_err(DbError::Open)
    }

    async fn open_sqlite(path: &Path, options: OpenOptions) -> Result<Self, DbError> {
        // What is worthless if interrupted needs no second copy of its pages, and builds in memory.
        let (synchronous, journal_mode, cache) = if options.build_from_nothing {
            (SqliteSynchronous::Off, SqliteJournalMode::Memory, "-393216")
        } else {
            (SqliteSynchronous::Full, SqliteJournalMode::Wal, "-65536")
        };
        let connect = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(options.create)
            .journal_mode(journal_mode)
            .synchronous(synchronous)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(400)
            .pragma("cache_size", cache)
            .pragma("temp_store", "memory")
            // The log is written back when it reaches its limit, not after every large commit.
            .pragma("wal_autocheckpoint", "16384")
            .pragma("journal_size_limit", "67108864");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(connect.clone())
            .await
            .map_err(DbError::Open)?;
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(30))
            .connect_lazy_with(connect.create_if_missing(false).pragma("query_only", "on"));
        Ok(Self(Pools::Sqlite { write, read }))
    }

    /// Which database it is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.0 {
            Pools::Sqlite { .. } => Dialect::Sqlite,
            Pools::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Begins a write: SERIALIZABLE on PostgreSQL, BEGIN IMMEDIATE on SQLite.
    pub async fn write(&self) -> Result<Tx, DbError> {
        self.begin_write(BEGIN_WRITE).await
    }

    /// Begins a write that is made very often and finds all its rows by key. PostgreSQL is told so:
    /// a plan it made and kept while a table was empty would read all of it when it is full, and
    /// under SERIALIZABLE be in everybody's way.
    pub async fn write_by_key(&self) -> Result<Tx, DbError> {
        self.begin_write(BEGIN_BY_KEY).await
    }

    async fn begin_write(&self, begin: &'static str) -> Result<Tx, DbError> {
        let inner = match &self.0 {
            Pools::Sqlite { write, .. } => {
                write.begin_with("BEGIN IMMEDIATE").await.map(Inner::Sqlite)
            }
            Pools::Postgres(pool) => pool.begin_with(begin).await.map(Inner::Postgres),
        };
        inner
            .map(|inner| Tx { inner, may_be_repeated: false, is_torn: false })
            .map_err(|cause| DbError::sort("begin", cause))
    }

    /// Begins a read: one unchanging view, however many statements follow.
    pub async fn read(&self) -> Result<Tx, DbError> {
        let inner = match &self.0 {
            Pools::Sqlite { read, .. } => read.begin_with("BEGIN").await.map(Inner::Sqlite),
            Pools::Postgres(pool) => pool
                .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                .await
                .map(Inner::Postgres),
        };
        inner
            .map(|inner| Tx { inner, may_be_repeated: false, is_torn: false })
            .map_err(|cause| DbError::sort("begin", cause))
    }

    /// Runs one statement outside any transaction: only for what cannot run inside one.
    pub(crate) async fn run_alone(&self, sql: &str, text: Option<String>) -> Result<(), DbError> {
        let done = match &self.0 {
            Pools::Sqlite { write, .. } => {
                let mut arguments = SqliteArguments::default();
                if let Some(text) = text {
                    arguments.add(text).map_err(|e| broken("run_alone", e))?;
                }
                let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), arguments);
                // The pool has one writer; a copy must not hold it, so it reads beside it.
                let mut connection =
                    write.connect_options().as_ref().clone().pragma("query_only", "off");
                connection = connection.create_if_missing(false);
                let mut connection =
                    <sqlx::SqliteConnection as sqlx::Connection>::connect_with(&connection)
                        .await
                        .map_err(DbError::Open)?;
                query.execute(&mut connection).await.map(|_| ())
            }
            Pools::Postgres(pool) => pool.execute(AssertSqlSafe(sql.to_owned())).await.map(|_| ()),
        };
        done.map_err(|cause| DbError::sort("run_alone", cause))
    }

    /// Waits for work in flight and closes every connection.
    pub async fn close(&self) {
        match &self.0 {
            Pools::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// How a write begins on PostgreSQL.
const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";
/// Every plan goes from key to key, and is made once: all in one way to the server and back.
const BEGIN_BY_KEY: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL enable_seqscan = off; \
                            SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; \
                            SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL jit = off";

fn broken(statement: &'static str, error: impl std::fmt::Display) -> DbError {
    DbError::Broken { statement, reason: error.to_string() }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Values as SQLite takes them.
pub(crate) fn for_sqlite(values: Vec<Value>) -> Result<SqliteArguments, sqlx::error::BoxDynError> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Int(value) => arguments.add(value)?,
            Value::Text(value) => arguments.add(value)?,
            Value::Bytes(value) => arguments.add(value)?,
            Value::Uuid(value) => arguments.add(value)?,
            Value::Date(value) => arguments.add(value.map(|date| date.to_string()))?,
            Value::Instant(value) => arguments.add(value.map(jiff::Timestamp::as_microsecond))?,
            Value::Json(value) => arguments.add(value.map(|json| json.to_string()))?,
            Value::Ints(list) => arguments.add(serde_json::to_string(&list)?)?,
            Value::Texts(list) => arguments.add(serde_json::to_string(&list)?)?,
            Value::ByteStrings(list) => arguments
                .add(serde_json::to_string(&list.iter().map(|b| hex(b)).collect::<Vec<_>>())?)?,
            Value::Uuids(list) => arguments.add(serde_json::to_string(
                &list.iter().map(|id| hex(id.as_bytes())).collect::<Vec<_>>(),
            )?)?,
        }
    }
    Ok(arguments)
}

/// Values as PostgreSQL takes them.
pub(crate) fn for_postgres(values: Vec<Value>) -> Result<PgArguments, sqlx::error::BoxDynError> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Int(value) => arguments.add(value)?,
            Value::Text(value) => arguments.add(value)?,
            Value::Bytes(value) => arguments.add(value)?,
            Value::Uuid(value) => arguments.add(value)?,
            Value::Date(value) => arguments.add(value.map(PgDate))?,
            Value::Instant(value) => arguments.add(value.map(PgInstant))?,
            Value::Json(value) => arguments.add(value.map(sqlx::types::Json))?,
            Value::Ints(list) => arguments.add(list)?,
            Value::Texts(list) => arguments.add(list)?,
            Value::ByteStrings(list) => arguments.add(list)?,
            Value::Uuids(list) => arguments.add(list)?,
        }
    }
    Ok(arguments)
}

impl Tx {
    /// Which database it runs on.
    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        match self.inner {
            Inner::Sqlite(_) => Dialect::Sqlite,
            Inner::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Whether it failed because another change was in the way, so that beginning again may help.
    #[must_use]
    pub const fn may_be_repeated(&self) -> bool {
        self.may_be_repeated
    }

    fn sort(&mut self, statement: &'static str, cause: sqlx::Error) -> DbError {
        let error = DbError::sort(statement, cause);
        self.may_be_repeated |= matches!(error, DbError::Busy(_));
        error
    }

    /// Runs a statement for its effect; answers how many rows it touched.
    pub async fn run<B: Binds, R>(
        &mut self,
        statement: &'static Statement<B, R>,
        binds: B,
    ) -> Result<u64, DbError> {
        let (name, sql) = (statement.name(), statement.sql(self.dialect()));
        let done = match &mut self.inner {
            Inner::Sqlite(tx) => {
                let arguments = for_sqlite(binds.values()).map_err(|e| broken(name, e))?;
                sqlx::query_with(sql, arguments)
                    .execute(&mut **tx)
                    .await
                    .map(|done| done.rows_affected())
            }
            Inner::Postgres(tx) => {
                let arguments = for_postgres(binds.values()).map_err(|e| broken(name, e))?;
                sqlx::query_with(sql, arguments)
                    .execute(&mut **tx)
                    .await
                    .map(|done| done.rows_affected())
            }
        };
        done.map_err(|cause| self.sort(name, cause))
    }

    /// All rows. For lists that are known to be short, or paged.
    pub async fn all<B: Binds, R: FromRow>(
        &mut self,
        statement: &'static Statement<B, R>,
        binds: B,
    ) -> Result<Vec<R>, DbError> {
        let mut rows = Vec::new();
        self.each(statement, binds, |row| rows.push(row)).await?;
        Ok(rows)
    }

    /// The first row, if there is one.
    pub async fn first<B: Binds, R: FromRow>(
        &mut self,
        statement: &'static Statement<B, R>,
        binds: B,
    ) -> Result<Option<R>, DbError> {
        Ok(self.all(statement, binds).await?.into_iter().next())
    }

    /// The one row there always is (a count, a `RETURNING`).
    pub async fn one<B: Binds, R: FromRow>(
        &mut self,
        statement: &'static Statement<B, R>,
        binds: B,
    ) -> Result<R, DbError> {
        let name = statement.name();
        self.first(statement, binds).await?.ok_or_else(|| broken(name, "no row"))
    }

    /// Each row as it arrives, without holding them all.
    pub async fn each<B: Binds, R: FromRow>(
        &mut self,
        statement: &'static Statement<B, R>,
        binds: B,
        mut take: impl FnMut(R) + Send,
    ) -> Result<(), DbError> {
        let (name, sql) = (statement.name(), statement.sql(self.dialect()));
        let mut fault = None;
        let done = match &mut self.inner {
            Inner::Sqlite(tx) => {
                let arguments = for_sqlite(binds.values()).map_err(|e| broken(name, e))?;
                let mut rows = sqlx::query_with(sql, arguments).fetch(&mut **tx);
                loop {
                    match rows.try_next().await {
                        Ok(Some(row)) => match R::read(&Row(RowOf::Sqlite(&row))) {
                            Ok(row) => take(row),
                            Err(reason) => fault = Some(reason),
                        },
                        Ok(None) => break Ok(()),
                        Err(cause) => break Err(cause),
                    }
                }
            }
            Inner::Postgres(tx) => {
                let arguments = for_postgres(binds.values()).map_err(|e| broken(name, e))?;
                let mut rows = sqlx::query_with(sql, arguments).fetch(&mut **tx);
                loop {
                    match rows.try_next().await {
                        Ok(Some(row)) => match R::read(&Row(RowOf::Postgres(&row))) {
                            Ok(row) => take(row),
                            Err(reason) => fault = Some(reason),
                        },
                        Ok(None) => break Ok(()),
                        Err(cause) => break Err(cause),
                    }
                }
            }
        };
        done.map_err(|cause| self.sort(name, cause))?;
        fault.map_or(Ok(()), |reason| Err(broken(name, reason)))
    }

    /// Runs a text that may stop half-way on SQLite; then only the way back is open, as it always is
    /// on PostgreSQL after a failure.
    pub(crate) async fn run_text_or_tear(
        &mut self,
        name: &'static str,
        sql: String,
        values: Vec<Value>,
    ) -> Result<u64, DbError> {
        let done = self.run_text(name, sql, values).await;
        self.is_torn |= done.is_err();
        done
    }

    /// Runs a text that is built here, never from input: bulk inserts and schema changes.
    pub(crate) async fn run_text(
        &mut self,
        name: &'static str,
        sql: String,
        values: Vec<Value>,
    ) -> Result<u64, DbError> {
        let done = match &mut self.inner {
            Inner::Sqlite(tx) => {
                let arguments = for_sqlite(values).map_err(|e| broken(name, e))?;
                sqlx::query_with(AssertSqlSafe(sql), arguments)
                    .execute(&mut **tx)
                    .await
                    .map(|done| done.rows_affected())
            }
            Inner::Postgres(tx) => {
                let arguments = for_postgres(values).map_err(|e| broken(name, e))?;
                sqlx::query_with(AssertSqlSafe(sql), arguments)
                    .execute(&mut **tx)
                    .await
                    .map(|done| done.rows_affected())
            }
        };
        done.map_err(|cause| self.sort(name, cause))
    }

    /// Runs a text with arguments PostgreSQL alone takes (arrays of nullable values).
    pub(crate) async fn run_postgres(
        &mut self,
        name: &'static str,
        sql: String,
        arguments: PgArguments,
    ) -> Result<u64, DbError> {
        let done = match &mut self.inner {
            Inner::Postgres(tx) => sqlx::query_with(AssertSqlSafe(sql), arguments)
                .execute(&mut **tx)
                .await
                .map(|done| done.rows_affected()),
            Inner::Sqlite(_) => return Err(broken(name, "PostgreSQL text on SQLite")),
        };
        done.map_err(|cause| self.sort(name, cause))
    }

    /// Runs a text that answers one row of counts.
    pub(crate) async fn counts_of_postgres(
        &mut self,
        name: &'static str,
        sql: String,
        arguments: PgArguments,
    ) -> Result<Vec<i64>, DbError> {
        let Inner::Postgres(tx) = &mut self.inner else {
            return Err(broken(name, "PostgreSQL text on SQLite"));
        };
        let answered = sqlx::query_with(AssertSqlSafe(sql), arguments).fetch_one(&mut **tx).await;
        let row = answered.map_err(|cause| self.sort(name, cause))?;
        let counts = (0..sqlx::Row::len(&row)).map(|at| i64::read(&Row(RowOf::Postgres(&row)), at));
        counts.collect::<Result<_, _>>().map_err(|reason| broken(name, reason))
    }

    /// Prepares a statement without running it and says what came back: parameters and columns as
    /// the database names their types. For the promises test.
    pub async fn prepare(
        &mut self,
        promise: &'static dyn crate::Promise,
    ) -> Result<(usize, Vec<String>), DbError> {
        use sqlx::{Column as _, Statement as _, TypeInfo as _};
        let (name, sql) = (promise.name(), promise.sql(self.dialect()));
        let prepared = match &mut self.inner {
            Inner::Sqlite(tx) => {
                let prepared = (&mut **tx).prepare(sqlx::SqlStr::from_static(sql)).await;
                prepared.map(|s| {
                    (
                        count(s.parameters()),
                        s.columns().iter().map(|c| c.type_info().name().to_owned()).collect(),
                    )
                })
            }
            Inner::Postgres(tx) => {
                let prepared = (&mut **tx).prepare(sqlx::SqlStr::from_static(sql)).await;
                prepared.map(|s| {
                    (
                        count(s.parameters()),
                        s.columns().iter().map(|c| c.type_info().name().to_owned()).collect(),
                    )
                })
            }
        };
        prepared.map_err(|cause| DbError::sort(name, cause))
    }

    /// Makes it so. On return the change survives a power cut.
    pub async fn commit(self) -> Result<(), DbError> {
        if self.is_torn {
            return Err(broken(
                "commit",
                "a statement before it failed; the change was taken back",
            ));
        }
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await,
            Inner::Postgres(tx) => tx.commit().await,
        }
        .map_err(|cause| DbError::sort("commit", cause))
    }

    /// Takes it all back.
    pub async fn roll_back(self) -> Result<(), DbError> {
        match self.inner {
            Inner::Sqlite(tx) => tx.rollback().await,
            Inner::Postgres(tx) => tx.rollback().await,
        }
        .map_err(|cause| DbError::sort("roll back", cause))
    }
}

fn count<T>(parameters: Option<sqlx::Either<&[T], usize>>) -> usize {
    match parameters {
        Some(sqlx::Either::Left(types)) => types.len(),
        Some(sqlx::Either::Right(n)) => n,
        None => 0,
    }
}

impl Db {
    /// Lets the database look at how its tables are filled, so that it finds the short way to rows.
    /// To be called after many rows came in at once; both databases do it by themselves later.
    pub async fn look_at_tables(&self) -> Result<(), DbError> {
        match self.dialect() {
            Dialect::Sqlite => self.run_alone("PRAGMA optimize = 0x10002", None).await,
            Dialect::Postgres => self.run_alone("ANALYZE", None).await,
        }
    }
}
