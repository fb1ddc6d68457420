//! Closing a month: in order, only when it is over, for good.

use crate::{books::FIRST_DAY, closed_through, error::DATABASE_ID, sql};
use access::{Command, CommandHeader, Duty, Forbidden, Office};
use db::{DbError, Tx};
use serde::{Deserialize, Serialize};
use terms::Month;

/// Closes a month: it and all before it take no new effective dates. Late facts go to the first
/// open month and say which day they belong to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CloseMonth {
    /// The month.
    pub month: Month,
}

/// What was closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MonthClosed {
    /// The months, in order: the one asked for, and those before it that had no entries.
    pub months: Vec<Month>,
}

/// Why a month was not closed.
#[derive(Debug, thiserror::Error)]
pub enum CloseRefusal {
    /// The actor may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Payments may still come in.
    #[error("{month} is not over; close it after its last day")]
    NotOver {
        /// The month.
        month: Month,
    },
    /// It is closed; there is no closing twice and no reopening.
    #[error("{month} is closed already; nothing was changed")]
    Closed {
        /// The month.
        month: Month,
    },
    /// An earlier month has entries and is open.
    #[error("{earlier} has entries and is still open; close it before {month}")]
    EarlierOpen {
        /// The earlier month.
        earlier: Month,
        /// The month.
        month: Month,
    },
    /// The database said no.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl CloseRefusal {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Forbidden(forbidden) => forbidden.indonesian(),
            Self::NotOver { month } => {
                format!("{month} belum berakhir; tutup setelah hari terakhirnya")
            }
            Self::Closed { month } => {
                format!("{month} sudah ditutup; tidak ada yang diubah")
            }
            Self::EarlierOpen { earlier, month } => {
                format!("{earlier} punya catatan dan belum ditutup; tutup sebelum {month}")
            }
            Self::Db(_) => DATABASE_ID.into(),
        }
    }
}

impl Command for CloseMonth {
    const NAME: &'static str = "close_month";
    type Answer = MonthClosed;
    type Refusal = CloseRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<MonthClosed, CloseRefusal> {
        office.allow_everywhere(Duty::CloseMonth)?;
        let month = self.month;
        if month >= Month::of(office.outside.today()) {
            return Err(CloseRefusal::NotOver { month });
        }
        let closed = closed_through(tx).await?;
        if closed.is_some_and(|closed| month <= closed) {
            return Err(CloseRefusal::Closed { month });
        }
        let open_from = closed.map_or(FIRST_DAY, |closed| closed.next().first_day());
        let earlier = (open_from, month.previous().last_day());
        if let (Some(day),) = tx.one(&sql::FIRST_ENTRY_BETWEEN, earlier).await? {
            return Err(CloseRefusal::EarlierOpen { earlier: Month::of(day), month });
        }
        let months: Vec<Month> = closed.map_or(month, Month::next).through(month).collect();
        for month in &months {
            let days = (month.first_day(), month.last_day());
            let (debit, credit) = tx.one(&sql::ENTRIES_BETWEEN, days).await?;
            let row = (*month, debit, credit, office.outside.now, office.actor);
            tx.run(&sql::CLOSE_MONTH, row).await?;
            office.note(Self::NAME, "month", None, month.to_string());
        }
        Ok(MonthClosed { months })
    }
}
