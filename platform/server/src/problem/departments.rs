//! What the business refuses, as problems: register, contribution, books.

use super::{FieldProblem, Problem};
use contribution::{
    PayRefusal, change::ChangeRefusal, check::CheckError, enrol::EnrolRefusal, held::HeldRefusal,
    import::ImportRefusal, months::TurnRefusal, open_code::CodeRefusal, reprice::RepriceRefusal,
};
use insight::CoverageRefusal;
use ledger::{CloseRefusal, LedgerError, ReturnRefusal, TreasuryRefusal};
use registry::{FieldFault, FieldFaults, GroupFault, PlaceFault, RegistryRefusal};

impl From<FieldFault> for FieldProblem {
    fn from(fault: FieldFault) -> Self {
        Self { field: fault.field.into(), code: fault.code.into(), id: fault.id, en: fault.en }
    }
}

impl From<FieldFaults> for Problem {
    fn from(faults: FieldFaults) -> Self {
        let join = |texts: Vec<String>| texts.join("; ");
        let id = join(faults.0.iter().map(|f| format!("{}: {}", f.field, f.id)).collect());
        let en = join(faults.0.iter().map(|f| format!("{}: {}", f.field, f.en)).collect());
        let first = faults.0.first().map(|fault| (fault.field, fault.code));
        let code = first.map_or("FIELDS", |(_, code)| code);
        let mut problem = Self::new("invalid-fields", code, id, en);
        if let Some((field, _)) = first {
            problem = problem.field(field);
        }
        faults.0.into_iter().fold(problem, |problem, fault| problem.error(fault.into()))
    }
}

impl From<GroupFault> for Problem {
    fn from(fault: GroupFault) -> Self {
        Self::new("invalid-fields", fault.code(), fault.indonesian(), fault.to_string())
            .field("group")
    }
}

impl From<PlaceFault> for Problem {
    fn from(fault: PlaceFault) -> Self {
        Self::new("invalid-fields", fault.code(), fault.indonesian(), fault.to_string())
            .field("area")
    }
}

impl From<RegistryRefusal> for Problem {
    fn from(refusal: RegistryRefusal) -> Self {
        use RegistryRefusal as R;
        let (code, id, en) = (refusal.code(), refusal.indonesian(), refusal.to_string());
        match refusal {
            R::Forbidden(error) => error.into(),
            R::Fields(faults) => faults.into(),
            R::Seal(error) => error.into(),
            R::Db(error) => error.into(),
            R::NoSuchPerson | R::NoSuchEntry | R::NoSuchMerge => {
                Self::new("not-found", code, id, en)
            }
            R::MergedInto(kept) => Self::new("conflict", code, id, en).naming("kept", kept),
            R::Stale(version) => Self::new("conflict", code, id, en).naming("version", version),
            R::NikOfAnother => Self::new("conflict", code, id, en).field("nik"),
            R::OnRosterAlready(_) | R::MergeIntoItself => Self::new("conflict", code, id, en),
            _ => Self::new("invalid-fields", code, id, en),
        }
    }
}

/// The sentence where a department has only the English one is written here, next to its code.
fn refused(
    kind: &'static str,
    code: &'static str,
    id: impl Into<String>,
    en: impl ToString,
) -> Problem {
    Problem::new(kind, code, id, en.to_string())
}

const NO_MEMBERSHIP: &str = "Kepesertaan itu tidak ada; cari orangnya menurut nama atau NIK";

impl From<EnrolRefusal> for Problem {
    fn from(refusal: EnrolRefusal) -> Self {
        use EnrolRefusal as R;
        let en = refusal.to_string();
        match refusal {
            R::Fields(faults) => faults.into(),
            R::Registry(refusal) => refusal.into(),
            R::Law(error) => error.into(),
            R::Forbidden(error) => error.into(),
            R::Pay(refusal) => refusal.into(),
            R::Db(error) => error.into(),
            R::Income => refused(
                "invalid-fields",
                "INCOME_NOT_POSITIVE",
                "Penghasilan harus lebih dari nol; tanyakan hasil kerja dalam sebulan biasa",
                en,
            )
            .field("income"),
            R::Programmes => refused(
                "invalid-fields",
                "PROGRAMMES",
                "Program harus jkk dan jkm, ditambah jht bila diinginkan",
                en,
            )
            .field("programmes"),
            R::PromiseNotRead => refused(
                "invalid-fields",
                "PROMISE_NOT_READ",
                "Janji (apa yang dijamin, sejak kapan, dan kapan berakhir) harus dibacakan dan disetujui lebih dahulu",
                en,
            )
            .field("promise_read"),
            R::AlreadyMember { membership, payer, until } => {
                let until = until.map(|day| format!(", terlindungi sampai {day}")).unwrap_or_default();
                let id = format!("Orang ini sudah menjadi peserta, dibayar oleh {payer}{until}; lanjutkan kepesertaan itu");
                refused("conflict", "ALREADY_MEMBER", id, en).naming("membership", membership)
            }
        }
    }
}

