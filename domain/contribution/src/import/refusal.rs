//! Why a list was not taken at all. A row's refusal is not here: it never stops its neighbours.

use crate::{enrol::EnrolRefusal, open_code::CodeRefusal, pay::PayRefusal};
use access::{Forbidden, SealError};
use db::DbError;
use registry::RegistryRefusal;
use regulation::LawError;
use sheets::SheetRefusal;
use terms::{AreaCode, Payer, ids::ListId};

/// Why a list was not taken, or not read on.
#[derive(Debug, thiserror::Error)]
pub enum ImportRefusal {
    /// The file as a whole; nothing of it was carried out.
    #[error(transparent)]
    Sheet(#[from] SheetRefusal),
    /// The same file was handed in before, for something else.
    #[error(
        "this file was handed in before, for {area} and payer {payer}; it is taken once. To change what came of it, fetch its refused rows, mend them and send those, or correct the members"
    )]
    OtherOrder {
        /// The list it was.
        list: ListId,
        /// The area it was for.
        area: AreaCode,
        /// Who was to pay.
        payer: Payer,
    },
    /// Somebody else is reading the same file in.
    #[error("this file is being read in at this moment by somebody else; wait, then ask again")]
    UnderWay,
    /// Programmes that a non-wage worker cannot choose.
    #[error("programmes must be jkk and jkm, with jht if wanted")]
    Programmes,
    /// An employer pays for wage earners.
    #[error(
        "an employer pays for wage earners; for this list choose self, apbn, apbd, apbdes or csr"
    )]
    Payer,
    /// A default income of nothing.
    #[error(
        "the income for rows without one must be above zero; leave it out to take the lowest tier"
    )]
    Income,
    /// Months that no code is opened for.
    #[error("a payment code is opened for 1 to 12 months")]
    Months,
    /// The area is not in force.
    #[error("{0} is not an area in force; search for it by its name")]
    Area(AreaCode),
    /// The group is none, or has no roster.
    #[error("{en}")]
    Group {
        /// In Indonesian.
        id: String,
        /// In English.
        en: String,
    },
    /// There is no such list, or not in the actor's area.
    #[error("there is no such list")]
    NoSuchList,
    /// The result sheet could not be written.
    #[error(
        "the result sheet could not be written ({0}); what was read in is kept, send the file again to get the sheet"
    )]
    Result(#[source] std::io::Error),
    /// A kept row does not open.
    #[error(transparent)]
    Sealed(#[from] SealError),
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The register refused.
    #[error(transparent)]
    Registry(#[from] RegistryRefusal),
    /// Enrolment refused.
    #[error(transparent)]
    Enrol(#[from] EnrolRefusal),
    /// Counting refused.
    #[error(transparent)]
    Pay(#[from] PayRefusal),
    /// No code was opened.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    /// The law does not say.
    #[error(transparent)]
    Law(#[from] LawError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl ImportRefusal {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Sheet(refusal) => refusal.code(),
            Self::OtherOrder { .. } => "LIST_OTHER_ORDER",
            Self::UnderWay => "LIST_UNDER_WAY",
            Self::Programmes => "PROGRAMMES",
            Self::Payer => "PAYER",
            Self::Income => "INCOME",
            Self::Months => "MONTHS",
            Self::Area(_) => "AREA_UNKNOWN",
            Self::Group { .. } => "GROUP_UNKNOWN",
            Self::NoSuchList => "LIST_UNKNOWN",
            Self::Result(_) => "RESULT_SHEET",
            Self::Sealed(_) => "LIST_SEALED",
            Self::Forbidden(_) => "FORBIDDEN",
            Self::Registry(refusal) => refusal.code(),
            Self::Enrol(_) | Self::Pay(_) | Self::Code(_) | Self::Law(_) => "LIST_STOPPED",
            Self::Db(_) => "DATABASE",
        }
    }

    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Sheet(refusal) => refusal.indonesian(),
            Self::OtherOrder { area, payer, .. } => format!("Berkas ini sudah pernah dikirim, untuk {area} dengan pembayar {payer}; satu berkas diterima satu kali. Untuk mengubah hasilnya, ambil baris yang ditolak, perbaiki, lalu kirim, atau koreksi pesertanya"),
            Self::UnderWay => "Berkas ini sedang dibaca oleh orang lain; tunggu sebentar lalu tanyakan lagi".into(),
            Self::Programmes => "Program harus jkk dan jkm, ditambah jht bila diinginkan".into(),
            Self::Payer => "Pemberi kerja membayar untuk penerima upah; untuk daftar ini pilih self, apbn, apbd, apbdes atau csr".into(),
            Self::Income => "Penghasilan untuk baris yang kosong harus lebih dari nol; kosongkan untuk memakai lapisan terendah".into(),
            Self::Months => "Kode iuran dibuka untuk 1 sampai 12 bulan".into(),
            Self::Area(area) => format!("{area} bukan wilayah yang berlaku; cari menurut namanya"),
            Self::Group { id, .. } => id.clone(),
            Self::NoSuchList => "Daftar itu tidak ada".into(),
            Self::Result(cause) => format!("Lembar hasil tidak dapat ditulis ({cause}); yang sudah dibaca tersimpan, kirim lagi berkasnya untuk mendapat lembar hasil"),
            Self::Sealed(refusal) => refusal.indonesian(),
            Self::Forbidden(refusal) => refusal.indonesian(),
            Self::Registry(refusal) => refusal.indonesian(),
            Self::Law(refusal) => refusal.indonesian(),
            Self::Enrol(_) | Self::Pay(_) | Self::Code(_) | Self::Db(_) => format!("Pembacaan daftar berhenti; baris yang sudah diterima tersimpan, kirim lagi berkas yang sama untuk melanjutkan ({self})"),
        }
    }
}
