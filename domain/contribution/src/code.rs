//! The payment code (*kode iuran*): fifteen digits a cashier can type, the last one a check digit.

use db::Uuid;
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// A payment code. Fourteen digits made from the command that opened it, one Luhn digit.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Code(String);

/// The first of the numbers that phones give out.
const RESERVED_FROM: u64 = 90_000_000_000_000;

/// Not a payment code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is not a payment code; it has 15 digits, type it again from the slip")]
pub struct NotACode;

impl Code {
    /// The code a command opens.
    #[must_use]
    pub fn made_by(seed: Uuid) -> Self {
        let hash =
            Sha256::new().chain_update(b"payment code").chain_update(seed.as_bytes()).finalize();
        let mut word = [0u8; 8];
        word.copy_from_slice(&hash[..8]);
        // 10^13 .. 9·10^13 - 1: never a leading zero, which spreadsheets and tills drop; what begins
        // with a nine is reserved for phones.
        Self::of_digits(10_000_000_000_000 + u64::from_be_bytes(word) % 80_000_000_000_000)
    }

    /// The `n`-th code that phones give out without signal.
    #[must_use]
    pub fn reserved(n: u64) -> Self {
        Self::of_digits(RESERVED_FROM + n % 10_000_000_000_000)
    }

    /// Which of the reserved codes it is, if it is one.
    #[must_use]
    pub fn reserved_number(&self) -> Option<u64> {
        self.0.get(..14)?.parse::<u64>().ok()?.checked_sub(RESERVED_FROM)
    }

    fn of_digits(digits: u64) -> Self {
        let digits = digits.to_string();
        let check = luhn(&digits);
        Self(format!("{digits}{check}"))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The digit that makes the Luhn sum a multiple of ten: finds any single wrong digit and most
/// swapped neighbours at the till.
fn luhn(digits: &str) -> u32 {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(i, digit)| match (i % 2, digit) {
            (0, digit) if digit > 4 => digit * 2 - 9,
            (0, digit) => digit * 2,
            (_, digit) => digit,
        })
        .sum();
    (10 - sum % 10) % 10
}

impl FromStr for Code {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.')).collect();
        let body = digits.get(..14).ok_or(NotACode)?;
        let whole = digits.len() == 15 && digits.bytes().all(|b| b.is_ascii_digit());
        if whole && digits.ends_with(&luhn(body).to_string()) {
            Ok(Self(digits))
        } else {
            Err(NotACode)
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_digit_at_the_till_is_found() {
        let code = Code::made_by(Uuid::from_u128(7));
        assert_eq!(code.to_string().parse::<Code>(), Ok(code.clone()));
        let digits = code.as_str().as_bytes();
        for at in 0..15 {
            let mut wrong = digits.to_vec();
            wrong[at] = if wrong[at] == b'9' { b'0' } else { wrong[at] + 1 };
            assert!(String::from_utf8(wrong).unwrap().parse::<Code>().is_err());
        }
        assert_eq!(luhn("7992739871"), 3);
    }

    #[test]
    fn what_phones_give_out_is_never_made_here() {
        let code = Code::reserved(41);
        assert_eq!((code.as_str().len(), code.reserved_number()), (15, Some(41)));
        assert_eq!(code.as_str().parse::<Code>(), Ok(code));
        for n in 0..1_000 {
            assert_eq!(Code::made_by(Uuid::from_u128(n)).reserved_number(), None);
        }
    }
}
