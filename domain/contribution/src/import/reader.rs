//! The thread that reads and judges rows while the database writes the ones before.

use super::{
    judge::{Judge, Judged, Ready},
    source::Bytes,
};
use db::Dialect;
use sheets::{Columns, Limits, Row, SheetRefusal};
use tokio::sync::mpsc;

/// Rows of one commit: enough that index pages are written once for many of them, few enough that
/// a payment does not wait long for its turn.
const CHUNK: usize = 4_000;
/// Rows of one commit of a long list in one file, where every commit writes most index pages anew:
/// fewer commits are worth a payment's wait of a few seconds.
const LONG_CHUNK: usize = 20_000;
/// From so many rows a list is long.
const LONG: u64 = 100_000;

/// How many rows a commit takes.
pub(super) fn chunk(dialect: Dialect, n_total: u64) -> usize {
    match dialect {
        Dialect::Sqlite if n_total >= LONG => LONG_CHUNK,
        Dialect::Sqlite | Dialect::Postgres => CHUNK,
    }
}

/// Chunks that may wait for the database: what bounds the memory of a long list.
const WAITING: usize = 1;

/// A row and what it is.
#[derive(Debug)]
pub(super) struct ReadRow {
    pub(super) row: Row,
    pub(super) judged: Judged,
}

impl ReadRow {
    /// The person, where the row can be enrolled.
    pub(super) fn ready(&self) -> Option<&Ready> {
        match &self.judged {
            Judged::Ready(ready) => Some(ready),
            Judged::Refused(_) | Judged::Skipped(_) => None,
        }
    }

    pub(super) fn number(&self) -> i64 {
        i64::try_from(self.row.number()).unwrap_or(i64::MAX)
    }
}

/// What the thread hands over.
#[derive(Debug)]
pub(super) enum Handed {
    Columns(Box<Columns>),
    Rows(Vec<ReadRow>),
    Refused(SheetRefusal),
}

/// Starts reading; the channel ends with the list. The thread stops when nobody listens.
pub(super) fn start(
    bytes: Bytes,
    name: String,
    judge: Judge,
    chunk: usize,
) -> mpsc::Receiver<Handed> {
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        if let Err(refusal) = read(bytes, &name, judge, chunk, &sender) {
            let _ = sender.blocking_send(Handed::Refused(refusal));
        }
    });
    receiver
}

fn read(
    bytes: Bytes,
    name: &str,
    mut judge: Judge,
    chunk: usize,
    sender: &mpsc::Sender<Handed>,
) -> Result<(), SheetRefusal> {
    let mut sheet = sheets::open(bytes, name, Limits::default())?;
    let columns = sheet.columns().clone();
    if sender.blocking_send(Handed::Columns(Box::new(columns.clone()))).is_err() {
        return Ok(());
    }
    let (mut row, mut rows) = (Row::new(), Vec::with_capacity(chunk));
    while sheet.next_row(&mut row)? {
        let judged = judge.judge(&columns, &row);
        rows.push(ReadRow { row: row.clone(), judged });
        if rows.len() == chunk {
            let full = std::mem::replace(&mut rows, Vec::with_capacity(chunk));
            if sender.blocking_send(Handed::Rows(full)).is_err() {
                return Ok(());
            }
        }
    }
    if !rows.is_empty() {
        let _ = sender.blocking_send(Handed::Rows(rows));
    }
    Ok(())
}
