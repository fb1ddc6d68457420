//! A code app on a phone, made from what the RFC says and nothing of ours.

use ring::hmac;
use terms::Timestamp;

/// The code an app shows at an instant for a secret it was given in base 32.
pub(crate) fn code_at(secret: &str, now: Timestamp) -> String {
    let mut bits = String::new();
    for symbol in secret.chars() {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(symbol).expect("base 32");
        bits.push_str(&format!("{value:05b}"));
    }
    let key: Vec<u8> = (0..bits.len() / 8)
        .map(|n| u8::from_str_radix(&bits[n * 8..n * 8 + 8], 2).unwrap())
        .collect();
    let step = u64::try_from(now.as_second() / 30).unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key);
    let hash = hmac::sign(&key, &step.to_be_bytes());
    let at = usize::from(hash.as_ref()[19] & 15);
    let four: [u8; 4] = hash.as_ref()[at..at + 4].try_into().unwrap();
    format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000)
}
