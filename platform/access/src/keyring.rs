//! The keys that open personal data, kept in a file of their own, never in the database.
//!
//! A sealed value is `key id (2 bytes) ‖ nonce (12) ‖ ciphertext ‖ tag (16)`, AES-256-GCM. Its place
//! (`person.nik`) and its row are bound in as associated data: a value moved to another row or
//! column does not open. The nonce is *derived*: an HMAC of place, row and content under a key of
//! its own. So no nonce is ever used for two contents, not even after a clock, a random source or
//! a virtual machine was set back; and the same command makes the same bytes on every run. What it
//! gives away is that one row holds what it held before, which its version tells anyway.
//!
//! Absent: there is no way to print a key, and nothing here reads the database ([`crate::setup`]
//! re-seals rows after a rotation).

mod file;

use crate::{
    chance::{self, NoChance},
    field::{OfficeKey, Unopenable},
};
use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::{
    fmt,
    path::{Path, PathBuf},
};
use terms::Private;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Where sealed values live; the first argument of [`Keyring::seal`] and [`Keyring::blind_index`].
pub mod place {
    use sha2::{Digest, Sha256};
    use uuid::Uuid;

    /// `person.nik_sealed`, row = person; also the look-up `person_nik.nik_index`.
    pub const PERSON_NIK: &str = "person.nik";
    /// `household.card_sealed`, row = household; also `household.card_index`.
    pub const HOUSEHOLD_CARD: &str = "household.card";
    /// `list_row.content_sealed`, row = [`list_row`].
    pub const LIST_ROW_CONTENT: &str = "list_row.content";
    /// `outreach_contact.content_sealed`, row = contact.
    pub const OUTREACH_CONTACT: &str = "outreach_contact.content";

    /// The row of a line of a list, which has no identity of its own.
    #[must_use]
    pub fn list_row(list: Uuid, row_number: i64) -> Uuid {
        let hash =
            Sha256::new().chain_update(list.as_bytes()).chain_update(row_number.to_be_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.finalize()[..16]);
        Uuid::from_bytes(bytes)
    }
}

/// Bytes before the nonce: the id of the key.
pub(crate) const KEY_ID_BYTES: usize = 2;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;
const INDEX_BYTES: usize = 16;

/// Why a sealed value does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Too short to be one.
    #[error("the stored value is not a sealed value; restore the row from a backup")]
    NotSealed,
    /// The key is not in this keyring.
    #[error(
        "the value was sealed with key {0}, which is not in the keyring; put that key back into the keyring file"
    )]
    NoSuchKey(u16),
    /// Changed, or moved here from another row or column.
    #[error(
        "the sealed value was changed or belongs to another row; restore the row from a backup"
    )]
    Changed,
    /// It opens, but is not text.
    #[error("the sealed value is not text; restore the row from a backup")]
    NotText,
}

impl SealError {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::NotSealed => "Nilai tersimpan bukan nilai tersegel; pulihkan baris ini dari cadangan".into(),
            Self::NoSuchKey(id) => format!("Nilai disegel dengan kunci {id} yang tidak ada di berkas kunci; kembalikan kunci itu ke berkas kunci"),
            Self::Changed => "Nilai tersegel telah diubah atau milik baris lain; pulihkan baris ini dari cadangan".into(),
            Self::NotText => "Nilai tersegel bukan teks; pulihkan baris ini dari cadangan".into(),
        }
    }
}

/// Why a keyring cannot be made, opened or changed.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its sentence")]
pub enum KeyringError {
    #[error(
        "the keyring file “{0}” exists already and is never overwritten; use it, or choose another name"
    )]
    Exists(PathBuf),
    #[error(
        "there is no keyring file “{0}”; put it back from its safe copy, or make a new one if this installation has no data yet"
    )]
    Missing(PathBuf),
    #[error("others can read the keyring file “{path}” (mode {mode:o}); run: chmod 600 {path}", path = .path.display())]
    Open { path: PathBuf, mode: u32 },
    #[error("the keyring file “{path}” cannot be used: {why}; put it back from its safe copy", path = .path.display())]
    Damaged { path: PathBuf, why: String },
    #[error(
        "a rotation of the index key is under way already; run the re-sealing to its end, then retire the old keys"
    )]
    IndexRotationUnderWay,
    #[error(
        "someone else is changing the keyring, or a change was interrupted; if nobody is, remove “{0}” and try again"
    )]
    Locked(PathBuf),
    #[error(
        "the keyring has used all 65,535 key ids; make a new installation key plan before rotating again"
    )]
    NoMoreIds,
    #[error("the keyring file “{path}” could not be read or written: {cause}", path = .path.display())]
    Disk { path: PathBuf, cause: std::io::Error },
    #[error(transparent)]
    NoChance(#[from] NoChance),
}

/// A key as the file has it.
#[derive(Clone)]
struct Secret {
    id: u16,
    bytes: Zeroizing<[u8; 32]>,
}

impl Secret {
    fn fresh(id: u16) -> Result<Self, NoChance> {
        Ok(Self { id, bytes: chance::fresh()? })
    }

