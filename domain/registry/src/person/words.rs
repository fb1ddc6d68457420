//! A person's name, telephone number, family card; and what is odd without being wrong.

use crate::{FieldFault, spelling::searchable};
use serde::{Deserialize, Serialize};
use std::fmt;
use terms::NikWarning;

/// A name as on the identity card. Personal data: does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonName {
    name: String,
    searchable: String,
}

impl PersonName {
    /// Reads a name: 2 to 100 characters, at least two letters, no digits.
    pub fn read(field: &'static str, text: &str) -> Result<Self, FieldFault> {
        let name = collapse(text);
        if name.is_empty() {
            return Err(FieldFault::missing(field, "Nama", "The name"));
        }
        let n = name.chars().count();
        if !(2..=100).contains(&n) {
            return Err(FieldFault::new(
                field,
                "NAME_LENGTH",
                format!("Nama harus 2 sampai 100 huruf, ini {n}; tulis seperti di KTP"),
                format!(
                    "A name has 2 to 100 characters, this has {n}; write it as on the identity card"
                ),
            ));
        }
        let fits = |c: &char| {
            c.is_alphabetic() || matches!(c, ' ' | '.' | ',' | '\'' | '’' | '`' | '-' | '/')
        };
        if let Some(odd) = name.chars().find(|c| !fits(c)) {
            return Err(FieldFault::new(
                field,
                "NAME_CHARACTERS",
                format!("Nama tidak boleh berisi “{odd}”; tulis dengan huruf seperti di KTP"),
                format!(
                    "A name cannot have “{odd}” in it; write it in letters as on the identity card"
                ),
            ));
        }
        if name.chars().filter(|c| c.is_alphabetic()).count() < 2 {
            return Err(FieldFault::new(
                field,
                "NAME_LENGTH",
                "Nama harus berisi paling sedikit dua huruf; tulis seperti di KTP",
                "A name has at least two letters; write it as on the identity card",
            ));
        }
        let searchable = searchable(&name);
        Ok(Self { name, searchable })
    }

    /// As written on the card.
    #[must_use]
    pub fn as_written(&self) -> &str {
        &self.name
    }

    /// As it is searched for and compared.
    #[must_use]
    pub fn searchable(&self) -> &str {
        &self.searchable
    }

    pub(crate) fn into_parts(self) -> (String, String) {
        (self.name, self.searchable)
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(•••)")
    }
}

/// A name of which only the initials show, `P*** T***`: to confirm, not to learn.
#[must_use]
pub fn masked_name(name: &str) -> String {
    let words = name.split_whitespace().filter_map(|word| word.chars().next());
    words.map(|first| format!("{first}***")).collect::<Vec<_>>().join(" ")
}

/// A telephone number in its international form, `+628123456789`. Personal data: does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Reads a number as people write it: `0812-3456-789`, `62812…`, `+62 812…`, `812…`.
    pub fn read(field: &'static str, text: &str) -> Result<Self, FieldFault> {
        let text = text.trim().trim_start_matches(['\'', '’', '`']);
        let skipped = |c: &char| matches!(c, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}');
        let digits: String = text.chars().filter(|c| !skipped(c)).collect();
        let refuse = |code, id: &str, en: &str| Err(FieldFault::new(field, code, id, en));
        let (abroad, rest) = match digits.strip_prefix('+') {
            Some(rest) if !rest.starts_with("62") => (true, rest),
            Some(rest) => (false, rest),
            None => (false, digits.as_str()),
        };
        if rest.is_empty() || !rest.bytes().all(|b| b.is_ascii_digit()) {
            return refuse(
                "PHONE_CHARACTERS",
                "Nomor telepon hanya berisi angka; tulis misalnya 0812 3456 7890, dengan kolom berformat teks",
                "A telephone number has digits only; write for example 0812 3456 7890, in a column formatted as text",
            );
        }
        let national = rest.strip_prefix("62").or_else(|| rest.strip_prefix('0')).unwrap_or(rest);
        let national = national.strip_prefix('0').unwrap_or(national);
        let fits = if abroad {
            (8..=15).contains(&rest.len())
        } else {
            (8..=12).contains(&national.len())
        };
        if !fits || (!abroad && national.starts_with('0')) {
            return refuse(
                "PHONE_LENGTH",
                "Panjang nomor telepon tidak wajar; tulis lengkap, misalnya 0812 3456 7890",
                "The telephone number is too short or too long; write all of it, for example 0812 3456 7890",
            );
        }
        Ok(Self(if abroad { format!("+{rest}") } else { format!("+62{national}") }))
    }

    /// The international form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(•••)")
    }
}

