//! A workbook's archive: finds its parts and unpacks one at a time, counting every byte as it comes.
//!
//! Nothing the archive says about sizes is trusted except to find the parts; the only memory is two
//! small buffers and the names of at most [`Limits::entries`] parts. Overlapping parts, nested archives
//! and absurd sizes cannot hurt: only a few named parts are ever unpacked.

use crate::{limits::Limits, refusal::SheetRefusal, sheet::Source};
use flate2::{Crc, Decompress, FlushDecompress, Status};
use std::io::{self, BufRead, Read, Seek, SeekFrom};

/// The end record may be followed by a comment of at most 65,535 bytes.
const END_SEARCHED: u64 = 65_557;
const END_MARK: [u8; 4] = *b"PK\x05\x06";
const END64_MARK: [u8; 4] = *b"PK\x06\x06";
const LOCATOR_MARK: [u8; 4] = *b"PK\x06\x07";
const ENTRY_MARK: [u8; 4] = *b"PK\x01\x02";
const LOCAL_MARK: [u8; 4] = *b"PK\x03\x04";
/// Under this size a high ratio is not yet an attack.
const RATIO_FROM: u64 = 32 << 20;
const BUFFER: usize = 64 << 10;

/// One part of the archive, as its directory lists it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    packed: u64,
    at: u64,
    crc: u32,
    method: u16,
    encrypted: bool,
}

/// An archive and the list of its parts.
pub(crate) struct Archive {
    source: Box<dyn Source>,
    entries: Vec<Entry>,
    limits: Limits,
}

impl Archive {
    /// Reads the directory.
    pub(crate) fn open(mut source: Box<dyn Source>, limits: Limits) -> Result<Self, SheetRefusal> {
        let (n, at) = find_directory(&mut source)?;
        if n > limits.entries {
            return Err(SheetRefusal::TooManyEntries { limit: limits.entries });
        }
        source.seek(SeekFrom::Start(at))?;
        let mut directory = io::BufReader::with_capacity(BUFFER, &mut source);
        let entries = (0..n).map(|_| read_entry(&mut directory)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { source, entries, limits })
    }

    /// The names of all parts.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// Whether there is a part of this name; office programs do not care about case.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Starts unpacking a part.
    pub(crate) fn unpack(mut self, name: &str) -> Result<Unpacker, SheetRefusal> {
        let entry = self
            .entries
            .iter()
            .find(|entry| entry.name.eq_ignore_ascii_case(name))
            .cloned()
            .ok_or(SheetRefusal::Damaged { what: "a part that is referred to is missing" })?;
        if entry.encrypted {
            return Err(SheetRefusal::Encrypted);
        }
        if !matches!(entry.method, 0 | 8) {
            return Err(SheetRefusal::Damaged { what: "an unknown way of packing" });
        }
        self.source.seek(SeekFrom::Start(entry.at))?;
        let mut local = [0; 30];
        read_exact(&mut self.source, &mut local)?;
        if !local.starts_with(&LOCAL_MARK) {
            return Err(SheetRefusal::Damaged { what: "a part is not where the directory says" });
        }
        let skip = i64::from(u16_at(&local, 26)) + i64::from(u16_at(&local, 28));
        self.source.seek(SeekFrom::Current(skip))?;
        Ok(Unpacker::new(self, entry))
    }
}

/// The number of entries and the place of the directory, from the end of the file.
fn find_directory(source: &mut Box<dyn Source>) -> Result<(u64, u64), SheetRefusal> {
    let size = source.seek(SeekFrom::End(0))?;
    let from = size.saturating_sub(END_SEARCHED);
    source.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    source.by_ref().take(END_SEARCHED).read_to_end(&mut tail)?;
    let place = tail.windows(22).rposition(|window| window.starts_with(&END_MARK));
    let place = place.ok_or(SheetRefusal::Truncated)?;
    let end = tail.get(place..).unwrap_or_default();
    let (n, at) = (u64::from(u16_at(end, 10)), u64::from(u32_at(end, 16)));
    if n != 0xffff && at != 0xffff_ffff {
        return Ok((n, at));
    }
    let locator =
        place.checked_sub(20).and_then(|start| tail.get(start..place)).unwrap_or_default();
    if !locator.starts_with(&LOCATOR_MARK) {
        return Ok((n, at));
    }
    source.seek(SeekFrom::Start(u64_at(locator, 8)))?;
    let mut end64 = [0; 56];
    read_exact(source, &mut end64)?;
    if !end64.starts_with(&END64_MARK) {
        return Err(SheetRefusal::Damaged { what: "the directory is not where it should be" });
    }
    Ok((u64_at(&end64, 32), u64_at(&end64, 48)))
}

