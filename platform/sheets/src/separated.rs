//! Text with separators: comma, semicolon, tab or bar, quoted or not, in any of four writings.

use crate::{
    cell::Row, columns::Columns, limits::Limits, refusal::SheetRefusal, sheet::Source,
    sniff::Letters,
};
use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// So much of the file decides which separator it uses.
const SAMPLE: u64 = 64 << 10;
/// Spreadsheet programs write at most this many separators in a row, most of them for nothing.
const RAW_COLUMNS: usize = 16_384;
const BUFFER: usize = 64 << 10;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    FieldStart,
    Plain,
    Quoted,
    /// After a quotation mark inside quotes: its end, or half of a doubled one.
    QuoteSeen,
}

/// Rows of a separated text.
pub(crate) struct Separated {
    bytes: Box<dyn BufRead + Send>,
    cutter: Cutter,
    limits: Limits,
    number: u64,
    ended: bool,
}

/// Opens a text and finds its separator: the one that shows the most known headers.
pub(crate) fn open(
    mut source: Box<dyn Source>,
    letters: Letters,
    limits: Limits,
) -> Result<Separated, SheetRefusal> {
    let mut sample = Vec::new();
    let mut letters_of_sample = lettered(&mut source, letters)?;
    letters_of_sample.by_ref().take(SAMPLE).read_to_end(&mut sample)?;
    drop(letters_of_sample);
    let known = |separator: u8| {
        let mut rows = Separated::new(Box::new(Cursor::new(sample.clone())), separator, limits);
        let mut row = Row::new();
        let mut best = 0;
        for _ in 0..crate::sheet::HEADER_SEARCHED {
            if !matches!(rows.next_row(&mut row), Ok(true)) {
                break;
            }
            best = best.max(Columns::known_headers(&row));
        }
        best
    };
    let separator = SEPARATORS
        .into_iter()
        .rev()
        .max_by_key(|separator| known(*separator))
        .expect("there are four separators");
    Ok(Separated::new(lettered(source, letters)?, separator, limits))
}

/// The bytes of the text in UTF-8 (or an eight-bit writing), from its start.
fn lettered<'s>(
    mut source: impl Read + Seek + Send + 's,
    letters: Letters,
) -> Result<Box<dyn BufRead + Send + 's>, SheetRefusal> {
    let (mark, encoding) = match letters {
        Letters::EightBit(mark) => (mark, None),
        Letters::Utf16Le(mark) => (mark, Some(UTF_16LE)),
        Letters::Utf16Be(mark) => (mark, Some(UTF_16BE)),
    };
    source.seek(SeekFrom::Start(mark))?;
    let bytes = BufReader::with_capacity(BUFFER, source);
    Ok(match encoding {
        None => Box::new(bytes),
        Some(encoding) => {
            let decoder = encoding.new_decoder_without_bom_handling();
            Box::new(BufReader::with_capacity(BUFFER, Decoded { bytes, decoder, ended: false }))
        }
    })
}

/// Turns UTF-16 into UTF-8 as it is read.
struct Decoded<R> {
    bytes: BufReader<R>,
    decoder: Decoder,
    ended: bool,
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !self.ended {
            let source = self.bytes.fill_buf()?;
            let last = source.is_empty();
            let (result, used, made, _) = self.decoder.decode_to_utf8(source, into, last);
            self.bytes.consume(used);
            self.ended = last && result == CoderResult::InputEmpty;
            if made > 0 {
                return Ok(made);
            }
            if result == CoderResult::OutputFull {
                return Err(io::Error::other("a buffer of text is too small"));
            }
        }
        Ok(0)
    }
}

/// Cuts bytes into cells and knows where it stands between two buffers.
struct Cutter {
    separator: u8,
    place: Place,
    ends: Vec<usize>,
    after_return: bool,
}

impl Cutter {
    /// Takes from a buffer until the row ends: how many bytes, and whether it did.
    fn cut(&mut self, buffer: &[u8], text: &mut Vec<u8>) -> (usize, bool) {
        let mut rest = buffer;
        if std::mem::take(&mut self.after_return) {
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        let mut row_ended = false;
        while let (Some((&byte, after)), false) = (rest.split_first(), row_ended) {
            match (self.place, byte) {
                (Place::FieldStart, b'"') => {
                    self.place = Place::Quoted;
                    rest = after;
                }
                (Place::QuoteSeen, b'"') => {
                    text.push(b'"');
                    self.place = Place::Quoted;
                    rest = after;
                }
                (Place::Quoted, _) => {
                    let n = rest.iter().position(|b| *b == b'"').unwrap_or(rest.len());
                    let (inside, beyond) = rest.split_at(n);
                    text.extend_from_slice(inside);
                    if !beyond.is_empty() {
                        self.place = Place::QuoteSeen;
                    }
                    rest = beyond.get(1..).unwrap_or_default();
                }
                _ => (rest, row_ended) = self.plain(rest, text),
            }
            if self.ends.len() > RAW_COLUMNS {
                break;
            }
        }
        (buffer.len() - rest.len(), row_ended)
    }

    /// Takes up to the end of an unquoted field and says whether the row ends with it.
    fn plain<'b>(&mut self, bytes: &'b [u8], text: &mut Vec<u8>) -> (&'b [u8], bool) {
        let separator = self.separator;
        let stops = |b: &u8| *b == separator || *b == b'\n' || *b == b'\r';
        let n = bytes.iter().position(stops).unwrap_or(bytes.len());
        let (inside, beyond) = bytes.split_at(n);
        text.extend_from_slice(inside);
        let Some((&stop, after)) = beyond.split_first() else {
            self.place = Place::Plain;
            return (beyond, false);
        };
        self.ends.push(text.len());
        self.place = Place::FieldStart;
        self.after_return = stop == b'\r';
        (after, stop != separator)
    }
}

