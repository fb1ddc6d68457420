//! Everyone counted anew from their months: what the kept counts must equal.

use crate::{counting::changes, ledger_of::writings, pay::PayRefusal, sql};
use access::Office;
use db::{Tx, Uuid};
use terms::Date;

/// One row of a count made anew.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recounted {
    /// The area the row is counted in: a village, or the area of a roster.
    pub area: String,
    /// `persons` or `memberships`.
    pub measure: &'static str,
    /// The roster, or empty.
    pub person_group: String,
    /// The segment, or empty.
    pub segment: &'static str,
    /// The payer, or empty.
    pub payer: &'static str,
    /// `step`, `tail` or `flow`.
    pub kind: &'static str,
    /// The state; empty for a tail.
    pub state: &'static str,
    /// The day.
    pub day: Date,
    /// How many more.
    pub n: i64,
}

/// People counted at once.
const PAGE: u32 = 1_000;

/// Counts the next page of people anew, after `after` (the nil id to begin); answers the last person
/// of the page and the rows, or nothing at the end.
pub async fn recount_page(
    tx: &mut Tx,
    office: &Office,
    after: Uuid,
) -> Result<Option<(Uuid, Vec<Recounted>)>, PayRefusal> {
    let people: Vec<(Uuid,)> = tx.all(&sql::PEOPLE_COUNTED, (after, PAGE)).await?;
    let people: Vec<Uuid> = people.into_iter().map(|(person,)| person).collect();
    let Some(last) = people.last().copied() else { return Ok(None) };
    let mut rows = Vec::new();
    for (head, atoms) in writings(tx, office, &people).await? {
        changes(&head, atoms, &mut rows);
    }
    let rows = rows.into_iter().map(|change| Recounted {
        area: change.head.village,
        measure: change.head.measure,
        person_group: change.head.group,
        segment: change.head.segment,
        payer: change.head.payer,
        kind: change.kind,
        state: change.state,
        day: change.day,
        n: change.n,
    });
    Ok(Some((last, rows.collect())))
}
