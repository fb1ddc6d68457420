//! The month ledger of a member as people see it, and the turn of a month in the books.

use crate::sql;
use access::{Command, CommandError, CommandHeader, Duty, Forbidden, Office, carry_out};
use db::{DbError, Tx, Uuid, row};
use ledger::LedgerError;
use serde::{Deserialize, Serialize};
use terms::{
    Date, Month, Rupiah,
    ids::{CommandId, MembershipId, PaymentId},
};

row! {
    /// A month of a member: what was paid, when, what it protects, whether it was withdrawn.
    #[derive(Serialize)]
    pub struct MonthEntry {
        /// The contribution month (law).
        pub month: Month,
        /// The payment it was paid by.
        pub payment: PaymentId,
        /// Spell of cover.
        pub spell: i64,
        /// Employment injury.
        pub jkk: Rupiah,
        /// Death.
        pub jkm: Rupiah,
        /// Old-age savings.
        pub jht: Rupiah,
        /// Day of payment.
        pub paid_on: Date,
        /// Protection from (practice).
        pub protects_from: Date,
        /// Protection to, last day included.
        pub protects_to: Date,
        /// Withdrawn since, when the bank took the money back.
        pub withdrawn_on: Option<Date>,
    }
}

/// The months of a member, newest first, before `before`; at most `limit`.
pub async fn month_ledger(
    tx: &mut Tx,
    membership: MembershipId,
    before: Option<Month>,
    limit: u32,
) -> Result<Vec<MonthEntry>, DbError> {
    let bucket = i64::from(membership.0.as_bytes()[15]);
    let before = before.map_or(Date::constant(9999, 12, 1), Month::first_day);
    tx.all(&sql::MONTH_LEDGER, (bucket, membership, before, limit)).await
}

/// The last month that was turned, if any.
pub(crate) async fn turned_through(tx: &mut Tx) -> Result<Option<Month>, DbError> {
    Ok(access::setting(tx, TURNED).await?.and_then(|month| month.parse().ok()))
}

pub(crate) const TURNED: &str = "month_turned";

/// A month begins: what was received ahead for it becomes income of the funds (J06). In order, each
/// month once; asking again answers the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TurnMonth {
    /// The month that begins.
    pub month: Month,
}

/// What became income.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Turned {
    /// The month.
    pub month: Month,
    /// Employment injury.
    pub jkk: Rupiah,
    /// Death.
    pub jkm: Rupiah,
}

/// Why a month was not turned.
#[derive(Debug, thiserror::Error)]
pub enum TurnRefusal {
    /// Not yet begun.
    #[error("{0} has not begun; a month is turned on its first day or later")]
    NotBegun(Month),
    /// An earlier month is due, or this one was turned.
    #[error("{0} cannot be turned now: months are turned in order, each once; next is {1}")]
    Order(Month, Month),
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Command for TurnMonth {
    const NAME: &'static str = "turn month";
    type Answer = Turned;
    type Refusal = TurnRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Turned, TurnRefusal> {
        office.allow_everywhere(Duty::CloseMonth)?;
        if self.month > Month::of(office.outside.today()) {
            return Err(TurnRefusal::NotBegun(self.month));
        }
        if let Some(turned) = turned_through(tx).await?
            && self.month != turned.next()
        {
            return Err(TurnRefusal::Order(self.month, turned.next()));
        }
        let (jkk, jkm) = tx.one(&sql::AHEAD_OF, (self.month,)).await?;
        if !jkk.is_zero() || !jkm.is_zero() {
            ledger::recognise(tx, office, self.month, jkk, jkm).await?;
        }
        access::set_setting(tx, TURNED, &self.month.to_string()).await?;
        office.note(Self::NAME, "month", None, self.month.to_string());
        Ok(Turned { month: self.month, jkk, jkm })
    }
}

/// Turns every month that has begun and was not turned, in order; how many. The first month ever is
/// the earliest that money was received ahead for. A month whose books were closed before it was
/// turned stops here with the books' own sentence, and the next ones wait for a person.
pub async fn turn_due(office: &Office) -> Result<u64, CommandError<TurnRefusal>> {
    let this = Month::of(office.outside.today());
    let mut tx = office.db.read().await?;
    let (turned, ahead) = (turned_through(&mut tx).await?, tx.one(&sql::FIRST_AHEAD, ()).await?);
    drop(tx);
    let (ahead,): (Option<Month>,) = ahead;
    let mut month = turned.map_or(ahead.unwrap_or(this), Month::next);
    let mut n = 0;
    while month <= this {
        let word = month.to_string();
        let id = CommandId(office.outside.id(Uuid::nil(), &word, 0));
        let header = CommandHeader::new(id, word.as_bytes());
        match carry_out(office, &header, &TurnMonth { month }).await {
            Ok(_) => (month, n) = (month.next(), n + 1),
            // Somebody turned it meanwhile; the next round goes on from there.
            Err(CommandError::Refused(TurnRefusal::Order(..))) => break,
            Err(error) => return Err(error),
        }
    }
    Ok(n)
}
