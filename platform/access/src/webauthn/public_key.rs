//! The public key of a passkey: COSE as it came, and whether a signature is its own.

use super::{
    Unreadable,
    cbor::{Item, Reader},
};
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};

/// Algorithms we ask for, in order of preference: ES256, EdDSA, RS256 (older Windows machines).
pub const ALGORITHMS: [i64; 3] = [-7, -8, -257];

/// A key that was read and fits its algorithm.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum PublicKey<'a> {
    /// ECDSA over P-256 with SHA-256: the point, uncompressed.
    Es256([u8; 65]),
    /// Ed25519.
    EdDsa(&'a [u8]),
    /// RSA with PKCS #1 v1.5 and SHA-256: modulus and exponent.
    Rs256(&'a [u8], &'a [u8]),
}

/// The members of a COSE key that we know: 1 kty, 3 alg, -1, -2, -3.
#[derive(Default)]
struct Members<'a> {
    kty: Option<Item<'a>>,
    alg: Option<Item<'a>>,
    minus_1: Option<Item<'a>>,
    minus_2: Option<Item<'a>>,
    minus_3: Option<Item<'a>>,
}

impl<'a> PublicKey<'a> {
    /// Reads a key; the reader stands behind it afterwards.
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self, Unreadable> {
        let members = members(reader)?;
        let int = |item| match item {
            Some(Item::Int(n)) => Some(n),
            _ => None,
        };
        let bytes = |item| match item {
            Some(Item::Bytes(bytes)) => Some(bytes),
            _ => None,
        };
        let Members { kty, alg, minus_1, minus_2, minus_3 } = members;
        match (int(kty), int(alg)) {
            (Some(2), Some(-7)) if int(minus_1) == Some(1) => {
                point(bytes(minus_2), bytes(minus_3)).map(Self::Es256)
            }
            (Some(1), Some(-8)) if int(minus_1) == Some(6) => match bytes(minus_2) {
                Some(x) if x.len() == 32 => Ok(Self::EdDsa(x)),
                _ => Err(Unreadable("an Ed25519 key")),
            },
            (Some(3), Some(-257)) => match (bytes(minus_1), bytes(minus_2)) {
                (Some(n), Some(e))
                    if (256..=1024).contains(&n.len()) && (1..=8).contains(&e.len()) =>
                {
                    Ok(Self::Rs256(n, e))
                }
                _ => Err(Unreadable("an RSA key")),
            },
            _ => Err(Unreadable("an algorithm that was not asked for")),
        }
    }

    /// Whether the signature of a message is this key's.
    pub(super) fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let checked = match self {
            Self::Es256(point) => {
                UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_ASN1, &point[..])
                    .verify(message, signature)
            }
            Self::EdDsa(key) => {
                UnparsedPublicKey::new(&signature::ED25519, key).verify(message, signature)
            }
            Self::Rs256(n, e) => {
                RsaPublicKeyComponents { n: without_zeros(n), e: without_zeros(e) }.verify(
                    &signature::RSA_PKCS1_2048_8192_SHA256,
                    message,
                    signature,
                )
            }
        };
        checked.is_ok()
    }
}

fn members<'a>(reader: &mut Reader<'a>) -> Result<Members<'a>, Unreadable> {
    let Item::Map(n) = reader.item()? else { return Err(Unreadable("no COSE key")) };
    if n > 16 {
        return Err(Unreadable("a COSE key with too much in it"));
    }
    let mut members = Members::default();
    for _ in 0..n {
        let Item::Int(name) = reader.item()? else { return Err(Unreadable("a member of the key")) };
        let place = match name {
            1 => &mut members.kty,
            3 => &mut members.alg,
            -1 => &mut members.minus_1,
            -2 => &mut members.minus_2,
            -3 => &mut members.minus_3,
            _ => return Err(Unreadable("a member of the key")),
        };
        let item = reader.item()?;
        if place.is_some() || matches!(item, Item::Array(_) | Item::Map(_)) {
            return Err(Unreadable("a member of the key"));
        }
        *place = Some(item);
    }
    Ok(members)
}

fn point(x: Option<&[u8]>, y: Option<&[u8]>) -> Result<[u8; 65], Unreadable> {
    let (Some(x), Some(y)) = (x, y) else { return Err(Unreadable("a point")) };
    if x.len() != 32 || y.len() != 32 {
        return Err(Unreadable("a point"));
    }
    let mut point = [4; 65];
    point[1..33].copy_from_slice(x);
    point[33..].copy_from_slice(y);
    Ok(point)
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}
