//! A database with its law, its keys and its clock, and people to act in it.

use crate::Fresh;
use access::{
    Command, CommandError, CommandHeader, Grant, Keyring, Office, Outside, Passwords, Role,
};
use db::{Db, DbError, FromRow, Statement};
use jiff::Timestamp;
use regulation::Law;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};
use terms::ids::{CommandId, UserId};

/// A fresh database and what its commands are handed.
#[derive(Debug)]
pub struct World {
    /// The database and its folder.
    pub fresh: Fresh,
    /// The law it runs under; replace it to try another.
    pub law: Arc<Law>,
    /// The same keys in every test.
    pub keys: Arc<Keyring>,
    /// Where passwords are checked.
    pub passwords: Passwords,
    clock: Mutex<Timestamp>,
    commands: AtomicU64,
}

impl World {
    /// On a fresh SQLite file.
    pub async fn on_sqlite() -> Self {
        Self::on(Fresh::sqlite().await)
    }

    /// On a fresh PostgreSQL database; none only where that was left out, loudly.
    pub async fn on_postgres() -> Option<Self> {
        Fresh::postgres().await.map(Self::on)
    }

    /// On this database, on 21 November 2026 at eight in Jakarta.
    #[must_use]
    pub fn on(fresh: Fresh) -> Self {
        Self {
            fresh,
            law: Arc::new(Law::built_in().clone()),
            keys: Arc::new(Keyring::for_tests()),
            passwords: Passwords::new(),
            clock: Mutex::new("2026-11-21T08:00:00+07:00".parse().expect("a time")),
            commands: AtomicU64::new(0),
        }
    }

    /// The open database.
    #[must_use]
    pub fn db(&self) -> Db {
        self.fresh.db.clone()
    }

    /// What time it is here.
    ///
    /// # Panics
    /// Never: nothing panics while it holds the clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        *self.clock.lock().expect("no panic while holding the clock")
    }

    /// Sets the clock: `2024-04-01` is eight in the morning in Jakarta, or a whole instant.
    ///
    /// # Panics
    /// When it is neither.
    pub fn at(&self, when: &str) -> &Self {
        let whole =
            if when.len() == 10 { format!("{when}T08:00:00+07:00") } else { when.to_owned() };
        let now = whole.parse().unwrap_or_else(|e| panic!("“{when}” is no time: {e}"));
        *self.clock.lock().expect("no panic while holding the clock") = now;
        self
    }

    /// Lets time pass.
    ///
    /// # Panics
    /// Past the year 9999.
    pub fn wait(&self, span: jiff::SignedDuration) -> &Self {
        *self.clock.lock().expect("no panic while holding the clock") += span;
        self
    }

    /// Time and law as of now.
    #[must_use]
    pub fn outside(&self) -> Outside {
        Outside::new(self.now(), Arc::clone(&self.law))
    }

    /// The office as somebody of this role sees it, in an area or (none) the whole country. The same
    /// role and area is the same actor.
    ///
    /// # Panics
    /// When the area is not a code.
    #[must_use]
    pub fn office(&self, role: Role, area: Option<&str>) -> Office {
        let name = format!("{} {}", role.word(), area.unwrap_or("everywhere"));
        let beginning = Outside::new(Timestamp::UNIX_EPOCH, Arc::clone(&self.law));
        let actor = beginning.id(db::Uuid::nil(), &name, 0);
        let area = area.map(|area| area.parse().unwrap_or_else(|e| panic!("{area}: {e}")));
        self.office_of(UserId(actor), vec![Grant { role, area }])
    }

    /// The office as this user sees it.
    #[must_use]
    pub fn office_of(&self, user: UserId, grants: Vec<Grant>) -> Office {
        Office::new(self.db(), self.outside(), Arc::clone(&self.keys), user, grants)
    }

    /// The office of the system's own work.
    #[must_use]
    pub fn system(&self) -> Office {
        Office::of_the_system(self.db(), self.outside(), Arc::clone(&self.keys))
    }

    /// A header with an id of its own, over this content.
    #[must_use]
    pub fn header(&self, content: &str) -> CommandHeader {
        let n = self.commands.fetch_add(1, Ordering::Relaxed);
        CommandHeader::new(
            CommandId(self.outside().id(db::Uuid::nil(), "command", n)),
            content.as_bytes(),
        )
    }

    /// Carries a command out under an id of its own.
    pub async fn carry_out<C: Command>(
        &self,
        office: &Office,
        command: &C,
    ) -> Result<C::Answer, CommandError<C::Refusal>> {
        access::carry_out(office, &self.header(C::NAME), command).await
    }
}

/// Runs a text the departments do not have, in a transaction of its own: for proofs that the
/// database itself refuses, and for damage done on purpose.
pub async fn raw(db: &Db, sql: &str) -> Result<u64, DbError> {
    let mut tx = db.write().await?;
    let n = tx.run(kept::<()>(sql), ()).await?;
    tx.commit().await?;
    Ok(n)
}

/// The rows of a text the departments do not have.
pub async fn raw_rows<R: FromRow + 'static>(db: &Db, sql: &str) -> Result<Vec<R>, DbError> {
    db.read().await?.all(kept::<R>(sql), ()).await
}

/// A statement lives as long as the program; a test may leak a few.
fn kept<R: FromRow + 'static>(sql: &str) -> &'static Statement<(), R> {
    Box::leak(Box::new(Statement::new("raw", Box::leak(sql.to_owned().into_boxed_str()))))
}
