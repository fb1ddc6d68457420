//! A journal: why money moved, and lines that balance within each fund.

use crate::{Account, LedgerError};
use terms::{Date, Fund, MoneyError, Rupiah, ids::JournalId};

/// One side of one account.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Line {
    /// The account.
    pub account: Account,
    /// Left side; zero if it is a credit.
    pub debit: Rupiah,
    /// Right side; zero if it is a debit.
    pub credit: Rupiah,
}

/// Lines that belong together, with the reason. Made only by [`Journal::new`], so it balances; posting
/// asks once more.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Journal {
    /// Made by whoever first knew of it.
    pub id: JournalId,
    /// Which template it follows: `J01` to `J30` of the worked journals.
    pub kind: &'static str,
    /// What it is about, once: the same key never posts twice.
    pub business_key: String,
    /// The day it counts for. When it was written down is noted apart.
    pub effective_on: Date,
    /// The journal it takes back, whole or in part.
    pub reverses: Option<JournalId>,
    /// For the reader. Ids only, nothing about a person.
    pub note: String,
    /// What moves.
    pub lines: Vec<Line>,
}

impl Line {
    /// So much on the left of an account.
    #[must_use]
    pub const fn debit(account: Account, amount: Rupiah) -> Self {
        Self { account, debit: amount, credit: Rupiah::ZERO }
    }

    /// So much on the right of an account.
    #[must_use]
    pub const fn credit(account: Account, amount: Rupiah) -> Self {
        Self { account, debit: Rupiah::ZERO, credit: amount }
    }
}

impl Journal {
    /// A journal of these lines: zero lines are left out, lines on the same side of the same
    /// account become one, and each fund must balance.
    pub fn new(
        id: JournalId,
        kind: &'static str,
        business_key: impl Into<String>,
        effective_on: Date,
        lines: Vec<Line>,
    ) -> Result<Self, LedgerError> {
        let lines = merged(lines)?;
        if lines.is_empty() {
            return Err(LedgerError::NoLines { kind });
        }
        let business_key = business_key.into();
        let note = String::new();
        let journal = Self { id, kind, business_key, effective_on, reverses: None, note, lines };
        journal.must_balance()?;
        Ok(journal)
    }

    /// Refuses lines that do not balance within each fund. Posting asks again.
    pub(crate) fn must_balance(&self) -> Result<(), LedgerError> {
        for fund in Fund::ALL.iter().copied() {
            let own = || self.lines.iter().filter(move |line| line.account.fund() == fund);
            let debit = Rupiah::sum(own().map(|line| line.debit))?;
            let credit = Rupiah::sum(own().map(|line| line.credit))?;
            if debit != credit {
                return Err(LedgerError::Unbalanced { kind: self.kind, fund, debit, credit });
            }
        }
        Ok(())
    }

    /// The same, taking back this journal or a part of it.
    #[must_use]
    pub fn reversing(mut self, journal: JournalId) -> Self {
        self.reverses = Some(journal);
        self
    }

    /// The same, with a note for the reader.
    #[must_use]
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// The lines that take these lines back: each on its other side.
#[must_use]
pub fn reversal_of(lines: &[Line]) -> Vec<Line> {
    let swapped =
        |line: &Line| Line { account: line.account, debit: line.credit, credit: line.debit };
    lines.iter().map(swapped).collect()
}

fn merged(lines: Vec<Line>) -> Result<Vec<Line>, LedgerError> {
    let mut merged: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        let Line { account, debit, credit } = line;
        if let Some(amount) = [debit, credit].into_iter().find(|amount| amount.is_negative()) {
            return Err(LedgerError::Negative { account, amount });
        }
        if !debit.is_zero() && !credit.is_zero() {
            return Err(LedgerError::TwoSided { account });
        }
        if debit.is_zero() && credit.is_zero() {
            continue;
        }
        let same = |it: &&mut Line| it.account == account && it.debit.is_zero() == debit.is_zero();
        match merged.iter_mut().find(same) {
            Some(there) => add(there, line)?,
            None => merged.push(line),
        }
    }
    Ok(merged)
}

fn add(there: &mut Line, line: Line) -> Result<(), MoneyError> {
    there.debit = there.debit.plus(line.debit)?;
    there.credit = there.credit.plus(line.credit)?;
    Ok(())
}
