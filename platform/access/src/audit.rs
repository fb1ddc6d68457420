//! The append-only record: one block a commit, each block chained to the one before it.
//!
//! There are several chains so that writers do not wait for each other; a commit appends to one.
//! The hash of a block covers the hash before it, its place, and every entry, so a changed byte, a
//! missing line or a missing block is found by [`verify`]. Cutting off the *end* of a chain, or
//! putting an old copy back, is only seen from outside: compare [`heads`] with what was printed.

use crate::{Forbidden, Outside, sql};
use db::{Bulk, Db, DbError, Kind, Tx, Value, Write, row};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use terms::ids::UserId;
use uuid::Uuid;

/// How many chains there are. Chains 0 to 3 are for writers that share commits.
const CHAINS: u8 = 16;
const CHAINS_OF_WRITERS: u8 = 4;

/// An act: who did what to which thing. Ids only.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the words of the sentence above")]
pub struct Entry {
    pub at: Timestamp,
    pub actor: UserId,
    pub action: &'static str,
    pub subject_kind: &'static str,
    pub subject: Option<Uuid>,
    pub detail: String,
}

/// Where a chain stands; print it, mail it, keep it elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Head {
    /// Which chain.
    pub chain: i64,
    /// Its last block.
    pub seq: i64,
    /// That block's hash, in hex.
    pub hash: String,
}

/// The first thing found wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("audit chain {chain}, block {seq}: {what}")]
pub struct Broken {
    /// Which chain.
    pub chain: i64,
    /// Which block.
    pub seq: i64,
    /// What is wrong.
    pub what: &'static str,
}

/// The chain for a command: by its id, so that commands spread.
#[must_use]
pub fn chain_of(seed: Uuid) -> u8 {
    CHAINS_OF_WRITERS + seed.as_bytes()[15] % (CHAINS - CHAINS_OF_WRITERS)
}

static ENTRIES: Bulk = Bulk {
    table: "audit_entry",
    columns: &[
        ("chain", Kind::Int),
        ("seq", Kind::Int),
        ("line", Kind::Int),
        ("recorded_at", Kind::Instant),
        ("actor", Kind::Uuid),
        ("action", Kind::Text),
        ("subject_kind", Kind::Text),
        ("subject", Kind::Uuid),
        ("detail", Kind::Text),
    ],
    conflict: "",
};

static BLOCKS: Bulk = Bulk {
    table: "audit_block",
    columns: &[
        ("chain", Kind::Int),
        ("seq", Kind::Int),
        ("previous", Kind::Bytes),
        ("hash", Kind::Bytes),
        ("n_entries", Kind::Int),
        ("recorded_at", Kind::Instant),
    ],
    conflict: "",
};

static HEADS: Bulk = Bulk {
    table: "audit_head",
    columns: &[("chain", Kind::Int), ("seq", Kind::Int), ("hash", Kind::Bytes)],
    conflict: "ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
};

/// Appends one block to a chain, in the transaction of what it tells of.
pub async fn append(
    tx: &mut Tx,
    chain: u8,
    now: Timestamp,
    entries: &[Entry],
) -> Result<(), DbError> {
    let block = block(tx, chain, now, entries).await?;
    tx.write_all(block).await
}

/// The block as rows, to be written with what it tells of. The chain's head is taken: in one
/// transaction a chain gets one block.
pub async fn block(
    tx: &mut Tx,
    chain: u8,
    now: Timestamp,
    entries: &[Entry],
) -> Result<Vec<Write>, DbError> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let chain = i64::from(chain);
    let (last, previous) = tx.first(&sql::AUDIT_HEAD, (chain,)).await?.unwrap_or((0, vec![0; 32]));
    let seq = last + 1;
    let mut hash = BlockHash::begin(&previous, chain, seq);
    let mut rows = Vec::with_capacity(entries.len());
    for (line, entry) in (0i64..).zip(entries) {
        hash.add(
            entry.at,
            entry.actor.0,
            entry.action,
            entry.subject_kind,
            entry.subject,
            &entry.detail,
        );
        rows.push(vec![
            Value::Int(Some(chain)),
            Value::Int(Some(seq)),
            Value::Int(Some(line)),
            Value::Instant(Some(entry.at)),
            Value::Uuid(Some(entry.actor.0)),
            Value::Text(Some(entry.action.into())),
            Value::Text(Some(entry.subject_kind.into())),
            Value::Uuid(entry.subject),
            Value::Text(Some(entry.detail.clone())),
        ]);
    }
    let hash = hash.end();
    let n = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let block = vec![
        Value::Int(Some(chain)),
        Value::Int(Some(seq)),
        Value::Bytes(Some(previous)),
        Value::Bytes(Some(hash.clone())),
        Value::Int(Some(n)),
        Value::Instant(Some(now)),
    ];
    let head = vec![Value::Int(Some(chain)), Value::Int(Some(seq)), Value::Bytes(Some(hash))];
    Ok(vec![
        Write::Insert(&BLOCKS, vec![block]),
        Write::Insert(&ENTRIES, rows),
        Write::Insert(&HEADS, vec![head]),
    ])
}

/// Appends in a commit of its own, trying again when another writer was in the way.
pub async fn record(
    db: &Db,
    outside: &Outside,
    seed: Uuid,
    entries: &[Entry],
) -> Result<(), DbError> {
    let once = move || async move {
        let mut tx = db.write().await?;
        append(&mut tx, chain_of(seed), outside.now, entries).await?;
        tx.commit().await
    };
    crate::command::repeat_while_busy(seed, once).await
}