fn read_entry(directory: &mut impl Read) -> Result<Entry, SheetRefusal> {
    let mut fixed = [0; 46];
    read_exact(directory, &mut fixed)?;
    if !fixed.starts_with(&ENTRY_MARK) {
        return Err(SheetRefusal::Damaged { what: "the directory is not a directory" });
    }
    let mut name = vec![0; usize::from(u16_at(&fixed, 28))];
    read_exact(directory, &mut name)?;
    let mut extra = vec![0; usize::from(u16_at(&fixed, 30))];
    read_exact(directory, &mut extra)?;
    let comment = u64::from(u16_at(&fixed, 32));
    io::copy(&mut directory.take(comment), &mut io::sink())?;
    let (packed, unpacked, at) = (u32_at(&fixed, 20), u32_at(&fixed, 24), u32_at(&fixed, 42));
    let mut wide = wide_fields(&extra).chunks_exact(8).map(|field| u64_at(field, 0));
    let mut widened = |value: u32| match value {
        u32::MAX => wide.next().unwrap_or(u64::from(value)),
        value => u64::from(value),
    };
    // The wide fields stand in this order, each only if its narrow field is full.
    let _unpacked = widened(unpacked);
    let (packed, at) = (widened(packed), widened(at));
    let name = String::from_utf8_lossy(&name).replace('\\', "/");
    let encrypted = u16_at(&fixed, 8) & 1 == 1;
    let (crc, method) = (u32_at(&fixed, 16), u16_at(&fixed, 10));
    Ok(Entry { name, packed, at, crc, method, encrypted })
}

/// The extra field of archives over 4 GB, or nothing.
fn wide_fields(mut extra: &[u8]) -> &[u8] {
    while extra.len() >= 4 {
        let (id, size) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
        let body = extra.get(4..4 + size).unwrap_or_default();
        if id == 1 {
            return body;
        }
        extra = extra.get(4 + size..).unwrap_or_default();
    }
    &[]
}

fn read_exact(source: &mut impl Read, into: &mut [u8]) -> Result<(), SheetRefusal> {
    source.read_exact(into).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => SheetRefusal::Truncated,
        _ => error.into(),
    })
}

fn bytes_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..at + N).and_then(|part| part.try_into().ok()).unwrap_or([0; N])
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(bytes_at(bytes, at))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes_at(bytes, at))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes_at(bytes, at))
}

/// Unpacks one part. Also holds the archive, to be handed back by [`Unpacker::close`].
pub(crate) struct Unpacker {
    archive: Archive,
    entry: Entry,
    packed: Box<[u8]>,
    packed_range: std::ops::Range<usize>,
    packed_left: u64,
    open: Box<[u8]>,
    open_range: std::ops::Range<usize>,
    inflate: Option<Decompress>,
    crc: Crc,
    unpacked: u64,
    ended: bool,
    /// How many bytes may still be handed out before the reader must come back for more.
    allowed: usize,
    allowance: SheetRefusal,
}

impl Unpacker {
    fn new(archive: Archive, entry: Entry) -> Self {
        Self {
            packed: vec![0; BUFFER].into_boxed_slice(),
            packed_range: 0..0,
            packed_left: entry.packed,
            open: vec![0; BUFFER].into_boxed_slice(),
            open_range: 0..0,
            inflate: (entry.method == 8).then(|| Decompress::new(false)),
            crc: Crc::new(),
            unpacked: 0,
            ended: false,
            allowed: usize::MAX,
            allowance: SheetRefusal::Truncated,
            archive,
            entry,
        }
    }

