//! A workbook in OpenDocument, its chosen table read row by row.
//!
//! What is said to be repeated is counted, not copied: blank cells and rows only move the position.

use crate::{
    archive::Archive,
    cell::{Kind, Row},
    dates,
    limits::Limits,
    refusal::SheetRefusal,
    xlsx::number_kind,
    xml::{Markup, Step, check_open, local},
};

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// Rows of one table after another.
pub(crate) struct OdsRows {
    markup: Markup,
    limits: Limits,
    /// Depth at which the tables of the sheet stand.
    floor: usize,
    in_table: bool,
    number: u64,
    repeated: Row,
    repeats_left: u64,
}

impl OdsRows {
    /// Starts reading before the first table.
    pub(crate) fn open(archive: Archive, limits: Limits) -> Result<Self, SheetRefusal> {
        let markup = Markup::new(archive.unpack(CONTENT)?, limits);
        let repeated = Row::new();
        Ok(Self { markup, limits, floor: 0, in_table: false, number: 0, repeated, repeats_left: 0 })
    }

    /// Gives the archive back.
    pub(crate) fn close(self) -> Archive {
        self.markup.close().close()
    }

    /// Goes to the next table and tells its name.
    pub(crate) fn next_table(&mut self) -> Result<Option<String>, SheetRefusal> {
        (self.in_table, self.number, self.repeats_left) = (false, 0, 0);
        loop {
            let depth = self.markup.depth();
            match self.markup.next()? {
                Step::Start => match self.markup.name() {
                    "spreadsheet" => self.floor = depth + 2,
                    "table" if depth + 1 == self.floor => {
                        self.in_table = true;
                        return Ok(Some(self.markup.attribute("name").unwrap_or_default()));
                    }
                    _ => {}
                },
                Step::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// Reads the next row of this table that is not blank; false at its end.
    pub(crate) fn next_row(&mut self, row: &mut Row) -> Result<bool, SheetRefusal> {
        if self.repeats_left > 0 {
            self.repeats_left -= 1;
            self.number += 1;
            row.clone_from(&self.repeated);
            row.number = self.number;
            return Ok(true);
        }
        while self.in_table {
            match self.markup.next()? {
                Step::Start if self.markup.name() == "table-row" => {
                    let times = repeat_of(&self.markup, "number-rows-repeated");
                    self.markup.row = self.number + 1;
                    row.start(self.number + 1);
                    self.read_cells(row)?;
                    if row.is_empty() {
                        self.number = self.number.saturating_add(times);
                    } else {
                        self.number += 1;
                        self.repeats_left = times - 1;
                        if self.repeats_left > self.limits.rows {
                            return Err(SheetRefusal::TooManyRows { limit: self.limits.rows });
                        }
                        if self.repeats_left > 0 {
                            self.repeated.clone_from(row);
                        }
                        return Ok(true);
                    }
                }
                Step::Start if is_aside(self.markup.name()) => self.markup.skip()?,
                Step::End if self.markup.depth() < self.floor => self.in_table = false,
                Step::Eof => return Err(SheetRefusal::Truncated),
                _ => {}
            }
        }
        Ok(false)
    }

    /// Reads the rest unseen, so that the checksum is proven.
    pub(crate) fn drain(&mut self) -> Result<(), SheetRefusal> {
        self.markup.drain()
    }

    fn read_cells(&mut self, row: &mut Row) -> Result<(), SheetRefusal> {
        let mut column = 0_usize;
        loop {
            match self.markup.next()? {
                Step::Start => match self.markup.name() {
                    "table-cell" | "covered-table-cell" => {
                        let value = Value::of(&self.markup);
                        let times = repeat_of(&self.markup, "number-columns-repeated");
                        let times = usize::try_from(times).unwrap_or(usize::MAX);
                        self.read_cell(row, column, times, &value)?;
                        column = column.saturating_add(times);
                    }
                    _ => self.markup.skip()?,
                },
                Step::End => return Ok(()),
                Step::Eof => return Err(SheetRefusal::Truncated),
                _ => {}
            }
        }
    }

    fn read_cell(
        &mut self,
        row: &mut Row,
        column: usize,
        times: usize,
        value: &Value,
    ) -> Result<(), SheetRefusal> {
        let outside = column >= self.limits.columns;
        if !outside {
            row.pad_to(column);
        }
        self.read_text(row)?;
        let kind = value.settle(row);
        check_open(row, &self.limits)?;
        if row.open_text().trim().is_empty() {
            row.drop_open();
            return Ok(());
        }
        if outside || times > self.limits.columns - column {
            let (row, limit) = (row.number(), self.limits.columns);
            return Err(SheetRefusal::TooManyColumns { row, limit });
        }
        let text = if times > 1 { row.open_text().to_owned() } else { String::new() };
        row.close(kind);
        for _ in 1..times {
            row.append(&text);
            check_open(row, &self.limits)?;
            row.close(kind);
        }
        Ok(())
    }

    /// The paragraphs of a cell; notes and pictures in it are passed over.
    fn read_text(&mut self, row: &mut Row) -> Result<(), SheetRefusal> {
        let floor = self.markup.depth();
        let mut paragraphs = 0;
        loop {
            match self.markup.next()? {
                Step::Start => match self.markup.name() {
                    "p" => {
                        if paragraphs > 0 {
                            row.append_char('\n');
                        }
                        paragraphs += 1;
                    }
                    "s" => {
                        let times = repeat_of(&self.markup, "c").min(1_000);
                        (0..times).for_each(|_| row.append_char(' '));
                        check_open(row, &self.limits)?;
                    }
                    "tab" | "line-break" => row.append_char(' '),
                    "span" | "a" => {}
                    _ => self.markup.skip()?,
                },
                Step::End if self.markup.depth() < floor => return Ok(()),
                Step::Eof => return Err(SheetRefusal::Truncated),
                Step::Text if paragraphs > 0 => self.markup.append_to(row)?,
                _ => {}
            }
        }
    }
}

/// Whether the archive says that its content is under a password.
pub(crate) fn is_encrypted(
    archive: Archive,
    limits: Limits,
) -> Result<(Archive, bool), SheetRefusal> {
    if !archive.has(MANIFEST) {
        return Ok((archive, false));
    }
    let mut markup = Markup::new(archive.unpack(MANIFEST)?, limits);
    let mut encrypted = false;
    loop {
        match markup.next()? {
            Step::Start => encrypted |= markup.name().starts_with("encryption-data"),
            Step::Eof => return Ok((markup.close().close(), encrypted)),
            _ => {}
        }
    }
}

/// Parts of a table that are not its rows.
fn is_aside(name: &str) -> bool {
    matches!(name, "shapes" | "forms" | "table-columns" | "desc" | "title")
}

fn repeat_of(markup: &Markup, name: &str) -> u64 {
    let mut times = 1;
    markup.attributes(|key, value| {
        if local(key) == name {
            times = value.parse().unwrap_or(1);
        }
    });
    times.max(1)
}

/// The typed value of a cell, where it has one besides its text.
enum Value {
    Text,
    Number(String),
    Date(String),
    Fault,
}

impl Value {
    fn of(markup: &Markup) -> Self {
        let (mut kind, mut value, mut date, mut fault) = (String::new(), None, None, false);
        markup.attributes(|key, text| match key {
            "office:value-type" => kind = text.to_owned(),
            "calcext:value-type" => fault |= text == "error",
            "office:value" => value = Some(text.to_owned()),
            "office:date-value" => date = Some(text.to_owned()),
            _ => {}
        });
        match (kind.as_str(), value, date) {
            _ if fault => Self::Fault,
            ("float" | "currency" | "percentage", Some(value), _) => Self::Number(value),
            ("date", _, Some(date)) => Self::Date(date),
            _ => Self::Text,
        }
    }

    /// Puts the typed value in the place of the text that is shown.
    fn settle(&self, row: &mut Row) -> Kind {
        match self {
            Self::Text => Kind::Text,
            Self::Fault => Kind::Fault,
            Self::Number(value) => {
                row.replace_open(value);
                number_kind(value)
            }
            Self::Date(value) => match dates::parse_date(value) {
                Ok(date) => {
                    row.replace_open(&date.to_string());
                    Kind::Date(date)
                }
                Err(_) => Kind::Text,
            },
        }
    }
}
