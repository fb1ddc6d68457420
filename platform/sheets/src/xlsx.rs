//! A workbook in Office Open XML, its chosen sheet read row by row.
//!
//! Held in memory: the list of sheets, which styles are dates, and the shared texts up to a limit.

mod book;

use crate::{
    archive::Archive,
    cell::{Kind, Row},
    dates,
    limits::Limits,
    refusal::SheetRefusal,
    xml::{Markup, Step, check_open},
};
pub(crate) use book::Book;

/// No spreadsheet program counts further than this.
const LAST_ROW: u64 = 16 << 20;

/// Rows of one sheet.
pub(crate) struct XlsxRows {
    markup: Markup,
    book: Book,
    limits: Limits,
    ended: bool,
}

/// How a cell's content is to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Shared,
    Text,
    Number,
    Truth,
    Fault,
    Date,
}

struct Place {
    column: usize,
    form: Form,
    dated: bool,
}

impl XlsxRows {
    /// Starts reading the sheet at a position in the book.
    pub(crate) fn open(
        archive: Archive,
        book: Book,
        sheet: usize,
        limits: Limits,
    ) -> Result<Self, SheetRefusal> {
        let part = book.sheets.get(sheet).map(|sheet| sheet.part.clone());
        let part = part.ok_or(SheetRefusal::Damaged { what: "there is no sheet" })?;
        let markup = Markup::new(archive.unpack(&part)?, limits);
        Ok(Self { markup, book, limits, ended: false })
    }

    /// Gives archive and book back, to try another sheet.
    pub(crate) fn close(self) -> (Archive, Book) {
        (self.markup.close().close(), self.book)
    }

    /// Reads the next row that is written in the sheet; false at the end.
    pub(crate) fn next_row(&mut self, row: &mut Row) -> Result<bool, SheetRefusal> {
        while !self.ended {
            match self.markup.next()? {
                Step::Start if self.markup.name() == "row" => {
                    let number = self.markup.attribute("r").and_then(|r| r.parse().ok());
                    let number = number.filter(|number| *number <= LAST_ROW);
                    self.markup.row = number.unwrap_or(0).max(self.markup.row + 1);
                    row.start(self.markup.row);
                    row.starts_1904 = self.book.starts_1904;
                    self.read_cells(row)?;
                    return Ok(true);
                }
                Step::End if self.markup.name() == "sheetData" => self.ended = true,
                Step::Eof => return Err(SheetRefusal::Damaged { what: "a sheet without rows" }),
                _ => {}
            }
            if self.ended {
                self.markup.drain()?;
            }
        }
        Ok(false)
    }

    fn read_cells(&mut self, row: &mut Row) -> Result<(), SheetRefusal> {
        loop {
            match self.markup.next()? {
                Step::Start if self.markup.name() == "c" => {
                    let place = place_of(&self.markup, row.len(), &self.book);
                    self.read_cell(row, &place)?;
                }
                Step::Start => self.markup.skip()?,
                Step::End => return Ok(()),
                Step::Eof => return Err(SheetRefusal::Truncated),
                _ => {}
            }
        }
    }

    /// Reads one cell into the row. A cell beyond the last column may only be blank.
    fn read_cell(&mut self, row: &mut Row, place: &Place) -> Result<(), SheetRefusal> {
        let outside = place.column >= self.limits.columns;
        if !outside {
            row.pad_to(place.column);
        }
        let floor = self.markup.depth();
        let mut reading = false;
        loop {
            match self.markup.next()? {
                Step::Start => match self.markup.name() {
                    "v" | "t" => reading = true,
                    "is" | "r" => {}
                    // Formulas, reading aids and extensions are passed over, never carried out.
                    _ => self.markup.skip()?,
                },
                Step::End if self.markup.depth() < floor => break,
                Step::End => reading = false,
                Step::Text if reading => self.markup.append_to(row)?,
                Step::Text => {}
                Step::Eof => return Err(SheetRefusal::Truncated),
            }
        }
        self.finish_cell(row, place)?;
        if outside && !row.open_text().trim().is_empty() {
            let (row, limit) = (row.number(), self.limits.columns);
            return Err(SheetRefusal::TooManyColumns { row, limit });
        }
        Ok(())
    }

    fn finish_cell(&self, row: &mut Row, place: &Place) -> Result<(), SheetRefusal> {
        let mut kind = match place.form {
            Form::Number => number_kind(row.open_text()),
            Form::Fault => Kind::Fault,
            _ => Kind::Text,
        };
        match place.form {
            Form::Shared => {
                let index = row.open_text().trim().parse().ok();
                let text = index.and_then(|index| self.book.shared.get(index));
                let what = "a shared text is missing";
                row.replace_open(text.ok_or(SheetRefusal::Damaged { what })?);
                check_open(row, &self.limits)?;
            }
            Form::Truth => {
                let word = if row.open_text().trim() == "1" { "TRUE" } else { "FALSE" };
                row.replace_open(word);
            }
            Form::Date => {
                if let Ok(date) = dates::parse_date(row.open_text()) {
                    kind = Kind::Date(date);
                }
            }
            Form::Number if place.dated => {
                if let Some(date) = dates::of_serial(row.open_text(), self.book.starts_1904) {
                    row.replace_open(&date.to_string());
                    kind = Kind::Date(date);
                }
            }
            Form::Text | Form::Number | Form::Fault => {}
        }
        if place.column < self.limits.columns {
            row.close(kind);
        }
        Ok(())
    }
}

/// Digits a number has: spreadsheets keep fifteen, so one with more has been through damage.
pub(crate) fn number_kind(raw: &str) -> Kind {
    let mantissa = raw.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).skip_while(|b| *b == b'0').count();
    if raw.contains(['e', 'E']) || digits > 15 { Kind::Damaged } else { Kind::Number }
}

fn place_of(markup: &Markup, next: usize, book: &Book) -> Place {
    let mut place = Place { column: next, form: Form::Number, dated: false };
    markup.attributes(|name, value| {
        match name {
            // A reference to the left of what was read would overwrite; it is taken as the next.
            "r" => place.column = column_of(value).unwrap_or(next).max(next),
            "t" => {
                place.form = match value {
                    "s" => Form::Shared,
                    "str" | "inlineStr" => Form::Text,
                    "b" => Form::Truth,
                    "e" => Form::Fault,
                    "d" => Form::Date,
                    _ => Form::Number,
                };
            }
            "s" => place.dated = value.parse().is_ok_and(|style| book.is_date(style)),
            _ => {}
        }
    });
    place
}

/// `AB12` is column 27, from 0. More than four letters is no column.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let count = letters.clone().count();
    let number = letters
        .map(|letter| usize::from(letter.to_ascii_uppercase() - b'A') + 1)
        .take(4)
        .fold(0, |sum, digit| sum * 26 + digit);
    if (1..=4).contains(&count) { number.checked_sub(1) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_count_from_a() {
        assert_eq!(column_of("A1"), Some(0));
        assert_eq!(column_of("AB12"), Some(27));
        assert_eq!(column_of("XFD1048576"), Some(16_383));
        assert_eq!(column_of("ABCDEF1"), None);
        assert_eq!(column_of("12"), None);
    }

    #[test]
    fn a_number_beyond_fifteen_digits_has_been_damaged() {
        assert!(number_kind("3.2730145079099990E15") == Kind::Damaged);
        assert!(number_kind("3273014507909999") == Kind::Damaged);
        assert!(number_kind("1500000.5") == Kind::Number);
        assert!(number_kind("0.00000000000000001") == Kind::Number);
    }
}
