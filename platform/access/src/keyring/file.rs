//! The keyring file: TOML, one owner, replaced whole or not at all.

use super::{Keyring, KeyringError, Secret};
use crate::{audit::hex, chance};
use hmac::Mac as _;
use serde::Deserialize;
use std::{
    fmt::Write as _,
    fs::{File, OpenOptions},
    io::{ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// What the file says.
pub(super) struct Keys {
    pub(super) current: u16,
    pub(super) data: Vec<Secret>,
    pub(super) index: Vec<Secret>,
    pub(super) card: Zeroizing<[u8; 32]>,
    /// What phones seal to; the current one last. Captures stay sealed as they came, so none retires.
    pub(super) field: Vec<Secret>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    current_data_key: u16,
    card_seed: Zeroizing<String>,
    data_key: Vec<WrittenKey>,
    index_key: Vec<WrittenKey>,
    #[serde(default)]
    field_key: Vec<WrittenKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKey {
    id: u16,
    key: Zeroizing<String>,
}

const HEADER: &str =
    "# The keys that open the personal data of this installation. Without this file it is lost;
# with it anyone can read it. Keep a copy in another safe place, never beside the database.
# Changed only by the program: rotate adds a key, retire removes the old ones.
";

impl Keys {
    pub(super) fn fresh() -> Result<Self, KeyringError> {
        Ok(Self {
            current: 1,
            data: vec![Secret::fresh(1)?],
            index: vec![Secret::fresh(1)?],
            card: chance::fresh()?,
            field: vec![Secret::fresh(1)?],
        })
    }

    pub(super) fn next_data_id(&self) -> Result<u16, KeyringError> {
        let last = self.data.iter().map(|key| key.id).max().unwrap_or(0);
        last.checked_add(1).ok_or(KeyringError::NoMoreIds)
    }

    pub(super) fn read(path: &Path) -> Result<Self, KeyringError> {
        let disk = |cause: std::io::Error| match cause.kind() {
            ErrorKind::NotFound => KeyringError::Missing(path.to_owned()),
            _ => KeyringError::Disk { path: path.to_owned(), cause },
        };
        let mut file = File::open(path).map_err(disk)?;
        refuse_open(&file, path)?;
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text).map_err(disk)?;
        Self::parse(&text).map_err(|why| KeyringError::Damaged { path: path.to_owned(), why })
    }

    fn parse(text: &str) -> Result<Self, String> {
        // The parser's own message would quote the line, and the line holds a key.
        let written: Written = toml::from_str(text).map_err(|e| e.message().to_owned())?;
        let secrets = |keys: Vec<WrittenKey>| -> Result<Vec<Secret>, String> {
            keys.into_iter().map(|key| Ok(Secret { id: key.id, bytes: unhex(&key.key)? })).collect()
        };
        let mut keys = Self {
            field: secrets(written.field_key)?,
            current: written.current_data_key,
            data: secrets(written.data_key)?,
            index: secrets(written.index_key)?,
            card: unhex(&written.card_seed)?,
        };
        if keys.data.iter().filter(|key| key.id == keys.current).count() != 1 {
            return Err(format!("it must have the data key {} once", keys.current));
        }
        if keys.index.is_empty() || keys.index.len() > 2 {
            return Err("it must have one index key, or two during a rotation".into());
        }
        if keys.field.is_empty() {
            // A file from before phones: always the same key, written down at the next change.
            let card = Secret { id: 1, bytes: keys.card.clone() };
            let bytes = card.hmac(b"lindung field key").finalize().into_bytes();
            keys.field.push(Secret { id: 1, bytes: Zeroizing::new(bytes.into()) });
        }
        Ok(keys)
    }

    fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(4096));
        let _ = writeln!(text, "{HEADER}current_data_key = {}", self.current);
        let _ = writeln!(text, "card_seed = \"{}\"", *Zeroizing::new(hex(&self.card[..])));
        let lists =
            [("data_key", &self.data), ("index_key", &self.index), ("field_key", &self.field)];
        for (name, keys) in lists {
            for key in keys {
                let bytes = Zeroizing::new(hex(&key.bytes[..]));
                let _ = writeln!(text, "\n[[{name}]]\nid = {}\nkey = \"{}\"", key.id, *bytes);
            }
        }
        text
    }

    /// Writes a file that was not there.
    pub(super) fn write_new(&self, path: &Path) -> Result<(), KeyringError> {
        let disk = |cause: std::io::Error| match cause.kind() {
            ErrorKind::AlreadyExists => KeyringError::Exists(path.to_owned()),
            _ => KeyringError::Disk { path: path.to_owned(), cause },
        };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(disk)?;
        file.write_all(self.text().as_bytes()).and_then(|()| file.sync_all()).map_err(disk)?;
        sync_folder(path).map_err(disk)
    }
}

/// Changes the file: the new one is whole and on the disk before it takes the old one's name. The
/// unfinished one is also the lock, so that two changes cannot lose a key.
pub(super) fn change(
    path: &Path,
    change: impl FnOnce(&mut Keys) -> Result<(), KeyringError>,
) -> Result<Keyring, KeyringError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let mut keys = Keys::read(path)?;
    if part.exists() {
        return Err(KeyringError::Locked(part));
    }
    change(&mut keys)?;
    keys.write_new(&part).map_err(|error| match error {
        KeyringError::Exists(part) => KeyringError::Locked(part),
        error => error,
    })?;
    std::fs::rename(&part, path)
        .and_then(|()| sync_folder(path))
        .map_err(|cause| KeyringError::Disk { path: path.to_owned(), cause })?;
    Ok(Keyring::of(&keys))
}

fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}

#[cfg(unix)]
fn refuse_open(file: &File, path: &Path) -> Result<(), KeyringError> {
    use std::os::unix::fs::PermissionsExt as _;
    let about =
        file.metadata().map_err(|cause| KeyringError::Disk { path: path.to_owned(), cause })?;
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(KeyringError::Open { path: path.to_owned(), mode }) }
}

#[cfg(not(unix))]
fn refuse_open(_: &File, _: &Path) -> Result<(), KeyringError> {
    Ok(())
}

fn unhex(text: &str) -> Result<Zeroizing<[u8; 32]>, String> {
    let mut bytes = Zeroizing::new([0; 32]);
    if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err("a key is not 64 hexadecimal digits".into());
    }
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).map_err(|e| e.to_string())?;
        *byte = u8::from_str_radix(digits, 16).map_err(|e| e.to_string())?;
    }
    Ok(bytes)
}
