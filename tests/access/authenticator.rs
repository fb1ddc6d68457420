//! A passkey in software, as a browser and its authenticator make one; every claim can be made a lie.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};

const PRESENT: u8 = 0x01;
pub(crate) const VERIFIED: u8 = 0x04;
const HAS_CREDENTIAL: u8 = 0x40;

pub(crate) struct Authenticator {
    key: EcdsaKeyPair,
    credential: Vec<u8>,
    user: Vec<u8>,
    /// The page it believes to be on.
    pub(crate) origin: String,
    /// The site it signs for.
    pub(crate) site: String,
    pub(crate) flags: u8,
    /// How often it has signed.
    pub(crate) count: u32,
    /// What it says it was asked: `webauthn.create` or `webauthn.get`, unless this says otherwise.
    pub(crate) ceremony: Option<&'static str>,
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Authenticator {
    /// For the options of a registration, on this page.
    pub(crate) fn new(options: &Value, origin: &str) -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        let user = options["user"]["id"].as_str().unwrap();
        Self {
            credential: key.public_key().as_ref()[1..33].to_vec(),
            key,
            user: URL_SAFE_NO_PAD.decode(user).unwrap(),
            origin: origin.to_owned(),
            site: options["rp"]["id"].as_str().unwrap().to_owned(),
            flags: PRESENT | VERIFIED,
            count: 0,
            ceremony: None,
        }
    }

    fn client_data(&self, ceremony: &str, options: &Value) -> Vec<u8> {
        let ceremony = self.ceremony.unwrap_or(ceremony);
        let challenge = options["challenge"].as_str().unwrap();
        json!({ "type": ceremony, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = digest::digest(&digest::SHA256, self.site.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        data
    }

    /// What `credential.toJSON()` gives after a registration.
    pub(crate) fn create(&self, options: &Value) -> Value {
        let mut data = self.data(self.flags | HAS_CREDENTIAL);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.credential.len()).unwrap().to_be_bytes());
        data.extend(&self.credential);
        let point = self.key.public_key().as_ref();
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..]);
        let mut object = vec![0xa3];
        object.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        json!({
            "id": encode(&self.credential), "rawId": encode(&self.credential), "type": "public-key",
            "authenticatorAttachment": "platform", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": encode(&self.client_data("webauthn.create", options)),
                "attestationObject": encode(&object),
                "transports": ["internal"], "publicKeyAlgorithm": -7,
            },
        })
    }

    /// What `credential.toJSON()` gives after a sign-in.
    pub(crate) fn get(&mut self, options: &Value) -> Value {
        self.count += 1;
        let data = self.data(self.flags);
        let client_data = self.client_data("webauthn.get", options);
        let mut message = data.clone();
        message.extend(digest::digest(&digest::SHA256, &client_data).as_ref());
        let signature = self.key.sign(&SystemRandom::new(), &message).unwrap();
        json!({
            "id": encode(&self.credential), "rawId": encode(&self.credential), "type": "public-key",
            "authenticatorAttachment": "platform", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": encode(&client_data), "authenticatorData": encode(&data),
                "signature": encode(signature.as_ref()), "userHandle": encode(&self.user),
            },
        })
    }
}
