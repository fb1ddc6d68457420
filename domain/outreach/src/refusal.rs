//! Why the department says no, with the way out, in two languages.

use access::Forbidden;
use contribution::{PayRefusal, enrol::EnrolRefusal};
use db::DbError;
use ledger::LedgerError;
use registry::RegistryRefusal;
use regulation::LawError;
use terms::{Date, MoneyError, Rupiah};

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
    /// No such agent, agent office or contract.
    #[error("there is no such {0}; look at the list of agents")]
    NoAgent(&'static str),
    /// A user without the role.
    #[error("this user has not the role of an agent; an administrator grants it first")]
    NotAgent,
    /// Under contract already.
    #[error("this agent is under contract since {0}; end that contract first")]
    UnderContract(Date),
    /// Back too early.
    #[error(
        "this agent's contract ended on {ended}; a return is possible from {from} on ({months} months)"
    )]
    TooEarly {
        /// When it ended.
        ended: Date,
        /// From when on.
        from: Date,
        /// After how many months.
        months: i64,
    },
    /// Not under contract.
    #[error("this agent is not under contract; {0}")]
    NoContract(&'static str),
    /// Cash is still out.
    #[error(
        "{open} of members' money is still open with this agent ({held} held, {handed_in} brought and not counted); settle it first, then hand the members over"
    )]
    CustodyOpen {
        /// All of it.
        open: Rupiah,
        /// In the agent's hands.
        held: Rupiah,
        /// Said to be brought.
        handed_in: Rupiah,
    },
    /// From an agent to the same one.
    #[error("the members are this agent's already; choose another agent")]
    SameAgent,
    /// Nobody to hand over.
    #[error("this agent has no members to hand over")]
    NoMembers,
    /// Days in a wrong order, or not today's.
    #[error("{0}: {1}")]
    Days(&'static str, &'static str),
    /// A word that is not of its list, or a number out of bounds.
    #[error("{0}: known are {1}")]
    Word(&'static str, &'static str),
    /// The code is used.
    #[error("the code {0} is another agent office's; choose another")]
    CodeUsed(String),
    /// The place cannot be found.
    #[error(transparent)]
    Place(#[from] registry::PlaceFault),
    /// The counts refused.
    #[error(transparent)]
    Coverage(#[from] insight::CoverageRefusal),
    /// Campaigns refused.
    #[error(transparent)]
    Campaign(Box<crate::campaign::CampaignRefusal>),
    /// Targets refused.
    #[error(transparent)]
    Target(Box<insight::goal::TargetRefusal>),
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
            Self::NoAgent(_) => "NO_SUCH_AGENT",
            Self::NotAgent => "NOT_AN_AGENT",
            Self::UnderContract(_) => "UNDER_CONTRACT",
            Self::TooEarly { .. } => "TOO_EARLY",
            Self::NoContract(_) => "NO_CONTRACT",
            Self::CustodyOpen { .. } => "CUSTODY_OPEN",
            Self::SameAgent => "SAME_AGENT",
            Self::NoMembers => "NO_MEMBERS",
            Self::Days(..) => "DAYS",
            Self::Word(..) => "UNKNOWN_WORD",
            Self::CodeUsed(_) => "CODE_USED",
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
            Self::NoAgent(_) => "Agen, kantor agen, atau perjanjian itu tidak ada; lihat daftar agen".into(),
            Self::NotAgent => {
                "Pengguna ini tidak memegang peran agen; administrator memberikannya lebih dahulu".into()
            }
            Self::UnderContract(since) => format!(
                "Agen ini terikat perjanjian sejak {}; akhiri perjanjian itu dahulu",
                in_indonesian(*since)
            ),
            Self::TooEarly { ended, from, months } => format!(
                "Perjanjian agen ini berakhir {}; boleh kembali mulai {} ({months} bulan)",
                in_indonesian(*ended),
                in_indonesian(*from)
            ),
            Self::NoContract(_) => "Agen ini tidak sedang terikat perjanjian".into(),
            Self::CustodyOpen { open, held, handed_in } => format!(
                "Masih ada {open} uang peserta pada agen ini ({held} di tangan, {handed_in} dibawa dan belum dihitung); selesaikan dahulu, lalu serahkan pesertanya"
            ),
            Self::SameAgent => "Peserta itu sudah pada agen ini; pilih agen lain".into(),
            Self::NoMembers => "Agen ini tidak punya peserta untuk diserahkan".into(),
            Self::Days(..) => "Tanggal tidak cocok: yang berakhir tidak boleh sebelum yang mulai, dan tidak lebih dari hari ini".into(),
            Self::Word(field, known) => format!("{field}: yang dikenal {known}"),
            Self::CodeUsed(code) => format!("Kode {code} milik kantor agen lain; pilih kode lain"),
            Self::Place(fault) => fault.indonesian(),
            Self::Coverage(refusal) => refusal.indonesian(),
            Self::Campaign(refusal) => refusal.indonesian(),
            Self::Target(refusal) => refusal.indonesian(),
            other => other.to_string(),
        }
    }
}

fn in_indonesian(day: terms::Date) -> String {
    let [id, _] = terms::written::day(day);
    id
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
