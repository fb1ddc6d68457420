//! A batch of payments, applied as sets in one transaction.
//!
//! Load what is known, decide each payment in order, write everything with one statement a table.
//! Payments of one commit share one journal a day: its lines are totals, the member's months and
//! credit are the sub-ledger, and every payment names its journal.

mod answer;
mod books;
pub(crate) mod load;
mod work;
#[cfg(test)]
pub(crate) use work::payment_atoms;
mod write;

pub(crate) use answer::month_view;
pub use answer::{MonthView, Posted};
pub(crate) use books::{Books, split};
pub(crate) use load::{member_row, save_members};

use access::{Forbidden, Office};
use db::{DbError, Tx, Uuid};
use regulation::LawError;
use sha2::{Digest, Sha256};
use terms::{MoneyError, Rupiah, Timestamp, ids::PaymentId};

/// A payment as a channel reports it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// The channel: `bank_va`, `minimarket`, `qris`, `post`, `agent` ….
    pub channel: String,
    /// The channel's own reference. Reporting the same reference again is the same payment.
    pub reference: String,
    /// The payment code as it was typed.
    pub code: String,
    /// How much.
    pub amount: Rupiah,
    /// When it was paid, by the channel's stamp. This, not the booking, decides cover.
    pub paid_at: Timestamp,
}

impl Report {
    /// The payment's id: made from channel and reference.
    #[must_use]
    pub fn id(&self) -> PaymentId {
        let hash = Sha256::new()
            .chain_update(b"payment")
            .chain_update(self.channel.as_bytes())
            .chain_update([0])
            .chain_update(self.reference.as_bytes())
            .finalize();
        let mut bytes = [0u8; 16];
        bytes.copy_from_slice(&hash[..16]);
        // RFC 9562 version 8: an id made from content.
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        PaymentId(Uuid::from_bytes(bytes))
    }

    /// Whether another report of this reference said the same. Both databases keep microseconds.
    pub(crate) fn says(&self, code: &str, amount: Rupiah, paid_at: Timestamp) -> bool {
        self.code == code
            && self.amount == amount
            && self.paid_at.as_microsecond() == paid_at.as_microsecond()
    }

    /// Whether it can be taken at all.
    pub fn check(&self, now: Timestamp) -> Result<(), PayRefusal> {
        if self.amount <= Rupiah::ZERO {
            return Err(PayRefusal::Amount);
        }
        let ahead = now.as_second().saturating_add(600);
        if self.paid_at.as_second() > ahead {
            return Err(PayRefusal::InTheFuture);
        }
        if self.paid_at.as_second() < EARLIEST {
            return Err(PayRefusal::TooOld);
        }
        let text =
            [(&self.channel, "channel"), (&self.reference, "reference"), (&self.code, "code")];
        match text
            .into_iter()
            .find(|(text, _)| text.trim().is_empty() || text.len() > 64 || text.contains('\0'))
        {
            Some((_, field)) => Err(PayRefusal::Field(field)),
            None => Ok(()),
        }
    }
}

/// 1 July 2015, when the scheme's law came into force: nothing can have been paid before.
const EARLIEST: i64 = 1_435_683_600;

/// Why a payment was not even kept: the report itself is wrong, or not the reporter's to make.
#[derive(Debug, thiserror::Error)]
pub enum PayRefusal {
    /// Zero or less.
    #[error("the amount must be a whole number of rupiah above zero")]
    Amount,
    /// A stamp after now.
    #[error("the time of payment lies in the future; send the channel's own time stamp")]
    InTheFuture,
    /// A stamp before the scheme.
    #[error("the time of payment lies before 1 July 2015, when the scheme began; check the year")]
    TooOld,
    /// Empty or overlong.
    #[error("{0} must have 1 to 64 characters")]
    Field(&'static str),
    /// The reference was used for another payment.
    #[error(
        "channel and reference were reported before with another code, amount or time; ask the channel which one is right"
    )]
    OtherContent,
    /// Not the reporter's to make.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The law has no price for a month.
    #[error(transparent)]
    Law(#[from] LawError),
    /// Out of all bounds.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    /// Too many are waiting.
    #[error(
        "too many payments are waiting; send it again in a few seconds, with the same reference"
    )]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What became of a payment, and whether it had been reported before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// The answer; the first one, if it was reported before.
    pub posted: Posted,
    /// Reported before.
    pub was_known: bool,
}

/// A report with the office of whoever reports it.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) report: Report,
    pub(crate) office: Office,
}

/// Applies a batch. The outer error is the batch's (roll back, try smaller); the inner ones are
/// each payment's own. `slot` keeps writers out of each other's rollup rows and audit chains.
pub(crate) async fn apply(
    tx: &mut Tx,
    system: &Office,
    slot: u8,
    asks: &[Ask],
) -> Result<Vec<Result<Taken, PayRefusal>>, PayRefusal> {
    let known = load::known(tx, asks).await?;
    let bills = load::bills(tx, asks, &known).await?;
    let mut work = work::Work::new(system, bills, load::rules(tx, system).await?);
    let mut answers = Vec::with_capacity(asks.len());
    for ask in asks {
        answers.push(work.take(ask, &known));
    }
    write::write(tx, system, slot, work, asks).await?;
    Ok(answers)
}

/// Applies payments outside the desk, in the caller's transaction: to build the demonstration, and
/// in tests that want one commit. Every payment is reported by the actor of `office`.
pub async fn apply_all(
    tx: &mut Tx,
    office: &Office,
    slot: u8,
    reports: Vec<Report>,
) -> Result<Vec<Result<Posted, PayRefusal>>, PayRefusal> {
    let ask = |report| {
        let office = Office::new(
            office.db.clone(),
            office.outside.clone(),
            office.keys.clone(),
            office.actor,
            office.grants().to_vec(),
        );
        Ask { report, office }
    };
    let asks: Vec<Ask> = reports.into_iter().map(ask).collect();
    let taken = apply(tx, office, slot, &asks).await?;
    Ok(taken.into_iter().map(|taken| taken.map(|taken| taken.posted)).collect())
}