impl From<CodeRefusal> for Problem {
    fn from(refusal: CodeRefusal) -> Self {
        use CodeRefusal as R;
        let en = refusal.to_string();
        match refusal {
            R::Forbidden(error) => error.into(),
            R::Law(error) => error.into(),
            R::Money(error) => error.into(),
            R::Db(error) => error.into(),
            R::NotFound => refused("not-found", "NO_SUCH_MEMBERSHIP", NO_MEMBERSHIP, en),
            R::Months => refused(
                "invalid-fields",
                "MONTHS",
                "Jumlah bulan 1 sampai 12; di loket biasa 1, 3, 6, atau 12",
                en,
            )
            .field("months"),
            R::Ended => refused(
                "conflict",
                "ENDED",
                "Kepesertaan ini sudah berakhir; tidak ada bulan lagi yang dapat dibayar",
                en,
            ),
            R::Suspended => refused(
                "conflict",
                "SUSPENDED",
                "Kepesertaan ini sedang diperiksa; tunggu hasilnya sebelum membayar",
                en,
            ),
            R::NeedsRenewal { ended, waiting } => refused(
                "conflict",
                "NEEDS_RENEWAL",
                format!(
                    "Perlindungan berakhir {ended}; ini pendaftaran baru, bukan melunasi tunggakan: {}. Tanyakan lagi pertanyaan pendaftaran (daftar ulang), lalu buat kode",
                    match waiting {
                        0 => "perlindungan dimulai lagi pada hari membayar".to_owned(),
                        n => format!("{n} bulan penuh dihitung lagi sebelum santunan kematian penuh"),
                    }
                ),
                en,
            )
            .because_of("cover.grace_months"),
            R::CoveredByCredit { credit } => refused(
                "conflict",
                "COVERED_BY_CREDIT",
                format!("Saldo lebih peserta {credit} sudah cukup untuk bulan-bulan ini; pakai saldo itu, tidak perlu membayar lagi"),
                en,
            ),
        }
    }
}

impl From<RepriceRefusal> for Problem {
    fn from(refusal: RepriceRefusal) -> Self {
        match refusal {
            RepriceRefusal::Code(refusal) => refusal.into(),
            RepriceRefusal::Ledger(error) => error.into(),
            RepriceRefusal::Db(error) => error.into(),
        }
    }
}

impl From<PayRefusal> for Problem {
    fn from(refusal: PayRefusal) -> Self {
        use PayRefusal as R;
        let en = refusal.to_string();
        match refusal {
            R::Forbidden(error) => error.into(),
            R::Law(error) => error.into(),
            R::Money(error) => error.into(),
            R::Ledger(error) => error.into(),
            R::Db(error) => error.into(),
            R::Amount => refused(
                "invalid-fields",
                "AMOUNT",
                "Jumlah harus bilangan bulat rupiah di atas nol",
                en,
            )
            .field("amount"),
            R::InTheFuture => refused(
                "invalid-fields",
                "PAID_AT_IN_THE_FUTURE",
                "Waktu bayar berada di masa depan; kirim cap waktu dari kanalnya sendiri",
                en,
            )
            .field("paid_at"),
            R::TooOld => refused(
                "invalid-fields",
                "PAID_AT_TOO_OLD",
                "Waktu bayar sebelum 1 Juli 2015, sebelum program ini mulai; periksa tahunnya",
                en,
            )
            .field("paid_at"),
            R::Field(field) => {
                let id = format!("{field} harus berisi 1 sampai 64 karakter");
                refused("invalid-fields", "LENGTH", id, en).field(field)
            }
            R::OtherContent => refused(
                "other-content",
                "REFERENCE_USED",
                "Kanal dan nomor referensi ini sudah dilaporkan dengan kode, jumlah, atau waktu lain; tanyakan kanalnya mana yang benar",
                en,
            )
            .field("reference"),
            R::Busy => refused(
                "busy",
                "DESK_BUSY",
                "Terlalu banyak pembayaran menunggu; kirim lagi beberapa detik lagi dengan referensi yang sama",
                en,
            )
            .retry_after(2),
        }
    }
}

