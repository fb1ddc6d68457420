//! A workbook written as it goes, sheet after sheet, in memory that does not grow with it.

use crate::result::starts_formula;
use std::io::{self, BufWriter, Seek, Write};
use zip::{ZipWriter, result::ZipError, write::SimpleFileOptions};

/// A sheet of a workbook ends here.
const SHEET_ROWS: u32 = 1_048_576;
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// A table as XLSX: a row of headers, then rows of texts and whole numbers, cell by cell.
pub struct Workbook<W: Write + Seek> {
    zip: BufWriter<ZipWriter<W>>,
    /// What the sheets are called, before their number.
    name: &'static str,
    headers: Vec<String>,
    n_sheets: u32,
    n_rows: u32,
    line: String,
}

impl<W: Write + Seek> std::fmt::Debug for Workbook<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Workbook(sheet {}, row {})", self.n_sheets, self.n_rows)
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

impl<W: Write + Seek> Workbook<W> {
    /// Begins with the headers; `name` is what its sheets are called.
    pub fn new(out: W, name: &'static str, headers: Vec<String>) -> io::Result<Self> {
        let zip = BufWriter::with_capacity(64 << 10, ZipWriter::new(out));
        let line = String::new();
        let mut book = Self { zip, name, headers, n_sheets: 0, n_rows: 0, line };
        book.begin_sheet()?;
        Ok(book)
    }

    /// A cell with a whole number.
    pub fn number(&mut self, n: i64) {
        self.line.push_str(&format!("<c><v>{n}</v></c>"));
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
            sheets +=
                &format!("<sheet name=\"{}_{n}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>", self.name);
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
        let begun = std::mem::take(&mut self.line);
        for header in self.headers.clone() {
            self.text(&header);
        }
        self.put_row()?;
        self.line = begun;
        Ok(())
    }

    /// A cell with a text, which no program takes for a formula.
    pub fn text(&mut self, text: &str) {
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

    /// Ends a row; a full sheet is followed by the next.
    pub fn end_row(&mut self) -> io::Result<()> {
        if self.n_rows == SHEET_ROWS {
            self.zip.write_all(b"</sheetData></worksheet>")?;
            self.begin_sheet()?;
        }
        self.put_row()
    }

    fn put_row(&mut self) -> io::Result<()> {
        self.n_rows += 1;
        write!(self.zip, "<row r=\"{}\">", self.n_rows)?;
        self.zip.write_all(self.line.as_bytes())?;
        self.zip.write_all(b"</row>")?;
        self.line.clear();
        Ok(())
    }
}
