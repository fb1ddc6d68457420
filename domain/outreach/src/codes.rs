//! Payment codes and receipt numbers that a phone may give out without signal.

use crate::{OutreachRefusal, sql};
use access::Office;
use contribution::Code;
use db::{Tx, Uuid};
use serde::Serialize;
use terms::ids::UserId;

/// Codes of one range.
const CODES: i64 = 200;
/// With fewer left a device gets the next range.
const LEFT_MIN: i64 = 60;

/// Codes a device may give out: the first fourteen digits of each, without the check digit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Codes {
    /// The next one nobody is known to have.
    pub next: u64,
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// The codes of a device: the range it has, or another when few are left of it. A number is reserved
/// once and for one device, also when it is never used.
pub async fn reserved(
    tx: &mut Tx,
    office: &Office,
    device: Uuid,
    holder: UserId,
) -> Result<Codes, OutreachRefusal> {
    let first_reserved = Code::reserved(0).to_string();
    let range = tx.first(&sql::RANGE_OF_DEVICE, (device, first_reserved)).await?;
    if let Some((first, last, used)) = range {
        let used = used.and_then(|code| code.parse::<Code>().ok()?.reserved_number());
        let used = used.and_then(|n| i64::try_from(n).ok()).filter(|n| (first..=last).contains(n));
        let next = used.map_or(first, |used| used + 1);
        if last - next + 1 >= LEFT_MIN {
            return Codes::of(next, first, last);
        }
    }
    let (end,) = tx.one(&sql::LAST_RANGE, ()).await?;
    let first: i64 = end.map_or(0, |end: i64| end + 1);
    let last = first + CODES - 1;
    tx.run(&sql::ADD_RANGE, (first, last, device, holder, office.outside.now)).await?;
    office.note("reserve codes", "device", Some(device), format!("{first} to {last}"));
    Codes::of(first, first, last)
}

impl Codes {
    fn of(next: i64, first: i64, last: i64) -> Result<Self, OutreachRefusal> {
        let digits = |n: i64| {
            let n = u64::try_from(n).map_err(|_| OutreachRefusal::NoCodes)?;
            let code = Code::reserved(n);
            code.as_str().get(..14).and_then(|it| it.parse().ok()).ok_or(OutreachRefusal::NoCodes)
        };
        Ok(Self { next: digits(next)?, from: digits(first)?, to: digits(last)? })
    }
}

/// Whether a code is one that a device may give out.
pub async fn is_of_device(tx: &mut Tx, code: &Code, device: Uuid) -> Result<bool, db::DbError> {
    let Some(n) = code.reserved_number().and_then(|n| i64::try_from(n).ok()) else {
        return Ok(false);
    };
    Ok(tx.first(&sql::RANGE_WITH, (device, n)).await?.is_some())
}

/// What a device writes on its receipts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Book {
    /// What each serial begins with.
    pub serial_prefix: String,
    /// The next number nobody is known to have.
    pub next_serial: i64,
}

/// The receipt book of a device; opened when first asked for.
pub async fn book(tx: &mut Tx, office: &Office, device: Uuid) -> Result<Book, db::DbError> {
    let found: Option<(i64, Option<i64>)> = tx.first(&sql::BOOK_OF_DEVICE, (device,)).await?;
    let (n, last) = match found {
        Some(found) => found,
        None => {
            let (last,) = tx.one(&sql::LAST_BOOK, ()).await?;
            let n = last.map_or(1, |last: i64| last + 1);
            tx.run(&sql::ADD_BOOK, (device, n, office.outside.now)).await?;
            (n, None)
        }
    };
    Ok(Book { serial_prefix: format!("K{n:04}-"), next_serial: last.map_or(1, |last| last + 1) })
}

/// The book and the number of a serial, `K0007-` and 41 of `K0007-000041`.
#[must_use]
pub fn parts_of(serial: &str) -> (String, Option<i64>) {
    let digits = serial.len() - serial.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (book, number) = serial.split_at(serial.len() - digits);
    (book.to_owned(), number.get(..).filter(|n| n.len() <= 12).and_then(|n| n.parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_is_a_book_and_a_number() {
        assert_eq!(parts_of("K0007-000041"), ("K0007-".into(), Some(41)));
        assert_eq!(parts_of("tanpa"), ("tanpa".into(), None));
        assert_eq!(parts_of("K1-99999999999999999999"), ("K1-".into(), None));
    }

    #[test]
    fn a_range_begins_with_a_nine() {
        let codes = Codes::of(3, 0, 199).unwrap();
        assert_eq!((codes.next, codes.to), (90_000_000_000_003, 90_000_000_000_199));
    }
}
