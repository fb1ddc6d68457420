//! One row of cells, in one buffer that is used again for the next row.

use std::{fmt, mem};
use terms::Date;

/// What a cell holds. Text is text, whatever it looks like: nothing is ever carried out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing, or only space.
    Blank,
    /// Text, as it stands.
    Text(&'a str),
    /// A number, as the file writes it.
    Number(&'a str),
    /// A number with an exponent or more than 15 digits: spreadsheets keep 15, so digits may be lost.
    Damaged(&'a str),
    /// A date, and how it is written.
    Date(Date, &'a str),
    /// An error the spreadsheet shows, such as `#N/A`.
    Fault(&'a str),
}

impl<'a> Cell<'a> {
    /// What a person sees in it.
    #[must_use]
    pub const fn text(self) -> &'a str {
        match self {
            Self::Blank => "",
            Self::Text(text)
            | Self::Number(text)
            | Self::Damaged(text)
            | Self::Date(_, text)
            | Self::Fault(text) => text,
        }
    }

    /// Whether it is empty.
    #[must_use]
    pub const fn is_blank(self) -> bool {
        matches!(self, Self::Blank)
    }
}

/// Cells are personal data: only their kind is printed.
impl fmt::Debug for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blank => "Blank",
            Self::Text(_) => "Text(•••)",
            Self::Number(_) => "Number(•••)",
            Self::Damaged(_) => "Damaged(•••)",
            Self::Date(..) => "Date(•••)",
            Self::Fault(_) => "Fault(•••)",
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Damaged,
    Date(Date),
    Fault,
}

#[derive(Clone, Copy)]
struct Slot {
    kind: Kind,
    end: usize,
}

/// One row. Made once and handed to [`crate::Sheet::next_row`] again and again.
#[derive(Default, Clone)]
pub struct Row {
    pub(crate) number: u64,
    pub(crate) starts_1904: bool,
    text: String,
    slots: Vec<Slot>,
}

impl Row {
    /// An empty row.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A row of text cells, as a test or a form would make it.
    #[must_use]
    pub fn from_texts<'t>(number: u64, texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut row = Self { number, ..Self::default() };
        for text in texts {
            row.append(text);
            row.close(Kind::Text);
        }
        row
    }

    /// The row's number, as the spreadsheet program shows it.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// How many cells it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether no cell holds anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() || self.iter().all(Cell::is_blank)
    }

    /// The cell at a position, from 0; blank beyond the last.
    #[must_use]
    pub fn cell(&self, at: usize) -> Cell<'_> {
        let Some(slot) = self.slots.get(at) else { return Cell::Blank };
        let start =
            at.checked_sub(1).and_then(|before| self.slots.get(before)).map_or(0, |s| s.end);
        let text = self.text.get(start..slot.end).unwrap_or_default();
        if is_space(text) {
            return Cell::Blank;
        }
        match slot.kind {
            Kind::Text => Cell::Text(text),
            Kind::Number => Cell::Number(text),
            Kind::Damaged => Cell::Damaged(text),
            Kind::Date(date) => Cell::Date(date, text),
            Kind::Fault => Cell::Fault(text),
        }
    }

    /// All cells, from the left.
    pub fn iter(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.slots.len()).map(|at| self.cell(at))
    }

    pub(crate) fn start(&mut self, number: u64) {
        self.number = number;
        self.text.clear();
        self.slots.clear();
    }

    pub(crate) fn append(&mut self, piece: &str) {
        self.text.push_str(piece);
    }

    pub(crate) fn append_char(&mut self, piece: char) {
        self.text.push(piece);
    }

    /// Ends the cell that was appended to.
    pub(crate) fn close(&mut self, kind: Kind) {
        self.slots.push(Slot { kind, end: self.text.len() });
    }

    /// The text of the cell that is being appended to.
    pub(crate) fn open_text(&self) -> &str {
        let start = self.slots.last().map_or(0, |slot| slot.end);
        self.text.get(start..).unwrap_or_default()
    }

    /// Replaces the text of the cell that is being appended to.
    pub(crate) fn replace_open(&mut self, text: &str) {
        let start = self.slots.last().map_or(0, |slot| slot.end);
        self.text.truncate(start);
        self.text.push_str(text);
    }

    /// Drops the text of the cell that is being appended to.
    pub(crate) fn drop_open(&mut self) {
        self.replace_open("");
    }

    /// Adds blank cells up to a position.
    pub(crate) fn pad_to(&mut self, at: usize) {
        while self.slots.len() < at {
            self.close(Kind::Text);
        }
    }

    pub(crate) fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// Hands the buffers to a reader that fills bytes and ends of cells itself.
    pub(crate) fn take_bytes(&mut self) -> Vec<u8> {
        let mut bytes = mem::take(&mut self.text).into_bytes();
        bytes.clear();
        bytes
    }

    pub(crate) fn put_text(&mut self, text: String, ends: &[usize]) {
        self.text = text;
        self.slots.clear();
        self.slots.extend(ends.iter().map(|&end| Slot { kind: Kind::Text, end }));
    }

    /// How many cells there are up to the last that holds something.
    pub(crate) fn width(&self) -> usize {
        (0..self.slots.len()).rev().find(|&at| !self.cell(at).is_blank()).map_or(0, |at| at + 1)
    }
}

fn is_space(text: &str) -> bool {
    match text.as_bytes().first() {
        None => true,
        Some(b'!'..=b'~') => false,
        Some(_) => text.chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{feff}'),
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row({}, {} cells)", self.number, self.slots.len())
    }
}
