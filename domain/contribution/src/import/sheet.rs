//! The sheet that goes back, CSV or XLSX, begun when the columns of the list are known.

use sheets::{Columns, ResultCsv, ResultXlsx, Row, RowResult};
use std::{
    fmt,
    io::{self, BufWriter, Seek, Write},
};

/// Where an XLSX goes: it needs to seek.
pub trait WriteSeek: Write + Seek + Send {}
impl<T: Write + Seek + Send> WriteSeek for T {}

enum State {
    Csv(Box<dyn Write + Send>),
    Xlsx(Box<dyn WriteSeek>),
    BegunCsv(ResultCsv<BufWriter<Box<dyn Write + Send>>>),
    BegunXlsx(Box<ResultXlsx<Box<dyn WriteSeek>>>),
    Finished,
}

/// The clerk's own columns with what came of each row beside them, written as the list is read.
pub struct ResultSheet(State);

impl fmt::Debug for ResultSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResultSheet")
    }
}

impl ResultSheet {
    /// As CSV.
    pub fn csv(out: impl Write + Send + 'static) -> Self {
        Self(State::Csv(Box::new(out)))
    }

    /// As a workbook.
    pub fn xlsx(out: impl Write + Seek + Send + 'static) -> Self {
        Self(State::Xlsx(Box::new(out)))
    }

    /// Writes the headers, once.
    pub(super) fn begin(&mut self, columns: &Columns) -> io::Result<()> {
        self.0 = match std::mem::replace(&mut self.0, State::Finished) {
            State::Csv(out) => {
                State::BegunCsv(ResultCsv::new(BufWriter::with_capacity(64 << 10, out), columns)?)
            }
            State::Xlsx(out) => State::BegunXlsx(Box::new(ResultXlsx::new(out, columns)?)),
            begun => begun,
        };
        Ok(())
    }

    pub(super) fn row(&mut self, row: &Row, result: &RowResult<'_>) -> io::Result<()> {
        match &mut self.0 {
            State::BegunCsv(sheet) => sheet.row(row, result),
            State::BegunXlsx(sheet) => sheet.row(row, result),
            State::Csv(_) | State::Xlsx(_) | State::Finished => {
                Err(io::Error::other("the result sheet has no headers yet"))
            }
        }
    }

    /// Ends the sheet; nothing can be written after it.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        match std::mem::replace(&mut self.0, State::Finished) {
            State::BegunCsv(sheet) => sheet.finish()?.flush(),
            State::BegunXlsx(sheet) => sheet.finish()?.flush(),
            State::Csv(_) | State::Xlsx(_) | State::Finished => Ok(()),
        }
    }
}
