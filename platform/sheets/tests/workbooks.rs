//! XLSX and ODS as office programs write them, and as they should not.

mod build;

use build::{
    ODS_HEADER_ROW, Part, SHEET_HEAD, SHEET_TAIL, archive, ods, workbook, xlsx, xlsx_rows,
};
use sheets::{
    Cell, Limits, ParsedRow, Row, RowOutcome, Sheet, SheetKind, SheetRefusal, open, parse_row,
    prove,
};
use std::io::Cursor;
use terms::Date;

fn opened(bytes: Vec<u8>) -> Result<Sheet, SheetRefusal> {
    open(Cursor::new(bytes), "daftar.xlsx", Limits::default())
}

fn rows(bytes: Vec<u8>) -> Result<Vec<ParsedRow>, SheetRefusal> {
    let mut sheet = opened(bytes)?;
    let (mut row, mut all) = (Row::new(), Vec::new());
    while sheet.next_row(&mut row)? {
        all.push(parse_row(sheet.columns(), &row));
    }
    Ok(all)
}

fn codes(rows: &[ParsedRow]) -> Vec<String> {
    let code = |row: &ParsedRow| match &row.outcome {
        RowOutcome::Person(person) => {
            format!("{} OK {}", row.row_number, person.birth_date.reveal())
        }
        RowOutcome::Faults(faults) => format!("{} {faults:?}", row.row_number),
        RowOutcome::Skipped(why) => format!("{} {why:?}", row.row_number),
    };
    rows.iter().map(code).collect()
}

const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd\\-mm\\-yyyy\"/></numFmts><cellStyleXfs><xf numFmtId=\"0\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";

#[test]
fn shared_texts_rich_texts_styles_and_gaps() {
    let shared = "<sst><si><t>3302154507909001</t></si><si><r><t>Contoh </t></r><r><t xml:space=\"preserve\">&amp; &#83;atu</t></r><rPh sb=\"0\" eb=\"1\"><t>salah</t></rPh></si></sst>";
    let body = "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"B3\" t=\"s\"><v>1</v></c><c r=\"C3\" s=\"1\"><f>DATE(1990,7,5)</f><v>33059</v></c></row>\
        <row r=\"9\"><c r=\"C9\" s=\"2\"><v>33059.0</v></c><c r=\"XFD9\" s=\"2\"/></row>";
    let sheet = Part::new("xl/worksheets/sheet1.xml", &format!("{SHEET_HEAD}{body}{SHEET_TAIL}"));
    let more = vec![Part::new("xl/sharedStrings.xml", shared), Part::new("xl/styles.xml", STYLES)];
    let found = rows(xlsx(sheet, more)).unwrap();
    assert_eq!(codes(&found), ["3 OK 1990-07-05", "9 Footer"]);
    let RowOutcome::Person(person) = &found[0].outcome else { panic!("{found:?}") };
    assert_eq!(person.name.reveal(), "Contoh & Satu");
}

#[test]
fn day_numbers_in_both_calendars() {
    let row = "<row r=\"2\"><c t=\"str\"><v>3302154507909001</v></c><c t=\"str\"><v>A</v></c><c><v>NUMBER</v></c></row>";
    for (date1904, number) in [(false, "33059"), (true, "31597")] {
        let mut parts = workbook(&["Sheet1"], date1904);
        let text = format!("{SHEET_HEAD}{}{SHEET_TAIL}", row.replace("NUMBER", number));
        parts.push(Part::new("xl/worksheets/sheet1.xml", &text));
        assert_eq!(codes(&rows(archive(&parts, None)).unwrap()), ["2 OK 1990-07-05"]);
    }
}

#[test]
fn numbers_that_lost_digits_and_errors_are_named() {
    let cell = |raw: &str, rest: &str| {
        format!("<row><c><v>{raw}</v></c><c t=\"inlineStr\"><is><t>A</t></is></c>{rest}</row>")
    };
    let day = "<c t=\"d\"><v>1990-07-05T00:00:00</v></c>";
    let body = [
        cell("3.3021545079090010E15", day),
        cell("3302154507909001", day),
        cell("330215450790", day),
        cell("1", "<c t=\"e\"><v>#N/A</v></c>"),
    ];
    assert_eq!(
        codes(&rows(xlsx_rows(&body.concat())).unwrap()),
        [
            "2 [NIK_SPREADSHEET]",
            "3 [NIK_SPREADSHEET]",
            "4 [NIK_LENGTH]",
            "5 [NIK_LENGTH, CELL_ERROR(tanggal_lahir)]"
        ]
    );
}