/// Where every chain stands.
pub async fn heads(tx: &mut Tx) -> Result<Vec<Head>, DbError> {
    let heads = tx.all(&sql::CHAIN_HEADS, ()).await?;
    Ok(heads.into_iter().map(|(chain, seq, hash)| Head { chain, seq, hash: hex(&hash) }).collect())
}

/// Why the record is not shown.
#[derive(Debug, thiserror::Error)]
pub enum AuditRefusal {
    /// Not the actor's to read.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

row! {
    /// A block and one of its entries (none only if the entries were taken away).
    pub(crate) struct ChainRow {
        seq: i64,
        previous: Vec<u8>,
        hash: Vec<u8>,
        n_entries: i64,
        recorded_at: Option<Timestamp>,
        actor: Option<Uuid>,
        action: Option<String>,
        subject_kind: Option<String>,
        subject: Option<Uuid>,
        detail: Option<String>,
    }
}

/// Blocks read at once: memory stays bounded however long the chain is.
const STRETCH: i64 = 2_000;

/// Recomputes every chain from its first block; answers the first fault of each, none if all hold.
pub async fn verify(tx: &mut Tx) -> Result<Vec<Broken>, DbError> {
    let mut faults = Vec::new();
    let heads = tx.all(&sql::CHAIN_HEADS, ()).await?;
    let extents = tx.all(&sql::CHAIN_EXTENT, ()).await?;
    for (chain, last) in &extents {
        if !heads.iter().any(|(head, seq, _)| head == chain && seq == last) {
            faults.push(Broken {
                chain: *chain,
                seq: *last,
                what: "the head of the chain does not name its last block",
            });
        }
    }
    for (chain, seq, head) in heads {
        let mut walk = Walk { chain, seq: 0, hash: vec![0; 32], block: None };
        let mut fault = None;
        let mut from = 0;
        while from < seq && fault.is_none() {
            let until = (from + STRETCH).min(seq);
            let rows: Vec<ChainRow> = tx.all(&sql::CHAIN_ENTRIES, (chain, from, until)).await?;
            fault = rows
                .into_iter()
                .find_map(|row| walk.step(row).err())
                .or_else(|| walk.close().err());
            from = until;
        }
        let end = if walk.seq == seq && walk.hash == head {
            None
        } else {
            Some(Broken {
                chain,
                seq: walk.seq + 1,
                what: "a block is missing, or the head was changed",
            })
        };
        faults.extend(fault.or(end));
    }
    Ok(faults)
}

struct Walk {
    chain: i64,
    seq: i64,
    hash: Vec<u8>,
    block: Option<(BlockHash, i64, i64, Vec<u8>)>,
}

impl Walk {
    fn step(&mut self, row: ChainRow) -> Result<(), Broken> {
        let same = self.block.as_ref().is_some_and(|(_, seq, _, _)| *seq == row.seq);
        if !same {
            self.close()?;
            if row.seq != self.seq + 1 {
                return Err(Broken {
                    chain: self.chain,
                    seq: self.seq + 1,
                    what: "the block is missing",
                });
            }
            if row.previous != self.hash {
                return Err(Broken {
                    chain: self.chain,
                    seq: row.seq,
                    what: "it does not follow the block before it",
                });
            }
            let hash = BlockHash::begin(&row.previous, self.chain, row.seq);
            self.block = Some((hash, row.seq, row.n_entries, row.hash));
        }
        let Some((hash, _, _, _)) = &mut self.block else { return Ok(()) };
        if let (Some(at), Some(actor), Some(action), Some(kind), Some(detail)) =
            (row.recorded_at, row.actor, row.action, row.subject_kind, row.detail)
        {
            hash.add(at, actor, &action, &kind, row.subject, &detail);
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Broken> {
        let Some((hash, seq, n, stored)) = self.block.take() else { return Ok(()) };
        if hash.n != n {
            return Err(Broken {
                chain: self.chain,
                seq,
                what: "an entry is missing or was added",
            });
        }
        if hash.end() != stored {
            return Err(Broken {
                chain: self.chain,
                seq,
                what: "an entry or the hash was changed",
            });
        }
        self.seq = seq;
        self.hash = stored;
        Ok(())
    }
}

struct BlockHash {
    hash: Sha256,
    n: i64,
}

impl BlockHash {
    fn begin(previous: &[u8], chain: i64, seq: i64) -> Self {
        let mut hash = Sha256::new();
        hash.update(previous);
        hash.update(chain.to_be_bytes());
        hash.update(seq.to_be_bytes());
        Self { hash, n: 0 }
    }

    /// Each field with its length before it, so that no two entries read alike.
    fn add(
        &mut self,
        at: Timestamp,
        actor: Uuid,
        action: &str,
        kind: &str,
        subject: Option<Uuid>,
        detail: &str,
    ) {
        self.n += 1;
        let subject = subject.map(|id| id.into_bytes()).unwrap_or_default();
        for field in [
            &at.as_microsecond().to_be_bytes()[..],
            actor.as_bytes(),
            action.as_bytes(),
            kind.as_bytes(),
            &subject,
            detail.as_bytes(),
        ] {
            self.hash.update((field.len() as u64).to_be_bytes());
            self.hash.update(field);
        }
    }

    fn end(mut self) -> Vec<u8> {
        self.hash.update(self.n.to_be_bytes());
        self.hash.finalize().to_vec()
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
