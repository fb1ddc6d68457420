//! A command as it is sent: what is signed, what is sealed, and the digest that tells two apart.

use crate::judge::Header;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use terms::ids::UserId;
use uuid::Uuid;

/// A command, sealed and signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// What is signed beside the body.
    pub header: Header,
    /// SHA-256 of the body's bytes, as the phone says.
    pub sha256: Vec<u8>,
    /// The body, sealed to the office.
    pub sealed: Vec<u8>,
    /// The device's signature of the line.
    pub sig: Vec<u8>,
    /// It has the form of a command; otherwise `sealed` is what came, and a person looks at it.
    pub is_well_formed: bool,
}

/// The form on the wire.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: Uuid,
    seq: i64,
    kind: String,
    v: i64,
    actor: Uuid,
    #[serde(default)]
    depends_on: Vec<Uuid>,
    #[serde(default)]
    supersedes: Option<Uuid>,
    sha256: String,
    sealed: String,
    sig: String,
}

const DEPENDS_MAX: usize = 20;

impl Envelope {
    /// Reads one command of a batch; none when it has no id, so that nothing could be answered.
    #[must_use]
    pub fn read(command: &Value, device: Uuid, store_epoch: Uuid) -> Option<Self> {
        let id = command.get("id")?.as_str()?.parse::<Uuid>().ok().filter(|id| !id.is_nil())?;
        let whole = serde_json::from_value::<Written>(command.clone()).ok();
        let read = whole.and_then(|written| Self::of(written, device, store_epoch));
        Some(read.unwrap_or_else(|| Self::unreadable(id, command, device, store_epoch)))
    }

    fn of(written: Written, device: Uuid, store_epoch: Uuid) -> Option<Self> {
        let Written { id, seq, kind, v, actor, depends_on, supersedes, .. } = written;
        let is_word = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'.' | b'_');
        let kind_fits = (1..=40).contains(&kind.len()) && kind.bytes().all(is_word);
        if !kind_fits || seq < 0 || v < 1 || depends_on.len() > DEPENDS_MAX {
            return None;
        }
        let actor = UserId(actor);
        let header =
            Header { id, device, store_epoch, seq, kind, v, actor, depends_on, supersedes };
        Some(Self {
            header,
            sha256: unhex(&written.sha256).filter(|hash| hash.len() == 32)?,
            sealed: unbase64(&written.sealed)?,
            sig: unbase64(&written.sig)?,
            is_well_formed: true,
        })
    }

    fn unreadable(id: Uuid, command: &Value, device: Uuid, store_epoch: Uuid) -> Self {
        let bytes = command.to_string().into_bytes();
        let header = Header {
            id,
            device,
            store_epoch,
            seq: -1,
            kind: String::new(),
            v: 0,
            actor: UserId(Uuid::nil()),
            depends_on: Vec::new(),
            supersedes: None,
        };
        let sha256 = Sha256::digest(&bytes).to_vec();
        Self { header, sha256, sealed: bytes, sig: Vec::new(), is_well_formed: false }
    }

    /// The line the device signed, which is also bound into what it sealed.
    #[must_use]
    pub fn line(&self) -> String {
        line(&self.header, &self.sha256)
    }

    /// What makes two sendings the same: every byte of line, seal and signature.
    #[must_use]
    pub fn digest(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        for part in [self.line().as_bytes(), &self.sealed, &self.sig] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().to_vec()
    }

    /// As it is sent: the phone's half, for proofs and the demonstration.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let header = &self.header;
        let written = Written {
            id: header.id,
            seq: header.seq,
            kind: header.kind.clone(),
            v: header.v,
            actor: header.actor.0,
            depends_on: header.depends_on.clone(),
            supersedes: header.supersedes,
            sha256: hex(&self.sha256),
            sealed: base64(&self.sealed),
            sig: base64(&self.sig),
        };
        serde_json::to_value(written).unwrap_or_default()
    }
}

/// The signed line of section 3 of the contract.
#[must_use]
pub fn line(header: &Header, sha256: &[u8]) -> String {
    let Header { id, device, store_epoch, seq, kind, v, actor, depends_on, supersedes } = header;
    let needs: Vec<String> = depends_on.iter().map(ToString::to_string).collect();
    let supersedes = supersedes.map(|id| id.to_string()).unwrap_or_default();
    format!(
        "p1|{id}|{device}|{store_epoch}|{seq}|{kind}|{v}|{}|{}|{supersedes}|{}",
        actor.0,
        needs.join(","),
        hex(sha256)
    )
}

/// Bytes in small hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Reads hexadecimal digits.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

/// Bytes in base64.
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Reads base64.
#[must_use]
pub fn unbase64(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const DEVICE: Uuid = Uuid::from_u128(1);
    const EPOCH: Uuid = Uuid::from_u128(2);

    fn command() -> Value {
        json!({
            "id": "0198f0d1-7c3e-7b21-9a44-5d0c3a9e11f2", "seq": 41, "kind": "worker.enrol", "v": 1,
            "actor": "00000000-0000-0000-0000-000000000003",
            "depends_on": ["00000000-0000-0000-0000-000000000004", "00000000-0000-0000-0000-000000000005"],
            "supersedes": null, "sha256": "00".repeat(32), "sealed": "AQI=", "sig": "AwQ=",
        })
    }

    #[test]
    fn the_line_is_the_contract_s() {
        let read = Envelope::read(&command(), DEVICE, EPOCH).unwrap();
        assert!(read.is_well_formed);
        let zeros = "0".repeat(64);
        assert_eq!(
            read.line(),
            format!(
                "p1|0198f0d1-7c3e-7b21-9a44-5d0c3a9e11f2|00000000-0000-0000-0000-000000000001|\
                 00000000-0000-0000-0000-000000000002|41|worker.enrol|1|\
                 00000000-0000-0000-0000-000000000003|00000000-0000-0000-0000-000000000004,\
                 00000000-0000-0000-0000-000000000005||{zeros}"
            )
        );
        assert_eq!(Envelope::read(&read.to_json(), DEVICE, EPOCH), Some(read));
    }

    #[test]
    fn what_has_an_id_is_kept_whatever_else_is_wrong() {
        let cases: [(&str, Value); 7] = [
            ("seq", json!(-1)),
            ("seq", json!("x")),
            ("kind", json!("a|b")),
            ("v", json!(0)),
            ("sha256", json!("00")),
            ("sealed", json!("***")),
            ("more", json!(1)),
        ];
        for (field, value) in cases {
            let mut command = command();
            command[field] = value;
            let read = Envelope::read(&command, DEVICE, EPOCH).unwrap();
            assert!(!read.is_well_formed, "{field}");
            assert_eq!(serde_json::from_slice::<Value>(&read.sealed).unwrap(), command);
        }
        for id in [json!(null), json!("x"), json!(Uuid::nil())] {
            let mut command = command();
            command["id"] = id;
            assert_eq!(Envelope::read(&command, DEVICE, EPOCH), None);
        }
    }
}
