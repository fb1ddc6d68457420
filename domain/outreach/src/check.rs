//! Proof that nothing of an evening got lost, on a live database.

use crate::{campaign, sql};
use db::{DbError, Tx, Uuid};
use ledger::Invariant;
use terms::ids::UserId;

/// Every invariant of this department.
pub async fn check(tx: &mut Tx) -> Result<Vec<Invariant>, DbError> {
    let custody: Vec<(UserId, i64, i64, i64)> = tx.all(&sql::CHECK_CUSTODY, ()).await?;
    let serials: Vec<(String, i64)> = tx.all(&sql::CHECK_SERIALS, ()).await?;
    let deposits: Vec<(Uuid, i64, i64, i64)> = tx.all(&sql::CHECK_DEPOSITS, ()).await?;
    let closes: Vec<(Uuid, Uuid)> = tx.all(&sql::CHECK_CLOSES, ()).await?;
    let reports: Vec<(Uuid,)> = tx.all(&campaign::sql::CHECK_REPORTS, ()).await?;
    let unlike = |(agent, received, cancelled, deposited)| {
        format!("agent {agent}: received {received}, cancelled {cancelled}, deposited {deposited}")
    };
    let otherwise = |(id, counted, receipts, payments)| {
        format!("deposit {id}: counted {counted}, receipts {receipts}, payments {payments}")
    };
    Ok(vec![
        Invariant::new(
            "receipts_are_accounted_for",
            "Kuitansi terbit = disetor + dipegang + dibatalkan, untuk setiap agen.",
            "Receipts issued are deposited, held or cancelled, for every agent.",
            custody.into_iter().map(unlike).collect(),
        ),
        Invariant::new(
            "serials_stand_once",
            "Satu nomor kuitansi berlaku sekali; yang kembar menunggu seseorang.",
            "A serial stands once; a double waits for a person.",
            serials.into_iter().map(|(serial, n)| format!("{serial}: {n}")).collect(),
        ),
        Invariant::new(
            "deposits_are_payments",
            "Setoran yang disahkan = jumlah kuitansinya = jumlah pembayarannya.",
            "A confirmed deposit is the sum of its receipts and of the payments made of them.",
            deposits.into_iter().map(otherwise).collect(),
        ),
        Invariant::new(
            "closed_plans_have_counts",
            "Kegiatan rencana yang ditutup punya setiap angka, atau disebut tidak dicatat.",
            "A planned event that is closed has each count, or says it was not recorded.",
            reports.into_iter().map(|(event,)| format!("event {event}")).collect(),
        ),
        Invariant::new(
            "closed_events_have_counts",
            "Kegiatan yang ditutup punya angka, atau disebut tidak dicatat.",
            "A closed event has its counts, or says what was not recorded.",
            closes.into_iter().map(|(event, _)| format!("event {event}")).collect(),
        ),
    ])
}