impl From<ChangeRefusal> for Problem {
    fn from(refusal: ChangeRefusal) -> Self {
        use ChangeRefusal as R;
        let en = refusal.to_string();
        match refusal {
            R::Registry(refusal) => refusal.into(),
            R::Forbidden(error) => error.into(),
            R::Law(error) => error.into(),
            R::Pay(refusal) => refusal.into(),
            R::Db(error) => error.into(),
            R::NotFound => refused("not-found", "NO_SUCH_MEMBERSHIP", NO_MEMBERSHIP, en),
            R::NotLapsed(state) => refused(
                "conflict",
                "NOT_LAPSED",
                format!("Perlindungan belum berakhir (keadaannya {state}); buat kode pembayaran saja"),
                en,
            ),
            R::NotWorking => refused(
                "conflict",
                "NOT_WORKING",
                "Yang sedang tidak bekerja belum dapat mendaftar ulang; datang lagi bila sudah bekerja",
                en,
            )
            .field("is_working"),
            R::Ended => refused("conflict", "ENDED", "Kepesertaan ini sudah berakhir", en),
            R::Nothing(_) => refused(
                "conflict",
                "NOTHING_TO_CHANGE",
                "Tidak ada yang perlu diubah dalam keadaan ini; lihat lagi kepesertaannya",
                en,
            ),
            R::Day { from, to } => {
                refused("invalid-fields", "DAY", format!("Tanggal harus antara {from} dan {to}"), en)
                    .field("last_day")
            }
        }
    }
}

impl From<HeldRefusal> for Problem {
    fn from(refusal: HeldRefusal) -> Self {
        use HeldRefusal as R;
        let en = refusal.to_string();
        match refusal {
            R::Forbidden(error) => error.into(),
            R::Law(error) => error.into(),
            R::Money(error) => error.into(),
            R::Ledger(error) => error.into(),
            R::Pay(refusal) => refusal.into(),
            R::Db(error) => error.into(),
            R::NotFound => refused(
                "not-found",
                "NO_SUCH_PAYMENT",
                "Pembayaran itu tidak ada; periksa nomornya",
                en,
            ),
            R::NoMember => refused("not-found", "NO_SUCH_MEMBERSHIP", NO_MEMBERSHIP, en),
            R::State(state) => refused(
                "conflict",
                "PAYMENT_STATE",
                format!("Keadaan pembayaran ini {state}; hal itu tidak dapat dilakukan"),
                en,
            ),
            R::Months => {
                refused("invalid-fields", "MONTHS", "Jumlah bulan 1 sampai 12", en).field("months")
            }
            R::Held(why) => {
                refused("conflict", "STILL_HELD", format!("Pembayaran tetap ditahan: {why}"), en)
            }
            R::CreditUsed => refused(
                "conflict",
                "CREDIT_USED",
                "Saldo lebih dari pembayaran ini sudah dipakai; batalkan dahulu pembayaran yang sesudahnya",
                en,
            ),
            R::SamePerson => refused(
                "forbidden",
                "SAME_PERSON",
                "Yang menyetujui pengembalian tidak membayarkannya; harus petugas keuangan lain",
                en,
            ),
        }
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        use LedgerError as E;
        let en = error.to_string();
        match error {
            E::Money(error) => error.into(),
            E::Db(error) => error.into(),
            E::ClosedMonth { month } => refused(
                "conflict",
                "CLOSED_MONTH",
                format!(
                    "Buku bulan {month} sudah ditutup; bukukan di bulan terbuka pertama dan sebut tanggal asalnya"
                ),
                en,
            ),
            E::AlreadyPosted => refused(
                "conflict",
                "ALREADY_POSTED",
                "Ini sudah dibukukan dengan kunci yang sama; tidak dibukukan lagi",
                en,
            ),
            E::ReversesTooMuch { journal } => refused(
                "conflict",
                "REVERSES_TOO_MUCH",
                format!(
                    "Lebih banyak yang ditarik dari jurnal {journal} daripada isinya; tarik sisanya saja"
                ),
                en,
            ),
            E::NotEnough { account, on, there, asked } => refused(
                "conflict",
                "NOT_ENOUGH",
                format!(
                    "{account} sejak {on} hanya berisi {there}, kurang dari {asked}; bukukan yang ada, atau tunggu sisanya"
                ),
                en,
            ),
            E::NotBegun { month } => refused(
                "conflict",
                "NOT_BEGUN",
                format!("{month} belum mulai; iurannya menjadi pendapatan pada hari pertamanya"),
                en,
            ),
            error @ (E::NoLines { .. }
            | E::Unbalanced { .. }
            | E::Negative { .. }
            | E::TwoSided { .. }) => Self::fault(error),
        }
    }
}

impl From<TreasuryRefusal> for Problem {
    fn from(refusal: TreasuryRefusal) -> Self {
        match refusal {
            TreasuryRefusal::Forbidden(error) => error.into(),
            TreasuryRefusal::Ledger(error) => error.into(),
            TreasuryRefusal::Db(error) => error.into(),
        }
    }
}