    /// Lets so many more bytes through; then the reader is refused with this sentence. It is how a
    /// single huge text is refused without holding it.
    pub(crate) fn allow(&mut self, bytes: usize, refusal: SheetRefusal) {
        self.allowed = bytes;
        self.allowance = refusal;
    }

    /// Gives the archive back.
    pub(crate) fn close(self) -> Archive {
        self.archive
    }

    /// Reads to the end, so that the checksum is proven.
    pub(crate) fn drain(&mut self) -> Result<(), SheetRefusal> {
        self.allow(usize::MAX, SheetRefusal::Truncated);
        loop {
            let n = self.fill_buf()?.len();
            if n == 0 {
                return Ok(());
            }
            self.consume(n);
        }
    }

    fn refill_packed(&mut self) -> Result<(), SheetRefusal> {
        let want = self.packed.len().min(usize::try_from(self.packed_left).unwrap_or(usize::MAX));
        let n = self.archive.source.read(self.packed.get_mut(..want).unwrap_or_default())?;
        if n == 0 {
            return Err(SheetRefusal::Truncated);
        }
        self.packed_left -= n as u64;
        self.packed_range = 0..n;
        Ok(())
    }

    fn refill(&mut self) -> Result<(), SheetRefusal> {
        while self.open_range.is_empty() && !self.ended {
            if self.packed_range.is_empty() && self.packed_left > 0 {
                self.refill_packed()?;
            }
            let source = self.packed.get(self.packed_range.clone()).unwrap_or_default();
            let (used, made, ended) = match &mut self.inflate {
                None => {
                    let n = source.len().min(self.open.len());
                    let target = self.open.get_mut(..n).unwrap_or_default();
                    target.copy_from_slice(source.get(..n).unwrap_or_default());
                    (n, n, n == 0)
                }
                Some(inflate) => inflated(inflate, source, &mut self.open)?,
            };
            if used == 0 && made == 0 && !ended {
                return Err(SheetRefusal::Truncated);
            }
            self.packed_range.start += used;
            self.open_range = 0..made;
            self.ended = ended;
            self.crc.update(self.open.get(..made).unwrap_or_default());
            self.unpacked += made as u64;
            self.check()?;
        }
        Ok(())
    }

    fn check(&self) -> Result<(), SheetRefusal> {
        let limits = self.archive.limits;
        if self.unpacked > limits.unpacked_bytes {
            return Err(SheetRefusal::UnpackedTooLarge { limit_mb: limits.unpacked_bytes >> 20 });
        }
        let taken = self.entry.packed - self.packed_left;
        if self.unpacked > RATIO_FROM && self.unpacked / taken.max(1) > limits.unpacked_ratio {
            return Err(SheetRefusal::UnpackedRatio { limit: limits.unpacked_ratio });
        }
        if self.ended && self.crc.sum() != self.entry.crc {
            return Err(SheetRefusal::Damaged { what: "a checksum does not fit" });
        }
        Ok(())
    }
}

fn inflated(
    inflate: &mut Decompress,
    source: &[u8],
    target: &mut [u8],
) -> Result<(usize, usize, bool), SheetRefusal> {
    let (read, written) = (inflate.total_in(), inflate.total_out());
    let status = inflate
        .decompress(source, target, FlushDecompress::None)
        .map_err(|_| SheetRefusal::Damaged { what: "a part cannot be unpacked" })?;
    let used = usize::try_from(inflate.total_in() - read).unwrap_or(source.len());
    let made = usize::try_from(inflate.total_out() - written).unwrap_or(target.len());
    Ok((used, made, status == Status::StreamEnd))
}

impl Read for Unpacker {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Unpacker {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.allowed == 0 {
            return Err(self.allowance.clone().into());
        }
        self.refill()?;
        let all = self.open.get(self.open_range.clone()).unwrap_or_default();
        Ok(all.get(..self.allowed.min(all.len())).unwrap_or_default())
    }

    fn consume(&mut self, n: usize) {
        self.open_range.start += n;
        self.allowed = self.allowed.saturating_sub(n);
    }
}
