//! A phone written in Rust: a key pair, a store, commands that it finalises, seals and signs.

use crate::World;
use access::{Role, carry_out, field};
use db::{Statement, Uuid};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sync::{
    AllReaders, Batch, Envelope, Ground, Header, Readers, Told, Transport,
    device::{self, Applicant, Begin, Report, code_of},
    line, receive,
};
use terms::{Private, ids::UserId};

static ADD_HOLDER: Statement<(UserId, String, String, Timestamp), ()> = Statement::new(
    "add_holder",
    "INSERT INTO app_user (id, login, display_name, status, created_at) VALUES ($1, $2, $3, 'active', $4)",
);

static ADD_GRANT: Statement<(UserId, &'static str, String, Timestamp), ()> = Statement::new(
    "add_grant",
    "INSERT INTO user_role (user_id, role, area, granted_at) VALUES ($1, $2, $3, $4)",
);

/// What the work for phones stands on in this world, now.
#[must_use]
pub fn ground(world: &World) -> Ground {
    Ground { db: world.db(), outside: world.outside(), keys: std::sync::Arc::clone(&world.keys) }
}

/// 32 bytes that only this name has.
#[must_use]
pub fn bytes_of(name: &str) -> [u8; 32] {
    Sha256::digest(name.as_bytes()).into()
}

/// An id that only this name has.
#[must_use]
pub fn id_of(name: &str) -> Uuid {
    let hash = bytes_of(name);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    // The shape of a UUIDv7; what it says of time nobody believes.
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    Uuid::from_bytes(bytes)
}

/// A user who enrols in an area; put into the database without the ceremony of passwords.
///
/// # Panics
/// When the database refuses.
pub async fn holder(world: &World, login: &str, role: Role, area: &str) -> UserId {
    let id = UserId(id_of(login));
    let mut tx = world.db().write().await.expect("a write begins");
    let now = world.now();
    tx.run(&ADD_HOLDER, (id, login.to_owned(), login.to_owned(), now)).await.expect("a new login");
    tx.run(&ADD_GRANT, (id, role.word(), area.to_owned(), now)).await.expect("a new grant");
    tx.commit().await.expect("it commits");
    id
}

/// What a person finalises.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its kind.
    pub kind: &'static str,
    /// Its version.
    pub v: i64,
    /// What it says.
    pub body: Value,
    /// What it waits for.
    pub depends_on: Vec<Uuid>,
    /// What it corrects.
    pub supersedes: Option<Uuid>,
}

impl Draft {
    /// Of version 1, waiting for nothing.
    #[must_use]
    pub fn new(kind: &'static str, body: Value) -> Self {
        Self { kind, v: 1, body, depends_on: Vec::new(), supersedes: None }
    }

    /// Waiting for these.
    #[must_use]
    pub fn after(mut self, ids: &[Uuid]) -> Self {
        self.depends_on.extend_from_slice(ids);
        self
    }

    /// Correcting this.
    #[must_use]
    pub fn instead_of(mut self, id: Uuid) -> Self {
        self.supersedes = Some(id);
        self
    }
}

/// A registered phone.
#[derive(Debug)]
pub struct Phone {
    /// The device it is to the office.
    pub device: Uuid,
    /// What it shows at the door.
    pub token: String,
    /// Who holds it.
    pub holder: UserId,
    /// Its database.
    pub store_epoch: Uuid,
    /// The next place in its sequence.
    pub next_seq: i64,
    key: field::DeviceKey,
    office_key: Vec<u8>,
    n_sealed: u64,
}

impl Phone {
    /// Registers a phone of this name for a holder, as an administrator and the phone do it.
    ///
    /// # Panics
    /// When the office refuses.
    pub async fn register(world: &World, name: &str, holder: UserId) -> Self {
        let office = world.office(Role::Administrator, None);
        let header = world.header(name);
        carry_out(&office, &header, &Begin { holder }).await.expect("a registration begins");
        let key = field::DeviceKey::of(&bytes_of(name));
        let applicant = Applicant {
            code: Private::new(code_of(&world.keys, header.id.0).into_revealed()),
            public_key: key.public_key(),
            label: name.to_owned(),
            app_version: "1.0.0".to_owned(),
            persisted: true,
        };
        let done = device::register(&ground(world), &applicant).await.expect("it registers");
        Self {
            device: done.device,
            token: done.token.into_revealed(),
            holder,
            store_epoch: id_of(&format!("{name} store 1")),
            next_seq: 1,
            key,
            office_key: done.server_key.1,
            n_sealed: 0,
        }
    }

    /// A phone of this name that the office registered over HTTP.
    ///
    /// # Panics
    /// When the answer is not that of a registration.
    #[must_use]
    pub fn registered(name: &str, answer: &Value) -> Self {
        let id = |value: &Value| value.as_str().and_then(|id| id.parse().ok()).expect("an id");
        let office_key = answer["server_key"]["public_key"].as_str().and_then(sync::unbase64);
        Self {
            device: id(&answer["device"]),
            token: answer["token"].as_str().expect("a token").to_owned(),
            holder: UserId(id(&answer["holder"]["id"])),
            store_epoch: id_of(&format!("{name} store 1")),
            next_seq: 1,
            key: field::DeviceKey::of(&bytes_of(name)),
            office_key: office_key.expect("a key"),
            n_sealed: 0,
        }
    }

