//! Tokens as issuers make them, and every way in which one can be another's.

use super::*;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};

/// Signed by RSA, with a key that was made for this and thrown away.
const RSA_MODULUS: &str = "0j4JHeBsNnRPIBVbLpSNvl_KrwtxM1OAfEwwTroDkYl3sqK-IlGOHYPCdv87Lfb4ulyUkixWnzFb8GD4meEt-zHbdABFct9XMRHwtU1VNMDUsUqW0hZUdkdVwK7276wAwdxzfI7RhwX0pfrl83VSIhSEwypH8SymL3h0E0axtnGTv7T23NqGST7tchmpK9_zTdEQjGjpcJGUTlLzSvBgJKaPVjPsaJU_3odg6lcTyzwrKIE-LpqvNvhcDF9gmK_cNVpM2SF6ydlY_mlWO79aIqL7EsOZB2DtAmtdFaYRg3qJlUnHOsx7vlm47lbAueRhWS23xSqrTFMPpSg07c5v5w";
const RSA_TOKEN: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6InJzYS0xIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL21hc3VrLmV4YW1wbGUiLCJzdWIiOiIyNDQwMDMyMCIsImF1ZCI6ImxpbmR1bmciLCJleHAiOjE3OTUyMzAwMDAsImlhdCI6MTc5NTIyNjQwMCwibm9uY2UiOiJuLTBTNl9XekEyTWoiLCJlbWFpbCI6InBldHVnYXNAa2FudG9yLmV4YW1wbGUiLCJlbWFpbF92ZXJpZmllZCI6dHJ1ZX0.VI-istU1md4oJyg1Y5NukPTnmqiNgUytpIw9bD_mIZ8dtH7s5DtXqlXqAhntWRgwScxzendw8fjO_Dr5-80hHhoVn6SlY2v6uDtp4sHxcJrwtlenbr5r62E9h8qsIMcLrf-DdAYNicBaQc5S2KBCN7mI-ai7B3E8-lZbJAMGlj9oiFaGRtN0p2Bd6B9EB6glS1LTEv-CRv3Q4a_wQjgBQtTBTuAQy-6RYdT8Y2hI5YJj9l0jRkn6Yrq3aiZZglSKRPj_XO2q6qAo1g-wj78knbIrRI1ij7d2ZIXKfIGdW-qNV9XKu6ifApFWcZG4t7jTnPUNU4ZR_Oa6QmMx9U6pcw";

const NOW: i64 = 1_795_226_400;

fn expected() -> Expected<'static> {
    Expected {
        issuer: "https://masuk.example",
        client: "lindung",
        nonce: "n-0S6_WzA2Mj",
        now: Timestamp::from_second(NOW).unwrap(),
    }
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// An issuer with an elliptic key.
struct Issuer(EcdsaKeyPair);

impl Issuer {
    fn new() -> Self {
        let (random, algorithm) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap())
    }

    fn keys(&self) -> Keys {
        let point = self.0.public_key().as_ref();
        let (x, y) = (encode(&point[1..33]), encode(&point[33..]));
        let key =
            json!({ "kty": "EC", "crv": "P-256", "kid": "ec-1", "use": "sig", "x": x, "y": y });
        serde_json::from_value(json!({ "keys": [{ "kty": "oct", "k": "AA" }, key] })).unwrap()
    }

    fn token(&self, head: &Value, claims: &Value) -> String {
        let signed = format!(
            "{}.{}",
            encode(head.to_string().as_bytes()),
            encode(claims.to_string().as_bytes())
        );
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", encode(signature.as_ref()))
    }
}

fn claims() -> Value {
    json!({
        "iss": "https://masuk.example", "sub": "24400320", "aud": "lindung", "nonce": "n-0S6_WzA2Mj",
        "exp": NOW + 3600, "iat": NOW, "email": "petugas@kantor.example", "email_verified": true,
    })
}

fn head() -> Value {
    json!({ "alg": "ES256", "kid": "ec-1" })
}

