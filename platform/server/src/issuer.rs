//! Another issuer (OpenID Connect): its addresses and keys, the way there and back.
//!
//! Authorization code flow with PKCE. What the issuer publishes is fetched when first needed and kept
//! for an hour; its keys again when a token names one that is not known, at most once a minute.

use crate::{
    outbound::{Outbound, Place, Silence},
    problem::Problem,
};
use access::issuer::{
    Arrival, Departure,
    token::{Expected, Keys, TokenFault, Vouched, vouched},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use std::fmt::Write as _;
use terms::{Private, Timestamp};
use tokio::sync::Mutex;

const KNOWN_FOR: i64 = 3600;
const KEYS_AGAIN_AFTER: i64 = 60;

/// Who vouches for people, and what we are there.
#[derive(Clone, Debug)]
pub struct IssuerSettings {
    /// The issuer, exactly as it calls itself: `https://masuk.example/realms/kantor`.
    pub issuer: String,
    /// What we are called there.
    pub client: String,
    /// What proves it; none for a public client.
    pub secret: Option<Private<String>>,
    /// What the button says.
    pub name: String,
    /// A verified e-mail address that is a login is linked at the first sign-in.
    pub login_is_email: bool,
}

/// What an issuer publishes about itself.
#[derive(Clone, Debug, Deserialize)]
struct Published {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

#[derive(Default)]
struct Known {
    published: Option<(Published, i64)>,
    keys: Option<(Keys, i64)>,
}

/// An issuer that people may sign in with.
pub(crate) struct Issuer {
    pub(crate) settings: IssuerSettings,
    /// Where people come back to.
    return_to: String,
    way: Outbound,
    known: Mutex<Known>,
}

/// Why the issuer is of no help. The cause is for the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IssuerFault {
    #[error("the issuer does not answer: {0}")]
    Silence(#[from] Silence),
    #[error("what the issuer said is not believed: {0}")]
    Token(#[from] TokenFault),
}

impl From<IssuerFault> for Problem {
    fn from(fault: IssuerFault) -> Self {
        match &fault {
            IssuerFault::Silence(_) => Self::new(
                "not-ready",
                "ISSUER_SILENT",
                "Tempat masuk itu tidak menjawab sebagaimana mestinya; coba lagi, atau masuk dengan kata sandi",
                "that place to sign in does not answer as it should; try again, or sign in with the password",
            )
            .retry_after(30)
            .caused_by(fault),
            IssuerFault::Token(_) => {
                tracing::warn!(%fault, "an answer of the issuer was refused");
                Self::new(
                    "sign-in-failed",
                    "ISSUER_NOT_BELIEVED",
                    "Jawaban tempat masuk itu tidak cocok dengan permintaan ini; mulai masuk lagi",
                    "the answer of that place to sign in does not fit this request; begin again",
                )
            }
        }
    }
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

impl Issuer {
    pub(crate) fn new(settings: IssuerSettings, origin: &str) -> Result<Self, Silence> {
        let return_to = format!("{origin}/masuk/penerbit/kembali");
        Ok(Self { settings, return_to, way: Outbound::new()?, known: Mutex::default() })
    }

    /// Where to send somebody.
    pub(crate) async fn address(
        &self,
        departure: &Departure,
        now: Timestamp,
    ) -> Result<String, IssuerFault> {
        let published = self.published(now).await?;
        let mut address = published.authorization_endpoint;
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(&form(&[
            ("response_type", "code"),
            ("client_id", &self.settings.client),
            ("redirect_uri", &self.return_to),
            ("scope", "openid email"),
            ("state", &departure.state),
            ("nonce", &departure.nonce),
            ("code_challenge", &departure.challenge),
            ("code_challenge_method", "S256"),
        ]));
        Ok(address)
    }

    /// Exchanges a code and says whom the issuer vouches for.
    pub(crate) async fn vouched(
        &self,
        code: &str,
        arrival: &Arrival,
        now: Timestamp,
    ) -> Result<Vouched, IssuerFault> {
        let published = self.published(now).await?;
        let token = self.exchange(&published, code, arrival).await?;
        let (issuer, client) = (&self.settings.issuer, &self.settings.client);
        let expected = Expected { issuer, client, nonce: &arrival.nonce, now };
        let keys = self.keys(&published, now, false).await?;
        match vouched(&keys, &token, &expected) {
            // The issuer may have changed its keys since we looked.
            Err(TokenFault::NoSuchKey) => {
                let keys = self.keys(&published, now, true).await?;
                Ok(vouched(&keys, &token, &expected)?)
            }
            said => Ok(said?),
        }
    }

    async fn exchange(
        &self,
        published: &Published,
        code: &str,
        arrival: &Arrival,
    ) -> Result<String, Silence> {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.return_to),
            ("code_verifier", &arrival.verifier),
        ];
        let methods = published.token_endpoint_auth_methods_supported.as_deref();
        let takes = |method: &str| methods.is_some_and(|all| all.iter().any(|it| it == method));
        let client = self.settings.client.as_str();
        let mut authorization = None;
        match &self.settings.secret {
            Some(secret) if takes("client_secret_post") && !takes("client_secret_basic") => {
                fields.extend([("client_id", client), ("client_secret", secret.reveal())]);
            }
            Some(secret) => {
                let pair = format!("{}:{}", escaped(client), escaped(secret.reveal()));
                authorization = Some(format!("Basic {}", STANDARD.encode(pair)));
            }
            None => fields.push(("client_id", client)),
        }
        let said =
            self.way.post_form(&published.token_endpoint, form(&fields), authorization).await?;
        let tokens: Tokens = read(&said, "tokens")?;
        Ok(tokens.id_token)
    }

    async fn published(&self, now: Timestamp) -> Result<Published, Silence> {
        let now = now.as_second();
        let mut known = self.known.lock().await;
        if let Some((published, at)) = &known.published
            && now - at < KNOWN_FOR
        {
            return Ok(published.clone());
        }
        let issuer = &self.settings.issuer;
        let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let published: Published = read(&self.way.get(&address).await?, "configuration")?;
        if published.issuer != *issuer {
            return Err(Silence(format!("it calls itself {}", published.issuer)));
        }
        // Browsers are sent to the first; the others are checked when they are asked.
        if Place::of(&published.authorization_endpoint).is_none() {
            return Err(Silence("its address for browsers is not https".into()));
        }
        known.published = Some((published.clone(), now));
        Ok(published)
    }

    async fn keys(
        &self,
        published: &Published,
        now: Timestamp,
        again: bool,
    ) -> Result<Keys, Silence> {
        let now = now.as_second();
        let mut known = self.known.lock().await;
        if let Some((keys, at)) = &known.keys
            && now - at < if again { KEYS_AGAIN_AFTER } else { KNOWN_FOR }
        {
            return Ok(keys.clone());
        }
        let keys: Keys = read(&self.way.get(&published.jwks_uri).await?, "keys")?;
        known.keys = Some((keys.clone(), now));
        Ok(keys)
    }
}

fn read<T: for<'a> Deserialize<'a>>(bytes: &[u8], what: &str) -> Result<T, Silence> {
    serde_json::from_slice(bytes).map_err(|error| Silence(format!("its {what}: {error}")))
}

fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    pairs.join("&")
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