    /// The public half of the key of a phone of this name, as it is sent.
    #[must_use]
    pub fn public_key(name: &str) -> String {
        sync::base64(&field::DeviceKey::of(&bytes_of(name)).public_key())
    }

    /// Finalises a draft: the next place in the sequence, sealed and signed, bytes that never change.
    ///
    /// # Panics
    /// When the office's key is none.
    pub fn finalise(&mut self, draft: &Draft) -> Envelope {
        let seq = self.next_seq;
        self.next_seq += 1;
        let id = id_of(&format!("{} {} {seq}", self.device, self.store_epoch));
        self.seal(id, seq, draft)
    }

    /// Seals and signs under an id and place of the caller's choosing.
    ///
    /// # Panics
    /// When the office's key is none.
    pub fn seal(&mut self, id: Uuid, seq: i64, draft: &Draft) -> Envelope {
        let Draft { kind, v, body, depends_on, supersedes } = draft.clone();
        let body = body.to_string().into_bytes();
        let sha256 = Sha256::digest(&body).to_vec();
        let header = Header {
            id,
            device: self.device,
            store_epoch: self.store_epoch,
            seq,
            kind: kind.to_owned(),
            v,
            actor: self.holder,
            depends_on,
            supersedes,
        };
        let signed = line(&header, &sha256);
        let sealed = self.sealed(signed.as_bytes(), &body);
        let sig = self.key.sign(signed.as_bytes());
        Envelope { header, sha256, sealed, sig, is_well_formed: true }
    }

    /// Seals bytes to the office, bound to a text.
    ///
    /// # Panics
    /// When the office's key is none.
    pub fn sealed(&mut self, bound: &[u8], plain: &[u8]) -> Vec<u8> {
        self.n_sealed += 1;
        let name = format!("{} {} {}", self.device, self.store_epoch, self.n_sealed);
        let mut chance = [0; 44];
        chance[..32].copy_from_slice(&bytes_of(&name));
        chance[32..].copy_from_slice(&bytes_of(&format!("{name} iv"))[..12]);
        field::seal(&self.office_key, &chance, bound, plain).expect("the office has a key")
    }

    /// Its data was wiped: another store, a sequence from its beginning.
    pub fn wipe(&mut self) {
        self.store_epoch = id_of(&format!("{} after {}", self.device, self.store_epoch));
        self.next_seq = 1;
    }

    /// Commands of this phone, pushed by itself.
    #[must_use]
    pub fn batch(&self, commands: &[Envelope]) -> Batch {
        Batch {
            device: self.device,
            store_epoch: commands.first().map_or(self.store_epoch, |it| it.header.store_epoch),
            commands: commands.to_vec(),
            transport: Transport::Push,
            brought_by: self.device,
        }
    }

    /// What it says of itself with so many commands unsent.
    #[must_use]
    pub fn report(&self, client_now: Timestamp, pending: usize) -> Report {
        Report {
            device: self.device,
            store_epoch: self.store_epoch,
            client_now,
            app_version: "1.0.0".to_owned(),
            pending: u32::try_from(pending).unwrap_or(u32::MAX),
            oldest_made_at: None,
            attachments_pending: 0,
            persisted: true,
            free_bytes: Some(1 << 30),
        }
    }

    /// Pushes to the office, past HTTP.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn push(&self, world: &World, commands: &[Envelope]) -> Vec<Told> {
        self.push_to(world, &AllReaders, commands).await
    }

    /// Pushes to an office with other readers.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn push_to<R: Readers>(
        &self,
        world: &World,
        readers: &R,
        commands: &[Envelope],
    ) -> Vec<Told> {
        let report = self.report(world.now(), commands.len());
        let told = receive(&ground(world), readers, &self.batch(commands), Some(&report)).await;
        told.expect("the database takes it")
    }

    /// The body of a push over HTTP.
    #[must_use]
    pub fn push_body(&self, client_now: Timestamp, commands: &[Envelope]) -> Value {
        json!({
            "proto": 1, "device": self.device, "store_epoch": self.store_epoch,
            "client_now": client_now.to_string(),
            "app": { "version": "1.0.0", "db_schema": 1, "ref": {} },
            "queue": {
                "pending": commands.len(), "oldest_made_at": null, "attachments_pending": 0,
            },
            "storage": { "persisted": true, "free_bytes": 1_000_000 },
            "commands": commands.iter().map(Envelope::to_json).collect::<Vec<_>>(),
        })
    }

    /// Its sealed export file.
    #[must_use]
    pub fn export(&self, commands: &[Envelope], photos: &[Vec<u8>]) -> Value {
        let photo = |bytes: &Vec<u8>| {
            json!({
                "sha256": sync::hex(&Sha256::digest(bytes)), "size": bytes.len(),
                "data": sync::base64(bytes),
            })
        };
        json!({
            "format": "lindung-sealed-1", "device": self.device, "store_epoch": self.store_epoch,
            "made_at": "2026-11-21T08:00:00+07:00",
            "commands": commands.iter().map(Envelope::to_json).collect::<Vec<_>>(),
            "attachments": photos.iter().map(photo).collect::<Vec<_>>(),
        })
    }
}
