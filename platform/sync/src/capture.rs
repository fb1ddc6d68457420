//! Keeping what came: many commands in one short transaction, before anything is decided.
//!
//! The primary key decides races, not a look beforehand. The same id with other bytes is kept beside
//! the first and never applied.

use crate::{
    device::Report,
    envelope::Envelope,
    ground::{Ground, again},
    sql,
};
use db::{Bulk, DbError, Json, Kind, Tx, Value};
use std::collections::HashMap;
use terms::Timestamp;
use uuid::Uuid;

/// How commands came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Transport {
    /// From the phone they were made on.
    Push,
    /// From another phone that carried them.
    Carried,
    /// In a sealed file.
    Import,
}

impl Transport {
    const fn word(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Carried => "carried",
            Self::Import => "import",
        }
    }
}

/// Commands of one device and store, as they came.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The device they were made on; it need not be known here.
    pub device: Uuid,
    /// The phone's database they were made in.
    pub store_epoch: Uuid,
    /// The commands.
    pub commands: Vec<Envelope>,
    /// How they came.
    pub transport: Transport,
    /// The device or user who brought them.
    pub brought_by: Uuid,
}

/// What became of one of them at capture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// New here; whoever captured it judges it.
    New,
    /// It was here with the same bytes.
    Replayed,
    /// The id was here with other bytes: kept beside it.
    Clash,
}

static CAPTURES: Bulk = Bulk {
    table: "capture",
    columns: &[
        ("id", Kind::Uuid),
        ("device", Kind::Uuid),
        ("store_epoch", Kind::Uuid),
        ("seq", Kind::Int),
        ("kind", Kind::Text),
        ("v", Kind::Int),
        ("actor", Kind::Uuid),
        ("depends_on", Kind::Json),
        ("supersedes", Kind::Uuid),
        ("sha256", Kind::Bytes),
        ("sealed", Kind::Bytes),
        ("sig", Kind::Bytes),
        ("digest", Kind::Bytes),
        ("well_formed", Kind::Int),
        ("received_at", Kind::Instant),
        ("transport", Kind::Text),
        ("brought_by", Kind::Uuid),
        ("device_status", Kind::Text),
        ("attempts", Kind::Int),
        ("judging_since", Kind::Instant),
    ],
    conflict: "ON CONFLICT (id) DO NOTHING",
};

static DEPENDENCIES: Bulk = Bulk {
    table: "capture_dependency",
    columns: &[("capture", Kind::Uuid), ("needs", Kind::Uuid)],
    conflict: "ON CONFLICT (capture, needs) DO NOTHING",
};

static CLASHES: Bulk = Bulk {
    table: "capture_clash",
    columns: &[
        ("id", Kind::Uuid),
        ("digest", Kind::Bytes),
        ("line", Kind::Text),
        ("sealed", Kind::Bytes),
        ("sig", Kind::Bytes),
        ("received_at", Kind::Instant),
        ("brought_by", Kind::Uuid),
    ],
    conflict: "ON CONFLICT (id, digest) DO NOTHING",
};

/// Keeps a batch, durably when this answers, together with what the phone says of itself.
pub async fn capture(
    ground: &Ground,
    batch: &Batch,
    report: Option<&Report>,
) -> Result<Vec<(Uuid, Kept)>, DbError> {
    let now = ground.now();
    again!(ground.db, batch.brought_by, |tx| {
        let kept = keep(&mut tx, batch, now).await?;
        if let Some(report) = report {
            crate::device::note(&mut tx, report, batch, now).await?;
        }
        kept
    })
}

async fn keep(tx: &mut Tx, batch: &Batch, now: Timestamp) -> Result<Vec<(Uuid, Kept)>, DbError> {
    let ids: Vec<Uuid> = batch.commands.iter().map(|command| command.header.id).collect();
    let known = tx.all(&sql::DIGESTS_OF, (ids,)).await?;
    let mut known: HashMap<Uuid, Vec<u8>> = known.into_iter().collect();
    let status = tx.first(&sql::STATUS_OF_DEVICE, (batch.device,)).await?;
    let status = status.map_or_else(|| "unknown".to_owned(), |(status,)| status);
    let (mut rows, mut needs, mut clashes) = (Vec::new(), Vec::new(), Vec::new());
    let mut kept = Vec::with_capacity(batch.commands.len());
    for command in &batch.commands {
        let (id, digest) = (command.header.id, command.digest());
        kept.push((
            id,
            match known.get(&id) {
                Some(before) if *before == digest => Kept::Replayed,
                Some(_) => {
                    clashes.push(clash(command, digest, batch.brought_by, now));
                    Kept::Clash
                }
                None => {
                    let each = command.header.depends_on.iter();
                    needs.extend(each.map(|on| vec![uuid(id), uuid(*on)]));
                    rows.push(row(command, &digest, batch, &status, now));
                    known.insert(id, digest);
                    Kept::New
                }
            },
        ));
    }
    tx.insert_many(&CAPTURES, rows).await?;
    tx.insert_many(&DEPENDENCIES, needs).await?;
    let clashing: Vec<Uuid> = clashes.iter().map(|(id, _)| *id).collect();
    let rows = clashes.into_iter().map(|(_, row)| row).collect();
    if tx.insert_many(&CLASHES, rows).await? > 0 {
        tx.run(&sql::COUNT_CLASHES, (clashing,)).await?;
    }
    Ok(kept)
}

const fn uuid(id: Uuid) -> Value {
    Value::Uuid(Some(id))
}

fn row(
    command: &Envelope,
    digest: &[u8],
    batch: &Batch,
    status: &str,
    now: Timestamp,
) -> Vec<Value> {
    let header = &command.header;
    let text = |text: &str| Value::Text(Some(text.to_owned()));
    let bytes = |bytes: &[u8]| Value::Bytes(Some(bytes.to_vec()));
    let needs = header.depends_on.iter().map(|id| Json::from(id.to_string())).collect();
    vec![
        uuid(header.id),
        uuid(header.device),
        uuid(header.store_epoch),
        Value::Int(Some(header.seq)),
        text(&header.kind),
        Value::Int(Some(header.v)),
        uuid(header.actor.0),
        Value::Json(Some(Json::Array(needs))),
        Value::Uuid(header.supersedes),
        bytes(&command.sha256),
        bytes(&command.sealed),
        bytes(&command.sig),
        bytes(digest),
        Value::Int(Some(i64::from(command.is_well_formed))),
        Value::Instant(Some(now)),
        text(batch.transport.word()),
        uuid(batch.brought_by),
        text(status),
        // The first judging is counted here: a crash from now on leaves one attempt on record.
        Value::Int(Some(1)),
        Value::Instant(Some(now)),
    ]
}

fn clash(
    command: &Envelope,
    digest: Vec<u8>,
    brought_by: Uuid,
    now: Timestamp,
) -> (Uuid, Vec<Value>) {
    let row = vec![
        uuid(command.header.id),
        Value::Bytes(Some(digest)),
        Value::Text(Some(command.line())),
        Value::Bytes(Some(command.sealed.clone())),
        Value::Bytes(Some(command.sig.clone())),
        Value::Instant(Some(now)),
        uuid(brought_by),
    ];
    (command.header.id, row)
}
