//! Codes that change every half minute (TOTP, RFC 6238): what an authenticator app shows.
//!
//! Six digits, thirty seconds, SHA-1: what every app can do, also those that read nothing else from
//! the QR. The step before and the step after are taken too, for clocks that are a little off.

use ring::hmac;
use std::fmt::Write as _;

/// Bytes of a secret: as many as RFC 4226 recommends.
pub(crate) const SECRET_BYTES: usize = 20;
const PERIOD: i64 = 30;
const MODULUS: u32 = 1_000_000;

/// The time step of an instant, in seconds since 1970.
pub(crate) const fn step_at(second: i64) -> i64 {
    second.div_euclid(PERIOD)
}

/// The code of a step.
fn code(secret: &[u8], step: i64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let hash = tag.as_ref();
    let at = usize::from(hash[hash.len() - 1] & 0x0f);
    let four = [hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]];
    u32::from_be_bytes(four) % MODULUS
}

/// The step whose code this is, around now; none if it is no code of these steps. Blanks are fine:
/// apps show “123 456”.
pub(crate) fn step_of(secret: &[u8], typed: &str, now: i64) -> Option<i64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let typed: u32 = digits.parse().ok()?;
    let step = step_at(now);
    // All three are looked at, whichever fits: how long it takes tells nothing.
    let fits = [step, step - 1, step + 1].map(|step| (step, code(secret, step) == typed));
    fits.into_iter().find_map(|(step, fits)| fits.then_some(step))
}

/// A secret as people type it: base 32 in groups of four.
pub(crate) fn base32(bytes: &[u8]) -> String {
    const SYMBOLS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut held, mut bits) = (String::new(), 0u32, 0u32);
    for byte in bytes {
        held = (held << 8 | u32::from(*byte)) & 0xffff;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(SYMBOLS[usize::from((held >> bits) as u8 & 31)]));
        }
    }
    if bits > 0 {
        text.push(char::from(SYMBOLS[usize::from((held << (5 - bits)) as u8 & 31)]));
    }
    text
}

/// What the QR says to the app.
pub(crate) fn uri(secret: &[u8], office: &str, login: &str) -> String {
    let (office, login) = (escaped(office), escaped(login));
    format!(
        "otpauth://totp/{office}:{login}?secret={}&issuer={office}&algorithm=SHA1&digits=6&period=30",
        base32(secret)
    )
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_vectors_of_rfc_6238() {
        // The RFC's have eight digits; ours are their last six.
        for (second, code_of_rfc) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            assert_eq!(code(SECRET, step_at(second)), code_of_rfc % MODULUS, "{second}");
        }
    }

    #[test]
    fn a_code_fits_its_step_and_the_neighbours_only() {
        let typed = format!("{:06}", code(SECRET, step_at(59)));
        for (now, fits) in
            [(0, true), (59, true), (60, true), (89, true), (90, false), (-31, false)]
        {
            assert_eq!(step_of(SECRET, &typed, now).is_some(), fits, "{now}");
        }
        assert_eq!(step_of(SECRET, "287 082", 59), Some(1));
        for typed in ["", "28708", "2870822", "28708x", "-87082", "+87082", "２８７０８２"] {
            assert_eq!(step_of(SECRET, typed, 59), None, "{typed}");
        }
    }

    #[test]
    fn the_secret_is_written_as_rfc_4648_does() {
        for (bytes, text) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
        assert_eq!(
            uri(SECRET, "Kantor Cilacap", "petugas@33"),
            "otpauth://totp/Kantor%20Cilacap:petugas%4033?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Kantor%20Cilacap&algorithm=SHA1&digits=6&period=30"
        );
    }
}
