//! One row of cells becomes one person, or a list of what is wrong with it. Nothing is guessed.

mod fault;
mod fields;

use crate::{
    cell::{Cell, Row},
    columns::{Columns, Field},
};
pub use fault::RowFault;
use fields::Fields;
use std::fmt;
use terms::{AreaCode, Date, Month, Nik, Private, Rupiah, Sex};

/// A person as the list states them. Whether the village exists, or the person is already known, is
/// for the register to say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    /// National identity number.
    pub nik: Nik,
    /// Family card number, 16 digits.
    pub kk: Option<Private<String>>,
    /// Name, as written. For comparison see [`crate::normal_name`].
    pub name: Private<String>,
    /// Place of birth.
    pub birth_place: Option<Private<String>>,
    /// Date of birth; agrees with the NIK.
    pub birth_date: Private<Date>,
    /// Sex, from the NIK; the list does not contradict it.
    pub sex: Sex,
    /// Telephone with its country, `+62…`.
    pub phone: Option<Private<String>>,
    /// Occupation, in the list's words.
    pub occupation: Option<String>,
    /// Kind of business, in the list's words.
    pub category: Option<String>,
    /// Where the person works.
    pub work_place: Option<Private<String>>,
    /// Monthly income.
    pub income: Option<Rupiah>,
    /// Address line.
    pub address: Option<Private<String>>,
    /// Neighbourhood unit, three digits.
    pub rt: Option<String>,
    /// Hamlet unit, three digits.
    pub rw: Option<String>,
    /// The village, if the list names it.
    pub village: Option<VillageRef>,
    /// Group, in the list's words.
    pub group: Option<String>,
    /// Where the money comes from, in the list's words. See [`crate::payer_of`].
    pub fund: Option<String>,
    /// First month of contribution.
    pub start_month: Option<Month>,
    /// How many months.
    pub months: Option<u16>,
    /// Whom to reach in the family.
    pub family_contact: Option<Private<String>>,
    /// Note.
    pub note: Option<Private<String>>,
}

/// How a list names a village.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum VillageRef {
    /// By its code.
    Code(AreaCode),
    /// By its name, with its sub-district if the list has one.
    Names {
        /// *Desa* or *kelurahan*.
        village: String,
        /// *Kecamatan*.
        district: Option<String>,
    },
}

/// Why a row is no person and yet no mistake.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SkippedRow {
    /// Nothing in it.
    Blank,
    /// Totals, signatures and remarks: neither NIK nor name.
    Footer,
    /// The row 1, 2, 3, … under the headers of official forms.
    ColumnNumbers,
    /// The headers once more, as on every printed page.
    RepeatedHeader,
}

impl SkippedRow {
    /// The note in Indonesian.
    #[must_use]
    pub const fn indonesian(self) -> &'static str {
        match self {
            Self::Blank => "baris kosong dilewati",
            Self::Footer => "baris jumlah atau catatan kaki dilewati",
            Self::ColumnNumbers => "baris nomor kolom dilewati",
            Self::RepeatedHeader => "judul kolom yang berulang dilewati",
        }
    }

    /// The note in English.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Blank => "a blank row was skipped",
            Self::Footer => "a total or a footer was skipped",
            Self::ColumnNumbers => "the row of column numbers was skipped",
            Self::RepeatedHeader => "the repeated header was skipped",
        }
    }
}

/// What came of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RowOutcome {
    /// A person.
    Person(Box<PersonRow>),
    /// Everything that is wrong with it.
    Faults(Vec<RowFault>),
    /// No person.
    Skipped(SkippedRow),
}

/// A row and what came of it.
#[derive(Clone, PartialEq, Eq)]
pub struct ParsedRow {
    /// The row's number, as the spreadsheet program shows it.
    pub row_number: u64,
    /// What came of it.
    pub outcome: RowOutcome,
}

impl fmt::Debug for ParsedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}: {:?}", self.row_number, self.outcome)
    }
}

/// Reads a row as a person.
#[must_use]
pub fn parse_row(columns: &Columns, row: &Row) -> ParsedRow {
    let outcome = match skipped(columns, row) {
        Some(why) => RowOutcome::Skipped(why),
        None => person(columns, row),
    };
    ParsedRow { row_number: row.number(), outcome }
}

fn cell_of<'r>(columns: &Columns, row: &'r Row, field: Field) -> Cell<'r> {
    columns.place(field).map_or(Cell::Blank, |at| row.cell(at))
}

fn skipped(columns: &Columns, row: &Row) -> Option<SkippedRow> {
    let nik = cell_of(columns, row, Field::Nik).text().trim();
    let name = cell_of(columns, row, Field::Name).text().trim();
    if nik.is_empty() {
        return if row.is_empty() {
            Some(SkippedRow::Blank)
        } else {
            (name.is_empty() || is_total(name)).then_some(SkippedRow::Footer)
        };
    }
    if nik.len() <= 3 {
        let number = |text: &str| text.trim_matches(['(', ')', ' ', '.']).parse().ok();
        let numbered = |(at, cell): (usize, Cell<'_>)| number(cell.text()) == Some(at + 1);
        let filled = || row.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
        if filled().count() >= 3 && filled().all(numbered) {
            return Some(SkippedRow::ColumnNumbers);
        }
    }
    // Some clerks write the sum's word in the first column they see.
    if is_total(nik) {
        return Some(SkippedRow::Footer);
    }
    let lettered = nik.starts_with(|c: char| c.is_ascii_alphabetic());
    (lettered && Field::of_header(nik) == Some(Field::Nik)).then_some(SkippedRow::RepeatedHeader)
}

fn is_total(name: &str) -> bool {
    let word = name.trim_end_matches([':', ' ', '.']);
    ["jumlah", "total", "sub total", "subtotal", "jumlah total", "grand total"]
        .iter()
        .any(|total| word.eq_ignore_ascii_case(total))
}

fn person(columns: &Columns, row: &Row) -> RowOutcome {
    let mut fields = Fields::new(columns, row);
    let nik = fields.nik();
    let kk = fields.family_card();
    let name = fields.required_text(Field::Name);
    let (birth_place, birth_date) = fields.birth();
    let sex = fields.sex();
    let phone = fields.phone();
    let (rt, rw) = fields.units();
    let village = fields.village();
    let income = fields.income();
    let (start_month, months) = (fields.start_month(), fields.months());
    let mut text = |field| fields.text(field);
    let (occupation, category) = (text(Field::Occupation), text(Field::Category));
    let (group, fund) = (text(Field::Group), text(Field::Fund));
    let mut private = |field| text(field).map(Private::new);
    let (work_place, address) = (private(Field::WorkPlace), private(Field::Address));
    let (family_contact, note) = (private(Field::FamilyContact), private(Field::Note));
    if let Some(nik) = &nik {
        fields.compare(nik, birth_date, sex);
    }
    match (nik, name, birth_date, fields.into_faults()) {
        (Some(nik), Some(name), Some(birth_date), faults) if faults.is_empty() => {
            RowOutcome::Person(Box::new(PersonRow {
                sex: nik.sex(),
                nik,
                kk,
                name: Private::new(name),
                birth_place,
                birth_date: Private::new(birth_date),
                phone,
                occupation,
                category,
                work_place,
                income,
                address,
                rt,
                rw,
                village,
                group,
                fund,
                start_month,
                months,
                family_contact,
                note,
            }))
        }
        (.., faults) => RowOutcome::Faults(faults),
    }
}