    fn hmac(&self, label: &[u8]) -> Hmac<Sha256> {
        let key: Zeroizing<[u8; 32]> =
            Zeroizing::new(mac(&self.bytes[..], label).finalize().into_bytes().into());
        mac(&key[..], &[])
    }
}

fn mac(key: &[u8], first: &[u8]) -> Hmac<Sha256> {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key)
        .expect("HMAC takes a key of any length");
    mac.update(first);
    mac
}

/// A data key made ready: the cipher and the derivation of nonces.
struct DataKey {
    id: u16,
    cipher: Aes256Gcm,
    nonces: Hmac<Sha256>,
}

impl DataKey {
    fn of(secret: &Secret) -> Self {
        let cipher = Aes256Gcm::new((&*secret.bytes).into());
        Self { id: secret.id, cipher, nonces: secret.hmac(b"lindung nonce") }
    }
}

/// The keys of an installation. Share it by `Arc`; it is wiped from memory when dropped.
pub struct Keyring {
    current: usize,
    data: Vec<DataKey>,
    /// The current one first, then the one that is being replaced.
    index: Vec<(u16, Hmac<Sha256>)>,
    card: SigningKey,
    /// What phones seal to; the current one last.
    field: Vec<OfficeKey>,
    /// Derives what is shown once and kept nowhere.
    secrets: Hmac<Sha256>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data: Vec<u16> = self.data.iter().map(|key| key.id).collect();
        let index: Vec<u16> = self.index.iter().map(|(id, _)| *id).collect();
        f.debug_struct("Keyring")
            .field("current", &self.current_id())
            .field("data", &data)
            .field("index", &index)
            .finish()
    }
}

impl Keyring {
    /// Makes a keyring file with fresh keys, readable by its owner only, and opens it.
    pub fn create(path: &Path) -> Result<Self, KeyringError> {
        let keys = file::Keys::fresh()?;
        keys.write_new(path)?;
        Ok(Self::of(&keys))
    }

    /// Opens a keyring file; refuses one that others may read.
    pub fn open(path: &Path) -> Result<Self, KeyringError> {
        Ok(Self::of(&file::Keys::read(path)?))
    }

    /// Adds a fresh data key and makes it the current one; the old ones still open what they sealed.
    pub fn rotate(path: &Path) -> Result<Self, KeyringError> {
        file::change(path, |keys| {
            let id = keys.next_data_id()?;
            keys.data.push(Secret::fresh(id)?);
            keys.current = id;
            Ok(())
        })
    }

    /// Adds a fresh index key; look-ups use both until the rows are re-indexed.
    pub fn rotate_index(path: &Path) -> Result<Self, KeyringError> {
        file::change(path, |keys| {
            if keys.index.len() > 1 {
                return Err(KeyringError::IndexRotationUnderWay);
            }
            let id = keys.index[0].id.checked_add(1).ok_or(KeyringError::NoMoreIds)?;
            keys.index.insert(0, Secret::fresh(id)?);
            Ok(())
        })
    }

    /// Removes every key but the current ones. Only after the re-sealing said that nothing is left;
    /// backups sealed with the old keys need a safe copy of the old file.
    pub fn retire(path: &Path) -> Result<Self, KeyringError> {
        file::change(path, |keys| {
            let current = keys.current;
            keys.data.retain(|key| key.id == current);
            keys.index.truncate(1);
            Ok(())
        })
    }

    /// The same keys in every test and every demo; they protect nothing.
    #[must_use]
    pub fn for_tests() -> Self {
        let secret = |id: u16, name: &str| Secret {
            id,
            bytes: Zeroizing::new(
                Sha256::digest(format!("lindung, not a secret: {name} {id}")).into(),
            ),
        };
        Self::of(&file::Keys {
            current: 1,
            data: vec![secret(1, "data")],
            index: vec![secret(1, "index")],
            card: secret(1, "card").bytes,
            field: vec![secret(1, "field")],
        })
    }

    fn of(keys: &file::Keys) -> Self {
        let current = keys.data.iter().position(|key| key.id == keys.current);
        Self {
            current: current.expect("a file whose current key is missing was refused"),
            data: keys.data.iter().map(DataKey::of).collect(),
            index: keys.index.iter().map(|key| (key.id, key.hmac(b"lindung index"))).collect(),
            card: SigningKey::from_bytes(&keys.card),
            field: keys.field.iter().map(|key| OfficeKey::of(key.id, &key.bytes)).collect(),
            secrets: Secret { id: 0, bytes: keys.card.clone() }.hmac(b"lindung secrets"),
        }
    }

    /// The id of the key that seals now.
    #[must_use]
    pub fn current_id(&self) -> u16 {
        self.data[self.current].id
    }

