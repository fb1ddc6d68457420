//! The specification's own vectors, and everything hostile that can be done to them.

use super::*;
use proptest::prelude::*;

#[derive(serde::Deserialize)]
struct Vectors {
    vector: Vec<Vector>,
}

/// Texts in hex; the longer ones have no registration, and their key stands alone.
#[derive(serde::Deserialize)]
struct Vector {
    name: String,
    public_key: Option<String>,
    create_client_data: Option<String>,
    attestation_object: Option<String>,
    get_client_data: String,
    authenticator_data: String,
    signature: String,
}

fn vectors() -> Vec<Vector> {
    toml::from_str::<Vectors>(include_str!("vectors.toml")).unwrap().vector
}

fn vector(name: &str) -> Vector {
    vectors().into_iter().find(|vector| vector.name == name).unwrap()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn site() -> RelyingParty {
    RelyingParty::of("https://example.org").unwrap()
}

impl Vector {
    fn assertion(&self) -> Assertion {
        Assertion {
            credential: Vec::new(),
            client_data: bytes(&self.get_client_data),
            authenticator_data: bytes(&self.authenticator_data),
            signature: bytes(&self.signature),
            user_handle: Vec::new(),
        }
    }

    fn key(&self) -> Vec<u8> {
        match (&self.public_key, &self.attestation_object) {
            (Some(key), _) => bytes(key),
            (None, Some(object)) => {
                let object = bytes(object);
                let data = Authenticator::read(authenticator_data(&object).unwrap()).unwrap();
                data.credential.unwrap().1.to_vec()
            }
            (None, None) => panic!("{} has a key", self.name),
        }
    }
}

#[test]
fn the_specifications_signatures_hold_and_none_holds_for_another() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 6);
    for (n, vector) in vectors.iter().enumerate() {
        let said = asserted(&site(), &vector.key(), 0, &vector.assertion());
        // Most of the specification's authenticators did not verify their user: that alone is refused,
        // after the signature was found right.
        let verified = bytes(&vector.authenticator_data)[32] & VERIFIED != 0;
        match said {
            Ok(asserted) => assert!(verified && asserted.sign_count == 0, "{}", vector.name),
            Err(fault) => {
                assert!(!verified, "{}: {fault}", vector.name);
                assert_eq!(fault, PasskeyFault::NotVerified, "{}", vector.name);
            }
        }
        let mut other = vector.assertion();
        other.signature = bytes(&vectors[(n + 1) % vectors.len()].signature);
        let said = asserted(&site(), &vector.key(), 0, &other);
        assert_eq!(said, Err(PasskeyFault::WrongSignature), "{}", vector.name);
    }
}

#[test]
fn the_specifications_registrations_are_read() {
    for vector in vectors() {
        let Some(object) = &vector.attestation_object else { continue };
        match registered(&site(), &bytes(object)) {
            Ok(new) => assert_eq!((new.credential.len(), new.sign_count), (32, 0)),
            Err(fault) => assert_eq!(
                (vector.name.as_str(), fault),
                ("no attestation, ES256", PasskeyFault::NotVerified)
            ),
        }
        let client_data = bytes(vector.create_client_data.as_ref().unwrap());
        let challenge = challenge_of(&site(), Ceremony::Create, &client_data);
        match vector.name.as_str() {
            // Inside another site's frame: somebody may be covering our page with theirs.
            "crossOrigin, ES256" => assert_eq!(challenge, Err(PasskeyFault::OtherOrigin)),
            name => assert_eq!(challenge.unwrap().len(), 32, "{name}"),
        }
        let as_sign_in = challenge_of(&site(), Ceremony::Get, &client_data);
        assert_eq!(as_sign_in, Err(PasskeyFault::OtherCeremony));
    }
}

#[test]
fn the_passkey_of_another_site_is_refused() {
    let vector = vector("a TPM's attestation, ES256");
    let object = bytes(vector.attestation_object.as_ref().unwrap());
    let client_data = bytes(vector.create_client_data.as_ref().unwrap());
    for origin in ["https://example.org:8443", "https://evil.example.org", "https://example.com"] {
        let other = RelyingParty::of(origin).unwrap();
        let said = challenge_of(&other, Ceremony::Create, &client_data);
        assert_eq!(said, Err(PasskeyFault::OtherOrigin), "{origin}");
        if other.id() != "example.org" {
            assert_eq!(registered(&other, &object), Err(PasskeyFault::OtherSite), "{origin}");
            let said = asserted(&other, &vector.key(), 0, &vector.assertion());
            assert_eq!(said, Err(PasskeyFault::OtherSite), "{origin}");
        }
    }
}

#[test]
fn a_counter_never_goes_back() {
    let vector = vector("a TPM's attestation, ES256");
    let said = asserted(&site(), &vector.key(), 1, &vector.assertion());
    assert_eq!(said, Err(PasskeyFault::CounterWentBack));
}

