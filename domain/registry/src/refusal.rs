//! Why the register says no, as sentences with the way out.

use crate::{FieldFault, FieldFaults};
use access::{Forbidden, SealError};
use db::DbError;
use terms::ids::PersonId;

/// A refusal of the register.
#[derive(Debug, thiserror::Error)]
pub enum RegistryRefusal {
    /// The actor has no such duty there.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such person, or not where the actor may look.
    #[error("there is no such person in the register; search by name or NIK")]
    NoSuchPerson,
    /// The record was merged; the kept one is the person.
    #[error("this record was merged into {0}; work with that one")]
    MergedInto(PersonId),
    /// Somebody else changed the record in the meantime.
    #[error(
        "the record was changed by someone else (it is at version {0} now); look at it again and repeat what still applies"
    )]
    Stale(i64),
    /// Nothing was to be changed.
    #[error("there is nothing to change; fill in at least one field")]
    NothingToChange,
    /// Fields are wrong.
    #[error(transparent)]
    Fields(#[from] FieldFaults),
    /// The new NIK is somebody else's.
    #[error(
        "this NIK belongs to another person in the register; if both are the same person, merge the records"
    )]
    NikOfAnother,
    /// No such entry, or ended already.
    #[error(
        "there is no such entry on this person's record, or it has ended; look at the record again"
    )]
    NoSuchEntry,
    /// An end before the beginning.
    #[error("the end lies before the beginning; give a day on or after {0}")]
    EndsBeforeItBegins(terms::Date),
    /// On the roster already.
    #[error("the person is on this roster already, from {0}; end that first, or leave it as it is")]
    OnRosterAlready(terms::Date),
    /// A record cannot be merged into itself.
    #[error("a record cannot be merged into itself; choose the other record of the same person")]
    MergeIntoItself,
    /// No such merge, or undone already.
    #[error("there is no such merge to undo; look at the record again")]
    NoSuchMerge,
    /// A sealed value does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<FieldFault> for RegistryRefusal {
    fn from(fault: FieldFault) -> Self {
        Self::Fields(FieldFaults(vec![fault]))
    }
}

impl RegistryRefusal {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Forbidden(_) => "FORBIDDEN",
            Self::NoSuchPerson => "NO_SUCH_PERSON",
            Self::MergedInto(_) => "MERGED_INTO",
            Self::Stale(_) => "STALE",
            Self::NothingToChange => "NOTHING_TO_CHANGE",
            Self::Fields(_) => "FIELDS",
            Self::NikOfAnother => "NIK_OF_ANOTHER",
            Self::NoSuchEntry => "NO_SUCH_ENTRY",
            Self::EndsBeforeItBegins(_) => "ENDS_BEFORE_IT_BEGINS",
            Self::OnRosterAlready(_) => "ON_ROSTER_ALREADY",
            Self::MergeIntoItself => "MERGE_INTO_ITSELF",
            Self::NoSuchMerge => "NO_SUCH_MERGE",
            Self::Seal(_) => "SEALED_DATA",
            Self::Db(_) => "DATABASE",
        }
    }

    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Forbidden(it) => format!(
                "peran Anda tidak mencakup “{}” untuk {}; mintalah peran itu kepada administrator, atau bantuan rekan yang memilikinya",
                it.duty, it.place
            ),
            Self::NoSuchPerson => "orang ini tidak ada dalam daftar; cari menurut nama atau NIK".into(),
            Self::MergedInto(kept) => format!("catatan ini sudah digabung ke {kept}; gunakan catatan itu"),
            Self::Stale(version) => format!(
                "catatan sudah diubah orang lain (sekarang versi {version}); lihat lagi lalu ulangi yang masih perlu"
            ),
            Self::NothingToChange => "tidak ada yang diubah; isi paling sedikit satu kolom".into(),
            Self::Fields(faults) => {
                let each = faults.0.iter().map(|fault| fault.id.as_str());
                each.collect::<Vec<_>>().join("; ")
            }
            Self::NikOfAnother => "NIK ini milik orang lain dalam daftar; bila keduanya orang yang sama, gabungkan catatannya".into(),
            Self::NoSuchEntry => "isian itu tidak ada pada catatan orang ini, atau sudah berakhir; lihat lagi catatannya".into(),
            Self::EndsBeforeItBegins(from) => format!("akhir mendahului awal; tulis tanggal {from} atau sesudahnya"),
            Self::OnRosterAlready(from) => format!(
                "orang ini sudah ada dalam daftar kelompok itu sejak {from}; akhiri dulu, atau biarkan"
            ),
            Self::MergeIntoItself => "catatan tidak bisa digabung ke dirinya sendiri; pilih catatan lain dari orang yang sama".into(),
            Self::NoSuchMerge => "tidak ada penggabungan itu untuk dibatalkan; lihat lagi catatannya".into(),
            Self::Seal(error) => error.indonesian(),
            Self::Db(_) => "basis data menolak perubahan; coba lagi, dan beri tahu administrator bila terulang".into(),
        }
    }
}
