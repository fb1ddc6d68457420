//! The result sheet as a workbook: text cells only, written as it goes, sheet after sheet.

use crate::{
    cell::Row,
    columns::{Columns, RESULT_HEADERS},
    result::{RowResult, own_places, starts_formula},
};
use std::io::{self, BufWriter, Seek, Write};
use zip::{ZipWriter, result::ZipError, write::SimpleFileOptions};

/// A sheet of a workbook ends here.
const SHEET_ROWS: u32 = 1_048_576;
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Writes the result as XLSX.
pub struct ResultXlsx<W: Write + Seek> {
    zip: BufWriter<ZipWriter<W>>,
    headers: Vec<String>,
    places: Vec<usize>,
    n_sheets: u32,
    n_rows: u32,
    line: String,
}

impl<W: Write + Seek> std::fmt::Debug for ResultXlsx<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ResultXlsx(sheet {}, row {})", self.n_sheets, self.n_rows)
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated)
}

fn broken(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        other => io::Error::other(other),
    }
}

impl<W: Write + Seek> ResultXlsx<W> {
    /// Begins with the headers.
    pub fn new(out: W, columns: &Columns) -> io::Result<Self> {
        let places = own_places(columns);
        let own = places.iter().filter_map(|at| columns.headers().get(*at).cloned());
        let headers = own.chain(RESULT_HEADERS.iter().map(ToString::to_string)).collect();
        let zip = BufWriter::with_capacity(64 << 10, ZipWriter::new(out));
        let mut sheet = Self { zip, headers, places, n_sheets: 0, n_rows: 0, line: String::new() };
        sheet.begin_sheet()?;
        Ok(sheet)
    }

    /// Writes one row and what came of it.
    pub fn row(&mut self, row: &Row, result: &RowResult<'_>) -> io::Result<()> {
        if self.n_rows == SHEET_ROWS {
            self.zip.write_all(b"</sheetData></worksheet>")?;
            self.begin_sheet()?;
        }
        for at in 0..self.places.len() {
            let place = self.places.get(at).copied().unwrap_or(usize::MAX);
            self.field(row.cell(place).text());
        }
        self.field(&row.number().to_string());
        self.field(&result.code);
        self.field(&result.indonesian);
        self.field(&result.english);
        self.end_row()
    }

    /// Ends the workbook and gives the writer back.
    pub fn finish(mut self) -> io::Result<W> {
        self.zip.write_all(b"</sheetData></worksheet>")?;
        self.zip.flush()?;
        let (mut types, mut sheets, mut relations) = (String::new(), String::new(), String::new());
        for n in 1..=self.n_sheets {
            types += &format!(
                "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{TYPE}.worksheet+xml\"/>"
            );
            sheets += &format!("<sheet name=\"hasil_{n}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>");
            relations += &format!(
                "<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
            );
        }
        self.part("xl/workbook.xml", &format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>"))?;
        self.part(
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}</Relationships>"
            ),
        )?;
        self.part("_rels/.rels", &format!("<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"))?;
        self.part("[Content_Types].xml", &format!("<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPE}.sheet.main+xml\"/>{types}</Types>"))?;
        let zip = self.zip.into_inner().map_err(io::IntoInnerError::into_error)?;
        zip.finish().map_err(broken)
    }

    fn part(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.zip.flush()?;
        self.zip.get_mut().start_file(name, options()).map_err(broken)?;
        self.zip.write_all(XML.as_bytes())?;
        self.zip.write_all(text.as_bytes())?;
        self.zip.flush()
    }

    fn begin_sheet(&mut self) -> io::Result<()> {
        self.n_sheets += 1;
        self.n_rows = 0;
        self.zip.flush()?;
        // A sheet may outgrow 4 GB; then its size needs the wide form, which must be said in advance.
        let name = format!("xl/worksheets/sheet{}.xml", self.n_sheets);
        self.zip.get_mut().start_file(name, options().large_file(true)).map_err(broken)?;
        self.zip.write_all(XML.as_bytes())?;
        write!(self.zip, "<worksheet xmlns=\"{MAIN}\"><sheetData>")?;
        for header in self.headers.clone() {
            self.field(&header);
        }
        self.end_row()
    }

    fn field(&mut self, text: &str) {
        if text.is_empty() {
            self.line.push_str("<c/>");
            return;
        }
        self.line.push_str("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        if starts_formula(text) {
            // As text it is not carried out here; saved as CSV from here it might be.
            self.line.push('\'');
        }
        for c in text.chars() {
            match c {
                '&' => self.line.push_str("&amp;"),
                '<' => self.line.push_str("&lt;"),
                '>' => self.line.push_str("&gt;"),
                // Markup cannot hold other control characters at all.
                '\0'..='\u{8}'
                | '\u{b}'
                | '\u{c}'
                | '\u{e}'..='\u{1f}'
                | '\u{fffe}'
                | '\u{ffff}' => {}
                '\r' => self.line.push_str("&#13;"),
                c => self.line.push(c),
            }
        }
        self.line.push_str("</t></is></c>");
    }

    fn end_row(&mut self) -> io::Result<()> {
        self.n_rows += 1;
        write!(self.zip, "<row r=\"{}\">", self.n_rows)?;
        self.zip.write_all(self.line.as_bytes())?;
        self.zip.write_all(b"</row>")?;
        self.line.clear();
        Ok(())
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
