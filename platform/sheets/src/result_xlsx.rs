//! The result sheet as a workbook: text cells only, written as it goes, sheet after sheet.

use crate::{
    cell::Row,
    columns::{Columns, RESULT_HEADERS},
    result::{RowResult, own_places},
    workbook::Workbook,
};
use std::io::{self, Seek, Write};

/// Writes the result as XLSX.
#[derive(Debug)]
pub struct ResultXlsx<W: Write + Seek> {
    book: Workbook<W>,
    places: Vec<usize>,
}

impl<W: Write + Seek> ResultXlsx<W> {
    /// Begins with the headers.
    pub fn new(out: W, columns: &Columns) -> io::Result<Self> {
        let places = own_places(columns);
        let own = places.iter().filter_map(|at| columns.headers().get(*at).cloned());
        let headers = own.chain(RESULT_HEADERS.iter().map(ToString::to_string)).collect();
        Ok(Self { book: Workbook::new(out, "hasil", headers)?, places })
    }

    /// Writes one row and what came of it.
    pub fn row(&mut self, row: &Row, result: &RowResult<'_>) -> io::Result<()> {
        for place in &self.places {
            self.book.text(row.cell(*place).text());
        }
        self.book.text(&row.number().to_string());
        self.book.text(&result.code);
        self.book.text(&result.indonesian);
        self.book.text(&result.english);
        self.book.end_row()
    }

    /// Ends the workbook and gives the writer back.
    pub fn finish(self) -> io::Result<W> {
        self.book.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, RowOutcome, SheetKind, open, parse_row};

    #[test]
    fn a_result_workbook_reads_back() {
        let columns = Columns::of_row(&Row::from_texts(1, ["nik", "nama", "ttl", "ket"])).unwrap();
        let cells = ["3273014507909999", "Siti <&> Ani\u{1}", "Banyumas, 05-07-1990", "@SUM(A1)"];
        let row = Row::from_texts(7, cells);
        let mut sheet = ResultXlsx::new(io::Cursor::new(Vec::new()), &columns).unwrap();
        sheet.row(&row, &RowResult::ok()).unwrap();
        let bytes = sheet.finish().unwrap();
        let mut again = open(bytes, "hasil.xlsx", Limits::default()).unwrap();
        assert_eq!((again.kind(), again.name()), (SheetKind::Xlsx, "hasil_1"));
        let mut row = Row::new();
        assert!(again.next_row(&mut row).unwrap());
        let RowOutcome::Person(person) = parse_row(again.columns(), &row).outcome else {
            panic!("{row:?}");
        };
        assert_eq!(person.name.reveal(), "Siti <&> Ani");
        assert_eq!(row.cell(3).text(), "'@SUM(A1)");
        assert_eq!(row.cell(5).text(), "OK");
        assert!(!again.next_row(&mut row).unwrap());
    }
}