#[test]
fn the_insurers_own_sheet_is_preferred_and_a_cover_sheet_is_passed_over() {
    let cover = Part::new(
        "xl/worksheets/sheet1.xml",
        "<worksheet><sheetData><row><c t=\"str\"><v>Petunjuk</v></c></row></sheetData></worksheet>",
    );
    let list = |n: u8| {
        Part::new(&format!("xl/worksheets/sheet{n}.xml"), &format!("{SHEET_HEAD}{SHEET_TAIL}"))
    };
    let mut parts = workbook(&["Petunjuk", "Daftar", "data_tk_baru"], false);
    parts.extend([cover, list(2)]);
    assert_eq!(opened(archive(&parts, None)).unwrap().name(), "Daftar");
    parts.push(list(3));
    assert_eq!(opened(archive(&parts, None)).unwrap().name(), "data_tk_baru");
}

const ODS_ROW: &str = "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\"><text:p>3302154507909001</text:p><office:annotation><text:p>catatan</text:p></office:annotation></table:table-cell><table:table-cell><text:p>Contoh<text:s text:c=\"2\"/>Satu</text:p></table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"1990-07-05\"><text:p>05/07/90</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"16381\"/></table:table-row>";

#[test]
fn an_open_document_with_its_repeats() {
    let blank = "<table:table-row table:number-rows-repeated=\"7\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let damaged = "<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"3.30215450790900E+015\"><text:p>3302154507909000</text:p></table:table-cell><table:table-cell><text:p>B</text:p></table:table-cell><table:table-cell><text:p>x, 5-7-1990</text:p></table:table-cell></table:table-row>";
    let end = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let cover = "<table:table table:name=\"Petunjuk\"><table:table-row><table:table-cell><text:p>Isi di lembar kedua</text:p></table:table-cell></table:table-row></table:table>";
    let table = format!(
        "{cover}<table:table table:name=\"Daftar\">{ODS_HEADER_ROW}{blank}{ODS_ROW}{damaged}{end}</table:table>"
    );
    let sheet = opened(ods(&table)).unwrap();
    assert_eq!((sheet.kind(), sheet.name(), sheet.is_renamed()), (SheetKind::Ods, "Daftar", true));
    let found = rows(ods(&table)).unwrap();
    assert_eq!(codes(&found), ["9 OK 1990-07-05", "10 OK 1990-07-05", "11 [NIK_SPREADSHEET]"]);
    let RowOutcome::Person(person) = &found[0].outcome else { panic!("{found:?}") };
    assert_eq!(person.name.reveal(), "Contoh Satu");
    assert_eq!(prove(Cursor::new(ods(&table)), "a.ods", Limits::default()), Ok(3));
}

#[test]
fn the_insurers_own_table_is_preferred_in_an_open_document_too() {
    let table = |name: &str, rows: &str| {
        format!("<table:table table:name=\"{name}\">{ODS_HEADER_ROW}{rows}</table:table>")
    };
    let found = opened(ods(&[table("Lain", ODS_ROW), table("DATA_TK_BARU", ODS_ROW)].concat()));
    assert_eq!(found.unwrap().name(), "DATA_TK_BARU");
}

#[test]
fn cells_keep_their_kind() {
    let body = "<row r=\"2\"><c t=\"b\"><v>1</v></c><c><v>12.5</v></c><c s=\"1\"><v>61</v></c><c t=\"inlineStr\"><is><t> </t></is></c></row>";
    let sheet = Part::new("xl/worksheets/sheet1.xml", &format!("{SHEET_HEAD}{body}{SHEET_TAIL}"));
    let mut sheet = opened(xlsx(sheet, vec![Part::new("xl/styles.xml", STYLES)])).unwrap();
    let mut row = Row::new();
    assert!(sheet.next_row(&mut row).unwrap());
    assert_eq!(row.cell(0), Cell::Text("TRUE"));
    assert_eq!(row.cell(1), Cell::Number("12.5"));
    assert_eq!(row.cell(2), Cell::Date(Date::constant(1900, 3, 1), "1900-03-01"));
    assert_eq!((row.cell(3), row.cell(99)), (Cell::Blank, Cell::Blank));
}