    /// Seals a value for one place and row.
    #[must_use]
    pub fn seal(&self, place: &str, row: Uuid, plain: &[u8]) -> Vec<u8> {
        let key = &self.data[self.current];
        let bound = bound(place, row);
        let mut nonce = key.nonces.clone();
        nonce.update(&bound);
        nonce.update(plain);
        let nonce: [u8; 32] = nonce.finalize().into_bytes().into();
        let nonce: [u8; NONCE_BYTES] =
            *nonce.first_chunk().expect("an HMAC is longer than a nonce");
        let sealed = key.cipher.encrypt(&nonce.into(), Payload { msg: plain, aad: &bound });
        let sealed = sealed.expect("AES-GCM seals anything below 64 GiB");
        let mut out = Vec::with_capacity(KEY_ID_BYTES + NONCE_BYTES + sealed.len());
        out.extend_from_slice(&key.id.to_be_bytes());
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        out
    }

    /// Opens a value of one place and row.
    pub fn open_bytes(
        &self,
        place: &str,
        row: Uuid,
        sealed: &[u8],
    ) -> Result<Private<Vec<u8>>, SealError> {
        let (id, rest) = sealed.split_first_chunk::<KEY_ID_BYTES>().ok_or(SealError::NotSealed)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::NotSealed)?;
        if rest.len() < TAG_BYTES {
            return Err(SealError::NotSealed);
        }
        let id = u16::from_be_bytes(*id);
        let key = self.data.iter().find(|key| key.id == id).ok_or(SealError::NoSuchKey(id))?;
        let payload = Payload { msg: rest, aad: &bound(place, row) };
        key.cipher
            .decrypt(&(*nonce).into(), payload)
            .map(Private::new)
            .map_err(|_| SealError::Changed)
    }

    /// Opens a text of one place and row.
    pub fn open_text(
        &self,
        place: &str,
        row: Uuid,
        sealed: &[u8],
    ) -> Result<Private<String>, SealError> {
        let bytes = self.open_bytes(place, row, sealed)?.into_revealed();
        String::from_utf8(bytes).map(Private::new).map_err(|_| SealError::NotText)
    }

    /// Whether a value waits for re-sealing: an older key sealed it.
    #[must_use]
    pub fn needs_reseal(&self, sealed: &[u8]) -> bool {
        !sealed.starts_with(&self.current_id().to_be_bytes())
    }

    /// What equal texts of a place have in common, and nothing else tells: for equality only.
    /// New rows are written with this one.
    #[must_use]
    pub fn blind_index(&self, place: &str, text: &str) -> Vec<u8> {
        blind(&self.index[0].1, place, text)
    }

    /// The indexes under which a text may be found: one, or two during a rotation. For look-ups.
    #[must_use]
    pub fn blind_indexes(&self, place: &str, text: &str) -> Vec<Vec<u8>> {
        self.index.iter().map(|(_, key)| blind(key, place, text)).collect()
    }

    /// Whether rows may still be indexed with the key that is being replaced.
    #[must_use]
    pub fn index_rotation_under_way(&self) -> bool {
        self.index.len() > 1
    }

    /// Signs a card or a receipt (Ed25519).
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.card.sign(message).to_bytes()
    }

    /// What phones seal to: the id of the key, and its public half.
    #[must_use]
    pub fn field_key(&self) -> (u16, Vec<u8>) {
        let key = self.field.last().expect("a keyring without such a key is given one");
        (key.id, key.public())
    }

    /// Opens what a phone sealed to any of our keys.
    pub fn open_from_field(
        &self,
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Private<Vec<u8>>, Unopenable> {
        let mut opened = self.field.iter().rev().map(|key| key.open(aad, sealed));
        opened.find(Result::is_ok).unwrap_or(Err(Unopenable))
    }

    /// A secret for one thing (a one-time code, a device's token), the same whenever it is asked for,
    /// so that it need not be kept to be said again.
    #[must_use]
    pub fn secret_for(&self, what: &str, id: Uuid) -> Zeroizing<[u8; 32]> {
        let mut mac = self.secrets.clone();
        mac.update(&bound(what, id));
        Zeroizing::new(mac.finalize().into_bytes().into())
    }

    /// The key that proves our signatures; anybody may have it.
    #[must_use]
    pub fn public_key(&self) -> [u8; 32] {
        self.card.verifying_key().to_bytes()
    }
}

/// Whether a signature of [`Keyring::sign`] holds for a message, under a public key.
#[must_use]
pub fn signature_holds(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public_key)
        .is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
}

/// The place with its length before it, then the row: no two pairs read alike.
fn bound(place: &str, row: Uuid) -> Vec<u8> {
    let mut bound = Vec::with_capacity(8 + place.len() + 16);
    bound.extend_from_slice(&(place.len() as u64).to_be_bytes());
    bound.extend_from_slice(place.as_bytes());
    bound.extend_from_slice(row.as_bytes());
    bound
}

fn blind(key: &Hmac<Sha256>, place: &str, text: &str) -> Vec<u8> {
    let mut mac = key.clone();
    mac.update(&bound(place, Uuid::nil()));
    mac.update(text.as_bytes());
    mac.finalize().into_bytes()[..INDEX_BYTES].to_vec()
}

#[cfg(test)]
mod tests;
