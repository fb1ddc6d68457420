//! Proves the invariants of the books on a live database, in bounded memory.
//!
//! What looks at every posting goes month by month. Members' own entries beside savings are
//! checked where they are kept, in contribution. A ledger that balances has not thereby lost
//! nothing: whole journals may be missing, which only the senders' own lists can show.

use crate::{books::FIRST_DAY, sql};
use db::{DbError, Tx};
use std::fmt::Display;
use terms::{Date, Month};

/// Something that must hold, and whether it does.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Invariant {
    /// Its stable name.
    pub name: &'static str,
    /// The sentence in Indonesian.
    pub sentence_id: &'static str,
    /// The sentence in English.
    pub sentence_en: &'static str,
    /// Whether it holds.
    pub ok: bool,
    /// The first few that break it: ids, codes and days only.
    pub found: Vec<String>,
}

/// How many offenders are named.
const FOUND_MAX: usize = 5;

/// Checks everything the books themselves must keep.
pub async fn check(tx: &mut Tx) -> Result<Vec<Invariant>, DbError> {
    let mut postings = postings_by_month(tx).await?;
    postings.fees.extend(words(tx.all(&sql::UNKNOWN_EXPENSES, ()).await?, |(code,)| code));
    let [balanced, days, fees] = [postings.unbalanced, postings.unlike_days, postings.fees];
    let funds = tx.all(&sql::FUND_DAYS_UNEQUAL, ()).await?;
    let due = tx.all(&sql::DUE_UNEQUAL, ()).await?;
    let negative = tx.all(&sql::NEGATIVE_DAYS, ()).await?;
    let reversed = tx.all(&sql::OVER_REVERSED, ()).await?;
    let returns = tx.all(&sql::RETURNS_UNEQUAL, ()).await?;
    Ok(vec![
        Invariant::new(
            "journals_balance_in_each_fund",
            "Setiap jurnal seimbang di setiap dana.",
            "Each journal balances within each fund.",
            balanced,
        ),
        Invariant::new(
            "funds_sum_to_zero",
            "Debit dan kredit setiap dana sama pada setiap tanggal.",
            "The debits and credits of each fund are equal on every day.",
            words(funds, |(fund, day)| format!("{fund} {day}")),
        ),
        Invariant::new(
            "due_to_is_due_from",
            "Utang penampungan kepada setiap dana sama dengan piutang dana itu.",
            "What the pool owes each fund is what the fund is owed.",
            words(due, |(day,)| day),
        ),
        Invariant::new(
            "never_negative",
            "Akun yang tidak boleh negatif tidak pernah negatif pada akhir hari.",
            "Accounts that may not be negative never were at the end of a day.",
            words(negative, |(account, day, held)| format!("{account} {day} {held}")),
        ),
        Invariant::new(
            "days_equal_postings",
            "Jumlah harian setiap akun sama dengan jumlah barisnya.",
            "Each account's sums by day equal its postings.",
            days,
        ),
        Invariant::new(
            "taken_back_at_most_what_was",
            "Pembatalan paling banyak sebesar jurnal yang dibatalkan, dengan sisi tertukar.",
            "What is taken back from a journal is at most that journal with its sides swapped.",
            words(reversed, |(journal,)| journal),
        ),
        Invariant::new(
            "benefit_funds_bear_no_fees",
            "Dana jaminan tidak menanggung insentif agen atau biaya kanal.",
            "Benefit funds bear no agents' incentives and no channel fees.",
            fees,
        ),
        Invariant::new(
            "savings_equal_members_account",
            "Jumlah saldo JHT peserta sama dengan akun JHT-2210, dan tidak ada yang negatif.",
            "Members' savings sum to account JHT-2210, and none is below zero.",
            savings(tx).await?,
        ),
        Invariant::new(
            "return_is_shared_out_whole",
            "Hasil setahun yang dikreditkan ditambah sisanya sama dengan yang dibagikan.",
            "A year's credited return and what is left of it are all that was shared out.",
            words(returns, |(year,)| year),
        ),
        Invariant::new(
            "closed_months_stay",
            "Bulan yang ditutup tidak berubah lagi.",
            "A closed month has not changed since.",
            closed(tx).await?,
        ),
    ])
}

impl Invariant {
    /// An invariant with those that break it; it holds if there are none.
    #[must_use]
    pub fn new(
        name: &'static str,
        sentence_id: &'static str,
        sentence_en: &'static str,
        mut found: Vec<String>,
    ) -> Self {
        found.truncate(FOUND_MAX);
        Self { name, sentence_id, sentence_en, ok: found.is_empty(), found }
    }
}

#[derive(Default)]
struct Postings {
    unbalanced: Vec<String>,
    unlike_days: Vec<String>,
    fees: Vec<String>,
}

async fn postings_by_month(tx: &mut Tx) -> Result<Postings, DbError> {
    let mut found = Postings::default();
    let mut seen = FIRST_DAY;
    while let (Some(day),) = tx.one(&sql::NEXT_DAY, (seen,)).await? {
        let month = Month::of(day);
        let days = (month.first_day(), month.last_day());
        let unbalanced = tx.all(&sql::UNBALANCED, days).await?;
        found.unbalanced.extend(words(unbalanced, |(journal,)| journal));
        let unlike = tx.all(&sql::DAYS_UNLIKE_POSTINGS, days).await?;
        found.unlike_days.extend(words(unlike, |(account, day)| format!("{account} {day}")));
        let fees = tx.all(&sql::FEES_ON_FUNDS, days).await?;
        found.fees.extend(words(fees, |(journal,)| journal));
        seen = month.last_day();
    }
    Ok(found)
}

async fn savings(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    let (members, account) = tx.one(&sql::SAVINGS_TOTAL, ()).await?;
    let mut found = Vec::new();
    if members != account {
        found.push(format!("JHT-2210 {account}, members {members}"));
    }
    found.extend(words(tx.all(&sql::SAVINGS_NEGATIVE, ()).await?, |(membership,)| membership));
    Ok(found)
}

async fn closed(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    let mut found = Vec::new();
    let mut from: Date = FIRST_DAY;
    for (month, debit, credit, closed_at) in tx.all(&sql::CLOSED_MONTHS, ()).await? {
        let to = month.last_day();
        if tx.one(&sql::ENTRIES_BETWEEN, (from, to)).await? != (debit, credit) {
            let late = tx.all(&sql::LATE_ENTRIES, (from, to, closed_at)).await?;
            found.push(month.to_string());
            found.extend(words(late, |(journal,)| journal));
        }
        from = month.next().first_day();
    }
    Ok(found)
}

fn words<R, W: Display>(rows: Vec<R>, word: impl Fn(R) -> W) -> Vec<String> {
    rows.into_iter().map(|row| word(row).to_string()).collect()
}
