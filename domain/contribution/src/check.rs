//! Proof that the sub-ledgers agree with the books, on a live database, in bounded memory.

use crate::{Member, ledger_of, sql};
use access::Office;
use db::{DbError, Tx, Uuid};
use ledger::Invariant;
use regulation::LawError;

/// Members folded again at once.
const PAGE: u32 = 1_000;
/// How many offenders are named.
const NAMED_MAX: usize = 5;

/// Why the check could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The law has no parameter.
    #[error(transparent)]
    Law(#[from] LawError),
    /// Counting anew failed.
    #[error(transparent)]
    Count(#[from] crate::PayRefusal),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Every invariant of this department.
pub async fn check(tx: &mut Tx, office: &Office) -> Result<Vec<Invariant>, CheckError> {
    let mut proved = Vec::new();
    let differences: Vec<(String, i64, i64)> = tx.all(&sql::CHECK_TOTALS, ()).await?;
    for (name, id, en) in TOTALS {
        let found = differences
            .iter()
            .filter(|(what, books, sub)| what == name && books != sub)
            .map(|(_, books, sub)| format!("books {books}, sub-ledger {sub}"))
            .collect();
        proved.push(Invariant::new(name, id, en, found));
    }
    let twice: Vec<(Uuid, i64)> = tx.all(&sql::CHECK_PAID_TWICE, ()).await?;
    proved.push(Invariant::new(
        "month_paid_once",
        "Satu bulan seorang peserta tidak dibayar dua kali",
        "No month of a member is paid twice",
        twice.iter().take(NAMED_MAX).map(|(id, n)| format!("membership {id}: {n}")).collect(),
    ));
    let journals: Vec<(Uuid, i64, i64)> = tx.all(&sql::CHECK_RECEIPTS, ()).await?;
    proved.push(Invariant::new(
        "payments_in_journals",
        "Setiap pembayaran berada dalam jurnal yang jumlahnya sama",
        "Every payment stands in a journal of the same sum",
        journals
            .iter()
            .take(NAMED_MAX)
            .map(|(id, books, paid)| format!("journal {id}: {books} in the books, {paid} paid"))
            .collect(),
    ));
    proved.push(summaries(tx, office).await?);
    Ok(proved)
}

const TOTALS: [(&str, &str, &str); 5] = [
    (
        "jkk_months",
        "Iuran JKK di buku = bulan-bulan peserta",
        "JKK contributions in the books = the members' months",
    ),
    (
        "jkm_months",
        "Iuran JKM di buku = bulan-bulan peserta",
        "JKM contributions in the books = the members' months",
    ),
    (
        "member_credit",
        "Saldo lebih peserta di buku = rincian per peserta",
        "Member credit in the books = entries by member",
    ),
    (
        "credit_summary",
        "Saldo lebih di kepesertaan = rinciannya",
        "Credit on memberships = its entries",
    ),
    (
        "held_money",
        "Penerimaan belum teridentifikasi di buku = pembayaran yang ditahan",
        "Unidentified receipts in the books = payments held",
    ),
];

/// Folds every member again and compares with the summary in the row.
async fn summaries(tx: &mut Tx, office: &Office) -> Result<Invariant, CheckError> {
    let parameters = office.outside.law.cover_parameters(office.outside.today())?;
    let mut found = Vec::new();
    let (mut bucket, mut after) = (-1, Uuid::nil());
    loop {
        let page: Vec<Member> = tx.all(&sql::MEMBERS_PAGE, (bucket, after, PAGE)).await?;
        let Some(last) = page.last() else { break };
        (bucket, after) = (last.bucket, last.id.0);
        let lives = ledger_of::lives(tx, &page).await?;
        for member in &page {
            let folded =
                lives.get(&member.id.0).cloned().unwrap_or_default().summarise(member, &parameters);
            let same = folded.paid_through == member.paid_through
                && folded.spell == member.spell
                && folded.n_months == member.n_months
                && folded.spell_from == member.spell_from;
            if !same && found.len() < NAMED_MAX {
                found.push(format!("membership {}", member.id));
            }
        }
    }
    Ok(Invariant::new(
        "member_summaries",
        "Ringkasan tiap kepesertaan = lipatan bulan-bulannya",
        "The summary of every membership = the fold over its months",
        found,
    ))
}
