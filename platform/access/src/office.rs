//! The office as one actor sees it: the only handle departments get.

use crate::{Duty, Grant, Keyring, Outside, Role, audit::Entry};
use db::Db;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};
use terms::{AreaCode, ids::UserId};
use uuid::Uuid;

/// The actor has no such duty here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "your role does not include “{duty}” for {place}; ask an administrator for the role, or a colleague who has it"
)]
pub struct Forbidden {
    /// The duty that was missing.
    pub duty: &'static str,
    /// Where.
    pub place: String,
}

impl Forbidden {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        format!(
            "Peran Anda tidak mencakup “{}” untuk {}; minta peran itu kepada administrator, atau minta rekan yang memilikinya",
            self.duty, self.place
        )
    }
}

/// A database seen by one actor, for one request or one command.
#[derive(Debug)]
pub struct Office {
    /// The database.
    pub db: Db,
    /// Time and law.
    pub outside: Outside,
    /// What opens personal data.
    pub keys: Arc<Keyring>,
    /// Who acts.
    pub actor: UserId,
    grants: Vec<Grant>,
    asked: AtomicBool,
    notes: Mutex<Vec<Entry>>,
}

impl Office {
    /// The office for someone who was recognised, with the grants in force now.
    #[must_use]
    pub fn new(
        db: Db,
        outside: Outside,
        keys: Arc<Keyring>,
        actor: UserId,
        grants: Vec<Grant>,
    ) -> Self {
        Self {
            db,
            outside,
            keys,
            actor,
            grants,
            asked: AtomicBool::new(false),
            notes: Mutex::default(),
        }
    }

    /// The office for work the system does by itself (demo, notices, rollups), everywhere. Its
    /// actor is the nil id and is audited like anyone.
    #[must_use]
    pub fn of_the_system(db: Db, outside: Outside, keys: Arc<Keyring>) -> Self {
        let roles = [Role::BranchStaff, Role::Finance, Role::Administrator, Role::Auditor];
        let grants = roles.into_iter().map(|role| Grant { role, area: None }).collect();
        Self::new(db, outside, keys, UserId(Uuid::nil()), grants)
    }

    /// The grants of the actor.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// Asks for a duty in an area.
    pub fn allow(&self, duty: Duty, area: &AreaCode) -> Result<(), Forbidden> {
        self.asked.store(true, Ordering::Relaxed);
        if self.grants.iter().any(|grant| grant.gives(duty, area)) {
            Ok(())
        } else {
            Err(Forbidden { duty: duty.word(), place: area.to_string() })
        }
    }

    /// Asks for a duty in the whole country.
    pub fn allow_everywhere(&self, duty: Duty) -> Result<(), Forbidden> {
        self.asked.store(true, Ordering::Relaxed);
        if self.grants.iter().any(|grant| grant.area.is_none() && grant.role.may(duty)) {
            Ok(())
        } else {
            Err(Forbidden { duty: duty.word(), place: "the whole country".into() })
        }
    }

    /// Where the actor has a duty: `None` is everywhere, an empty list is nowhere. For lists.
    #[must_use]
    pub fn areas_for(&self, duty: Duty) -> Option<Vec<AreaCode>> {
        self.asked.store(true, Ordering::Relaxed);
        let given: Vec<&Grant> = self.grants.iter().filter(|grant| grant.role.may(duty)).collect();
        if given.iter().any(|grant| grant.area.is_none()) {
            return None;
        }
        Some(given.into_iter().filter_map(|grant| grant.area.clone()).collect())
    }

    /// Says that this is about the actor's own account, which needs no duty (a password, a session).
    pub fn on_own_account(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    /// Begins a command: what an earlier one asked does not count for this one.
    pub(crate) fn forget_asking(&self) {
        self.asked.store(false, Ordering::Relaxed);
    }

    /// Whether a duty was asked for at all. A command that never asked is a defect of ours.
    #[must_use]
    pub fn has_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Notes an act for the audit; written with the block of this commit. `detail` holds ids and
    /// counts, never a name or a number of a person.
    pub fn note(
        &self,
        action: &'static str,
        subject_kind: &'static str,
        subject: Option<Uuid>,
        detail: impl Into<String>,
    ) {
        let entry = Entry {
            at: self.outside.now,
            actor: self.actor,
            action,
            subject_kind,
            subject,
            detail: detail.into(),
        };
        self.notes.lock().expect("no panic while noting").push(entry);
    }

    /// Takes the notes to write them down.
    pub fn take_notes(&self) -> Vec<Entry> {
        std::mem::take(&mut *self.notes.lock().expect("no panic while noting"))
    }

    /// Writes down what was read, in a commit of its own, before the answer leaves.
    pub async fn record_reads(&self) -> Result<(), db::DbError> {
        let notes = self.take_notes();
        if notes.is_empty() {
            return Ok(());
        }
        let seed = self.outside.id(self.actor.0, "read", notes.len() as u64);
        crate::audit::record(&self.db, &self.outside, seed, &notes).await
    }
}
