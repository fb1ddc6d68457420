//! A member's own sheet of old-age savings (JHT): what was paid in apart from what it earned.

use crate::{LedgerError, sql};
use db::{Column, Kind, Row, Tx, row};
use serde::{Deserialize, Serialize};
use terms::{
    Bucket, Date, Rupiah,
    ids::{JournalId, MembershipId},
};

/// What an entry of savings is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SavingsKind {
    /// Paid in.
    Contribution,
    /// Taken back with the payment it came from.
    Reversal,
    /// A year's return.
    Return,
    /// Paid out.
    Withdrawal,
}

impl SavingsKind {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Contribution => "contribution",
            Self::Reversal => "reversal",
            Self::Return => "return",
            Self::Withdrawal => "withdrawal",
        }
    }
}

impl Column for SavingsKind {
    const KIND: Kind = Kind::Text;
    fn read(row: &Row<'_>, at: usize) -> Result<Self, String> {
        let word = String::read(row, at)?;
        let all = [Self::Contribution, Self::Reversal, Self::Return, Self::Withdrawal];
        all.into_iter()
            .find(|kind| kind.word() == word)
            .ok_or_else(|| format!("“{word}” is not a kind of savings entry"))
    }
}

row! {
    /// One entry of a member's savings. Year, rate, its status and source are a return's.
    pub struct SavingsLine {
        /// What it is.
        pub kind: SavingsKind,
        /// How much; taken back or paid out is below zero.
        pub amount: Rupiah,
        /// The day it counts for.
        pub effective_on: Date,
        /// The journal it is part of.
        pub journal: JournalId,
        /// The year of a return.
        pub year: Option<i64>,
        /// Its rate in parts per million.
        pub rate_ppm: Option<i64>,
        /// How sure we are of the rate.
        pub status: Option<String>,
        /// Where it was announced.
        pub source: Option<String>,
    }
}

/// A member's savings: what was paid in apart from what it earned.
#[derive(Clone, Debug)]
pub struct SavingsStatement {
    /// Paid in, less what was taken back.
    pub principal: Rupiah,
    /// Credited as return.
    pub returns: Rupiah,
    /// Paid out; below zero.
    pub withdrawn: Rupiah,
    /// What is there.
    pub balance: Rupiah,
    /// Every entry, oldest first.
    pub lines: Vec<SavingsLine>,
}

/// A member's savings, entry by entry.
pub async fn savings_statement(
    tx: &mut Tx,
    bucket: Bucket,
    membership: MembershipId,
) -> Result<SavingsStatement, LedgerError> {
    use SavingsKind::{Contribution, Return, Reversal, Withdrawal};
    let lines: Vec<SavingsLine> =
        tx.all(&sql::SAVINGS_STATEMENT, (bucket.get(), membership)).await?;
    let of = |kinds: &[SavingsKind]| {
        let own = lines.iter().filter(|line| kinds.contains(&line.kind));
        Rupiah::sum(own.map(|line| line.amount))
    };
    let (principal, returns, withdrawn) =
        (of(&[Contribution, Reversal])?, of(&[Return])?, of(&[Withdrawal])?);
    let balance = Rupiah::sum([principal, returns, withdrawn])?;
    Ok(SavingsStatement { principal, returns, withdrawn, balance, lines })
}
