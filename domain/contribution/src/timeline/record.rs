//! The part of a timeline that is the register's: the record, what belongs to it, merges.

use super::{Entry, day_begins};
use registry::{MergeEvent, RecordEvent};
use terms::{Timestamp, ids::PersonId};

/// Fields that have entries of their own and are not told as corrections again.
const TOLD_ELSEWHERE: [&str; 6] =
    ["occupations", "heirs", "consents", "attestations", "groups", "merged_into"];

/// The entries of a record.
pub(super) fn entries(
    person: PersonId,
    events: Vec<RecordEvent>,
    merges: &[MergeEvent],
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = events.into_iter().filter_map(of_event).collect();
    entries.extend(merges.iter().flat_map(|merge| of_merge(person, merge)));
    entries
}

fn of_event(event: RecordEvent) -> Option<Entry> {
    let at = event.at.or_else(|| event.on.map(day_begins)).unwrap_or(Timestamp::UNIX_EPOCH);
    let id = format!("{}:{}:{}", at.as_microsecond(), event.subject, event.detail);
    let (kind, subject, detail, more) = match event.kind.as_str() {
        "registered" => ("registered", "origin", "village", "-"),
        "attested" => ("attested", "attested_by", "role", "statement"),
        "group_joined" => ("group_joined", "group", "area", "source"),
        "group_left" => ("group_left", "group", "area", "source"),
        "work_added" => ("work_added", "occupation", "place", "hours"),
        "work_ended" => ("work_ended", "occupation", "place", "hours"),
        "heir_added" => ("heir_added", "name", "relation", "-"),
        "heir_removed" => ("heir_removed", "name", "relation", "-"),
        "consent_given" => ("consent_given", "purpose", "text_version", "given_how"),
        "consent_withdrawn" => ("consent_withdrawn", "purpose", "text_version", "given_how"),
        "corrected" if TOLD_ELSEWHERE.contains(&event.subject.as_str()) => return None,
        "corrected" => ("corrected", "fields", "version", "-"),
        _ => return None,
    };
    let mut entry = Entry::new(kind, at, id)
        .by(event.by)
        .arg(subject, event.subject)
        .arg(detail, event.detail)
        .arg(more, event.more);
    entry.on = event.on;
    Some(entry)
}

fn of_merge(person: PersonId, merge: &MergeEvent) -> Vec<Entry> {
    let (made, undone, other) = if merge.kept == person {
        ("merged_in", "merge_undone", merge.merged)
    } else {
        ("merged_away", "merge_undone", merge.kept)
    };
    let mut entries = vec![
        Entry::new(made, merge.merged_at, merge.id)
            .by(Some(merge.merged_by))
            .arg("other", other)
            .arg("merge", merge.id)
            .arg("reason", &merge.reason),
    ];
    if let Some(at) = merge.undone_at {
        entries.push(
            Entry::new(undone, at, merge.id)
                .by(merge.undone_by)
                .arg("other", other)
                .arg("merge", merge.id),
        );
    }
    entries
}