/// The number of a family card (*nomor kartu keluarga*), 16 digits. Personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct FamilyCard(String);

impl FamilyCard {
    /// Reads sixteen digits. Its inner make-up is not confirmed, so nothing more is checked.
    pub fn read(field: &'static str, text: &str) -> Result<Self, FieldFault> {
        let text = text.trim().trim_start_matches(['\'', '’', '`']);
        let digits: String =
            text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '\u{a0}')).collect();
        if digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(Self(digits));
        }
        Err(FieldFault::new(
            field,
            "FAMILY_CARD",
            "Nomor KK harus 16 angka; salin lagi dari kartu keluarga, dengan kolom berformat teks",
            "A family card number has 16 digits; copy it again from the card, in a column formatted as text",
        ))
    }

    /// The sixteen digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for FamilyCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FamilyCard(•••)")
    }
}

/// Something odd that stops nothing; a person looks at it when there is time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonWarning {
    /// The NIK's area is not in today's list.
    NikUnknownArea,
    /// The NIK's serial is 0000.
    NikSerialZero,
    /// The NIK's regency part is 00 or 70.
    NikOddRegency,
    /// The NIK is known with another name; the known one stays.
    NameDiffers,
    /// The NIK is known with another birth date; the known one stays.
    BirthDateDiffers,
    /// The NIK is known with another village; the known one stays.
    VillageDiffers,
}

impl From<NikWarning> for PersonWarning {
    fn from(warning: NikWarning) -> Self {
        match warning {
            NikWarning::UnknownArea => Self::NikUnknownArea,
            NikWarning::SerialZero => Self::NikSerialZero,
            NikWarning::OddRegency => Self::NikOddRegency,
        }
    }
}

impl PersonWarning {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NikUnknownArea => NikWarning::UnknownArea.code(),
            Self::NikSerialZero => NikWarning::SerialZero.code(),
            Self::NikOddRegency => NikWarning::OddRegency.code(),
            Self::NameDiffers => "NAME_DIFFERS",
            Self::BirthDateDiffers => "BIRTHDATE_DIFFERS",
            Self::VillageDiffers => "VILLAGE_DIFFERS",
        }
    }

    /// The sentence in Indonesian.
    #[must_use]
    pub const fn indonesian(self) -> &'static str {
        match self {
            Self::NikUnknownArea => {
                "Kode wilayah pada NIK tidak ada di daftar hari ini; mungkin kode lama. Tidak perlu diubah bila sama dengan KTP"
            }
            Self::NikSerialZero => "Empat angka terakhir NIK adalah 0000; cocokkan dengan KTP",
            Self::NikOddRegency => {
                "Angka ke-3 dan ke-4 NIK (kabupaten/kota) adalah 00 atau 70; cocokkan dengan KTP"
            }
            Self::NameDiffers => {
                "NIK ini sudah tercatat dengan nama lain; nama yang tercatat dipertahankan. Koreksi datanya bila salah"
            }
            Self::BirthDateDiffers => {
                "NIK ini sudah tercatat dengan tanggal lahir lain; yang tercatat dipertahankan. Koreksi datanya bila salah"
            }
            Self::VillageDiffers => {
                "NIK ini sudah tercatat di desa/kelurahan lain; yang tercatat dipertahankan. Koreksi datanya bila sudah pindah"
            }
        }
    }

    /// The sentence in English.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::NikUnknownArea => {
                "The area in the NIK is not in today's list; it may be an old code. Nothing to change if it is so on the identity card"
            }
            Self::NikSerialZero => {
                "The last four digits of the NIK are 0000; compare with the identity card"
            }
            Self::NikOddRegency => {
                "Digits 3 and 4 of the NIK (regency) are 00 or 70; compare with the identity card"
            }
            Self::NameDiffers => {
                "This NIK is on record with another name; the name on record was kept. Correct the record if it is wrong"
            }
            Self::BirthDateDiffers => {
                "This NIK is on record with another birth date; the one on record was kept. Correct the record if it is wrong"
            }
            Self::VillageDiffers => {
                "This NIK is on record in another village; the one on record was kept. Correct the record if the person moved"
            }
        }
    }
}

