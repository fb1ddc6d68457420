//! Posting: many journals at once, each at most once, none into a closed month.

use crate::{Account, Journal, LedgerError, account, sql};
use access::Office;
use db::{Bind, Bulk, DbError, Kind, Tx, Value, Write};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, Month, Rupiah};

/// The slot of what the office posts by itself. Writers that share commits use slots from 0 up, so
/// that no two update the same row of an account's day.
pub const OFFICE_SLOT: i64 = -1;

static ACCOUNTS: Bulk = Bulk {
    table: "account",
    columns: &[
        ("code", Kind::Text),
        ("fund", Kind::Text),
        ("name_id", Kind::Text),
        ("name_en", Kind::Text),
        ("kind", Kind::Text),
        ("normal", Kind::Text),
        ("not_negative", Kind::Int),
        ("subledger", Kind::Text),
    ],
    conflict: "ON CONFLICT (code) DO UPDATE SET name_id = excluded.name_id, \
               name_en = excluded.name_en, subledger = excluded.subledger",
};

static JOURNALS: Bulk = Bulk {
    table: "journal",
    columns: &[
        ("id", Kind::Uuid),
        ("kind", Kind::Text),
        ("business_key", Kind::Text),
        ("effective_on", Kind::Date),
        ("recorded_at", Kind::Instant),
        ("actor", Kind::Uuid),
        ("reverses", Kind::Uuid),
        ("note", Kind::Text),
    ],
    conflict: "",
};

static POSTINGS: Bulk = Bulk {
    table: "posting",
    columns: &[
        ("journal", Kind::Uuid),
        ("line", Kind::Int),
        ("account", Kind::Text),
        ("debit", Kind::Int),
        ("credit", Kind::Int),
    ],
    conflict: "",
};

static ACCOUNT_DAYS: Bulk = Bulk {
    table: "account_day",
    columns: &[
        ("account", Kind::Text),
        ("effective_on", Kind::Date),
        ("slot", Kind::Int),
        ("debit", Kind::Int),
        ("credit", Kind::Int),
    ],
    conflict: "ON CONFLICT (account, effective_on, slot) DO UPDATE SET \
               debit = account_day.debit + excluded.debit, \
               credit = account_day.credit + excluded.credit",
};

/// Puts the chart this program was built with into the database. Names may change; what an
/// account *is* may not.
pub async fn load_chart(tx: &mut Tx) -> Result<(), DbError> {
    let rows = account::chart().iter().map(|line| {
        vec![
            line.code.as_str().value(),
            line.fund.value(),
            line.name_id.as_str().value(),
            line.name_en.as_str().value(),
            line.kind.as_str().value(),
            line.normal.word().value(),
            i64::from(line.is_never_negative()).value(),
            line.subledger.as_str().value(),
        ]
    });
    tx.insert_many(&ACCOUNTS, rows.collect()).await.map(|_| ())
}

/// Posts journals: their lines, and each account's day in this writer's slot. All or none.
pub async fn post(
    tx: &mut Tx,
    office: &Office,
    slot: i64,
    journals: &[Journal],
) -> Result<(), LedgerError> {
    let closed = closed_through(tx).await?;
    let writes = postings(office, slot, journals, closed)?;
    match tx.write_all(writes).await {
        Err(DbError::Unique(_)) => return Err(LedgerError::AlreadyPosted),
        done => done?,
    }
    let reversed: BTreeSet<_> = journals.iter().filter_map(|journal| journal.reverses).collect();
    if !reversed.is_empty() {
        let reversed = reversed.into_iter().map(|journal| journal.0).collect();
        if let Some((journal,)) = tx.first(&sql::OVER_REVERSED_AMONG, (reversed,)).await? {
            return Err(LedgerError::ReversesTooMuch { journal });
        }
    }
    Ok(())
}

/// The rows of journals, to be written with what they stand for; `closed` is [`closed_through`], read
/// in the same transaction. For journals that take nothing back.
pub fn postings(
    office: &Office,
    slot: i64,
    journals: &[Journal],
    closed: Option<Month>,
) -> Result<Vec<Write>, LedgerError> {
    journals.iter().try_for_each(Journal::must_balance)?;
    let first = journals.iter().map(|journal| Month::of(journal.effective_on)).min();
    if let Some(month) = first.filter(|month| closed.is_some_and(|closed| *month <= closed)) {
        return Err(LedgerError::ClosedMonth { month });
    }
    for journal in journals {
        office.note("post", "journal", Some(journal.id.0), journal.kind);
    }
    let heads = journals.iter().map(|journal| journal_row(office, journal)).collect();
    Ok(vec![
        Write::Insert(&JOURNALS, heads),
        Write::Insert(&POSTINGS, posting_rows(journals)),
        Write::Insert(&ACCOUNT_DAYS, account_day_rows(slot, journals)?),
    ])
}

/// The months that were closed, in order. A month before the first of them is closed as well: see
/// [`closed_through`].
pub async fn closed_months(tx: &mut Tx) -> Result<Vec<Month>, DbError> {
    Ok(tx.all(&sql::CLOSED_MONTHS, ()).await?.into_iter().map(|(month, _, _, _)| month).collect())
}

/// The last closed month: it and all before it take no new effective dates.
pub async fn closed_through(tx: &mut Tx) -> Result<Option<Month>, DbError> {
    Ok(tx.one(&sql::CLOSED_THROUGH, ()).await?.0)
}

fn journal_row(office: &Office, journal: &Journal) -> Vec<Value> {
    vec![
        journal.id.value(),
        journal.kind.value(),
        journal.business_key.as_str().value(),
        journal.effective_on.value(),
        office.outside.now.value(),
        office.actor.value(),
        journal.reverses.value(),
        journal.note.as_str().value(),
    ]
}

fn posting_rows(journals: &[Journal]) -> Vec<Vec<Value>> {
    let mut rows = Vec::with_capacity(journals.iter().map(|journal| journal.lines.len()).sum());
    for journal in journals {
        for (n, line) in (1i64..).zip(&journal.lines) {
            rows.push(vec![
                journal.id.value(),
                n.value(),
                line.account.code().value(),
                line.debit.value(),
                line.credit.value(),
            ]);
        }
    }
    rows
}

/// One row an account and day, in the order of the key, so that two writers never wait crosswise.
fn account_day_rows(slot: i64, journals: &[Journal]) -> Result<Vec<Vec<Value>>, LedgerError> {
    let mut days: BTreeMap<(Account, Date), (Rupiah, Rupiah)> = BTreeMap::new();
    for journal in journals {
        for line in &journal.lines {
            let (debit, credit) = days.entry((line.account, journal.effective_on)).or_default();
            *debit = debit.plus(line.debit)?;
            *credit = credit.plus(line.credit)?;
        }
    }
    let row = |((account, on), (debit, credit)): ((Account, Date), (Rupiah, Rupiah))| {
        vec![account.code().value(), on.value(), slot.value(), debit.value(), credit.value()]
    };
    Ok(days.into_iter().map(row).collect())
}