impl From<CloseRefusal> for Problem {
    fn from(refusal: CloseRefusal) -> Self {
        use CloseRefusal as R;
        let en = refusal.to_string();
        match refusal {
            R::Forbidden(error) => error.into(),
            R::Db(error) => error.into(),
            R::NotOver { month } => refused(
                "conflict",
                "NOT_OVER",
                format!("{month} belum selesai; tutup setelah hari terakhirnya"),
                en,
            ),
            R::Closed { month } => refused(
                "conflict",
                "CLOSED_MONTH",
                format!("{month} sudah ditutup; tidak ada yang diubah"),
                en,
            ),
            R::EarlierOpen { earlier, month } => refused(
                "conflict",
                "EARLIER_OPEN",
                format!("{earlier} berisi jurnal dan masih terbuka; tutup dahulu sebelum {month}"),
                en,
            ),
        }
    }
}

impl From<TurnRefusal> for Problem {
    fn from(refusal: TurnRefusal) -> Self {
        use TurnRefusal as R;
        let en = refusal.to_string();
        match refusal {
            R::Forbidden(error) => error.into(),
            R::Ledger(error) => error.into(),
            R::Db(error) => error.into(),
            R::NotBegun(month) => refused(
                "conflict",
                "NOT_BEGUN",
                format!("{month} belum mulai; bulan dibalik pada hari pertamanya atau sesudahnya"),
                en,
            ),
            R::Order(month, next) => refused(
                "conflict",
                "ORDER",
                format!(
                    "{month} tidak dapat dibalik sekarang: bulan dibalik berurutan, masing-masing sekali; berikutnya {next}"
                ),
                en,
            ),
        }
    }
}

impl From<ReturnRefusal> for Problem {
    fn from(refusal: ReturnRefusal) -> Self {
        use ReturnRefusal as R;
        let en = refusal.to_string();
        match refusal {
            R::Forbidden(error) => error.into(),
            R::NotOver { year } => refused(
                "conflict",
                "NOT_OVER",
                format!("{year} belum selesai; hasilnya diberikan atas saldo 31 Desember"),
                en,
            ),
            R::Rate { rate } => refused(
                "invalid-fields",
                "RATE",
                format!("Hasil {rate} tidak dapat diberikan; isi angka yang diumumkan, di atas 0 % dan paling banyak 100 %"),
                en,
            )
            .field("rate_percent"),
            R::Unknown { year } => refused(
                "conflict",
                "RETURN_UNKNOWN",
                format!("Hasil tahun {year} belum diketahui; sebut angka yang diumumkan dan di mana diumumkan"),
                en,
            ),
            R::Declared { year } => refused(
                "conflict",
                "RETURN_DECLARED",
                format!("Hasil tahun {year} sudah diberikan; tidak diberikan lagi"),
                en,
            ),
            R::OutOfOrder { later } => refused(
                "conflict",
                "OUT_OF_ORDER",
                format!("Hasil tahun {later} sudah diberikan; tahun yang lebih awal tidak dapat menyusul"),
                en,
            ),
            other => other_return(other),
        }
    }
}

/// The refusals of a return that carry no year of their own.
fn other_return(refusal: ReturnRefusal) -> Problem {
    match refusal {
        ReturnRefusal::Ledger(error) => error.into(),
        other => refused(
            "conflict",
            "NOTHING_TO_CREDIT",
            "Tidak ada saldo yang dapat diberi hasil pada akhir tahun itu",
            other,
        ),
    }
}

impl From<CheckError> for Problem {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::Law(error) => error.into(),
            CheckError::Count(refusal) => refusal.into(),
            CheckError::Db(error) => error.into(),
        }
    }
}

impl From<CoverageRefusal> for Problem {
    fn from(refusal: CoverageRefusal) -> Self {
        let (code, id, en) = (refusal.code(), refusal.indonesian(), refusal.to_string());
        match refusal {
            CoverageRefusal::Law(error) => error.into(),
            CoverageRefusal::Db(error) => error.into(),
            _ => Self::new("bad-address", code, id, en),
        }
    }
}

impl From<ImportRefusal> for Problem {
    fn from(refusal: ImportRefusal) -> Self {
        use ImportRefusal as R;
        let (code, id, en) = (refusal.code(), refusal.indonesian(), refusal.to_string());
        match refusal {
            R::Forbidden(error) => error.into(),
            R::Db(error) => error.into(),
            R::Sealed(error) => error.into(),
            R::Registry(refusal) => refusal.into(),
            R::Law(error) => error.into(),
            R::Enrol(refusal) => refusal.into(),
            R::Pay(refusal) => refusal.into(),
            R::Code(refusal) => refusal.into(),
            R::Sheet(_) => Self::new("list-refused", code, id, en),
            R::OtherOrder { list, .. } => Self::new("conflict", code, id, en).naming("list", list),
            R::UnderWay => Self::new("conflict", code, id, en).retry_after(5),
            R::NoSuchList => Self::new("not-found", code, id, en),
            R::Result(cause) => Self::fault(cause),
            _ => Self::new("bad-address", code, id, en),
        }
    }
}