#[test]
fn whatever_was_signed_can_not_be_changed() {
    let vector = vector("a TPM's attestation, ES256");
    let key = vector.key();
    let right = vector.assertion();
    assert!(asserted(&site(), &key, 0, &right).is_ok());
    for at in 0..right.client_data.len() {
        let mut changed = right.clone();
        changed.client_data[at] ^= 1;
        assert_eq!(asserted(&site(), &key, 0, &changed), Err(PasskeyFault::WrongSignature));
    }
    for at in 0..right.authenticator_data.len() {
        let mut changed = right.clone();
        changed.authenticator_data[at] ^= 4;
        assert!(asserted(&site(), &key, 0, &changed).is_err(), "{at}");
    }
}

#[test]
fn what_is_cut_off_or_continued_is_unreadable() {
    let object = bytes(vector("self attestation, ES256").attestation_object.as_ref().unwrap());
    for end in 0..object.len() {
        let said = registered(&site(), &object[..end]);
        assert!(matches!(said, Err(PasskeyFault::Unreadable(_))), "{end}: {said:?}");
    }
    let mut longer = object.clone();
    longer.push(0);
    assert!(matches!(registered(&site(), &longer), Err(PasskeyFault::Unreadable(_))));
}

#[test]
fn an_algorithm_that_was_not_asked_for_is_refused() {
    // ES384 (-35), a P-256 key said to be EdDSA, RSA of 1024 bits.
    let p256 = vector("no attestation, ES256").key();
    let mut es384 = p256.clone();
    assert_eq!(es384[4], 0x26);
    es384.splice(4..5, [0x38, 0x22]);
    let mut mixed = p256;
    mixed[4] = 0x27;
    let short =
        [&[0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x58, 128][..], &[0xff; 128], &[0x21, 0x43, 1, 0, 1]];
    for key in [es384, mixed, short.concat(), vec![0xa0], vec![]] {
        assert!(PublicKey::read(&mut Reader::new(&key)).is_err(), "{key:02x?}");
    }
}

#[test]
fn client_data_is_read_strictly() {
    let good = r#"{"type":"webauthn.get","challenge":"AAEC","origin":"https://example.org"}"#;
    assert_eq!(challenge_of(&site(), Ceremony::Get, good.as_bytes()), Ok(vec![0, 1, 2]));
    for (bad, fault) in [
        ("", PasskeyFault::Unreadable(Unreadable("client data"))),
        ("{}", PasskeyFault::Unreadable(Unreadable("client data"))),
        (
            r#"{"type":"webauthn.get","type":"webauthn.get","challenge":"AAEC","origin":"https://example.org"}"#,
            PasskeyFault::Unreadable(Unreadable("client data")),
        ),
        (
            r#"{"type":"webauthn.get","challenge":"AAEC=","origin":"https://example.org"}"#,
            PasskeyFault::Unreadable(Unreadable("the challenge")),
        ),
        (
            r#"{"type":"webauthn.get","challenge":"AAEC","origin":"https://example.org/"}"#,
            PasskeyFault::OtherOrigin,
        ),
        (
            r#"{"type":"webauthn.get","challenge":"AAEC","origin":"http://example.org"}"#,
            PasskeyFault::OtherOrigin,
        ),
        (
            r#"{"type":"webauthn.get","challenge":"AAEC","origin":"https://example.org","topOrigin":"https://a.b"}"#,
            PasskeyFault::OtherOrigin,
        ),
        (
            r#"{"type":"payment.get","challenge":"AAEC","origin":"https://example.org"}"#,
            PasskeyFault::OtherCeremony,
        ),
    ] {
        assert_eq!(challenge_of(&site(), Ceremony::Get, bad.as_bytes()), Err(fault), "{bad}");
    }
}

#[test]
fn only_a_name_with_tls_or_this_machine_has_passkeys() {
    for (origin, id) in [
        ("https://kantor.example", Some("kantor.example")),
        ("https://Kantor.Example:8443/", Some("kantor.example")),
        ("http://localhost:8080", Some("localhost")),
        ("http://kantor.localhost", Some("kantor.localhost")),
        ("http://kantor.example", None),
        ("https://10.0.0.1", None),
        ("http://127.0.0.1:8080", None),
        ("https://[::1]", None),
        ("https://kantor.example/jalan", None),
        ("https://kantor.example:x", None),
        ("ftp://kantor.example", None),
        ("kantor.example", None),
        ("", None),
    ] {
        assert_eq!(RelyingParty::of(origin).as_ref().map(RelyingParty::id), id, "{origin}");
    }
    assert_eq!(RelyingParty::of("https://A.example/").unwrap().origin(), "https://a.example");
}

proptest! {
    #[test]
    fn whatever_comes_is_answered(data: Vec<u8>, at in 0usize..200, with: u8) {
        let _ = registered(&site(), &data);
        let _ = challenge_of(&site(), Ceremony::Get, &data);
        let mut object = bytes(vector("self attestation, ES256").attestation_object.as_ref().unwrap());
        object[at] = with;
        let _ = registered(&site(), &object);
        let mut assertion = vector("Ed25519").assertion();
        assertion.authenticator_data = data;
        prop_assert!(asserted(&site(), &vector("Ed25519").key(), 0, &assertion).is_err());
    }
}
