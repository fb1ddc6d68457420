//! Between phones and the office: what a phone seals to the office's key, and what it signs with its own.
//!
//! `sealed` is `0x01 ‖ ephemeral point (65) ‖ iv (12) ‖ AES-256-GCM`, keyed by HKDF-SHA256 of the ECDH
//! secret with the ephemeral point as salt; signatures are P-256 over SHA-256, `r ‖ s`. The contract is
//! `docs/sync.md`. The phone's half is here too: proofs and the demonstration seal and sign with it.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use p256::{
    PublicKey, SecretKey,
    ecdh::diffie_hellman,
    ecdsa::{
        Signature, SigningKey, VerifyingKey,
        signature::{Signer as _, Verifier as _},
    },
    elliptic_curve::sec1::ToSec1Point as _,
};
use sha2::Sha256;
use std::fmt;
use terms::Private;
use zeroize::Zeroizing;

const FORMAT: u8 = 1;
const POINT_BYTES: usize = 65;
const IV_BYTES: usize = 12;
const INFO: &[u8] = b"lindung/sync/1";

/// It does not open: not sealed to this office, changed on the way, or bound to something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what the phone sealed does not open here; ask for it to be sent again from the phone")]
pub struct Unopenable;

/// The office's secret half: phones seal to its public one.
pub(crate) struct OfficeKey {
    pub(crate) id: u16,
    secret: SecretKey,
}

impl OfficeKey {
    /// The key of 32 random bytes; the few that are no scalar are hashed on.
    pub(crate) fn of(id: u16, bytes: &[u8; 32]) -> Self {
        let mut bytes = Zeroizing::new(*bytes);
        let secret = loop {
            bytes = Zeroizing::new(hmac(&bytes[..], &[b"lindung field key"]));
            if let Ok(secret) = SecretKey::from_slice(&bytes[..]) {
                break secret;
            }
        };
        Self { id, secret }
    }

    pub(crate) fn public(&self) -> Vec<u8> {
        point(&self.secret.public_key())
    }

    pub(crate) fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Private<Vec<u8>>, Unopenable> {
        let (format, rest) = sealed.split_first().ok_or(Unopenable)?;
        let (ephemeral, rest) = rest.split_first_chunk::<POINT_BYTES>().ok_or(Unopenable)?;
        let (iv, content) = rest.split_first_chunk::<IV_BYTES>().ok_or(Unopenable)?;
        if *format != FORMAT {
            return Err(Unopenable);
        }
        let theirs = PublicKey::from_sec1_bytes(ephemeral).map_err(|_| Unopenable)?;
        let payload = Payload { msg: content, aad };
        let plain = cipher(&self.secret, &theirs, ephemeral).decrypt(&(*iv).into(), payload);
        plain.map(Private::new).map_err(|_| Unopenable)
    }
}

fn cipher(ours: &SecretKey, theirs: &PublicKey, ephemeral: &[u8]) -> Aes256Gcm {
    let shared = diffie_hellman(ours.to_nonzero_scalar(), theirs.as_affine());
    // HKDF-SHA256 with one block of output: extract, then expand.
    let extracted = Zeroizing::new(hmac(ephemeral, &[shared.raw_secret_bytes()]));
    let key = Zeroizing::new(hmac(&extracted[..], &[INFO, &[1]]));
    Aes256Gcm::new((&*key).into())
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key)
        .expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn point(key: &PublicKey) -> Vec<u8> {
    key.to_sec1_point(false).as_bytes().to_vec()
}

/// Whether these bytes are a public key: an uncompressed point of the curve.
#[must_use]
pub fn is_public_key(bytes: &[u8]) -> bool {
    bytes.len() == POINT_BYTES && PublicKey::from_sec1_bytes(bytes).is_ok()
}

/// Whether a device's signature holds for a line.
#[must_use]
pub fn signature_holds(public_key: &[u8], line: &[u8], signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) =
        (VerifyingKey::from_sec1_bytes(public_key), Signature::from_slice(signature))
    else {
        return false;
    };
    key.verify(line, &signature).is_ok()
}

/// The phone's half: a key pair that signs.
pub struct DeviceKey(SigningKey);

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceKey(•••)")
    }
}

impl DeviceKey {
    /// The pair of 32 random bytes.
    #[must_use]
    pub fn of(bytes: &[u8; 32]) -> Self {
        Self(OfficeKey::of(0, bytes).secret.into())
    }

    /// The public half, an uncompressed point.
    #[must_use]
    pub fn public_key(&self) -> Vec<u8> {
        point(&PublicKey::from(self.0.verifying_key()))
    }

    /// Signs a line.
    #[must_use]
    pub fn sign(&self, line: &[u8]) -> Vec<u8> {
        let signature: Signature = self.0.sign(line);
        signature.to_bytes().to_vec()
    }
}

/// The phone's half: seals to the office's public key. `chance` is 44 random bytes, used once.
pub fn seal(
    office: &[u8],
    chance: &[u8; 44],
    aad: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, Unopenable> {
    let office = PublicKey::from_sec1_bytes(office).map_err(|_| Unopenable)?;
    let (seed, iv) = chance.split_first_chunk::<32>().ok_or(Unopenable)?;
    let iv: [u8; IV_BYTES] = iv.try_into().map_err(|_| Unopenable)?;
    let ours = OfficeKey::of(0, seed);
    let ephemeral = ours.public();
    let content = cipher(&ours.secret, &office, &ephemeral)
        .encrypt(&iv.into(), Payload { msg: plain, aad })
        .map_err(|_| Unopenable)?;
    let mut sealed = vec![FORMAT];
    sealed.extend_from_slice(&ephemeral);
    sealed.extend_from_slice(&iv);
    sealed.extend_from_slice(&content);
    Ok(sealed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Keyring;

    #[test]
    fn what_a_phone_seals_opens_at_the_office_with_its_line_and_nothing_else() {
        let keys = Keyring::for_tests();
        let (_, office) = keys.field_key();
        let sealed = seal(&office, &[7; 44], b"p1|line", b"{\"nik\":1}").unwrap();
        assert_eq!(keys.open_from_field(b"p1|line", &sealed).unwrap().reveal(), b"{\"nik\":1}");
        assert_eq!(keys.open_from_field(b"p1|other", &sealed), Err(Unopenable));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(keys.open_from_field(b"p1|line", &changed).is_err(), "byte {at}");
            assert!(keys.open_from_field(b"p1|line", &sealed[..at]).is_err(), "cut at {at}");
        }
        assert!(seal(&[4; 65], &[7; 44], b"", b"").is_err());
    }

    #[test]
    fn a_signature_is_of_one_device_and_one_line() {
        let (one, other) = (DeviceKey::of(&[1; 32]), DeviceKey::of(&[2; 32]));
        let signature = one.sign(b"line");
        assert_eq!(signature.len(), 64);
        assert!(is_public_key(&one.public_key()));
        assert!(signature_holds(&one.public_key(), b"line", &signature));
        assert!(!signature_holds(&one.public_key(), b"lime", &signature));
        assert!(!signature_holds(&other.public_key(), b"line", &signature));
        assert!(!signature_holds(b"no key", b"line", &signature));
        assert!(!is_public_key(&one.public_key()[..64]));
    }
}
