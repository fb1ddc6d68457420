//! Tells by its first bytes what a file is, whatever its name says.

use crate::{
    refusal::{Foreign, SheetRefusal},
    sheet::Source,
};
use std::io::{Read, Seek, SeekFrom};

/// How a text file writes its letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Letters {
    /// UTF-8, or row by row Windows-1252 where it is not; so many bytes of mark before it.
    EightBit(u64),
    /// UTF-16, low byte first.
    Utf16Le(u64),
    /// UTF-16, high byte first.
    Utf16Be(u64),
}

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Content {
    Text(Letters),
    /// An archive; whether it is a workbook shows inside.
    Zip,
}

const HEAD: u64 = 4_096;
/// An old workbook's directory may lie anywhere; this much of it is searched.
const OLE_SEARCHED: u64 = 64 << 20;

const MAGIC: [(&[u8], Foreign); 16] = [
    (b"\x89PNG", Foreign::Image),
    (b"\xff\xd8\xff", Foreign::Image),
    (b"GIF8", Foreign::Image),
    (b"II*\0", Foreign::Image),
    (b"MM\0*", Foreign::Image),
    (b"RIFF", Foreign::Image),
    (b"BM", Foreign::Image),
    (b"{\\rtf", Foreign::Document),
    (b"\x1f\x8b", Foreign::Archive),
    (b"Rar!", Foreign::Archive),
    (b"7z\xbc\xaf\x27\x1c", Foreign::Archive),
    (b"BZh", Foreign::Archive),
    (b"\xfd7zXZ\0", Foreign::Archive),
    (b"\x28\xb5\x2f\xfd", Foreign::Archive),
    (b"\x7fELF", Foreign::Unknown),
    (b"SQLite format 3\0", Foreign::Unknown),
];

/// What the file is, or why it is refused. Leaves the source at its start.
pub(crate) fn content_of(
    source: &mut Box<dyn Source>,
    name: &str,
) -> Result<Content, SheetRefusal> {
    let mut head = Vec::new();
    source.seek(SeekFrom::Start(0))?;
    source.by_ref().take(HEAD).read_to_end(&mut head)?;
    let content = match head.as_slice() {
        [] => Err(SheetRefusal::Empty),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Ok(Content::Zip),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(ole_kind(source)?),
        _ => text_kind(&head)
            .map(Content::Text)
            .map_err(|what| SheetRefusal::NotASheet { name: short_name(name), what }),
    };
    source.seek(SeekFrom::Start(0))?;
    content
}

/// A file's name, fit for a sentence.
pub(crate) fn short_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(80).collect()
}

fn text_kind(head: &[u8]) -> Result<Letters, Foreign> {
    match head {
        [0xef, 0xbb, 0xbf, ..] => return Ok(Letters::EightBit(3)),
        [0xff, 0xfe, ..] => return Ok(Letters::Utf16Le(2)),
        [0xfe, 0xff, ..] => return Ok(Letters::Utf16Be(2)),
        _ => {}
    }
    // A PDF may carry up to a kilobyte of anything before its mark, to look like something else.
    if head.get(..head.len().min(1_029)).unwrap_or_default().windows(5).any(|w| w == b"%PDF-") {
        return Err(Foreign::Pdf);
    }
    // “BM” may also begin a text; a bitmap has zero bytes in its head, a text never has.
    let binary = head.contains(&0);
    if let Some((_, what)) =
        MAGIC.iter().find(|(magic, _)| head.starts_with(magic) && (magic.len() > 2 || binary))
    {
        return Err(*what);
    }
    if head.starts_with(b"\x1f\x8b") {
        return Err(Foreign::Archive);
    }
    if binary {
        let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
        let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
        return match () {
            () if odd * 10 >= half * 8 && even == 0 => Ok(Letters::Utf16Le(0)),
            () if even * 10 >= half * 8 && odd == 0 => Ok(Letters::Utf16Be(0)),
            () => Err(Foreign::Unknown),
        };
    }
    if head.trim_ascii_start().starts_with(b"<") {
        return Err(Foreign::WebPage);
    }
    Ok(Letters::EightBit(0))
}

/// An old container holds an old workbook, an old document, or a new workbook under a password.
fn ole_kind(source: &mut Box<dyn Source>) -> Result<SheetRefusal, SheetRefusal> {
    let needle: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    source.seek(SeekFrom::Start(0))?;
    let mut window: Vec<u8> = Vec::with_capacity(128 << 10);
    let mut left = OLE_SEARCHED;
    loop {
        let kept = window.len().min(needle.len());
        window.drain(..window.len() - kept);
        let n = source.by_ref().take(left.min(64 << 10)).read_to_end(&mut window)? as u64;
        if window.windows(needle.len()).any(|part| part == needle) {
            return Ok(SheetRefusal::Encrypted);
        }
        left -= n;
        if n == 0 || left == 0 {
            return Ok(SheetRefusal::OldWorkbook);
        }
    }
}

/// What an archive is, judged by the names of its parts.
pub(crate) fn archive_kind<'a>(names: impl Iterator<Item = &'a str>) -> Result<Workbook, Foreign> {
    let mut found = Err(Foreign::Archive);
    for name in names {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "xl/workbook.xml" => return Ok(Workbook::Xlsx),
            "content.xml" => found = Ok(Workbook::Ods),
            "xl/workbook.bin" => return Err(Foreign::BinaryWorkbook),
            _ if name.starts_with("word/") || name.starts_with("ppt/") => {
                return Err(Foreign::Document);
            }
            _ => {}
        }
    }
    found
}

/// Which workbook an archive is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Workbook {
    Xlsx,
    Ods,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_contains() {
        assert_eq!(text_kind(b"\n%PDF-1.7"), Err(Foreign::Pdf));
        assert_eq!(text_kind(b"\x89PNG\r\n\x1a\n"), Err(Foreign::Image));
        assert_eq!(text_kind(b"BMNama,NIK\n"), Ok(Letters::EightBit(0)));
        assert_eq!(text_kind(b"  <html>"), Err(Foreign::WebPage));
        assert_eq!(text_kind(b"n\0i\0k\0"), Ok(Letters::Utf16Le(0)));
        assert_eq!(text_kind(b"\0n\0i\0k"), Ok(Letters::Utf16Be(0)));
        assert_eq!(text_kind(b"\0\x01\x02\0"), Err(Foreign::Unknown));
        assert_eq!(archive_kind(["word/document.xml"].into_iter()), Err(Foreign::Document));
        assert_eq!(archive_kind(["a.txt"].into_iter()), Err(Foreign::Archive));
    }
}
