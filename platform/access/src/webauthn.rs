//! Passkeys, as far as they need no database: what a browser sends, read and checked (WebAuthn Level 3).
//!
//! | what | how it is checked |
//! |---|---|
//! | client data | right ceremony, our origin, not inside another site's frame; its challenge is the ticket |
//! | authenticator data | our relying party, somebody present **and** verified, a backup state that can be |
//! | key | ES256, EdDSA or RS256, well formed |
//! | signature | over authenticator data and the hash of the client data |
//! | counter | never goes back, if it ever counts |
//!
//! Absent: attestation. Which make of authenticator somebody uses is no concern of this office, so none
//! is asked for, and a statement that comes anyway is read over.

mod cbor;
mod public_key;

pub use public_key::ALGORITHMS;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use cbor::{Item, Reader};
use public_key::PublicKey;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Longer is no credential id (WebAuthn, section 4).
const CREDENTIAL_ID_MAX: usize = 1023;
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const MAY_SYNC: u8 = 0x08;
const SYNCED: u8 = 0x10;
const HAS_CREDENTIAL: u8 = 0x40;
const HAS_EXTENSIONS: u8 = 0x80;

/// What is wrong with bytes that an authenticator or a browser sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub(crate) &'static str);

/// Why a passkey is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its sentence")]
pub enum PasskeyFault {
    #[error("what the browser sent cannot be read ({0}); try again, or use another browser")]
    Unreadable(#[from] Unreadable),
    #[error("this answer belongs to another step; begin again")]
    OtherCeremony,
    #[error(
        "the passkey was used on another address than this office's; open the office's own address"
    )]
    OtherOrigin,
    #[error("the passkey belongs to another site; choose the one of this office")]
    OtherSite,
    #[error("nobody touched the authenticator; try again and confirm on the device")]
    NobodyPresent,
    #[error(
        "the device did not ask who you are; turn on its PIN, fingerprint or face, and try again"
    )]
    NotVerified,
    #[error("the signature is not this passkey's; nothing was done")]
    WrongSignature,
    #[error(
        "this passkey seems to have been copied: its counter went back; sign in another way, remove the passkey and tell an administrator"
    )]
    CounterWentBack,
}

impl PasskeyFault {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(self) -> String {
        match self {
            Self::Unreadable(what) => format!("Kiriman peramban tidak terbaca ({what}); coba lagi, atau pakai peramban lain"),
            Self::OtherCeremony => "Jawaban ini milik langkah lain; mulai lagi".into(),
            Self::OtherOrigin => "Kunci sandi dipakai pada alamat lain; buka alamat resmi kantor ini".into(),
            Self::OtherSite => "Kunci sandi ini milik situs lain; pilih yang dibuat untuk kantor ini".into(),
            Self::NobodyPresent => "Tidak ada yang menyentuh alatnya; coba lagi dan setujui pada alat itu".into(),
            Self::NotVerified => "Alat tidak memeriksa siapa Anda; aktifkan PIN, sidik jari, atau wajah, lalu coba lagi".into(),
            Self::WrongSignature => "Tanda tangan bukan dari kunci sandi ini; tidak ada yang dilakukan".into(),
            Self::CounterWentBack => "Kunci sandi ini tampaknya disalin: hitungannya mundur; masuk dengan cara lain, hapus kunci sandi itu, dan beri tahu administrator".into(),
        }
    }
}

/// Whose passkeys these are: the origin browsers see, and its domain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RelyingParty {
    id: String,
    origin: String,
}

impl RelyingParty {
    /// Of an origin like `https://kantor.example`. None where browsers have no passkeys: an address
    /// that is a number, or one without TLS that is not this machine's own.
    #[must_use]
    pub fn of(origin: &str) -> Option<Self> {
        let origin = origin.trim().trim_end_matches('/').to_ascii_lowercase();
        let (scheme, rest) = origin.split_once("://")?;
        let (host, port) = rest.split_once(':').map_or((rest, None), |(h, p)| (h, Some(p)));
        let is_local = host == "localhost" || host.ends_with(".localhost");
        let is_name = !host.is_empty()
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
            && host.bytes().any(|b| b.is_ascii_alphabetic())
            && (is_local || host.contains('.'));
        let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
        if !is_name || !is_port || !(scheme == "https" || (scheme == "http" && is_local)) {
            return None;
        }
        Some(Self { id: host.to_owned(), origin: origin.clone() })
    }

    /// The domain passkeys are bound to.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The origin, as browsers name it.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// What a ceremony is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ceremony {
    Create,
    Get,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    top_origin: Option<String>,
}

/// Reads the client data of a ceremony; the challenge it answers.
pub(crate) fn challenge_of(
    site: &RelyingParty,
    ceremony: Ceremony,
    client_data: &[u8],
) -> Result<Vec<u8>, PasskeyFault> {
    let said: ClientData =
        serde_json::from_slice(client_data).map_err(|_| Unreadable("client data"))?;
    let wanted = match ceremony {
        Ceremony::Create => "webauthn.create",
        Ceremony::Get => "webauthn.get",
    };
    if said.r#type != wanted {
        return Err(PasskeyFault::OtherCeremony);
    }
    if said.origin != site.origin || said.cross_origin || said.top_origin.is_some() {
        return Err(PasskeyFault::OtherOrigin);
    }
    let challenge = URL_SAFE_NO_PAD.decode(said.challenge);
    Ok(challenge.map_err(|_| Unreadable("the challenge"))?)
}

