//! Reads the fields of one row and gathers what is wrong with them.

use super::{RowFault, VillageRef, cell_of};
use crate::{
    amounts::{parse_rupiah, plain_integer},
    cell::{Cell, Row},
    columns::{Columns, Field},
    dates::{DateError, of_serial, parse_date, parse_month, split_ttl},
    names::{clean, normal_phone},
};
use std::borrow::Cow;
use terms::{AreaCode, AreaLevel, Date, Month, Nik, NikError, Private, Rupiah, Sex};

/// Longest text that is kept of a cell; a longer one is no name and no address.
const TEXT_CHARS: usize = 1_000;

pub(super) struct Fields<'r> {
    columns: &'r Columns,
    row: &'r Row,
    faults: Vec<RowFault>,
}

impl<'r> Fields<'r> {
    pub(super) const fn new(columns: &'r Columns, row: &'r Row) -> Self {
        Self { columns, row, faults: Vec::new() }
    }

    pub(super) fn into_faults(self) -> Vec<RowFault> {
        self.faults
    }

    /// The cell of a field; an error shown by the spreadsheet is a fault and then as blank.
    fn cell(&mut self, field: Field) -> Cell<'r> {
        let cell = cell_of(self.columns, self.row, field);
        if let Cell::Fault(text) = cell {
            self.faults.push(RowFault::quoting(
                "CELL_ERROR",
                field,
                text,
                "sel berisi kesalahan rumus; ketik nilainya",
                "the cell shows a formula error; type the value",
            ));
        }
        match cell {
            Cell::Fault(_) => Cell::Blank,
            Cell::Text(text) if is_placeholder(text) => Cell::Blank,
            cell => cell,
        }
    }

    /// The cell of a field as a person would read it; whole numbers without exponent or point.
    fn plain(&mut self, field: Field) -> Option<Cow<'r, str>> {
        match self.cell(field) {
            Cell::Blank | Cell::Fault(_) => None,
            Cell::Number(raw) | Cell::Damaged(raw) => {
                Some(plain_integer(raw).map_or(Cow::Borrowed(raw), Cow::Owned))
            }
            Cell::Text(text) | Cell::Date(_, text) => Some(Cow::Borrowed(text)),
        }
    }

    fn refuse(&mut self, code: &'static str, field: Field, text: &str, sentences: (&str, &str)) {
        self.faults.push(RowFault::quoting(code, field, text, sentences.0, sentences.1));
    }

    fn bad_date(&mut self, code: &'static str, field: Field, text: &str, error: DateError) {
        self.refuse(code, field, text, (error.indonesian(), &error.to_string()));
    }

    pub(super) fn text(&mut self, field: Field) -> Option<String> {
        let text = clean(&self.plain(field)?);
        if text.len() > TEXT_CHARS && text.chars().count() > TEXT_CHARS {
            let sentences =
                ("teks terlalu panjang; ringkaslah", "the text is too long; shorten it");
            self.refuse("TEXT_TOO_LONG", field, &text, sentences);
            return None;
        }
        Some(text).filter(|text| !text.is_empty())
    }

    pub(super) fn required_text(&mut self, field: Field) -> Option<String> {
        let before = self.faults.len();
        let text = self.text(field);
        if text.is_none() && self.faults.len() == before {
            self.faults.push(RowFault::missing(field));
        }
        text
    }

    pub(super) fn nik(&mut self) -> Option<Nik> {
        let before = self.faults.len();
        let parsed = match self.cell(Field::Nik) {
            Cell::Damaged(_) => Err(NikError::ScientificNotation),
            Cell::Blank | Cell::Fault(_) => {
                if self.faults.len() == before {
                    self.faults.push(RowFault::missing(Field::Nik));
                }
                return None;
            }
            Cell::Number(raw) => Nik::parse(&plain_integer(raw).unwrap_or_else(|| raw.to_owned())),
            Cell::Text(text) | Cell::Date(_, text) if went_through_a_float(text) => {
                Err(NikError::ScientificNotation)
            }
            Cell::Text(text) | Cell::Date(_, text) => Nik::parse(&clean(text)),
        };
        let refuse = |error: NikError| {
            RowFault::new(error.code(), Field::Nik, error.indonesian(), error.to_string())
        };
        parsed.map_err(|error| self.faults.push(refuse(error))).ok()
    }

    /// Sixteen digits. Its inner structure is not confirmed by law, so nothing else is tested.
    pub(super) fn family_card(&mut self) -> Option<Private<String>> {
        let damaged = (
            "nomor rusak oleh lembar kerja; ubah format kolom menjadi teks dan ketik ulang 16 angka",
            "the number was damaged by a spreadsheet; format the column as text and type the 16 digits",
        );
        let (text, is_damaged) = match self.cell(Field::Kk) {
            Cell::Blank | Cell::Fault(_) => return None,
            Cell::Damaged(raw) => (raw, true),
            Cell::Number(raw) => (raw, false),
            Cell::Text(text) | Cell::Date(_, text) => (text, went_through_a_float(text)),
        };
        let digits: String =
            clean(text).chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '\'')).collect();
        let scientific = text.contains(['E', 'e']) && text.bytes().any(|b| b.is_ascii_digit());
        if is_damaged || scientific {
            self.refuse("KK_SPREADSHEET", Field::Kk, text, damaged);
        } else if !digits.bytes().all(|b| b.is_ascii_digit()) {
            let sentences = ("nomor KK hanya berisi angka", "a family card number has digits only");
            self.refuse("KK_NOT_DIGITS", Field::Kk, text, sentences);
        } else if digits.len() != 16 {
            let sentences = (
                "nomor KK harus 16 angka; salin lagi dari kartu keluarga",
                "a family card number has 16 digits; copy it again from the card",
            );
            self.refuse("KK_LENGTH", Field::Kk, text, sentences);
        } else {
            return Some(Private::new(digits));
        }
        None
    }

    fn date(&mut self, field: Field, cell: Cell<'_>) -> Option<Date> {
        let parsed = match cell {
            Cell::Blank | Cell::Fault(_) => return None,
            Cell::Date(date, _) => Ok(date),
            Cell::Number(raw) | Cell::Damaged(raw) => {
                of_serial(raw, self.row.starts_1904).ok_or(()).or_else(|()| parse_date(raw))
            }
            Cell::Text(text) => parse_date(text.trim_start_matches('\'')),
        };
        parsed.map_err(|error| self.bad_date(error.code(), field, cell.text(), error)).ok()
    }

    /// Place and date of birth, from their own columns or from the one that holds both.
    pub(super) fn birth(&mut self) -> (Option<Private<String>>, Option<Date>) {
        let mut place = self.text(Field::BirthPlace);
        let before = self.faults.len();
        let cell = self.cell(Field::BirthDate);
        let mut date = self.date(Field::BirthDate, cell);
        if date.is_none() && self.faults.len() == before {
            let both = self.cell(Field::Ttl);
            match both {
                Cell::Text(text) => match split_ttl(text) {
                    Ok((written, found)) => {
                        place = place.or(written);
                        date = Some(found);
                    }
                    Err(error) => self.bad_date(error.code(), Field::Ttl, text, error),
                },
                cell => date = self.date(Field::Ttl, cell),
            }
        }
        if date.is_none() && self.faults.len() == before {
            let own = self.columns.has(Field::BirthDate);
            self.faults.push(RowFault::missing(if own { Field::BirthDate } else { Field::Ttl }));
        }
        (place.map(Private::new), date)
    }

    pub(super) fn sex(&mut self) -> Option<Sex> {
        let text = self.plain(Field::Sex)?;
        let letters: String =
            text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
        match letters.as_str() {
            "l" | "lk" | "laki" | "lakilaki" | "pria" | "m" | "male" => Some(Sex::Male),
            "p" | "pr" | "perempuan" | "wanita" | "f" | "female" => Some(Sex::Female),
            _ => {
                let sentences =
                    ("tulis L atau P, laki-laki atau perempuan", "write L (man) or P (woman)");
                self.refuse("BAD_SEX", Field::Sex, &text, sentences);
                None
            }
        }
    }

    /// What the list says against what the NIK says.
    pub(super) fn compare(&mut self, nik: &Nik, born: Option<Date>, sex: Option<Sex>) {
        if let Some(born) = born.filter(|born| !nik.agrees_with(*born)) {
            let said = format!("{:02}-{:02}-..{:02}", nik.day(), nik.month(), nik.year2());
            let listed = format!("{:02}-{:02}-{:04}", born.day(), born.month(), born.year());
            let swapped = Date::new(born.year(), born.day(), born.month());
            let swapped = swapped.is_ok_and(|other| nik.agrees_with(other));
            let hint = if swapped {
                ("; hari dan bulan mungkin tertukar", "; day and month may be swapped")
            } else {
                ("", "")
            };
            self.faults.push(RowFault::new(
                "BIRTHDATE_MISMATCH",
                if self.columns.has(Field::BirthDate) { Field::BirthDate } else { Field::Ttl },
                format!("Tanggal lahir {listed} tidak cocok dengan NIK ({said}){}; cocokkan dengan KTP", hint.0),
                format!("the birth date {listed} does not agree with the NIK ({said}){}; check both against the identity card", hint.1),
            ));
        }
        if sex.is_some_and(|sex| sex != nik.sex()) {
            let (indonesian, english) = match nik.sex() {
                Sex::Female => ("perempuan", "a woman"),
                Sex::Male => ("laki-laki", "a man"),
            };
            self.faults.push(RowFault::new(
                "SEX_MISMATCH",
                Field::Sex,
                format!("Jenis kelamin tidak cocok dengan NIK, yang menyebut {indonesian}; cocokkan dengan KTP"),
                format!("the sex does not agree with the NIK, which says {english}; check both against the identity card"),
            ));
        }
    }

    pub(super) fn phone(&mut self) -> Option<Private<String>> {
        let text = self.plain(Field::Phone)?;
        let phone = normal_phone(&clean(&text));
        if phone.is_none() {
            let sentences = (
                "bukan nomor telepon; tulis satu nomor, misalnya 081234567890, atau kosongkan",
                "it is not a telephone number; write one number such as 081234567890, or leave it empty",
            );
            self.refuse("BAD_PHONE", Field::Phone, &text, sentences);
        }
        phone.map(Private::new)
    }

    /// RT and RW, from their own columns or from `003/005`.
    pub(super) fn units(&mut self) -> (Option<String>, Option<String>) {
        let (mut rt, mut rw) = (self.unit(Field::Rt), self.unit(Field::Rw));
        if let Some(both) = self.plain(Field::RtRw) {
            let runs: Vec<&str> =
                both.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
            match runs.as_slice() {
                [first, second] if first.len() <= 3 && second.len() <= 3 => {
                    rt = rt.or_else(|| Some(format!("{first:0>3}")));
                    rw = rw.or_else(|| Some(format!("{second:0>3}")));
                }
                _ => {
                    let sentences = ("tulis RT/RW seperti 003/005", "write RT/RW like 003/005");
                    self.refuse("BAD_NUMBER", Field::RtRw, &both, sentences);
                }
            }
        }
        (rt, rw)
    }

    fn unit(&mut self, field: Field) -> Option<String> {
        let text = self.plain(field)?;
        let digits = clean(&text);
        let digits = digits.trim_start_matches(|c: char| !c.is_ascii_digit());
        if (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
            return Some(format!("{digits:0>3}"));
        }
        let sentences = ("tulis paling banyak tiga angka", "write at most three digits");
        self.refuse("BAD_NUMBER", field, &text, sentences);
        None
    }

    pub(super) fn village(&mut self) -> Option<VillageRef> {
        if let Some(text) = self.plain(Field::VillageCode) {
            let code = clean(&text).parse::<AreaCode>();
            let code = code.ok().filter(|code| code.level() == AreaLevel::Village);
            if code.is_none() {
                let sentences = (
                    "bukan kode desa; tulis 10 angka sebagai teks, misalnya 33.02.15.2006",
                    "it is not a village code; write 10 digits as text, for example 33.02.15.2006",
                );
                self.refuse("AREA_CODE", Field::VillageCode, &text, sentences);
            }
            return code.map(VillageRef::Code);
        }
        let district = self.text(Field::District);
        let village = self.text(Field::Village)?;
        Some(VillageRef::Names { village, district })
    }

    pub(super) fn income(&mut self) -> Option<Rupiah> {
        let cell = self.cell(Field::Income);
        let parsed = match cell {
            Cell::Blank | Cell::Fault(_) => return None,
            Cell::Number(raw) | Cell::Damaged(raw) => {
                parse_rupiah(plain_integer(raw).as_deref().unwrap_or(raw))
            }
            Cell::Text(text) | Cell::Date(_, text) => parse_rupiah(&clean(text)),
        };
        parsed
            .map_err(|error| {
                let sentences = (error.indonesian(), &*error.to_string());
                self.refuse("BAD_NUMBER", Field::Income, cell.text(), sentences);
            })
            .ok()
    }

    pub(super) fn start_month(&mut self) -> Option<Month> {
        let cell = self.cell(Field::StartMonth);
        let parsed = match cell {
            Cell::Blank | Cell::Fault(_) => return None,
            Cell::Date(date, _) => Ok(Month::of(date)),
            Cell::Number(raw) | Cell::Damaged(raw) => parse_month(raw)
                .or_else(|error| of_serial(raw, self.row.starts_1904).map(Month::of).ok_or(error)),
            Cell::Text(text) => parse_month(text),
        };
        if parsed.is_err() {
            let sentences = (
                "bukan bulan; tulis tahun-bulan, misalnya 2026-11",
                "it is not a month; write year-month, for example 2026-11",
            );
            self.refuse("BAD_MONTH", Field::StartMonth, cell.text(), sentences);
        }
        parsed.ok()
    }

    pub(super) fn months(&mut self) -> Option<u16> {
        let text = self.plain(Field::Months)?;
        let lower = clean(&text).to_ascii_lowercase();
        let digits = lower.strip_suffix("bulan").or(lower.strip_suffix("bln")).unwrap_or(&lower);
        let months = digits.trim().parse().ok().filter(|n| (1..=999).contains(n));
        if months.is_none() {
            let sentences = (
                "bukan jumlah bulan; tulis angka, misalnya 3",
                "it is not a number of months; write digits, for example 3",
            );
            self.refuse("BAD_NUMBER", Field::Months, &text, sentences);
        }
        months
    }
}

/// What people write where there is nothing to write.
fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 9
        && ["-", "--", "–", "—", "n/a", "nihil", "tidak ada", "tdk ada"]
            .iter()
            .any(|nothing| text.eq_ignore_ascii_case(nothing))
}

/// `3273014507909999.0`: a program held the digits as a float, and some may be lost.
fn went_through_a_float(text: &str) -> bool {
    let text = text.trim().trim_start_matches('\'');
    let Some((whole, zeros)) = text.rsplit_once(['.', ',']) else { return false };
    whole.len() >= 15 && whole.bytes().all(|b| b.is_ascii_digit()) && matches!(zeros, "0" | "00")
}
