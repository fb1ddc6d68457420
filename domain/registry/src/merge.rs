//! Two records found to be one person: nothing is deleted, and the way back stays open.
//!
//! Only a record that stands for itself is kept or merged, so there are no circles and every
//! merged record points straight at the kept one. Numbers of merged records find the kept one.

use crate::{RegistryRefusal, change, sql};
use access::{Duty, Office};
use db::{BulkUpdate, Kind, Tx, Uuid, Value, row};
use terms::{AreaCode, Bucket, ids::PersonId};

/// A merge, or its undoing, for whoever counts people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The merge.
    pub id: Uuid,
    /// The record that is the person.
    pub kept: PersonId,
    /// Where that one lives.
    pub kept_village: AreaCode,
    /// The record that was merged into it.
    pub merged: PersonId,
    /// Where that one says they live.
    pub merged_village: AreaCode,
}

row! {
    /// A merge on record that was not undone.
    pub(crate) struct MergeRow {
        kept: PersonId,
        merged: PersonId,
    }
}

/// Merges `merged` into `kept`, under the id the caller made. Refused unless both stand for
/// themselves and the actor may merge where both live.
pub async fn merge(
    tx: &mut Tx,
    office: &Office,
    id: Uuid,
    kept: PersonId,
    merged: PersonId,
    reason: &str,
) -> Result<Merged, RegistryRefusal> {
    if kept == merged {
        let _ = office.areas_for(Duty::Merge);
        return Err(RegistryRefusal::MergeIntoItself);
    }
    let kept_head = change::person_for(tx, office, Duty::Merge, kept).await?;
    let merged_head = change::person_for(tx, office, Duty::Merge, merged).await?;
    let now = office.outside.now;
    tx.run(&sql::POINT_MERGED_ON, (kept, merged)).await?;
    tx.run(&sql::MARK_MERGED, (Some(kept), now, merged_head.bucket(), merged)).await?;
    change::remember(tx, office, &merged_head, "merged_into", false).await?;
    let reason: String = reason.trim().chars().take(300).collect();
    tx.run(&sql::ADD_MERGE, (id, kept, merged, reason, now, office.actor.0)).await?;
    office.note("merge", "person", Some(kept.0), merged.to_string());
    office.note("merge", "person", Some(merged.0), kept.to_string());
    Ok(Merged {
        id,
        kept,
        kept_village: kept_head.village,
        merged,
        merged_village: merged_head.village,
    })
}

static POINT_BACK: BulkUpdate = BulkUpdate {
    table: "person",
    key: &[("bucket", Kind::Int), ("id", Kind::Uuid)],
    columns: &[("merged_into", Kind::Uuid)],
};

/// Undoes a merge: the record stands for itself again, with whatever had been merged into it.
pub async fn unmerge(tx: &mut Tx, office: &Office, id: Uuid) -> Result<Merged, RegistryRefusal> {
    let Some(MergeRow { kept, merged }) = tx.first(&sql::OPEN_MERGE, (id,)).await? else {
        let _ = office.areas_for(Duty::Merge);
        return Err(RegistryRefusal::NoSuchMerge);
    };
    let kept_head = change::record_for(tx, office, Duty::Merge, kept).await?;
    let merged_head = change::record_for(tx, office, Duty::Merge, merged).await?;
    let now = office.outside.now;
    tx.run(&sql::UNDO_MERGE, (now, office.actor.0, id)).await?;
    tx.run(&sql::MARK_MERGED, (None, now, merged_head.bucket(), merged)).await?;
    change::remember(tx, office, &merged_head, "merged_into", false).await?;
    let below: Vec<(PersonId,)> = tx.all(&sql::MERGED_BELOW, (merged,)).await?;
    let rows = below.into_iter().map(|(person,)| {
        let bucket = Value::Int(Some(Bucket::of(person).get()));
        vec![bucket, Value::Uuid(Some(person.0)), Value::Uuid(Some(merged.0))]
    });
    tx.update_many(&POINT_BACK, rows.collect()).await?;
    office.note("unmerge", "person", Some(kept.0), merged.to_string());
    office.note("unmerge", "person", Some(merged.0), kept.to_string());
    Ok(Merged {
        id,
        kept,
        kept_village: kept_head.village,
        merged,
        merged_village: merged_head.village,
    })
}

/// The two records of a merge that was not undone: kept, merged. For whoever counts them.
pub async fn merge_of(tx: &mut Tx, id: Uuid) -> Result<Option<(PersonId, PersonId)>, db::DbError> {
    let found = tx.first(&sql::OPEN_MERGE, (id,)).await?;
    Ok(found.map(|MergeRow { kept, merged }| (kept, merged)))
}
