//! What changed on a person's record: for the second of two officers, and for the timeline.

use crate::{RegistryRefusal, change, sql};
use access::{Command, CommandHeader, Duty, Office};
use db::{DbError, Tx, Uuid, row};
use terms::{
    Bucket, Date, Timestamp,
    ids::{PersonId, UserId},
};

row! {
    /// A change of a record.
    pub struct RecordChange {
        /// The version the record had from then on.
        pub version: i64,
        /// Names of the fields, parted by commas.
        pub fields: String,
        /// When.
        pub at: Timestamp,
        /// By whom.
        pub by: UserId,
        /// Who that is, as colleagues know them; none for the system's own work.
        pub by_name: Option<String>,
    }
}

row! {
    /// Something that happened to a record.
    pub struct RecordEvent {
        /// When it was written down, where that is known.
        pub at: Option<Timestamp>,
        /// The day it is about.
        pub on: Option<Date>,
        /// `registered`, `attested`, `group_joined`, `corrected` ….
        pub kind: String,
        /// Who wrote it down, where that is known.
        pub by: Option<UserId>,
        /// What about: the group, the purpose, the fields.
        pub subject: String,
        /// More about it: the area, the words, the role.
        pub detail: String,
        /// Still more: the source, the statement.
        pub more: String,
    }
}

row! {
    /// A merge a record took part in.
    pub struct MergeEvent {
        /// The merge.
        pub id: Uuid,
        /// The record that stays.
        pub kept: PersonId,
        /// The record that points to it.
        pub merged: PersonId,
        /// Why.
        pub reason: String,
        /// When.
        pub merged_at: Timestamp,
        /// By whom.
        pub merged_by: UserId,
        /// When it was taken back.
        pub undone_at: Option<Timestamp>,
        /// By whom.
        pub undone_by: Option<UserId>,
    }
}

/// What changed on a record after a version, newest first. For whoever may change it.
pub async fn changes_since(
    tx: &mut Tx,
    office: &Office,
    person: PersonId,
    version: i64,
) -> Result<Vec<RecordChange>, RegistryRefusal> {
    change::record_for(tx, office, Duty::Enrol, person).await?;
    Ok(tx.all(&sql::CHANGES_SINCE, (Bucket::of(person), person, version)).await?)
}

/// Everything that happened to a record, in no order. Whoever shows it has asked for the record
/// ([`crate::person_record`]).
pub async fn record_history(
    tx: &mut Tx,
    person: PersonId,
) -> Result<(Vec<RecordEvent>, Vec<MergeEvent>), DbError> {
    let events = tx.all(&sql::PERSON_HISTORY, (Bucket::of(person), person)).await?;
    Ok((events, tx.all(&sql::MERGE_HISTORY, (person,)).await?))
}

/// A change of a record that is made only if the record is still the one that was looked at.
#[derive(Clone, Debug)]
pub struct IfUnchanged<C> {
    /// Whose record.
    pub person: PersonId,
    /// The version that was looked at; none asks nothing.
    pub version: Option<i64>,
    /// The change.
    pub command: C,
}

impl<C: Command> Command for IfUnchanged<C>
where
    C::Refusal: From<RegistryRefusal>,
{
    const NAME: &'static str = C::NAME;
    type Answer = C::Answer;
    type Refusal = C::Refusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<C::Answer, C::Refusal> {
        if let Some(version) = self.version {
            let head = change::record_for(tx, office, Duty::Enrol, self.person).await?;
            if head.version != version {
                return Err(RegistryRefusal::Stale(head.version).into());
            }
        }
        self.command.apply(header, office, tx).await
    }
}