/// A passkey as it is registered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Registered {
    pub(crate) credential: Vec<u8>,
    /// COSE, as it came.
    pub(crate) public_key: Vec<u8>,
    pub(crate) sign_count: u32,
    pub(crate) is_synced: bool,
}

/// Reads the attestation object of a new passkey and checks what it says.
pub(crate) fn registered(
    site: &RelyingParty,
    attestation_object: &[u8],
) -> Result<Registered, PasskeyFault> {
    let data = Authenticator::read(authenticator_data(attestation_object)?)?;
    let Some((credential, public_key)) = data.credential else {
        return Err(Unreadable("no credential").into());
    };
    data.check(site)?;
    Ok(Registered {
        credential: credential.to_vec(),
        public_key: public_key.to_vec(),
        sign_count: data.sign_count,
        is_synced: data.flags & SYNCED != 0,
    })
}

/// `{ "fmt": text, "attStmt": map, "authData": bytes }`, in any order, nothing else.
fn authenticator_data(attestation_object: &[u8]) -> Result<&[u8], Unreadable> {
    let mut reader = Reader::new(attestation_object);
    let Item::Map(3) = reader.item()? else { return Err(Unreadable("no attestation object")) };
    let (mut data, mut has_format, mut has_statement) = (None, false, false);
    for _ in 0..3 {
        match reader.item()? {
            Item::Text("fmt") if !has_format => {
                has_format = matches!(reader.item()?, Item::Text(_));
            }
            Item::Text("attStmt") if !has_statement => {
                let mut ahead = reader;
                has_statement = matches!(ahead.item()?, Item::Map(_));
                reader.skip()?;
            }
            Item::Text("authData") if data.is_none() => match reader.item()? {
                Item::Bytes(bytes) => data = Some(bytes),
                _ => return Err(Unreadable("authenticator data")),
            },
            _ => return Err(Unreadable("the attestation object")),
        }
    }
    match data {
        Some(data) if has_format && has_statement && reader.rest().is_empty() => Ok(data),
        _ => Err(Unreadable("the attestation object")),
    }
}

/// What a passkey answered at a sign-in.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "named as browsers name them")]
pub struct Assertion {
    pub credential: Vec<u8>,
    pub client_data: Vec<u8>,
    pub authenticator_data: Vec<u8>,
    pub signature: Vec<u8>,
    pub user_handle: Vec<u8>,
}

/// What an assertion that holds says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Asserted {
    pub(crate) sign_count: u32,
    pub(crate) is_synced: bool,
}

/// Checks an assertion under the key that was registered. The client data's own members were checked
/// by [`challenge_of`]; here they are signed for.
pub(crate) fn asserted(
    site: &RelyingParty,
    public_key: &[u8],
    last_count: u32,
    assertion: &Assertion,
) -> Result<Asserted, PasskeyFault> {
    let mut reader = Reader::new(public_key);
    let key = PublicKey::read(&mut reader)?;
    let data = Authenticator::read(&assertion.authenticator_data)?;
    let mut message = assertion.authenticator_data.clone();
    message.extend_from_slice(&Sha256::digest(&assertion.client_data));
    if !key.signed(&message, &assertion.signature) {
        return Err(PasskeyFault::WrongSignature);
    }
    data.check(site)?;
    let counts = data.sign_count > 0 || last_count > 0;
    if counts && data.sign_count <= last_count {
        return Err(PasskeyFault::CounterWentBack);
    }
    Ok(Asserted { sign_count: data.sign_count, is_synced: data.flags & SYNCED != 0 })
}

struct Authenticator<'a> {
    site_hash: &'a [u8],
    flags: u8,
    sign_count: u32,
    /// Its id, and the COSE key as it came.
    credential: Option<(&'a [u8], &'a [u8])>,
}

impl<'a> Authenticator<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let mut reader = Reader::new(bytes);
        let site_hash = reader.take(32)?;
        let flags = reader.take(1)?[0];
        let count = reader.take(4)?;
        let sign_count = count.iter().fold(0u32, |n, byte| n << 8 | u32::from(*byte));
        let mut credential = None;
        if flags & HAS_CREDENTIAL != 0 {
            let _make = reader.take(16)?;
            let length = reader.take(2)?;
            let length = usize::from(length[0]) << 8 | usize::from(length[1]);
            if length == 0 || length > CREDENTIAL_ID_MAX {
                return Err(Unreadable("a credential id"));
            }
            let id = reader.take(length)?;
            let before = reader.rest();
            PublicKey::read(&mut reader)?;
            let key = &before[..before.len() - reader.rest().len()];
            credential = Some((id, key));
        }
        if flags & HAS_EXTENSIONS != 0 {
            let mut ahead = reader;
            let Item::Map(_) = ahead.item()? else { return Err(Unreadable("extensions")) };
            reader.skip()?;
        }
        if !reader.rest().is_empty() {
            return Err(Unreadable("more than authenticator data"));
        }
        if flags & SYNCED != 0 && flags & MAY_SYNC == 0 {
            return Err(Unreadable("a backup state that cannot be"));
        }
        Ok(Self { site_hash, flags, sign_count, credential })
    }

    fn check(&self, site: &RelyingParty) -> Result<(), PasskeyFault> {
        if self.site_hash != Sha256::digest(site.id.as_bytes()).as_slice() {
            return Err(PasskeyFault::OtherSite);
        }
        if self.flags & PRESENT == 0 {
            return Err(PasskeyFault::NobodyPresent);
        }
        if self.flags & VERIFIED == 0 {
            return Err(PasskeyFault::NotVerified);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
