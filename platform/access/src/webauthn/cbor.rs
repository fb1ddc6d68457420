//! A reader for the little CBOR that authenticators write: definite lengths, no tags, no floats.
//!
//! It borrows, allocates nothing, and every length is held against what is really there.

use super::Unreadable;

/// Maps and arrays within each other, at most.
const DEPTH_MAX: u8 = 8;

/// One item, or the head of one that holds others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Item<'a> {
    /// A whole number; what it stands for fits 64 bits with a sign.
    Int(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    /// So many items follow.
    Array(u64),
    /// So many pairs follow.
    Map(u64),
    /// True, false, null, undefined.
    Simple,
}

/// What is left to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next `n` bytes.
    pub(super) fn take(&mut self, n: usize) -> Result<&'a [u8], Unreadable> {
        let (taken, rest) = self.rest.split_at_checked(n).ok_or(Unreadable("cut off"))?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next item. Of an array or a map only its head; the items follow.
    pub(super) fn item(&mut self) -> Result<Item<'a>, Unreadable> {
        let first = self.take(1)?[0];
        let argument = self.argument(first & 0x1f)?;
        match first >> 5 {
            0 => Ok(Item::Int(i64::try_from(argument).map_err(|_| Unreadable("a number"))?)),
            1 => {
                let n = i64::try_from(argument).map_err(|_| Unreadable("a number"))?;
                Ok(Item::Int(-1 - n))
            }
            2 => Ok(Item::Bytes(self.take(length(argument)?)?)),
            3 => {
                let bytes = self.take(length(argument)?)?;
                Ok(Item::Text(std::str::from_utf8(bytes).map_err(|_| Unreadable("a text"))?))
            }
            4 => Ok(Item::Array(argument)),
            5 => Ok(Item::Map(argument)),
            7 if (20..=23).contains(&argument) && first & 0x1f < 24 => Ok(Item::Simple),
            _ => Err(Unreadable("a tag or a float")),
        }
    }

    fn argument(&mut self, short: u8) -> Result<u64, Unreadable> {
        let n = match short {
            0..=23 => return Ok(u64::from(short)),
            24..=27 => 1usize << (short - 24),
            _ => return Err(Unreadable("a length without end")),
        };
        Ok(self.take(n)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    /// Reads over a whole item with everything in it.
    pub(super) fn skip(&mut self) -> Result<(), Unreadable> {
        self.skip_within(DEPTH_MAX)
    }

    fn skip_within(&mut self, depth: u8) -> Result<(), Unreadable> {
        let n = match self.item()? {
            Item::Array(n) => n,
            Item::Map(n) => n.checked_mul(2).ok_or(Unreadable("a length"))?,
            _ => return Ok(()),
        };
        let depth = depth.checked_sub(1).ok_or(Unreadable("too deep"))?;
        // Each item takes a byte at least, so a length that lies ends with the bytes.
        for _ in 0..n {
            self.skip_within(depth)?;
        }
        Ok(())
    }
}

fn length(argument: u64) -> Result<usize, Unreadable> {
    usize::try_from(argument).map_err(|_| Unreadable("a length"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Item<'_>, Unreadable> {
        Reader::new(bytes).item()
    }

    #[test]
    fn the_examples_of_rfc_8949() {
        assert_eq!(read(&[0x17]), Ok(Item::Int(23)));
        assert_eq!(read(&[0x18, 0x64]), Ok(Item::Int(100)));
        assert_eq!(read(&[0x1a, 0x00, 0x0f, 0x42, 0x40]), Ok(Item::Int(1_000_000)));
        assert_eq!(read(&[0x39, 0x03, 0xe7]), Ok(Item::Int(-1000)));
        assert_eq!(read(&[0x44, 1, 2, 3, 4]), Ok(Item::Bytes(&[1, 2, 3, 4])));
        assert_eq!(read(&[0x62, 0xc3, 0xbc]), Ok(Item::Text("ü")));
        assert_eq!(read(&[0x62, 0xc3, 0x28]), Err(Unreadable("a text")));
        assert_eq!(read(&[0x63, 0xe6, 0xb0, 0xb4]), Ok(Item::Text("水")));
        assert_eq!(read(&[0x83, 1, 2, 3]), Ok(Item::Array(3)));
        assert_eq!(read(&[0xf5]), Ok(Item::Simple));
    }

    #[test]
    fn what_lies_about_its_length_is_refused() {
        for bytes in [
            &[][..],
            &[0x58],
            &[0x44, 1],
            &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x5f, 0x41, 0, 0xff],
            &[0xc0, 0x00],
            &[0xf9, 0, 0],
            &[0xf8, 0x14],
        ] {
            assert!(read(bytes).is_err(), "{bytes:02x?}");
        }
        assert!(
            Reader::new(&[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).skip().is_err()
        );
        assert!(
            Reader::new(&[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).skip().is_err()
        );
        assert!(Reader::new(&[0x81; 100_000]).skip().is_err(), "no nest is deep enough to hurt");
    }
}
