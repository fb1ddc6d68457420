//! What the desk of an office refuses, as problems: bills, a list's codes, kept proofs.

use super::Problem;
use contribution::{
    bills::BillRefusal, kept_checks::KeptCheckRefusal, list_codes::ListCodesRefusal,
};

impl From<BillRefusal> for Problem {
    fn from(refusal: BillRefusal) -> Self {
        use BillRefusal as R;
        let en = refusal.to_string();
        match refusal {
            R::Forbidden(error) => error.into(),
            R::Db(error) => error.into(),
            R::NotFound => Self::new(
                "not-found",
                "NO_SUCH_CODE",
                "Kode iuran itu tidak ada; ketik ke-15 angkanya dari slip",
                en,
            ),
            R::NotOpen(state) => {
                let word = match state.as_str() {
                    "paid" => "sudah dibayar",
                    "cancelled" => "sudah dibatalkan",
                    _ => "tidak terbuka",
                };
                let id = format!("Kode iuran ini {word}; hanya kode yang terbuka dapat dibatalkan");
                Self::new("conflict", "CODE_NOT_OPEN", id, en).naming("state", state)
            }
            R::Reason => Self::new(
                "invalid-fields",
                "MISSING",
                "Tulis singkat mengapa kode ini dibatalkan",
                en,
            )
            .field("reason"),
        }
    }
}

impl From<ListCodesRefusal> for Problem {
    fn from(refusal: ListCodesRefusal) -> Self {
        use ListCodesRefusal as R;
        let en = refusal.to_string();
        match refusal {
            R::List(refusal) => refusal.into(),
            R::Code(refusal) => refusal.into(),
            R::Money(error) => error.into(),
            R::Db(error) => error.into(),
            R::NotDone(_) => Self::new(
                "conflict",
                "LIST_NOT_DONE",
                "Daftar belum selesai dibaca; kode dibuat sesudah daftar selesai dibaca",
                en,
            ),
            R::TooLong { n, most } => Self::new(
                "conflict",
                "LIST_TOO_LONG",
                format!(
                    "Daftar ini {n} baris; kode untuk lebih dari {most} baris dibuat sambil membaca: kirim daftar dengan code_months"
                ),
                en,
            ),
        }
    }
}

impl From<KeptCheckRefusal> for Problem {
    fn from(refusal: KeptCheckRefusal) -> Self {
        match refusal {
            KeptCheckRefusal::Forbidden(error) => error.into(),
            KeptCheckRefusal::Check(error) => error.into(),
            KeptCheckRefusal::Db(error) => error.into(),
        }
    }
}
