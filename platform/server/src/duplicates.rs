//! How many pairs of records may be one person, counted beside the requests and remembered a while:
//! the count looks at everyone in an area, which no page should wait for.

use crate::office::Server;
use jiff::SignedDuration;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};
use terms::{AreaCode, Timestamp};
use tokio::task::JoinHandle;

/// A count is shown for so long, then made again.
const FRESH: SignedDuration = SignedDuration::from_mins(15);
/// Counts remembered at once.
const REMEMBERED: usize = 200;

#[derive(Debug, Default)]
struct Counts {
    known: HashMap<String, (i64, Timestamp)>,
    /// The count under way: one at a time.
    counting: Option<JoinHandle<()>>,
}

/// The counts of this run of the program.
#[derive(Debug, Default)]
pub(crate) struct DuplicateCounts(Arc<Mutex<Counts>>);

fn open(counts: &Mutex<Counts>) -> MutexGuard<'_, Counts> {
    counts.lock().expect("nobody panics while looking at the counts")
}

impl DuplicateCounts {
    /// The count for some areas and when it was made; none the first time, while it is being made.
    pub(crate) fn counted(
        &self,
        server: &Arc<Server>,
        now: Timestamp,
        areas: &[AreaCode],
    ) -> Option<(i64, Timestamp)> {
        let key = areas.iter().map(AreaCode::as_str).collect::<Vec<_>>().join("+");
        let mut counts = open(&self.0);
        let known = counts.known.get(&key).copied();
        let is_fresh = known.is_some_and(|(_, at)| now.duration_since(at).abs() < FRESH);
        let busy = counts.counting.as_ref().is_some_and(|task| !task.is_finished());
        if !is_fresh && !busy && !server.is_closing() {
            let (db, shared) = (server.db.clone(), Arc::clone(&self.0));
            let areas: Vec<String> = areas.iter().map(ToString::to_string).collect();
            counts.counting = Some(tokio::spawn(async move {
                let counted = async {
                    let mut tx = db.read().await?;
                    registry::count_duplicates(&mut tx, areas).await
                };
                match counted.await {
                    Ok(n) => {
                        let mut counts = open(&shared);
                        if counts.known.len() >= REMEMBERED {
                            counts.known.clear();
                        }
                        counts.known.insert(key, (n, now));
                    }
                    Err(error) => tracing::warn!(%error, "duplicates were not counted"),
                }
            }));
        }
        known
    }

    /// Cuts the count under way.
    pub(crate) fn close(&self) {
        if let Some(task) = open(&self.0).counting.take() {
            task.abort();
        }
    }
}
