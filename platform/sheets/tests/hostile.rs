//! Files made to harm: each is refused with its own code, quickly, within 256 MB for all of them.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail loudly"
)]

mod build;

use build::{
    ODS_HEAD, ODS_HEADER_ROW, ODS_TAIL, Part, SHEET_HEAD, SHEET_TAIL, archive, ods, workbook, xlsx,
    xlsx_rows,
};
use proptest::prelude::*;
use sheets::{Limits, Row, SheetRefusal, Source, open, parse_row};
use std::{
    fs,
    io::{self, Cursor, Read, Seek, SeekFrom},
    sync::{Mutex, PoisonError},
};

const MEMORY_MB: u64 = 256;
const SECONDS: u64 = 10;
const HEADER: &str = "nik,nama,tanggal_lahir\n";

/// A file that is never held: `head`, then one byte again and again up to a length.
struct Endless {
    head: Vec<u8>,
    filler: u8,
    length: u64,
    at: u64,
}

impl Endless {
    fn new(head: &str, filler: u8, length: u64) -> Self {
        Self { head: head.into(), filler, length, at: 0 }
    }
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = into.len().min((self.length - self.at) as usize);
        for (offset, byte) in into[..n].iter_mut().enumerate() {
            *byte = self.head.get(self.at as usize + offset).copied().unwrap_or(self.filler);
        }
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => self.length.saturating_add_signed(by),
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

/// Seconds this thread has worked: what others do on the machine does not count.
fn cpu_seconds() -> u64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    stat.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1_000_000_000
}

