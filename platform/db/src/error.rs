//! What can go wrong at the door, sorted by what the caller can do about it.

/// A failure of the database or of a statement's promise.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The address names a kind of database we do not know.
    #[error(
        "“{0}” is not a database address; give a file path for SQLite or postgres://… for PostgreSQL"
    )]
    Address(String),
    /// The database cannot be reached or opened.
    #[error("the database cannot be opened: {0}")]
    Open(#[source] sqlx::Error),
    /// Another writer was in the way; the whole transaction may be tried again.
    #[error("the database was busy with another change; please try again")]
    Busy(#[source] sqlx::Error),
    /// A unique rule said no. The name is the constraint's on PostgreSQL and `table.column` on SQLite.
    #[error("something with the same key exists already ({0})")]
    Unique(String),
    /// Another named rule of the schema said no.
    #[error("the change breaks the rule {0} of the database")]
    Rule(String),
    /// No room, no permission, or a fault of the disk.
    #[error("the database could not store the change: {0}")]
    Storage(#[source] sqlx::Error),
    /// The schema is newer than the program, or was changed by hand.
    #[error("{0}")]
    Schema(String),
    /// A statement did not answer what it promised: a defect of ours.
    #[error("the statement {statement} did not answer as promised: {reason}")]
    Broken {
        /// Name of the statement.
        statement: &'static str,
        /// What was wrong.
        reason: String,
    },
    /// Anything else, with its cause.
    #[error("the database refused {statement}: {cause}")]
    Other {
        /// Name of the statement, or of the step.
        statement: &'static str,
        /// What the database said.
        #[source]
        cause: sqlx::Error,
    },
}

impl DbError {
    /// Sorts what a database said.
    pub(crate) fn sort(statement: &'static str, cause: sqlx::Error) -> Self {
        let Some(error) = cause.as_database_error() else {
            return match cause {
                sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => {
                    Self::Busy(cause)
                }
                cause => Self::Other { statement, cause },
            };
        };
        let code = error.code().unwrap_or_default().into_owned();
        let constraint = error.constraint().map(str::to_owned);
        let message = error.message().to_owned();
        match code.as_str() {
            // PostgreSQL: serialization failure, deadlock, shutting down, too many connections.
            "40001" | "40P01" | "57P01" | "57P02" | "57P03" | "53300" => Self::Busy(cause),
            // SQLite: BUSY and LOCKED in their extended forms.
            "5" | "6" | "261" | "517" | "773" | "262" => Self::Busy(cause),
            "23505" | "2067" | "1555" => {
                Self::Unique(constraint.unwrap_or_else(|| after_colon(&message)))
            }
            "23503" | "23514" | "23502" | "275" | "787" | "1299" | "19" | "1811" | "P0001" => {
                Self::Rule(constraint.unwrap_or_else(|| after_colon(&message)))
            }
            "53100" | "53200" | "13" | "10" | "778" | "8" | "1032" => Self::Storage(cause),
            _ => Self::Other { statement, cause },
        }
    }
}

fn after_colon(message: &str) -> String {
    message.rsplit_once(": ").map_or(message, |(_, name)| name).to_owned()
}
