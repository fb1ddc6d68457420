//! Proof that the kept counts equal a count of everyone made anew.
//!
//! Both sides are summed per regency and written out in steps, so memory is bounded by areas, groups
//! and days, not by people. Rosters of a province or of the nation are above a regency and are not
//! compared here.

use crate::{
    compare::{Counted, compare},
    sql,
};
use access::Office;
use contribution::check::CheckError;
use db::{Tx, Uuid};
use ledger::Invariant;

/// How many differences are named.
const NAMED_MAX: usize = 5;
/// Length of a regency's code.
const REGENCY: usize = 5;

db::row! {
    /// A kept count of a regency.
    pub(crate) struct KeptRow {
        area: String,
        measure: String,
        person_group: String,
        segment: String,
        payer: String,
        kind: String,
        state: String,
        day: terms::Date,
        n: i64,
    }
}

impl From<KeptRow> for Counted {
    fn from(row: KeptRow) -> Self {
        let KeptRow { area, measure, person_group, segment, payer, kind, state, day, n } = row;
        Self { area, measure, person_group, segment, payer, kind, state, day, n }
    }
}

/// Every invariant of this department.
pub async fn check(tx: &mut Tx, office: &Office) -> Result<Vec<Invariant>, CheckError> {
    let grace_months = office.outside.law.cover_parameters(office.outside.today())?.grace_months;
    let mut kept: Vec<Counted> = Vec::new();
    tx.each(&sql::KEPT_OF_REGENCIES, (), |row: KeptRow| kept.push(row.into())).await?;
    let mut anew: Vec<Counted> = Vec::new();
    let mut after = Uuid::nil();
    while let Some((last, rows)) = contribution::recount_page(tx, office, after).await? {
        after = last;
        anew.extend(rows.into_iter().filter_map(|row| {
            let area = row.area.get(..REGENCY)?.to_owned();
            Some(Counted {
                area,
                measure: row.measure.into(),
                person_group: row.person_group,
                segment: row.segment.into(),
                payer: row.payer.into(),
                kind: row.kind.into(),
                state: row.state.into(),
                day: row.day,
                n: row.n,
            })
        }));
        summed(&mut anew);
    }
    let found = compare(kept, anew, grace_months, NAMED_MAX);
    Ok(vec![Invariant::new(
        "counts_equal_a_recount",
        "Hitungan cakupan sama dengan hitungan ulang setiap orang",
        "The kept coverage counts equal a count of everyone made anew",
        found.into_iter().map(|d| format!("{} from {}: {:+}", d.head, d.day, d.by)).collect(),
    )])
}

/// Sums equal rows, so that the count anew never holds more than one row an area, group and day.
fn summed(rows: &mut Vec<Counted>) {
    rows.sort_by(|a, b| key(a).cmp(&key(b)));
    rows.dedup_by(|next, kept| {
        let same = key(next) == key(kept);
        if same {
            kept.n += next.n;
        }
        same
    });
    rows.retain(|row| row.n != 0);
}

fn key(row: &Counted) -> (&str, &str, &str, &str, &str, &str, &str, terms::Date) {
    (
        &row.area,
        &row.measure,
        &row.person_group,
        &row.segment,
        &row.payer,
        &row.kind,
        &row.state,
        row.day,
    )
}
