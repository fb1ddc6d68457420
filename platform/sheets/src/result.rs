//! The sheet that goes back: the clerk's own columns, and beside each row what came of it.
//!
//! What a spreadsheet would take for a formula or round as a number gets an apostrophe in front; read
//! back, the apostrophe goes.

use crate::{
    cell::Row,
    columns::{Columns, Field, RESULT_HEADERS},
    row::{ParsedRow, RowFault, RowOutcome},
};
use std::{borrow::Cow, io};

/// What came of one row, as it is written beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowResult<'a> {
    /// Stable code, `OK` or another.
    pub code: Cow<'a, str>,
    /// The sentence in Indonesian.
    pub indonesian: Cow<'a, str>,
    /// The sentence in English.
    pub english: Cow<'a, str>,
}

impl<'a> RowResult<'a> {
    /// A result in the caller's own words.
    pub fn new(
        code: impl Into<Cow<'a, str>>,
        indonesian: impl Into<Cow<'a, str>>,
        english: impl Into<Cow<'a, str>>,
    ) -> Self {
        Self { code: code.into(), indonesian: indonesian.into(), english: english.into() }
    }

    /// The row was taken.
    #[must_use]
    pub fn ok() -> Self {
        Self::new("OK", "Diterima", "Accepted")
    }

    /// What parsing alone says of a row.
    #[must_use]
    pub fn of(parsed: &ParsedRow) -> Self {
        match &parsed.outcome {
            RowOutcome::Person(_) => Self::ok(),
            RowOutcome::Faults(faults) => {
                let all = |between: &str, part: fn(&RowFault) -> String| {
                    faults.iter().map(part).collect::<Vec<_>>().join(between)
                };
                Self::new(
                    all("; ", ToString::to_string),
                    all(" | ", |fault| fault.sentence_id.clone()),
                    all(" | ", |fault| fault.sentence_en.clone()),
                )
            }
            RowOutcome::Skipped(why) => Self::new("SKIPPED", why.indonesian(), why.english()),
        }
    }
}

/// Which of the sheet's own columns go back: all but those of an earlier result.
pub(crate) fn own_places(columns: &Columns) -> Vec<usize> {
    let of_result = |header: &str| RESULT_HEADERS.contains(&header);
    let own = columns.headers().iter().enumerate().filter(|(_, header)| !of_result(header));
    own.map(|(at, _)| at).collect()
}

/// A text that no spreadsheet takes for anything else.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if starts_formula(text) || loses_digits(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What begins like this would be carried out.
pub(crate) fn starts_formula(text: &str) -> bool {
    // Some programs pass over space and quotation marks before they look.
    let text = text.trim_start_matches([' ', '\u{a0}', '"', '\n']);
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// A NIK, a telephone number or a code would lose digits or its first zero.
fn loses_digits(text: &str) -> bool {
    let number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    number && (text.len() > 11 || (text.len() > 1 && text.starts_with('0')))
}

/// Writes the result as CSV that a double click opens correctly.
#[derive(Debug)]
pub struct ResultCsv<W> {
    out: W,
    places: Vec<usize>,
    line: String,
}

impl<W: io::Write> ResultCsv<W> {
    /// Begins with the headers.
    pub fn new(out: W, columns: &Columns) -> io::Result<Self> {
        let mut sheet = Self { out, places: own_places(columns), line: String::new() };
        sheet.out.write_all("\u{feff}".as_bytes())?;
        for at in sheet.places.clone() {
            sheet.field(columns.headers().get(at).map_or("", String::as_str));
        }
        RESULT_HEADERS.iter().for_each(|header| sheet.field(header));
        sheet.end_line()?;
        Ok(sheet)
    }

    /// Writes one row and what came of it.
    pub fn row(&mut self, row: &Row, result: &RowResult<'_>) -> io::Result<()> {
        for at in 0..self.places.len() {
            let place = self.places.get(at).copied().unwrap_or(usize::MAX);
            self.field(row.cell(place).text());
        }
        self.field(&row.number().to_string());
        self.field(&result.code);
        self.field(&result.indonesian);
        self.field(&result.english);
        self.end_line()
    }

    /// Ends the sheet and gives the writer back.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }

    fn field(&mut self, text: &str) {
        push_field(&mut self.line, text);
    }

    fn end_line(&mut self) -> io::Result<()> {
        self.line.pop();
        self.line.push_str("\r\n");
        self.out.write_all(self.line.as_bytes())?;
        self.line.clear();
        Ok(())
    }
}

/// A text as one field of a line of CSV: quoted where it must be, never carried out as a formula.
#[must_use]
pub fn csv_field(text: &str) -> String {
    let mut field = String::with_capacity(text.len() + 3);
    push_field(&mut field, text);
    field.pop();
    field
}

fn push_field(line: &mut String, text: &str) {
    let text = harmless(text);
    if text.contains(['"', ',', ';', '\n', '\r', '\t']) {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(&text);
    }
    line.push(',');
}

/// The canonical sheet to start from: its headers, as CSV. Clerks type below them; columns that are not
/// needed may be left empty or deleted.
#[must_use]
pub fn template_csv() -> String {
    let left_out = [Field::Ttl, Field::RtRw];
    let headers: Vec<&str> =
        Field::all().filter(|field| !left_out.contains(field)).map(Field::word).collect();
    format!("\u{feff}{}\r\n", headers.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_row;

    #[test]
    fn a_result_is_harmless_and_reads_back() {
        let columns = Columns::of_row(&Row::from_texts(1, ["nik", "nama", "ttl", "ket", "lain"]));
        let columns = columns.unwrap();
        let row = Row::from_texts(
            2,
            ["3273014507909999", "Siti, \"Ani\"", "Banyumas, 05-07-1990", "=1+1", "0812"],
        );
        let mut sheet = ResultCsv::new(Vec::new(), &columns).unwrap();
        sheet.row(&row, &RowResult::of(&parse_row(&columns, &row))).unwrap();
        let text = String::from_utf8(sheet.finish().unwrap()).unwrap();
        assert_eq!(
            text,
            "\u{feff}nik,nama,ttl,ket,lain,baris,hasil,keterangan_hasil,english\r\n\
             '3273014507909999,\"Siti, \"\"Ani\"\"\",\"Banyumas, 05-07-1990\",'=1+1,'0812,2,OK,Diterima,Accepted\r\n"
        );
        let mut again =
            crate::open(io::Cursor::new(text), "hasil.csv", crate::Limits::default()).unwrap();
        let mut row = Row::new();
        assert!(again.next_row(&mut row).unwrap());
        assert!(matches!(parse_row(again.columns(), &row).outcome, RowOutcome::Person(_)));
        assert_eq!(own_places(again.columns()).len(), 5);
    }

    #[test]
    fn the_template_is_recognised() {
        let sheet = crate::open(io::Cursor::new(template_csv()), "a.csv", crate::Limits::default());
        assert_eq!(sheet.unwrap().columns().unknown_headers().count(), 0);
    }
}
