//! The bytes of a list: read several times, by one reader after another.

use sha2::{Digest, Sha256};
use sheets::{Limits, SheetRefusal, Source};
use std::{
    fmt,
    io::{self, Read, Seek, SeekFrom},
    sync::{Arc, Mutex, PoisonError},
};

/// A handle on the list that can be given away again and again. Readers follow each other; each
/// seeks before it reads.
#[derive(Clone)]
pub(super) struct Bytes(Arc<Mutex<Box<dyn Source>>>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bytes(•••)")
    }
}

impl Bytes {
    pub(super) fn new(source: impl Source + 'static) -> Self {
        Self(Arc::new(Mutex::new(Box::new(source))))
    }

    fn with<T>(&self, act: impl FnOnce(&mut dyn Source) -> io::Result<T>) -> io::Result<T> {
        // A reader that panicked left only a position behind, and the next one seeks.
        let mut source = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(&mut **source)
    }

    /// SHA-256 of all of it, in hex. A file over the limit is refused by its size alone.
    pub(super) fn fingerprint(&self, limits: Limits) -> Result<String, SheetRefusal> {
        let mut reader = self.clone();
        if reader.seek(SeekFrom::End(0))? > limits.file_bytes {
            return Err(SheetRefusal::TooLarge { limit_mb: limits.file_bytes >> 20 });
        }
        reader.seek(SeekFrom::Start(0))?;
        let (mut hash, mut piece) = (Sha256::new(), vec![0; 256 << 10]);
        loop {
            let n = reader.read(&mut piece)?;
            if n == 0 {
                break;
            }
            hash.update(piece.get(..n).unwrap_or_default());
        }
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl Read for Bytes {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.with(|source| source.read(into))
    }
}

impl Seek for Bytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.with(|source| source.seek(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_of_the_content_wherever_reading_stopped() {
        let mut bytes = Bytes::new(io::Cursor::new(b"abc".to_vec()));
        bytes.read_exact(&mut [0; 2]).unwrap();
        assert_eq!(
            bytes.fingerprint(Limits::default()).unwrap(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        let limits = Limits { file_bytes: 2, ..Limits::default() };
        assert_eq!(bytes.fingerprint(limits).unwrap_err().code(), "FILE_TOO_LARGE");
    }
}