impl Separated {
    pub(crate) fn new(bytes: Box<dyn BufRead + Send>, separator: u8, limits: Limits) -> Self {
        let place = Place::FieldStart;
        let cutter = Cutter { separator, place, ends: Vec::new(), after_return: false };
        Self { bytes, cutter, limits, number: 0, ended: false }
    }

    /// Reads the next row, blank ones included; false at the end.
    pub(crate) fn next_row(&mut self, row: &mut Row) -> Result<bool, SheetRefusal> {
        if self.ended {
            return Ok(false);
        }
        self.number += 1;
        let mut text = row.take_bytes();
        row.start(self.number);
        self.cutter.ends.clear();
        loop {
            let buffer = self.bytes.fill_buf()?;
            if buffer.is_empty() {
                self.ended = true;
                if !self.has_last_row(&text)? {
                    return Ok(false);
                }
                self.cutter.ends.push(text.len());
                break;
            }
            let (used, row_ended) = self.cutter.cut(buffer, &mut text);
            self.bytes.consume(used);
            self.check(text.len())?;
            if row_ended {
                break;
            }
        }
        put(row, text, &mut self.cutter.ends);
        Ok(true)
    }

    /// Checked once a buffer: what is held never exceeds the limit by more than one buffer.
    fn check(&self, bytes: usize) -> Result<(), SheetRefusal> {
        let (row, ends, limits) = (self.number, &self.cutter.ends, &self.limits);
        if bytes > limits.cell_bytes {
            let (mut start, mut widest) = (0, 0);
            for end in ends.iter().copied().chain([bytes]) {
                widest = widest.max(end - start);
                start = end;
            }
            if widest > limits.cell_bytes {
                return Err(SheetRefusal::CellTooLarge { row, limit_kb: limits.cell_bytes >> 10 });
            }
        }
        if bytes > limits.row_bytes {
            return Err(SheetRefusal::RowTooLarge { row, limit_kb: limits.row_bytes >> 10 });
        }
        if ends.len() > RAW_COLUMNS {
            return Err(SheetRefusal::TooManyColumns { row, limit: limits.columns });
        }
        Ok(())
    }

    /// Whether the text ended within a row, and not just after one.
    fn has_last_row(&self, text: &[u8]) -> Result<bool, SheetRefusal> {
        match self.cutter.place {
            Place::Quoted => Err(SheetRefusal::UnclosedQuote { row: self.number }),
            Place::FieldStart => Ok(!text.is_empty() || !self.cutter.ends.is_empty()),
            Place::Plain | Place::QuoteSeen => Ok(true),
        }
    }
}

/// A row that is not UTF-8 was written by an old Windows program.
fn put(row: &mut Row, text: Vec<u8>, ends: &mut [usize]) {
    let error = match String::from_utf8(text) {
        Ok(text) => return row.put_text(text, ends),
        Err(error) => error,
    };
    let bytes = error.into_bytes();
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut start = 0;
    for end in ends.iter_mut() {
        let cell = bytes.get(start..*end).unwrap_or_default();
        start = *end;
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(cell).0);
        *end = text.len();
    }
    row.put_text(text, ends);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &[u8], separator: u8) -> Result<Vec<Vec<String>>, SheetRefusal> {
        let mut rows =
            Separated::new(Box::new(Cursor::new(text.to_vec())), separator, Limits::default());
        let (mut row, mut all) = (Row::new(), Vec::new());
        while rows.next_row(&mut row)? {
            all.push((0..row.len()).map(|at| row.cell(at).text().to_owned()).collect());
        }
        Ok(all)
    }

    #[test]
    fn quotes_and_line_ends_of_all_kinds() {
        let text = b"a,\"b,\"\"c\"\"\"\r\n\"two\nlines\",x\n\rlast,\"\"";
        let expected: [&[&str]; 4] =
            [&["a", "b,\"c\""], &["two\nlines", "x"], &[""], &["last", ""]];
        assert_eq!(rows(text, b',').unwrap(), expected);
        assert_eq!(rows(b"a\n\"b", b','), Err(SheetRefusal::UnclosedQuote { row: 2 }));
        assert_eq!(rows(b"caf\xe9;x", b';').unwrap(), [["café", "x"]]);
    }

    proptest! {
        #[test]
        fn agrees_with_the_csv_crate(
            table in proptest::collection::vec(proptest::collection::vec("[a-z\",;\n\r é]{1,9}x", 2..5), 1..6)
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for record in &table {
                writer.write_record(record).unwrap();
            }
            prop_assert_eq!(rows(&writer.into_inner().unwrap(), b',').unwrap(), table);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = rows(&bytes, b',');
        }
    }
}