/// Text without space around it and with single spaces in it.
pub(crate) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A free text that may be absent, of a bounded length.
pub(crate) fn read_text(
    field: &'static str,
    text: Option<&str>,
    chars_max: usize,
) -> Result<Option<String>, FieldFault> {
    let Some(text) = text.map(collapse).filter(|text| !text.is_empty()) else { return Ok(None) };
    let n = text.chars().count();
    if n > chars_max {
        return Err(FieldFault::new(
            field,
            "TOO_LONG",
            format!("Isian ini paling panjang {chars_max} huruf, ini {n}; singkatkan"),
            format!("This field takes at most {chars_max} characters, this has {n}; shorten it"),
        ));
    }
    Ok(Some(text))
}

/// The number of an RT or RW as three digits: `3`, `003` and `RT 03` are one.
pub(crate) fn read_unit(
    field: &'static str,
    text: Option<&str>,
) -> Result<Option<String>, FieldFault> {
    let Some(text) = text.map(str::trim).filter(|text| !matches!(*text, "" | "-")) else {
        return Ok(None);
    };
    let number = text.trim_start_matches(['R', 'T', 'W', 'r', 't', 'w', '.', ' ', '\'']);
    if number.is_empty() || number.len() > 3 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(FieldFault::new(
            field,
            "RT_RW",
            "RT dan RW ditulis dengan satu sampai tiga angka, misalnya 003",
            "RT and RW are written with one to three digits, for example 003",
        ));
    }
    Ok(Some(format!("{number:0>3}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_people_have_them() {
        let read = |text| PersonName::read("name", text).map(|name| name.into_parts());
        assert_eq!(read("  Siti  Nur’aini "), Ok(("Siti Nur’aini".into(), "siti nuraini".into())));
        assert!(read("H. M. Said, S.Pd.").is_ok());
        assert!(read("Ai").is_ok());
        for (bad, code) in [
            ("", "MISSING"),
            ("A", "NAME_LENGTH"),
            ("--", "NAME_LENGTH"),
            ("Budi 2", "NAME_CHARACTERS"),
            ("=cmd()", "NAME_CHARACTERS"),
        ] {
            assert_eq!(read(bad).unwrap_err().code, code, "{bad:?}");
        }
        assert_eq!(read(&"a".repeat(101)).unwrap_err().code, "NAME_LENGTH");
        assert_eq!(format!("{:?}", PersonName::read("name", "Siti").unwrap()), "PersonName(•••)");
        assert_eq!(masked_name("Siti Nur’aini"), "S*** N***");
    }

    #[test]
    fn one_number_however_it_is_written() {
        for text in [
            "0812-3456-7890",
            "'081234567890",
            "+62 812 3456 7890",
            "6281234567890",
            "81234567890",
            "+62 (0)812 3456 7890",
        ] {
            assert_eq!(Phone::read("phone", text).unwrap().as_str(), "+6281234567890", "{text}");
        }
        assert_eq!(Phone::read("phone", "+60 12-345 6789").unwrap().as_str(), "+60123456789");
        for (text, code) in [
            ("8.12346E+10", "PHONE_CHARACTERS"),
            ("0812", "PHONE_LENGTH"),
            ("", "PHONE_CHARACTERS"),
            ("000000000", "PHONE_LENGTH"),
        ] {
            assert_eq!(Phone::read("phone", text).unwrap_err().code, code, "{text}");
        }
    }

    #[test]
    fn rt_keeps_its_zeros() {
        assert_eq!(read_unit("rt", Some("3")), Ok(Some("003".into())));
        assert_eq!(read_unit("rt", Some("RT 03")), Ok(Some("003".into())));
        assert_eq!(read_unit("rt", Some("-")), Ok(None));
        assert!(read_unit("rt", Some("3/4")).is_err());
    }
}
