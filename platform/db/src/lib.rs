//! One door to SQLite and PostgreSQL: the same SQL text, the same types, the same answers.
//!
//! | word | meaning |
//! |---|---|
//! | [`Db`] | an open database; begins reads ([`Db::read`]) and writes ([`Db::write`]) |
//! | [`Tx`] | a transaction; runs [`Statement`]s, [`Tx::insert_many`], and [`Tx::write_all`] for what belongs together |
//! | [`Statement`] | one `.sql` file with the types it binds and the rows it answers |
//! | [`Value`], [`Kind`] | what goes in, and the closed list of types both databases hold alike |
//! | [`row!`], [`statements!`] | rows as structs; a department's statements as a table of contents |
//! | [`migrate()`] | brings a database to the current schema, one text for both |
//!
//! What is absent: no other crate names `sqlx`; there is no escape to a raw connection; nothing
//! here knows a table. Retrying a write is the business of whoever can repeat it whole
//! (`access::carry_out`); a [`Tx`] only says whether repeating may help ([`Tx::may_be_repeated`]).

mod aside;
mod backup;
mod bulk;
mod door;
mod error;
pub mod migrate;
mod postgres;
mod row;
mod statement;
mod together;
mod value;

pub use aside::SetAside;
pub use backup::{BackupError, backup, restore};
pub use bulk::{Bulk, BulkUpdate};
pub use door::{Db, Dialect, OpenOptions, Tx};
pub use error::DbError;
pub use migrate::migrate;
pub use row::{Column, FromRow, Row};
pub use serde_json::Value as Json;
pub use statement::{Binds, Promise, Statement};
pub use together::Write;
pub use uuid::Uuid;
pub use value::{Bind, Kind, Value};
