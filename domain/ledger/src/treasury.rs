//! What the office itself posts: money reaches the bank, goes to the funds, becomes income.

use crate::{
    Account, Journal, LedgerError, OFFICE_SLOT, Side,
    account::*,
    post, sql,
    templates::{self, PerFund, kind},
    trial_balance,
};
use access::{Command, CommandHeader, Duty, Forbidden, Office};
use db::{DbError, Tx};
use terms::{Date, Month, Rupiah, ids::JournalId};

/// J02: a channel has paid what it owed into the bank. `reference` names the bank's line and is
/// used once.
pub async fn settle_channel(
    tx: &mut Tx,
    office: &Office,
    reference: &str,
    on: Date,
    amount: Rupiah,
) -> Result<JournalId, LedgerError> {
    must_hold(tx, COL_1120, on, amount).await?;
    let key = format!("settle-{reference}");
    post_one(tx, office, kind::CHANNEL_SETTLED, key, on, templates::channel_settled(amount)).await
}

/// J03: the pool pays the funds. `reference` names the transfer and is used once.
pub async fn sweep_to_funds(
    tx: &mut Tx,
    office: &Office,
    reference: &str,
    on: Date,
    amounts: PerFund,
) -> Result<JournalId, LedgerError> {
    must_hold(tx, COL_1110, on, amounts.total()?).await?;
    let owed = [(COL_2151, amounts.jkk), (COL_2152, amounts.jkm), (COL_2153, amounts.jht)];
    for (account, amount) in owed {
        must_hold(tx, account, on, amount).await?;
    }
    let lines = templates::swept_to_funds(&amounts)?;
    post_one(tx, office, kind::SWEPT_TO_FUNDS, format!("sweep-{reference}"), on, lines).await
}

/// What the pool owes each fund at the end of a day: what a sweep may take at most.
pub async fn due_to_funds(tx: &mut Tx, as_of: Date) -> Result<PerFund, LedgerError> {
    let books = trial_balance(tx, Some(terms::Fund::Col), as_of).await?;
    Ok(PerFund {
        jkk: books.balance(COL_2151)?,
        jkm: books.balance(COL_2152)?,
        jht: books.balance(COL_2153)?,
    })
}

/// J06: a month has begun, and what was received ahead for it becomes income. Once a month, by the
/// sub-ledger's amounts; no journal if there was nothing.
pub async fn recognise(
    tx: &mut Tx,
    office: &Office,
    month: Month,
    jkk: Rupiah,
    jkm: Rupiah,
) -> Result<Option<JournalId>, LedgerError> {
    if month > Month::of(office.outside.today()) {
        return Err(LedgerError::NotBegun { month });
    }
    if jkk.is_zero() && jkm.is_zero() {
        return Ok(None);
    }
    let lines = templates::month_turned(jkk, jkm);
    let day = month.first_day();
    post_one(tx, office, kind::MONTH_TURNED, turn_key(month), day, lines).await.map(Some)
}

/// Whether a month's J06 was posted. What is received for it later is income at once.
pub async fn is_turned(tx: &mut Tx, month: Month) -> Result<bool, DbError> {
    Ok(tx.first(&sql::FIND_KEY, (turn_key(month),)).await?.is_some())
}

fn turn_key(month: Month) -> String {
    format!("turn-{month}")
}

async fn post_one(
    tx: &mut Tx,
    office: &Office,
    kind: &'static str,
    key: String,
    on: Date,
    lines: Vec<crate::Line>,
) -> Result<JournalId, LedgerError> {
    let id = JournalId(office.outside.id(office.actor.0, &key, 0));
    let journal = Journal::new(id, kind, key, on, lines)?;
    post(tx, office, OFFICE_SLOT, &[journal]).await.map(|()| id)
}

/// Refuses when an account holds less than an amount on a day or on any day after it.
pub async fn must_hold(
    tx: &mut Tx,
    account: Account,
    on: Date,
    asked: Rupiah,
) -> Result<(), LedgerError> {
    let sign = match account.chart_line().normal {
        Side::Debit => 1,
        Side::Credit => -1,
    };
    let (least,) = tx.one(&sql::LEAST_FROM, (account.code(), on, sign)).await?;
    let there = least.unwrap_or_default();
    if asked > there { Err(LedgerError::NotEnough { account, on, there, asked }) } else { Ok(()) }
}

/// Why money was not moved.
#[derive(Debug, thiserror::Error)]
pub enum TreasuryRefusal {
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The books refuse.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The journal that was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Booked {
    /// Its id.
    pub journal: JournalId,
}

/// A channel has paid what it owed into the bank, by the bank's own line (J02).
#[derive(Clone, Debug)]
pub struct SettleChannel {
    /// The bank's reference of the line; used once.
    pub reference: String,
    /// The bank's date.
    pub on: Date,
    /// How much.
    pub amount: Rupiah,
}

/// The pool pays the funds what it owes them (J03).
#[derive(Clone, Debug)]
pub struct SweepToFunds {
    /// The transfer's reference; used once.
    pub reference: String,
    /// The bank's date.
    pub on: Date,
    /// How much to which fund.
    pub amounts: PerFund,
}

impl Command for SettleChannel {
    const NAME: &'static str = "settle channel";
    type Answer = Booked;
    type Refusal = TreasuryRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Booked, TreasuryRefusal> {
        office.allow_everywhere(Duty::CloseMonth)?;
        let journal = settle_channel(tx, office, &self.reference, self.on, self.amount).await?;
        Ok(Booked { journal })
    }
}

impl Command for SweepToFunds {
    const NAME: &'static str = "sweep to funds";
    type Answer = Booked;
    type Refusal = TreasuryRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Booked, TreasuryRefusal> {
        office.allow_everywhere(Duty::CloseMonth)?;
        let journal = sweep_to_funds(tx, office, &self.reference, self.on, self.amounts).await?;
        Ok(Booked { journal })
    }
}
