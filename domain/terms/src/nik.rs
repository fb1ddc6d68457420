//! The national identity number (*nomor induk kependudukan*, PP 40/2019 Pasal 31).

use crate::area::AreaCode;
use std::fmt;

/// Sex as the number carries it.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Woman (*perempuan*): day of birth + 40.
    Female,
    /// Man (*laki-laki*).
    Male,
}

impl Sex {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }
}

/// A well-formed number: 16 digits, six of area at registration, six of birth date (a
/// woman's day plus 40), four of serial. There is no check digit. The number never follows a move, so its area is
/// where the person was first registered. The century is **not** in it and is never guessed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nik(String);

/// Why a text is not a NIK.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NikError {
    /// A spreadsheet turned the number into 3.27301E+15 and lost digits.
    #[error(
        "the NIK was damaged by a spreadsheet (written as a power of ten); format the column as text and type the 16 digits from the card"
    )]
    ScientificNotation,
    /// Not sixteen characters.
    #[error("a NIK has 16 digits, this has {0}; copy it again from the identity card")]
    Length(usize),
    /// Something that is not a digit.
    #[error("a NIK has digits only, this has “{0}” in it; copy it again from the identity card")]
    NotADigit(char),
    /// Day 00, 32 to 40, or above 71.
    #[error(
        "digits 7 and 8 of the NIK are {0}; they must be a day from 01 to 31, or 41 to 71 for a woman"
    )]
    Day(u8),
    /// No such month.
    #[error("digits 9 and 10 of the NIK are {0}; they must be a month from 01 to 12")]
    Month(u8),
    /// A day the month never has, in any year.
    #[error(
        "the NIK says day {day} of month {month}, a day that does not exist; copy it again from the identity card"
    )]
    DayOfMonth {
        /// Day of birth.
        day: u8,
        /// Month of birth.
        month: u8,
    },
}

impl NikError {
    /// Stable code for lists and problems.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ScientificNotation => "NIK_SPREADSHEET",
            Self::Length(_) => "NIK_LENGTH",
            Self::NotADigit(_) => "NIK_NOT_DIGITS",
            Self::Day(_) | Self::Month(_) | Self::DayOfMonth { .. } => "NIK_DATE",
        }
    }

    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::ScientificNotation => "NIK rusak oleh lembar kerja (tertulis sebagai pangkat sepuluh); ubah format kolom menjadi teks dan ketik ulang 16 angka dari KTP".into(),
            Self::Length(n) => format!("NIK harus 16 angka, ini {n}; salin lagi dari KTP"),
            Self::NotADigit(c) => format!("NIK hanya berisi angka, di sini ada “{c}”; salin lagi dari KTP"),
            Self::Day(d) => format!("Angka ke-7 dan ke-8 NIK adalah {d:02}; seharusnya tanggal 01–31, atau 41–71 untuk perempuan"),
            Self::Month(m) => format!("Angka ke-9 dan ke-10 NIK adalah {m:02}; seharusnya bulan 01–12"),
            Self::DayOfMonth { day, month } => format!("NIK menyebut tanggal {day} bulan {month}, tanggal yang tidak ada; salin lagi dari KTP"),
        }
    }
}

/// Something odd that does not make the number wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NikWarning {
    /// The area is not in today's list; it may be an old code.
    UnknownArea,
    /// Serial 0000.
    SerialZero,
    /// Regency part 00 or 70.
    OddRegency,
}

impl NikWarning {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownArea => "NIK_UNKNOWN_AREA",
            Self::SerialZero => "NIK_SERIAL_ZERO",
            Self::OddRegency => "NIK_ODD_REGENCY",
        }
    }
}