#[test]
fn rs256_as_openssl_signs_it() {
    let key = json!({ "kty": "RSA", "kid": "rsa-1", "n": RSA_MODULUS, "e": "AQAB" });
    let keys: Keys = serde_json::from_value(json!({ "keys": [key] })).unwrap();
    let vouched_for = vouched(&keys, RSA_TOKEN, &expected()).unwrap();
    assert_eq!(vouched_for.subject, "24400320");
    assert_eq!(vouched_for.verified_email.as_deref(), Some("petugas@kantor.example"));
    let mut other = claims();
    other["sub"] = json!("24400321");
    let parts: Vec<&str> = RSA_TOKEN.split('.').collect();
    let changed = format!("{}.{}.{}", parts[0], encode(other.to_string().as_bytes()), parts[2]);
    assert_eq!(vouched(&keys, &changed, &expected()), Err(TokenFault::Signature));
    let (signed, _) = RSA_TOKEN.rsplit_once('.').unwrap();
    assert_eq!(vouched(&keys, &format!("{signed}."), &expected()), Err(TokenFault::Signature));
}

#[test]
fn every_claim_must_fit() {
    let issuer = Issuer::new();
    let keys = issuer.keys();
    let said = |name: &str, value: Value| {
        let mut claims = claims();
        claims[name] = value;
        vouched(&keys, &issuer.token(&head(), &claims), &expected())
    };
    assert_eq!(said("extra", json!(1)).unwrap().subject, "24400320");
    assert_eq!(said("aud", json!(["lindung"])).unwrap().subject, "24400320");
    assert_eq!(said("email_verified", json!(false)).unwrap().verified_email, None);
    assert_eq!(said("email_verified", json!(null)).unwrap().verified_email, None);
    for (name, value, fault) in [
        ("iss", json!("https://masuk.example/"), TokenFault::Issuer),
        ("aud", json!("other"), TokenFault::Audience),
        ("aud", json!(["lindung", "other"]), TokenFault::Audience),
        ("aud", json!([]), TokenFault::Audience),
        ("azp", json!("other"), TokenFault::Audience),
        ("exp", json!(NOW - 60), TokenFault::Time),
        ("iat", json!(NOW + 61), TokenFault::Time),
        ("iat", json!(NOW - 601), TokenFault::Time),
        ("nbf", json!(NOW + 61), TokenFault::Time),
        ("nonce", json!("other"), TokenFault::Nonce),
        ("nonce", json!(null), TokenFault::Nonce),
        ("sub", json!(""), TokenFault::Subject),
        ("sub", json!("x".repeat(256)), TokenFault::Subject),
        ("sub", json!(7), TokenFault::Form),
        ("exp", json!(null), TokenFault::Form),
    ] {
        assert_eq!(said(name, value.clone()), Err(fault), "{name}: {value}");
    }
}

#[test]
fn only_the_issuers_own_signature_counts() {
    let (issuer, other) = (Issuer::new(), Issuer::new());
    let keys = issuer.keys();
    let said = |token: &str| vouched(&keys, token, &expected());
    let right = issuer.token(&head(), &claims());
    assert!(said(&right).is_ok());
    assert!(said(&issuer.token(&json!({ "alg": "ES256" }), &claims())).is_ok(), "no name of a key");
    assert_eq!(said(&other.token(&head(), &claims())), Err(TokenFault::Signature));
    let unknown = json!({ "alg": "ES256", "kid": "ec-2" });
    assert_eq!(said(&issuer.token(&unknown, &claims())), Err(TokenFault::NoSuchKey));
    for head in [
        json!({ "alg": "none" }),
        json!({ "alg": "HS256", "kid": "ec-1" }),
        json!({ "alg": "es256" }),
        json!({ "alg": "ES256", "crit": ["exp"] }),
    ] {
        assert_eq!(said(&issuer.token(&head, &claims())), Err(TokenFault::Algorithm), "{head}");
    }
    let as_rsa = json!({ "alg": "RS256", "kid": "ec-1" });
    assert_eq!(said(&issuer.token(&as_rsa, &claims())), Err(TokenFault::NoSuchKey));
    for broken in ["", ".", "..", "a.b", "a.b.c.d", &right[1..], &format!("{right}.")] {
        assert!(said(broken).is_err(), "{broken}");
    }
    let (signed, _) = right.rsplit_once('.').unwrap();
    assert_eq!(said(&format!("{signed}.")), Err(TokenFault::Signature));
}
