//! Why the department says no, with the way out, in two languages.

use access::Forbidden;
use contribution::{PayRefusal, enrol::EnrolRefusal};
use db::DbError;
use ledger::LedgerError;
use registry::RegistryRefusal;
use regulation::LawError;
use terms::{MoneyError, Rupiah};

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum OutreachRefusal {
    /// No such event, or not in the actor's area.
    #[error("there is no such event; look at the list of events")]
    NoEvent,
    /// No such deposit.
    #[error("there is no such deposit; look at the list of deposits")]
    NoDeposit,
    /// No such receipt.
    #[error("there is no such receipt; look at the agent's receipts")]
    NoReceipt,
    /// A field is empty or too long.
    #[error("{0} must have 1 to 120 characters")]
    Text(&'static str),
    /// The area is no village.
    #[error("the area of an event is a village in the list; look it up by its name")]
    Village,
    /// A count is neither a number nor named as not recorded, or both.
    #[error("{0} must be a whole number, or be named in not_recorded; never both")]
    Count(&'static str),
    /// The thing is not in the state this needs.
    #[error("this is {0} already; look at it again")]
    State(String),
    /// What was counted is not what the receipts say.
    #[error(
        "the receipts are for {receipts} and {counted} was counted; name the receipts that the money is for, the others stay with the agent"
    )]
    Counted {
        /// By finance.
        counted: Rupiah,
        /// The sum of the receipts.
        receipts: Rupiah,
    },
    /// A serial that is not of this deposit.
    #[error("receipt {0} is not of this deposit")]
    NotInDeposit(String),
    /// The agent may not confirm what the agent brought.
    #[error("who brought the money does not confirm it; a colleague of finance must")]
    SamePerson,
    /// The reason is missing.
    #[error("write in 3 to 300 characters why")]
    Reason,
    /// Reserved codes ran out of numbers: cannot be within a lifetime.
    #[error("no codes are left to reserve; tell whoever runs the installation")]
    NoCodes,
    /// A membership or person was refused.
    #[error(transparent)]
    Enrol(#[from] EnrolRefusal),
    /// The register refused.
    #[error(transparent)]
    Registry(#[from] RegistryRefusal),
    /// A payment was refused.
    #[error(transparent)]
    Pay(#[from] PayRefusal),
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The law does not say.
    #[error(transparent)]
    Law(#[from] LawError),
    /// Out of bounds.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl OutreachRefusal {
    /// Stable code for programs; none where another department speaks.
    #[must_use]
    pub const fn code(&self) -> Option<&'static str> {
        Some(match self {
            Self::NoEvent => "NO_SUCH_EVENT",
            Self::NoDeposit => "NO_SUCH_DEPOSIT",
            Self::NoReceipt => "NO_SUCH_RECEIPT",
            Self::Text(_) => "TEXT",
            Self::Village => "VILLAGE_UNKNOWN",
            Self::Count(_) => "COUNT",
            Self::State(_) => "STATE",
            Self::Counted { .. } => "AMOUNT_DIFFERS",
            Self::NotInDeposit(_) => "NOT_IN_DEPOSIT",
            Self::SamePerson => "SAME_PERSON",
            Self::Reason => "REASON",
            Self::NoCodes => "NO_CODES",
            _ => return None,
        })
    }

    /// The sentence in Indonesian, where this department speaks.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::NoEvent => "Kegiatan itu tidak ada; lihat daftar kegiatan".into(),
            Self::NoDeposit => "Setoran itu tidak ada; lihat daftar setoran".into(),
            Self::NoReceipt => "Kuitansi itu tidak ada; lihat kuitansi agen".into(),
            Self::Text(field) => format!("{field} harus 1 sampai 120 karakter"),
            Self::Village => {
                "Wilayah kegiatan adalah desa/kelurahan dalam daftar; cari menurut namanya".into()
            }
            Self::Count(field) => format!(
                "{field} harus bilangan bulat, atau disebut dalam not_recorded; tidak keduanya"
            ),
            Self::State(state) => format!("Ini sudah {}; lihat lagi", state_in_indonesian(state)),
            Self::Counted { counted, receipts } => format!(
                "Kuitansi berjumlah {receipts}, yang dihitung {counted}; sebutkan kuitansi yang uangnya ada, yang lain tetap di agen"
            ),
            Self::NotInDeposit(serial) => format!("Kuitansi {serial} bukan bagian setoran ini"),
            Self::SamePerson => {
                "Yang membawa uang tidak mengesahkannya sendiri; minta rekan keuangan".into()
            }
            Self::Reason => "Tulis alasannya dalam 3 sampai 300 karakter".into(),
            Self::NoCodes => "Kode cadangan habis; beri tahu pengelola pemasangan ini".into(),
            other => other.to_string(),
        }
    }
}

/// A state of a receipt or a deposit as the office says it.
fn state_in_indonesian(state: &str) -> &str {
    match state {
        "held" => "dipegang agen",
        "handed_in" => "diserahkan",
        "deposited" => "disetor",
        "cancelled" => "dibatalkan",
        "announced" => "diberitahukan",
        "confirmed" => "disahkan",
        "refused" => "ditolak",
        "closed" => "ditutup",
        other => other,
    }
}
