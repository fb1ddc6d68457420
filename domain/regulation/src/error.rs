//! Refusals: what the law, or what we have read of it, does not allow; in two languages.

use serde::Serialize;
use terms::{Date, MoneyError, Month, Programme, Rupiah, Segment};

/// Why a question to the law is refused. `Display` is English; [`LawError::indonesian`] the other.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LawError {
    /// The law folder has no such parameter.
    #[error("there is no parameter “{parameter}”; `lindung law list` shows all")]
    NoSuchParameter {
        /// What was asked for.
        parameter: String,
    },
    /// The law has it, we have not read it.
    #[error(
        "{title_en}: not known; it must first be read in the official text and entered under law/ ({parameter})"
    )]
    Unknown {
        /// Key of the parameter.
        parameter: String,
        /// Its title in Indonesian.
        title_id: String,
        /// Its title in English.
        title_en: String,
    },
    /// Nothing was read for that date.
    #[error(
        "{title_en}: no law has been read for {date} (last read on {read_through}); enter it under law/ ({parameter}) or ask for another date"
    )]
    NotRead {
        /// Key of the parameter.
        parameter: String,
        /// Its title in Indonesian.
        title_id: String,
        /// Its title in English.
        title_en: String,
        /// The date asked for.
        date: Date,
        /// When a person last looked.
        read_through: Date,
    },
    /// An income or wage of nothing or less.
    #[error(
        "the income is {amount}; it must be above zero, and who earns less than Rp1.000.000 is placed in the first band"
    )]
    IncomeNotPositive {
        /// What was given.
        amount: Rupiah,
    },
    /// An amount that may not be negative.
    #[error("{amount} is below zero; give an amount of zero or more")]
    Negative {
        /// What was given.
        amount: Rupiah,
    },
    /// An empty set of programmes.
    #[error("no programme was named; name at least one, for example jkk,jkm")]
    NoProgramme,
    /// An empty set of months.
    #[error(
        "no month was named; name one (2026-11), several (2026-11,2026-12) or a range (2026-11..2027-01)"
    )]
    NoMonths,
    /// A text that is no list of months.
    #[error(
        "“{text}” is not a list of months; write 2026-11, or 2026-11,2026-12, or 2026-11..2027-01"
    )]
    BadMonths {
        /// What was given, cut.
        text: String,
    },
    /// More months than anybody pays at once.
    #[error("{n} months are too many for one question; ask for at most {most}")]
    TooManyMonths {
        /// How many were asked for.
        n: usize,
        /// How many may be.
        most: usize,
    },
    /// A programme the segment does not have.
    #[error("{programme} does not exist for segment {segment}; leave it out")]
    NotForSegment {
        /// The programme.
        programme: Programme,
        /// The segment.
        segment: Segment,
    },
    /// The price depends on when the member joined.
    #[error(
        "the price of {month} depends on the month the member joined ({rule}); say it, for example --joined 2020-09"
    )]
    JoinedNeeded {
        /// The month to be priced.
        month: Month,
        /// The instrument with the relief.
        rule: String,
    },
    /// Not one of the five risk groups.
    #[error("risk group {given} does not exist; choose 1 (very low) to 5 (very high)")]
    RiskGroup {
        /// What was given.
        given: i64,
    },
    /// Over the entry age.
    #[error("{age} years old: enrolment is possible until the birthday that makes {limit}")]
    TooOld {
        /// Age in years.
        age: i64,
        /// The limit, not to be reached.
        limit: i64,
    },
    /// Born after the day of asking.
    #[error("the birth date {born} lies after {on}; correct it from the identity card")]
    NotBorn {
        /// Birth date.
        born: Date,
        /// Day of asking.
        on: Date,
    },
    /// More kinds of work than allowed.
    #[error("{n} kinds of work were named, at most {most} may be insured; choose the main ones")]
    TooManyOccupations {
        /// How many were named.
        n: i64,
        /// How many may be.
        most: i64,
    },
    /// A condition of a benefit is not met.
    #[error("{en}")]
    NotDue {
        /// Stable key of the rule.
        rule: String,
        /// The sentence in Indonesian.
        id: String,
        /// The sentence in English.
        en: String,
    },
    /// An identity number that is none.
    #[error("{0}")]
    Nik(#[from] terms::NikError),
    /// Money that does not fit.
    #[error("{0}")]
    Money(#[from] MoneyError),
}

impl LawError {
    /// Stable code for problems and lists.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchParameter { .. } => "LAW_NO_SUCH_PARAMETER",
            Self::Unknown { .. } => "LAW_UNKNOWN",
            Self::NotRead { .. } => "LAW_NOT_READ",
            Self::IncomeNotPositive { .. } => "INCOME_NOT_POSITIVE",
            Self::Negative { .. } => "AMOUNT_NEGATIVE",
            Self::NoProgramme => "PROGRAMME_MISSING",
            Self::NoMonths => "MONTH_MISSING",
            Self::BadMonths { .. } => "MONTH_FORMAT",
            Self::TooManyMonths { .. } => "MONTH_TOO_MANY",
            Self::NotForSegment { .. } => "PROGRAMME_NOT_FOR_SEGMENT",
            Self::JoinedNeeded { .. } => "JOINED_NEEDED",
            Self::RiskGroup { .. } => "RISK_GROUP",
            Self::TooOld { .. } => "ENTRY_AGE",
            Self::NotBorn { .. } => "BIRTH_DATE",
            Self::TooManyOccupations { .. } => "OCCUPATIONS_TOO_MANY",
            Self::NotDue { .. } => "NOT_DUE",
            Self::Nik(error) => error.code(),
            Self::Money(_) => "AMOUNT_TOO_LARGE",
        }
    }

    /// The field of the question that is to blame, where one is.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::IncomeNotPositive { .. } => Some("income"),
            Self::Negative { .. } | Self::Money(_) => Some("amount"),
            Self::NoProgramme | Self::NotForSegment { .. } => Some("programmes"),
            Self::NoMonths | Self::BadMonths { .. } | Self::TooManyMonths { .. } => Some("months"),
            Self::JoinedNeeded { .. } => Some("joined"),
            Self::RiskGroup { .. } => Some("risk"),
            Self::TooOld { .. } | Self::NotBorn { .. } => Some("born"),
            Self::TooManyOccupations { .. } => Some("occupations"),
            Self::Nik(_) => Some("nik"),
            _ => None,
        }
    }

    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::NoSuchParameter { parameter } => format!("Tidak ada parameter “{parameter}”; `lindung law list` menampilkan semuanya"),
            Self::Unknown { parameter, title_id, .. } => format!("{title_id}: belum diketahui; harus dibaca dulu dalam naskah resmi dan dimasukkan di law/ ({parameter})"),
            Self::NotRead { parameter, title_id, date, read_through, .. } => format!("{title_id}: hukum untuk tanggal {date} belum dibaca (terakhir dibaca {read_through}); masukkan di law/ ({parameter}) atau tanyakan tanggal lain"),
            Self::IncomeNotPositive { amount } => format!("Penghasilan {amount}; harus lebih dari nol, dan yang di bawah Rp1.000.000 masuk lapisan pertama"),
            Self::Negative { amount } => format!("{amount} kurang dari nol; isi nol atau lebih"),
            Self::NoProgramme => "Program belum dipilih; sebut paling sedikit satu, misalnya jkk,jkm".into(),
            Self::NoMonths => "Bulan belum dipilih; tulis satu (2026-11), beberapa (2026-11,2026-12), atau rentang (2026-11..2027-01)".into(),
            Self::BadMonths { text } => format!("“{text}” bukan daftar bulan; tulis 2026-11, atau 2026-11,2026-12, atau 2026-11..2027-01"),
            Self::TooManyMonths { n, most } => format!("{n} bulan terlalu banyak untuk satu pertanyaan; paling banyak {most}"),
            Self::NotForSegment { programme, segment } => format!("{programme} tidak ada untuk segmen {segment}; hapus dari pilihan"),
            Self::JoinedNeeded { month, rule } => format!("Iuran {month} tergantung bulan mulai menjadi peserta ({rule}); sebutkan, misalnya --joined 2020-09"),
            Self::RiskGroup { given } => format!("Kelompok risiko {given} tidak ada; pilih 1 (sangat rendah) sampai 5 (sangat tinggi)"),
            Self::TooOld { age, limit } => format!("Usia {age} tahun: pendaftaran hanya sampai sebelum ulang tahun ke-{limit}"),
            Self::NotBorn { born, on } => format!("Tanggal lahir {born} setelah {on}; perbaiki menurut KTP"),
            Self::TooManyOccupations { n, most } => format!("{n} pekerjaan disebut, paling banyak {most} yang dapat dilindungi; pilih yang utama"),
            Self::NotDue { id, .. } => id.clone(),
            Self::Nik(error) => error.indonesian(),
            Self::Money(MoneyError::Overflow) => "Jumlah terlalu besar untuk dihitung dalam rupiah".into(),
            Self::Money(MoneyError::NoParts) => "Jumlah tidak dapat dibagi kepada nol bagian".into(),
        }
    }
}

impl Serialize for LawError {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = s.serialize_map(None)?;
        map.serialize_entry("code", self.code())?;
        map.serialize_entry("id", &self.indonesian())?;
        map.serialize_entry("en", &self.to_string())?;
        if let Some(field) = self.field() {
            map.serialize_entry("field", field)?;
        }
        map.end()
    }
}
