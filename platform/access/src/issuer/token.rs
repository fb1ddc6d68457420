//! What an issuer says of somebody: an ID token, believed only as far as it is signed.
//!
//! RS256 and ES256 under the issuer's published keys, nothing else; “none” and shared secrets are no
//! signatures here. Every claim that says for whom, by whom, when and in answer to what must fit.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;

/// Clocks may differ by so many seconds.
const SKEW: i64 = 60;
/// A token that is older was not made for this sign-in.
const AGE_MAX: i64 = 600;

/// Why a token is not believed. For the log: whoever signs in hears that it failed, not why.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its sentence")]
pub enum TokenFault {
    #[error("the token is not three parts of base64url JSON")]
    Form,
    #[error("the token is signed by an algorithm that is not RS256 or ES256")]
    Algorithm,
    #[error("no key of the issuer fits the token")]
    NoSuchKey,
    #[error("the signature is not the issuer's")]
    Signature,
    #[error("the token is from another issuer")]
    Issuer,
    #[error("the token is for somebody else")]
    Audience,
    #[error("the token has run out, or is not yet valid, or was made for an earlier sign-in")]
    Time,
    #[error("the token answers another question")]
    Nonce,
    #[error("the token names nobody")]
    Subject,
}

/// The keys an issuer publishes (`jwks_uri`).
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Keys {
    #[serde(default)]
    keys: Vec<Key>,
}

#[derive(Clone, Debug, Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    r#use: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Deserialize)]
struct Head {
    alg: String,
    kid: Option<String>,
    crit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    email: Option<String>,
    email_verified: Option<bool>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// What must be in a token.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Expected<'a> {
    pub issuer: &'a str,
    pub client: &'a str,
    pub nonce: &'a str,
    pub now: Timestamp,
}

/// Whom the issuer vouches for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Vouched {
    /// Who it is, at that issuer.
    pub subject: String,
    /// An address the issuer says it has verified.
    pub verified_email: Option<String>,
}

/// Reads a token and checks everything.
pub fn vouched(keys: &Keys, token: &str, expected: &Expected<'_>) -> Result<Vouched, TokenFault> {
    let mut parts = token.split('.');
    let (Some(head), Some(body), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(TokenFault::Form);
    };
    let signed = &token[..head.len() + 1 + body.len()];
    let head: Head = read(head)?;
    if head.crit.is_some() || !["RS256", "ES256"].contains(&head.alg.as_str()) {
        return Err(TokenFault::Algorithm);
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| TokenFault::Form)?;
    let fitting: Vec<&Key> = keys.keys.iter().filter(|key| key.fits(&head)).collect();
    if fitting.is_empty() {
        return Err(TokenFault::NoSuchKey);
    }
    if !fitting.iter().any(|key| key.signed(signed.as_bytes(), &signature)) {
        return Err(TokenFault::Signature);
    }
    let claims: Claims = read(body)?;
    claims.check(expected)?;
    let verified = claims.email_verified == Some(true);
    Ok(Vouched { subject: claims.sub, verified_email: claims.email.filter(|_| verified) })
}

fn read<T: for<'a> Deserialize<'a>>(part: &str) -> Result<T, TokenFault> {
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenFault::Form)?;
    serde_json::from_slice(&bytes).map_err(|_| TokenFault::Form)
}

impl Key {
    fn fits(&self, head: &Head) -> bool {
        let kind = match head.alg.as_str() {
            "RS256" => self.kty == "RSA",
            _ => self.kty == "EC" && self.crv.as_deref() == Some("P-256"),
        };
        let named = head.kid.is_none() || head.kid == self.kid;
        let signs = self.r#use.as_deref().is_none_or(|it| it == "sig");
        kind && named && signs && self.alg.as_ref().is_none_or(|alg| *alg == head.alg)
    }

    fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let part = |text: &Option<String>| {
            text.as_ref().and_then(|text| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok())
        };
        if self.kty == "RSA" {
            let (Some(n), Some(e)) = (part(&self.n), part(&self.e)) else { return false };
            return RsaPublicKeyComponents { n, e }
                .verify(&signature::RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok();
        }
        let (Some(x), Some(y)) = (part(&self.x), part(&self.y)) else { return false };
        let point = [&[4][..], &x, &y].concat();
        let key = UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point);
        key.verify(message, signature).is_ok()
    }
}

impl Claims {
    fn check(&self, expected: &Expected<'_>) -> Result<(), TokenFault> {
        let now = expected.now.as_second();
        if self.iss != expected.issuer {
            return Err(TokenFault::Issuer);
        }
        let (among, alone) = match &self.aud {
            Audience::One(one) => (one == expected.client, true),
            Audience::Many(many) => {
                (many.iter().any(|one| one == expected.client), many.len() == 1)
            }
        };
        // Where others are meant too, the token must say that it was made for us.
        let ours = self.azp.as_deref().map_or(alone, |azp| azp == expected.client);
        if !among || !ours {
            return Err(TokenFault::Audience);
        }
        let late = self.exp.saturating_add(SKEW) <= now || self.iat < now - AGE_MAX;
        let early = self.iat > now + SKEW || self.nbf.is_some_and(|from| from > now + SKEW);
        if late || early {
            return Err(TokenFault::Time);
        }
        if self.nonce.as_deref() != Some(expected.nonce) {
            return Err(TokenFault::Nonce);
        }
        if self.sub.is_empty() || self.sub.chars().count() > super::SUBJECT_MAX {
            return Err(TokenFault::Subject);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