/// One test after another: the memory of one file is measured, not that of many.
fn alone() -> impl Drop {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads to the end as an importer would, and proves memory and time.
fn read_all(source: impl Source + 'static, limits: Limits) -> Result<u64, SheetRefusal> {
    let started = cpu_seconds();
    let result = open(source, "daftar.xlsx", limits).and_then(|mut sheet| {
        let (mut row, mut n_rows) = (Row::new(), 0);
        while sheet.next_row(&mut row)? {
            let _ = parse_row(sheet.columns(), &row);
            n_rows += 1;
        }
        Ok(n_rows)
    });
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    let peak_mb = line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() >> 10;
    let taken = cpu_seconds() - started;
    println!("peak {peak_mb} MB, {taken} s, {:?}", result.as_ref().map_err(SheetRefusal::code));
    assert!(peak_mb < MEMORY_MB, "peak memory {peak_mb} MB");
    assert!(taken < SECONDS, "{taken} s of work");
    result
}

fn code_of(source: impl Source + 'static) -> &'static str {
    match read_all(source, Limits::default()) {
        Ok(n) => panic!("{n} rows were read"),
        Err(refusal) => {
            assert!(!refusal.indonesian().is_empty() && !refusal.to_string().is_empty());
            refusal.code()
        }
    }
}

fn code(bytes: Vec<u8>) -> &'static str {
    code_of(Cursor::new(bytes))
}

#[test]
fn a_zip_bomb_of_rows() {
    let _alone = alone();
    let row = "<row><c t=\"inlineStr\"><is><t>3302154507909001</t></is></c></row>".repeat(16_384);
    let sheet = Part::repeated("xl/worksheets/sheet1.xml", SHEET_HEAD, &row, 1_024, SHEET_TAIL);
    assert!(sheet.unpacked > 1_000_000_000 && sheet.packed.len() < 10_000_000);
    assert_eq!(code(xlsx(sheet, vec![])), "UNPACKED_RATIO");
}

#[test]
fn a_zip_bomb_of_nothing_but_space() {
    let _alone = alone();
    let space = " ".repeat(1 << 20);
    let sheet = Part::repeated("xl/worksheets/sheet1.xml", SHEET_HEAD, &space, 10_240, SHEET_TAIL);
    assert!(sheet.unpacked > 10_000_000_000 && sheet.packed.len() < 12_000_000);
    assert_eq!(code(xlsx(sheet, vec![])), "CELL_TOO_LARGE");
    let content =
        Part::repeated("content.xml", ODS_HEAD, &"<a/>".repeat(1 << 18), 10_240, ODS_TAIL);
    assert_eq!(code(archive(&[content], None)), "UNPACKED_RATIO");
}

#[test]
fn what_unpacks_to_too_much_without_a_suspicious_ratio() {
    let _alone = alone();
    let row = "<row><c><v>1</v></c></row>".repeat(100);
    let sheet = Part::repeated("xl/worksheets/sheet1.xml", SHEET_HEAD, &row, 1_000, SHEET_TAIL);
    let limits = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
    let refusal = read_all(Cursor::new(xlsx(sheet, vec![])), limits).unwrap_err();
    assert_eq!(refusal, SheetRefusal::UnpackedTooLarge { limit_mb: 1 });
}

#[test]
fn a_cell_of_200_megabytes() {
    let _alone = alone();
    assert_eq!(code_of(Endless::new(HEADER, b'x', 200 << 20)), "CELL_TOO_LARGE");
    assert_eq!(code_of(Endless::new(&format!("{HEADER}\""), b'x', 200 << 20)), "CELL_TOO_LARGE");
    let cell = "<row><c t=\"inlineStr\"><is><t>";
    let text = "0123456789abcdef".repeat(1 << 12);
    let head = format!("{SHEET_HEAD}{cell}");
    let sheet = Part::repeated("xl/worksheets/sheet1.xml", &head, &text, 3_200, SHEET_TAIL);
    assert_eq!(code(xlsx(sheet, vec![])), "CELL_TOO_LARGE");
    let comment =
        Part::repeated("xl/worksheets/sheet1.xml", "<worksheet><!--", &text, 3_200, "-->");
    assert_eq!(code(xlsx(comment, vec![])), "CELL_TOO_LARGE");
}

#[test]
fn a_million_columns() {
    let _alone = alone();
    assert_eq!(code_of(Endless::new(HEADER, b',', 1 << 20)), "TOO_MANY_COLUMNS");
    assert_eq!(code_of(Endless::new("", b',', 1 << 20)), "TOO_MANY_COLUMNS");
    assert_eq!(code(format!("{HEADER}{}x\n", ",".repeat(300)).into()), "TOO_MANY_COLUMNS");
    let far = "<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>";
    assert_eq!(code(xlsx_rows(far)), "TOO_MANY_COLUMNS");
    // Blank cells far to the right are what spreadsheet programs leave behind; they do no harm.
    let blank = format!("{HEADER}3302154507909001,A,05-07-1990{}\n", ",".repeat(300));
    assert_eq!(read_all(Cursor::new(blank), Limits::default()), Ok(1));
}

#[test]
fn a_range_of_a_billion_cells() {
    let _alone = alone();
    let row = |rows: u64, columns: u64| {
        format!(
            "<table:table table:name=\"a\">{ODS_HEADER_ROW}<table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell table:number-columns-repeated=\"{columns}\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        )
    };
    assert_eq!(code(ods(&row(1_048_576, 16_384))), "TOO_MANY_COLUMNS");
    assert_eq!(code(ods(&row(u64::MAX, 150))), "TOO_MANY_ROWS");
    let far = "<row r=\"18446744073709551615\"><c r=\"A1\"><v>1</v></c></row><row r=\"1\"/>";
    assert!(read_all(Cursor::new(xlsx_rows(far)), Limits::default()).is_ok());
}

#[test]
fn shared_texts_that_explode() {
    let _alone = alone();
    let texts: String = (0..20_000)
        .map(|n: u64| format!("<si><t>{:016x}{n}</t></si>", n.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
        .collect();
    let many = Part::repeated("xl/sharedStrings.xml", "<sst>", &texts, 100, "</sst>");
    let sheet = || Part::new("xl/worksheets/sheet1.xml", SHEET_HEAD);
    assert_eq!(code(xlsx(sheet(), vec![many])), "SHARED_TOO_LARGE");
    let empty =
        Part::repeated("xl/sharedStrings.xml", "<sst>", &"<si/>".repeat(1_000), 20_000, "</sst>");
    assert!(matches!(code(xlsx(sheet(), vec![empty])), "SHARED_TOO_LARGE" | "UNPACKED_RATIO"));
    // One long text, called two hundred times in every row.
    let long = Part::new(
        "xl/sharedStrings.xml",
        &format!("<sst><si><t>{}</t></si></sst>", "x".repeat(100_000)),
    );
    let row = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(200));
    let calls = Part::repeated("xl/worksheets/sheet1.xml", SHEET_HEAD, &row, 1_000, SHEET_TAIL);
    assert_eq!(code(xlsx(calls, vec![long])), "ROW_TOO_LARGE");
}

#[test]
fn entities_and_document_types() {
    let _alone = alone();
    let bad = |head: &str, text: &str| {
        let sheet = format!(
            "<?xml version=\"1.0\"?>{head}<worksheet><sheetData><row><c t=\"str\"><v>{text}</v></c></row></sheetData></worksheet>"
        );
        code(xlsx(Part::new("xl/worksheets/sheet1.xml", &sheet), vec![]))
    };
    assert_eq!(
        bad("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>", "&x;"),
        "XML_DOCTYPE"
    );
    assert_eq!(
        bad("<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>", "&b;"),
        "XML_DOCTYPE"
    );
    assert_eq!(bad("", "&x;"), "XML_ENTITY");
    assert_eq!(bad("", "&#0;"), "XML_ENTITY");
    assert_eq!(bad("", &"<a>".repeat(100_000)), "XML_TOO_DEEP");
    assert_eq!(bad("", "</c>"), "FILE_DAMAGED");
}

#[test]
fn archives_with_too_many_parts() {
    let _alone = alone();
    let parts: Vec<Part> = (0..5_000).map(|n| Part::new(&format!("{n}"), "")).collect();
    assert_eq!(code(archive(&parts, None)), "TOO_MANY_ENTRIES");
    // A directory that says a million, in the wide form.
    let mut wide = archive(&[Part::new("a", "")], None);
    let end = wide.len() - 22;
    let mut tail = wide.split_off(end);
    let at = wide.len() as u64;
    wide.extend(b"PK\x06\x06");
    wide.extend([0; 28]);
    wide.extend(1_000_000u64.to_le_bytes());
    wide.extend([0; 16]);
    wide.extend(b"PK\x06\x07\0\0\0\0");
    wide.extend(at.to_le_bytes());
    wide.extend([1, 0, 0, 0]);
    tail[10..12].copy_from_slice(&[0xff, 0xff]);
    wide.extend(tail);
    assert_eq!(code(wide), "TOO_MANY_ENTRIES");
    assert_eq!(code(archive(&[Part::new("a", "")], Some(3))), "FILE_TRUNCATED");
}

#[test]
fn broken_and_cut_archives() {
    let _alone = alone();
    let whole = xlsx_rows("<row><c t=\"str\"><v>3302154507909001</v></c></row>");
    assert_eq!(read_all(Cursor::new(whole.clone()), Limits::default()), Ok(1));
    for part in [whole.len() / 4, whole.len() / 2, whole.len() - 30] {
        assert_eq!(code(whole[..part].to_vec()), "FILE_TRUNCATED");
    }
    let mut crc = Part::new("xl/worksheets/sheet1.xml", &format!("{SHEET_HEAD}{SHEET_TAIL}"));
    crc.crc ^= 1;
    assert_eq!(code(xlsx(crc, vec![])), "FILE_DAMAGED");
    let cut = Part::new("xl/worksheets/sheet1.xml", SHEET_HEAD);
    assert_eq!(code(xlsx(cut, vec![])), "FILE_DAMAGED");
    assert_eq!(code(archive(&workbook(&["a"], false), None)), "NO_HEADER");
}

#[test]
fn other_files_under_the_name_of_a_sheet() {
    let _alone = alone();
    assert_eq!(code(b"%PDF-1.4 nik,nama,ttl\n".to_vec()), "FILE_NOT_A_SHEET");
    assert_eq!(
        code(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\x01\x86\xa0\0\x01\x86\xa0".to_vec()),
        "FILE_NOT_A_SHEET"
    );
    assert_eq!(code(archive(&[Part::new("word/document.xml", "<a/>")], None)), "FILE_NOT_A_SHEET");
    assert_eq!(code(archive(&[Part::new("dalam.zip", "PK")], None)), "FILE_NOT_A_SHEET");
    assert_eq!(code(archive(&[Part::new("xl/workbook.bin", "x")], None)), "FILE_NOT_A_SHEET");
    let mut ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    ole.resize(100_000, 0);
    assert_eq!(code(ole.clone()), "FILE_OLD_WORKBOOK");
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(code(ole), "FILE_ENCRYPTED");
    let mut locked = Part::new("xl/workbook.xml", "<a/>");
    locked.flags = 1;
    assert_eq!(code(archive(&[locked], None)), "FILE_ENCRYPTED");
    let manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
    let parts = [Part::new("META-INF/manifest.xml", manifest), Part::new("content.xml", "x")];
    assert_eq!(code(archive(&parts, None)), "FILE_ENCRYPTED");
    let eicar = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*".to_vec();
    assert_eq!(code(eicar), "NO_HEADER");
}

#[test]
fn more_bytes_or_rows_than_allowed() {
    let _alone = alone();
    assert_eq!(code_of(Endless::new(HEADER, b'\n', 513 << 20)), "FILE_TOO_LARGE");
    assert_eq!(code_of(Endless::new(HEADER, b'\n', 512 << 20)), "TOO_MANY_ROWS");
}

#[test]
fn headers_made_to_be_compared_for_ever() {
    let _alone = alone();
    let line = format!("{}\n", "nik;".repeat(16_000));
    assert_eq!(code(line.repeat(100).into()), "TOO_MANY_COLUMNS");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(start in 0usize..6, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let starts: [&[u8]; 6] = [b"", b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b"\xd0\xcf\x11\xe0", HEADER.as_bytes()];
        let _ = open(Cursor::new([starts[start], &bytes].concat()), "a", Limits::default())
            .map(|mut sheet| while matches!(sheet.next_row(&mut Row::new()), Ok(true)) {});
    }

    #[test]
    fn no_changed_byte_makes_a_workbook_panic(
        at in any::<prop::sample::Index>(),
        to in any::<u8>(),
        is_ods in any::<bool>(),
    ) {
        let mut bytes = if is_ods {
            ods(&format!("<table:table>{ODS_HEADER_ROW}</table:table>"))
        } else {
            xlsx_rows("<row><c t=\"s\"><v>7</v></c></row>")
        };
        let at = at.index(bytes.len());
        bytes[at] = to;
        let _ = open(Cursor::new(bytes), "a", Limits::default())
            .map(|mut sheet| while matches!(sheet.next_row(&mut Row::new()), Ok(true)) {});
    }
}
