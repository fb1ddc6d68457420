//! Folds what commits appended into cells, at every level of area; it changes no answer.
//!
//! Changes are taken by deleting them, in the same transaction that adds them to the cells: two
//! mergers at once cannot take the same ones, and one that is cut off has taken none.

use crate::sql;
use db::{Bulk, Db, DbError, Kind, Tx, Value};
use std::collections::HashMap;
use terms::{Date, Month};

db::row! {
    /// A change as it was appended.
    pub(crate) struct ChangeRow {
        pub(crate) village: String,
        pub(crate) measure: String,
        pub(crate) segment: String,
        pub(crate) payer: String,
        pub(crate) person_group: String,
        pub(crate) kind: String,
        pub(crate) state: String,
        pub(crate) day: Date,
        pub(crate) n: i64,
    }
}

/// What a merge did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Merged {
    /// Changes folded in.
    pub changes: u64,
    /// Whether nothing was left at the end; else other writers were in the way, and the next merge
    /// goes on.
    pub complete: bool,
}

static CELLS: Bulk = Bulk {
    table: "coverage_cell",
    columns: &[
        ("area", Kind::Text),
        ("measure", Kind::Text),
        ("person_group", Kind::Text),
        ("kind", Kind::Text),
        ("day", Kind::Date),
        ("state", Kind::Text),
        ("segment", Kind::Text),
        ("payer", Kind::Text),
        ("n", Kind::Int),
    ],
    conflict: "ON CONFLICT (area, measure, person_group, kind, day, state, segment, payer) \
               DO UPDATE SET n = coverage_cell.n + excluded.n",
};

/// How often one chunk is begun again when another writer was in the way.
const TRIES_MAX: u32 = 10;

/// Folds in all changes there are, `rows_at_once` in a transaction: few while payments wait for the
/// same file, many while nobody does.
pub async fn merge_changes(db: &Db, rows_at_once: u32) -> Result<Merged, DbError> {
    let mut merged = Merged::default();
    let mut tries = 0;
    loop {
        let mut tx = db.write().await?;
        let done = match merge_chunk(&mut tx, rows_at_once.max(1)).await {
            Ok(n) => match tx.commit().await {
                Ok(()) => Ok(n),
                Err(error) => Err((matches!(error, DbError::Busy(_)), error)),
            },
            Err(error) => Err((tx.may_be_repeated(), error)),
        };
        match done {
            Ok(n) => {
                tries = 0;
                merged.changes += n;
                if n < u64::from(rows_at_once.max(1)) {
                    merged.complete = true;
                    return Ok(merged);
                }
            }
            Err((true, _)) if tries < TRIES_MAX => tries += 1,
            Err((true, _)) => return Ok(merged),
            Err((false, error)) => return Err(error),
        }
    }
}

async fn merge_chunk(tx: &mut Tx, rows_at_once: u32) -> Result<u64, DbError> {
    let changes = tx.all(&sql::TAKE_CHANGES, (i64::from(rows_at_once),)).await?;
    tx.insert_many(&CELLS, cells_of(&changes)).await?;
    Ok(u64::try_from(changes.len()).unwrap_or(u64::MAX))
}

/// Removes the cells that have come to nothing (a month whose last payer paid again leaves one);
/// answers how many. It reads every cell once, so it is work for the night, and only for room.
pub async fn drop_empty_cells(db: &Db) -> Result<u64, DbError> {
    let mut tx = db.write().await?;
    let n = tx.run(&sql::DROP_EMPTY_CELLS, ()).await?;
    tx.commit().await?;
    Ok(n)
}

/// Area, measure, group, kind, day, state, segment, payer: in the order of the key.
type CellKey<'c> = (&'c str, &'c str, &'c str, &'static str, Date, &'c str, &'c str, &'c str);

/// The sums of some changes at every level of area, in the order of the key, so that writers meet
/// cells in one order.
fn cells_of(changes: &[ChangeRow]) -> Vec<Vec<Value>> {
    let mut sums: HashMap<CellKey<'_>, i64> = HashMap::with_capacity(changes.len() * 4);
    for change in changes {
        let (measure, group) = (change.measure.as_str(), change.person_group.as_str());
        let (segment, payer) = (change.segment.as_str(), change.payer.as_str());
        let kinds: [Option<(&'static str, Date)>; 2] = match change.kind.as_str() {
            "tail" => [Some(("tail", change.day)), None],
            "flow" => [Some(("flow", change.day)), None],
            _ => [Some(("step", change.day)), Some(("month", Month::of(change.day).first_day()))],
        };
        // Codes are prefixes of what lies in them: nation, province, regency, district, village.
        for area in [0, 2, 5, 8, 13].into_iter().filter_map(|end| change.village.get(..end)) {
            for (kind, day) in kinds.into_iter().flatten() {
                let state = change.state.as_str();
                let key = (area, measure, group, kind, day, state, segment, payer);
                *sums.entry(key).or_default() += change.n;
            }
        }
    }
    let mut sums: Vec<(CellKey<'_>, i64)> = sums.into_iter().filter(|(_, n)| *n != 0).collect();
    sums.sort_unstable();
    sums.into_iter().map(|(key, n)| row(key, n)).collect()
}

fn row(
    (area, measure, group, kind, day, state, segment, payer): CellKey<'_>,
    n: i64,
) -> Vec<Value> {
    let text = |text: &str| Value::Text(Some(text.to_owned()));
    vec![
        text(area),
        text(measure),
        text(group),
        text(kind),
        Value::Date(Some(day)),
        text(state),
        text(segment),
        text(payer),
        Value::Int(Some(n)),
    ]
}
