//! The payment desk: concurrent payments share a commit.
//!
//! A writer takes whatever is waiting, applies it as one set, commits, answers, and takes the next;
//! while one batch is on its way to the disk the next collects. There is no timer: a lone payment
//! waits for nobody. An answer leaves only after the commit. If a batch fails, it is rolled back and
//! halved, so that one bad payment never takes its neighbours with it.

use crate::pay::{Ask, PayRefusal, Report, Taken, apply};
use access::{Keyring, Office, Outside};
use db::{Db, DbError};
use regulation::Law;
use std::{sync::Arc, time::Duration};
use terms::Timestamp;
use tokio::sync::{mpsc, oneshot};

/// Writers. SQLite allows one; on PostgreSQL two met in the indexes under SERIALIZABLE and undid
/// each other's work.
const WRITERS: u8 = 1;
/// Payments of one commit.
const BATCH_MAX: usize = 256;
/// Payments that may wait; beyond, the channel is asked to come again.
const WAITING_MAX: usize = 4_096;
/// Times a batch is tried again when another change was in the way.
const ATTEMPTS_MAX: u32 = 12;

type Waiting = (Ask, oneshot::Sender<Result<Taken, PayRefusal>>);

/// The desk. Cheap to clone; the writers stop when the last clone is gone and the queue is empty.
#[derive(Clone, Debug)]
pub struct PaymentDesk {
    writers: Vec<mpsc::Sender<Waiting>>,
}

/// Where a writer takes the time from; handed in by whoever runs the program.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

impl PaymentDesk {
    /// Opens the desk: each writer has a slot of its own in the rollups and an audit chain of its
    /// own. The handles end when the desk is closed.
    #[must_use]
    pub fn open(
        db: &Db,
        law: &Arc<Law>,
        keys: &Arc<Keyring>,
        clock: &Clock,
    ) -> (Self, Vec<tokio::task::JoinHandle<()>>) {
        let mut writers = Vec::new();
        let mut handles = Vec::new();
        for slot in 0..WRITERS {
            let (sender, receiver) = mpsc::channel(WAITING_MAX);
            writers.push(sender);
            let writer = Writer {
                db: db.clone(),
                law: law.clone(),
                keys: keys.clone(),
                clock: clock.clone(),
                slot,
            };
            handles.push(tokio::spawn(writer.run(receiver)));
        }
        (Self { writers }, handles)
    }

    /// Hands a payment in and waits until it is on the disk. Payments of one code always meet the
    /// same writer, so that two of them cannot get in each other's way.
    pub async fn take(&self, office: Office, report: Report) -> Result<Taken, PayRefusal> {
        report.check(office.outside.now)?;
        let at = report
            .code
            .bytes()
            .fold(0usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
        let writer = self.writers.get(at % self.writers.len().max(1)).ok_or(PayRefusal::Busy)?;
        let (answer, answered) = oneshot::channel();
        writer.try_send((Ask { report, office }, answer)).map_err(|_| PayRefusal::Busy)?;
        answered.await.map_err(|_| PayRefusal::Busy)?
    }
}

struct Writer {
    db: Db,
    law: Arc<Law>,
    keys: Arc<Keyring>,
    clock: Clock,
    slot: u8,
}

impl Writer {
    async fn run(self, mut receiver: mpsc::Receiver<Waiting>) {
        let mut waiting = Vec::with_capacity(BATCH_MAX);
        while receiver.recv_many(&mut waiting, BATCH_MAX).await > 0 {
            let (asks, senders): (Vec<Ask>, Vec<_>) = waiting.drain(..).unzip();
            let mut senders: Senders = senders.into_iter().map(Some).collect();
            // A stack of stretches still to be tried, in order.
            let mut stretches: Vec<_> = std::iter::once(0..asks.len()).collect();
            while let Some(stretch) = stretches.pop() {
                let Some(batch) = asks.get(stretch.clone()) else { continue };
                match self.commit(batch).await {
                    Ok(outcomes) => answer(&mut senders, stretch.start, outcomes),
                    Err(refusal) if batch.len() > 1 => {
                        tracing::warn!(n = batch.len(), %refusal, "a batch of payments failed; trying its halves");
                        let middle = stretch.start + batch.len() / 2;
                        stretches.push(middle..stretch.end);
                        stretches.push(stretch.start..middle);
                    }
                    Err(refusal) => answer(&mut senders, stretch.start, vec![Err(refusal)]),
                }
            }
        }
    }

    async fn commit(&self, batch: &[Ask]) -> Result<Vec<Result<Taken, PayRefusal>>, PayRefusal> {
        let mut attempt = 0;
        loop {
            let outside = Outside::new((self.clock)(), self.law.clone());
            let system = Office::of_the_system(self.db.clone(), outside, self.keys.clone());
            let mut tx = self.db.write_by_key().await?;
            let (refusal, repeat) = match apply(&mut tx, &system, self.slot, batch).await {
                Ok(outcomes) => match tx.commit().await {
                    Ok(()) => return Ok(outcomes),
                    // Unknown whether it is in: the next round finds every payment by its id.
                    Err(error @ DbError::Busy(_)) => (error.into(), true),
                    Err(error) => (error.into(), false),
                },
                Err(refusal) => {
                    let repeat = tx.may_be_repeated();
                    let _ = tx.roll_back().await;
                    (refusal, repeat)
                }
            };
            attempt += 1;
            if !repeat || attempt >= ATTEMPTS_MAX {
                return Err(refusal);
            }
            tokio::time::sleep(Duration::from_millis(1 << attempt.min(8))).await;
        }
    }
}

type Senders = Vec<Option<oneshot::Sender<Result<Taken, PayRefusal>>>>;

fn answer(senders: &mut Senders, from: usize, outcomes: Vec<Result<Taken, PayRefusal>>) {
    for (at, outcome) in (from..).zip(outcomes) {
        if let Some(sender) = senders.get_mut(at).and_then(Option::take) {
            // Whoever asked may have gone away; the payment is kept and can be asked for again.
            let _ = sender.send(outcome);
        }
    }
}