impl Nik {
    /// Reads a number as people and spreadsheets write it: surrounding space, a leading
    /// apostrophe, and inner spaces, dots or dashes are forgiven.
    pub fn parse(text: &str) -> Result<Self, NikError> {
        let text = text.trim().trim_start_matches(['\'', '’', '`']).trim();
        let upper = text.to_ascii_uppercase();
        if let Some((mantissa, exponent)) = upper.split_once('E') {
            let number = |part: &str| {
                !part.is_empty()
                    && part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'+'))
            };
            if number(mantissa) && number(exponent) {
                return Err(NikError::ScientificNotation);
            }
        }
        let digits: String =
            text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '\u{a0}')).collect();
        if let Some(odd) = digits.chars().find(|c| !c.is_ascii_digit()) {
            return Err(NikError::NotADigit(odd));
        }
        if digits.len() != 16 {
            return Err(NikError::Length(digits.len()));
        }
        let nik = Self(digits);
        let (raw_day, month) = (nik.pair(6), nik.pair(8));
        if !matches!(raw_day, 1..=31 | 41..=71) {
            return Err(NikError::Day(raw_day));
        }
        if !(1..=12).contains(&month) {
            return Err(NikError::Month(month));
        }
        let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::from(month) - 1];
        if nik.day() > longest {
            return Err(NikError::DayOfMonth { day: nik.day(), month });
        }
        Ok(nik)
    }

    fn pair(&self, at: usize) -> u8 {
        self.0
            .get(at..at + 2)
            .and_then(|pair| pair.parse().ok())
            .expect("sixteen digits were checked")
    }

    /// The sixteen digits. Personal data: callers are few and can be searched for.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The sub-district where the person was first registered.
    #[must_use]
    pub fn area(&self) -> AreaCode {
        self.0.get(..6).and_then(|code| code.parse().ok()).expect("six digits are a district code")
    }

    /// Whether it was given out abroad (area 99, country, mission).
    #[must_use]
    pub fn is_abroad(&self) -> bool {
        self.0.starts_with("99")
    }

    /// Day of birth, 1 to 31.
    #[must_use]
    pub fn day(&self) -> u8 {
        let raw = self.pair(6);
        if raw > 40 { raw - 40 } else { raw }
    }

    /// Month of birth, 1 to 12.
    #[must_use]
    pub fn month(&self) -> u8 {
        self.pair(8)
    }

    /// Last two digits of the year of birth.
    #[must_use]
    pub fn year2(&self) -> u8 {
        self.pair(10)
    }

    /// Sex.
    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.pair(6) > 40 { Sex::Female } else { Sex::Male }
    }

    /// Serial, 0 to 9999.
    #[must_use]
    pub fn serial(&self) -> u16 {
        self.0.get(12..).and_then(|serial| serial.parse().ok()).expect("four digits")
    }

    /// Whether a birth date agrees with the number (year by its last two digits).
    #[must_use]
    pub fn agrees_with(&self, born: jiff::civil::Date) -> bool {
        i32::from(born.day()) == i32::from(self.day())
            && i32::from(born.month()) == i32::from(self.month())
            && i32::from(born.year()).rem_euclid(100) == i32::from(self.year2())
    }

    /// What is odd about it, given whether its area is in today's list.
    #[must_use]
    pub fn warnings(&self, area_known: bool) -> Vec<NikWarning> {
        let mut warnings = Vec::new();
        if !area_known && !self.is_abroad() {
            warnings.push(NikWarning::UnknownArea);
        }
        if self.serial() == 0 {
            warnings.push(NikWarning::SerialZero);
        }
        if matches!(self.pair(2), 0 | 70) && !self.is_abroad() {
            warnings.push(NikWarning::OddRegency);
        }
        warnings
    }

    /// The last four digits, for lists: `············9999`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("············{:04}", self.serial())
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nik(•••)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_woman_born_on_the_fifth_of_july() {
        let nik = Nik::parse("3273014507909999").unwrap();
        assert_eq!(
            (nik.area().to_string(), nik.day(), nik.month(), nik.year2(), nik.sex()),
            ("32.73.01".into(), 5, 7, 90, Sex::Female)
        );
        assert!(nik.warnings(true).is_empty());
        assert_eq!(format!("{nik:?}"), "Nik(•••)");
    }

    #[test]
    fn the_vectors_of_the_rule_book() {
        assert_eq!(Nik::parse("3273013207909999"), Err(NikError::Day(32)));
        assert_eq!(Nik::parse("3273017107909999").unwrap().day(), 31);
        assert_eq!(Nik::parse("3273013102909999"), Err(NikError::DayOfMonth { day: 31, month: 2 }));
        assert_eq!(Nik::parse("3273017207909999"), Err(NikError::Day(72)));
        assert_eq!(Nik::parse("3273016902009999").unwrap().day(), 29);
        assert!(Nik::parse("9900010107909999").unwrap().warnings(false).is_empty());
        assert_eq!(
            Nik::parse("9104011507859999").unwrap().warnings(false),
            [NikWarning::UnknownArea]
        );
        assert_eq!(
            Nik::parse("3270014507900000").unwrap().warnings(true),
            [NikWarning::SerialZero, NikWarning::OddRegency]
        );
    }

    #[test]
    fn what_spreadsheets_do_is_forgiven_or_named() {
        assert!(Nik::parse("'3273014507909999").is_ok());
        assert!(Nik::parse(" 3273 0145 0790 9999 ").is_ok());
        assert_eq!(Nik::parse("3.27301E+15"), Err(NikError::ScientificNotation));
        assert_eq!(Nik::parse("3,27301E15"), Err(NikError::ScientificNotation));
        assert_eq!(Nik::parse("32730145079099"), Err(NikError::Length(14)));
        assert_eq!(Nik::parse("327301450790999X"), Err(NikError::NotADigit('X')));
        assert_eq!(Nik::parse(""), Err(NikError::Length(0)));
        assert_eq!(Nik::parse("３２７３０１４５０７９０９９９９"), Err(NikError::NotADigit('３')));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}") {
            let _ = Nik::parse(&text);
        }
    }
}
