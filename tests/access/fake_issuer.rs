//! An OpenID Connect issuer in a few lines, on a loopback port: honest unless it is told to lie.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ring::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

pub(crate) const CLIENT: &str = "lindung";
pub(crate) const SECRET: &str = "rahasia & lainnya";

/// What it knows, and how it answers.
pub(crate) struct Known {
    key: EcdsaKeyPair,
    /// The name of its key; another one stands for a key that was changed.
    pub(crate) kid: String,
    /// What it calls itself; its address unless it lies.
    pub(crate) name: String,
    /// The claims of the next token, over what an honest one has.
    pub(crate) claims: Value,
    /// What the browser brought: `nonce`, `code_challenge`, `redirect_uri`.
    pub(crate) asked: BTreeMap<String, String>,
    /// How often its keys were fetched.
    pub(crate) n_keys_read: u32,
    /// Seconds since 1970.
    pub(crate) now: i64,
}

#[derive(Clone)]
pub(crate) struct FakeIssuer {
    pub(crate) address: String,
    pub(crate) known: Arc<Mutex<Known>>,
}

fn new_key() -> EcdsaKeyPair {
    let (random, algorithm) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
    let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap()
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The fields of a form or a query.
pub(crate) fn fields(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), unescaped(value))).collect()
}

fn unescaped(text: &str) -> String {
    let (mut out, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'%' {
            let (digits, after) = rest.split_at(2);
            out.push(u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap());
            rest = after;
        } else {
            out.push(*first);
        }
    }
    String::from_utf8(out).unwrap()
}

impl FakeIssuer {
    pub(crate) async fn open(now: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let known = Known {
            key: new_key(),
            kid: "one".into(),
            name: address.clone(),
            claims: json!({}),
            asked: BTreeMap::new(),
            n_keys_read: 0,
            now,
        };
        let issuer = Self { address, known: Arc::new(Mutex::new(known)) };
        let serving = issuer.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().answer(stream));
            }
        });
        issuer
    }

    /// From now on another key signs.
    pub(crate) fn change_key(&self, kid: &str) {
        let mut known = self.known.lock().unwrap();
        known.key = new_key();
        known.kid = kid.to_owned();
    }

    async fn answer(self, mut stream: TcpStream) {
        let mut came = Vec::new();
        let (head, body) = loop {
            let mut some = [0; 4096];
            let n = stream.read(&mut some).await.unwrap();
            came.extend_from_slice(&some[..n]);
            let text = String::from_utf8_lossy(&came).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let length = head.lines().find_map(|line| {
                line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok()
            });
            if body.len() >= length.unwrap_or(0) {
                break (head.to_owned(), body.to_owned());
            }
        };
        let path = head.split(' ').nth(1).unwrap();
        let (status, said) = self.said(path, &head, &body);
        let text = said.to_string();
        let answer = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{text}",
            text.len()
        );
        let _ = stream.write_all(answer.as_bytes()).await;
    }

    fn said(&self, path: &str, head: &str, body: &str) -> (u16, Value) {
        let mut known = self.known.lock().unwrap();
        let address = &self.address;
        match path {
            "/.well-known/openid-configuration" => (
                200,
                json!({
                    "issuer": known.name, "authorization_endpoint": format!("{address}/authorize"),
                    "token_endpoint": format!("{address}/token"), "jwks_uri": format!("{address}/keys"),
                    "response_types_supported": ["code"],
                }),
            ),
            "/keys" => {
                known.n_keys_read += 1;
                let point = known.key.public_key().as_ref();
                let (x, y) = (encode(&point[1..33]), encode(&point[33..]));
                let key = json!({ "kty": "EC", "crv": "P-256", "use": "sig", "kid": known.kid, "x": x, "y": y });
                (200, json!({ "keys": [key] }))
            }
            "/token" => token(&known, head, body),
            _ => (404, json!({})),
        }
    }
}

/// Refuses what a careful issuer refuses: another client, another place, another browser.
fn token(known: &Known, head: &str, body: &str) -> (u16, Value) {
    let form = fields(body);
    let pair = format!("{CLIENT}:{}", SECRET.replace(' ', "%20").replace('&', "%26"));
    let ours = format!("authorization: Basic {}", STANDARD.encode(pair));
    let verifier = form.get("code_verifier").cloned().unwrap_or_default();
    let hash = digest::digest(&digest::SHA256, verifier.as_bytes());
    let fits = head.lines().any(|line| line.eq_ignore_ascii_case(&ours))
        && form.get("grant_type").is_some_and(|it| it == "authorization_code")
        && form.get("code").is_some_and(|it| it == "the code")
        && form.get("redirect_uri") == known.asked.get("redirect_uri")
        && known.asked.get("code_challenge") == Some(&encode(hash.as_ref()));
    if !fits {
        return (400, json!({ "error": "invalid_grant" }));
    }
    let mut claims = json!({
        "iss": known.name, "sub": "24400320", "aud": CLIENT, "iat": known.now, "exp": known.now + 300,
        "nonce": known.asked.get("nonce"),
    });
    for (name, value) in known.claims.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let head = json!({ "alg": "ES256", "kid": known.kid });
    let part = |value: &Value| encode(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(&head), part(&claims));
    let signature = known.key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
    let token = format!("{signed}.{}", encode(signature.as_ref()));
    (200, json!({ "access_token": "x", "token_type": "Bearer", "id_token": token }))
}
