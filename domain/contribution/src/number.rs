//! Numbers people read aloud: twelve letters and digits that cannot be mistaken for each other.

use db::Uuid;
use sha2::{Digest, Sha256};
use terms::ids::PaymentId;

/// Crockford's alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The number on the receipt of a payment.
#[must_use]
pub fn receipt_number(payment: PaymentId) -> String {
    spoken("receipt", payment.0)
}

/// `7K2M-9QX4-MB31`: 55 bits of a hash and a check character. `kind` keeps the numbers of
/// memberships and of receipts apart.
#[must_use]
pub(crate) fn spoken(kind: &str, id: Uuid) -> String {
    let hash = Sha256::new().chain_update(kind.as_bytes()).chain_update(id.as_bytes()).finalize();
    let mut word = [0u8; 8];
    word.copy_from_slice(&hash[..8]);
    let bits = u64::from_be_bytes(word) >> 9;
    let mut text = String::with_capacity(14);
    let mut sum = 0u64;
    for at in 0..11u64 {
        let value = bits >> (50 - 5 * at) & 31;
        sum += value * (at + 1);
        push(&mut text, value);
    }
    push(&mut text, sum % 32);
    text
}

fn push(text: &mut String, value: u64) {
    if matches!(text.len(), 4 | 9) {
        text.push('-');
    }
    let letter =
        usize::try_from(value).ok().and_then(|at| ALPHABET.get(at)).copied().unwrap_or(b'0');
    text.push(char::from(letter));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_three_groups_of_four() {
        let number = spoken("member", Uuid::from_u128(1));
        assert_eq!(number.len(), 14);
        assert_eq!(number.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 4]);
        assert_ne!(number, spoken("receipt", Uuid::from_u128(1)));
    }
}
