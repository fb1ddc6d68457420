//! Why the books take no journal.

use crate::Account;
use db::DbError;
use terms::{Date, Fund, MoneyError, Month, Rupiah, ids::JournalId};

/// Why a journal was not made or not posted. Nothing was posted then, not even a part.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Nothing moves.
    #[error("the journal {kind} moves no money; nothing needs to be posted")]
    NoLines {
        /// Its kind.
        kind: &'static str,
    },
    /// A fund's two sides differ.
    #[error(
        "the journal {kind} does not balance in fund {fund}: debit {debit}, credit {credit}; correct its lines"
    )]
    Unbalanced {
        /// Its kind.
        kind: &'static str,
        /// The fund.
        fund: Fund,
        /// Sum of its debits.
        debit: Rupiah,
        /// Sum of its credits.
        credit: Rupiah,
    },
    /// A line below zero: that is what the other side is for.
    #[error("a line of {amount} on {account} is below zero; post it on the other side")]
    Negative {
        /// The account.
        account: Account,
        /// The amount.
        amount: Rupiah,
    },
    /// A line with both a debit and a credit.
    #[error("a line on {account} has a debit and a credit; make it two lines")]
    TwoSided {
        /// The account.
        account: Account,
    },
    /// The month is closed; closing is final.
    #[error(
        "the books are closed for {month}; post it in the first open month and name the day it belongs to"
    )]
    ClosedMonth {
        /// The month that was asked for.
        month: Month,
    },
    /// The business key, or the journal's id, is in the books.
    #[error("this was posted before, under the same key; it was not posted again")]
    AlreadyPosted,
    /// More would be taken back than there was.
    #[error(
        "more would be taken back from journal {journal} than it moved; take back what is left of it"
    )]
    ReversesTooMuch {
        /// The journal to be taken back from.
        journal: JournalId,
    },
    /// An account that may never be negative would become so.
    #[error(
        "{account} holds {there} from {on} on, less than {asked}; post what is there, or wait for the rest"
    )]
    NotEnough {
        /// The account.
        account: Account,
        /// From which day on.
        on: Date,
        /// The least it holds from then on.
        there: Rupiah,
        /// What was asked for.
        asked: Rupiah,
    },
    /// Contributions of a month that has not begun are no income yet.
    #[error("{month} has not begun; its contributions become income on its first day")]
    NotBegun {
        /// The month.
        month: Month,
    },
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database said no.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl LedgerError {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::NoLines { kind } => {
                format!("Jurnal {kind} tidak memindahkan uang; tidak ada yang perlu dibukukan")
            }
            Self::Unbalanced { kind, fund, debit, credit } => format!(
                "Jurnal {kind} tidak seimbang di dana {fund}: debit {debit}, kredit {credit}; perbaiki barisnya"
            ),
            Self::Negative { account, amount } => {
                format!("Baris {amount} pada {account} di bawah nol; bukukan pada sisi sebaliknya")
            }
            Self::TwoSided { account } => {
                format!("Baris pada {account} punya debit dan kredit; jadikan dua baris")
            }
            Self::ClosedMonth { month } => format!(
                "Pembukuan {month} sudah ditutup; bukukan di bulan terbuka pertama dan sebutkan tanggal asalnya"
            ),
            Self::AlreadyPosted => {
                "Ini sudah dibukukan dengan kunci yang sama; tidak dibukukan lagi".into()
            }
            Self::ReversesTooMuch { journal } => {
                format!("Pembatalan melebihi isi jurnal {journal}; batalkan paling banyak sisanya")
            }
            Self::NotEnough { account, on, there, asked } => format!(
                "{account} hanya berisi {there} sejak {on}, kurang dari {asked}; bukukan yang ada, atau tunggu sisanya"
            ),
            Self::NotBegun { month } => {
                format!("{month} belum mulai; iurannya menjadi pendapatan pada hari pertamanya")
            }
            Self::Money(_) => "Jumlahnya terlalu besar untuk disimpan dalam rupiah".into(),
            Self::Db(_) => DATABASE_ID.into(),
        }
    }
}

/// What a person can do about any fault of the database.
pub(crate) const DATABASE_ID: &str = "Basis data sedang tidak dapat menyimpan perubahan; coba lagi, \
                                      dan beri tahu pengelola bila berulang";
