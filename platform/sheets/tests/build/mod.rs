//! Workbooks made in the test, honest and hostile, so that no binary file is kept.

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// One part of an archive, packed by hand so that it may lie.
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) packed: Vec<u8>,
    pub(crate) crc: u32,
    pub(crate) unpacked: u64,
    pub(crate) flags: u16,
}

impl Part {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        Self::repeated(name, text, "", 0, "")
    }

    /// `head`, then `body` so many times, then `tail`, without ever holding it: each block is packed
    /// once and its packed form is repeated.
    pub(crate) fn repeated(name: &str, head: &str, body: &str, times: usize, tail: &str) -> Self {
        let mut crc = Crc::new();
        crc.update(head.as_bytes());
        // Checksums of very many blocks would take longer than the attack; such a part is not read
        // to its end anyway.
        (0..times.min(200)).for_each(|_| crc.update(body.as_bytes()));
        crc.update(tail.as_bytes());
        let block = packed(body, false);
        let mut all = Vec::with_capacity(block.len() * times + 1_000);
        all.extend(packed(head, false));
        (0..times).for_each(|_| all.extend_from_slice(&block));
        all.extend(packed(tail, true));
        let unpacked = (head.len() + body.len() * times + tail.len()) as u64;
        Self { name: name.into(), packed: all, crc: crc.sum(), unpacked, flags: 0 }
    }
}

fn packed(text: &str, last: bool) -> Vec<u8> {
    let mut compress = Compress::new(Compression::default(), false);
    let mut out = Vec::with_capacity(text.len() + 1_000);
    let flush = if last { FlushCompress::Finish } else { FlushCompress::Full };
    let status =
        compress.compress_vec(text.as_bytes(), &mut out, flush).expect("text can be packed");
    assert!(!last || status == Status::StreamEnd);
    out
}

/// An archive of parts; `claimed` is how many it says it has.
pub(crate) fn archive(parts: &[Part], claimed: Option<u16>) -> Vec<u8> {
    let size = parts.iter().map(|part| part.packed.len() + 1_000).sum();
    let (mut out, mut directory) = (Vec::with_capacity(size), Vec::new());
    for part in parts {
        let at = out.len() as u32;
        let mut fixed = Vec::new();
        for number in [20, part.flags, 8, 0, 0] {
            fixed.extend(number.to_le_bytes());
        }
        fixed.extend(part.crc.to_le_bytes());
        fixed.extend((part.packed.len() as u32).to_le_bytes());
        fixed.extend((part.unpacked.min(0xffff_fffe) as u32).to_le_bytes());
        fixed.extend((part.name.len() as u16).to_le_bytes());
        fixed.extend(0u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&fixed);
        out.extend(part.name.as_bytes());
        out.extend(&part.packed);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&fixed);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(part.name.as_bytes());
    }
    let at = out.len() as u32;
    out.extend(&directory);
    let n = claimed.unwrap_or(parts.len() as u16);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(n.to_le_bytes());
    out.extend(n.to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend(0u16.to_le_bytes());
    out
}

pub(crate) const SHEET_HEAD: &str = "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>nik</t></is></c><c t=\"inlineStr\"><is><t>nama</t></is></c><c t=\"inlineStr\"><is><t>tanggal_lahir</t></is></c></row>";
pub(crate) const SHEET_TAIL: &str = "</sheetData></worksheet>";

/// The parts of a workbook around one or more sheets of the given names and parts.
pub(crate) fn workbook(sheets: &[&str], date1904: bool) -> Vec<Part> {
    let (mut list, mut relations) = (String::new(), String::new());
    for (at, name) in sheets.iter().enumerate() {
        list += &format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>", n = at + 1);
        relations += &format!(
            "<Relationship Id=\"rId{n}\" Target=\"worksheets/sheet{n}.xml\"/>",
            n = at + 1
        );
    }
    let properties = if date1904 { "<workbookPr date1904=\"1\"/>" } else { "" };
    vec![
        Part::new(
            "xl/workbook.xml",
            &format!("<workbook xmlns:r=\"r\">{properties}<sheets>{list}</sheets></workbook>"),
        ),
        Part::new(
            "xl/_rels/workbook.xml.rels",
            &format!("<Relationships>{relations}</Relationships>"),
        ),
    ]
}

/// A workbook with one sheet.
pub(crate) fn xlsx(sheet: Part, more: Vec<Part>) -> Vec<u8> {
    let mut parts = workbook(&["Sheet1"], false);
    parts.push(sheet);
    parts.extend(more);
    archive(&parts, None)
}

/// A workbook whose one sheet has these rows under the header.
pub(crate) fn xlsx_rows(rows: &str) -> Vec<u8> {
    xlsx(Part::new("xl/worksheets/sheet1.xml", &format!("{SHEET_HEAD}{rows}{SHEET_TAIL}")), vec![])
}

pub(crate) const ODS_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>";
pub(crate) const ODS_TAIL: &str = "</office:spreadsheet></office:body></office:document-content>";
pub(crate) const ODS_HEADER_ROW: &str = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>NIK</text:p></table:table-cell><table:table-cell><text:p>Nama</text:p></table:table-cell><table:table-cell><text:p>TTL</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"16381\"/></table:table-row>";

/// A document of tables, given as markup.
pub(crate) fn ods(tables: &str) -> Vec<u8> {
    archive(
        &[
            Part::new("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            Part::new("content.xml", &format!("{ODS_HEAD}{tables}{ODS_TAIL}")),
        ],
        None,
    )
}
