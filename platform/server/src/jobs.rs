//! Chores beside the requests: merging rollups, judging what is left, turning months, raising notices
//! and alerts.
//!
//! Each round may run twice or be cut at any moment; the next one finishes it. A failure is logged
//! when it begins and when it ends, not at every round between.

use crate::office::Server;
use access::Office;
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use terms::Date;
use tokio::sync::watch;

const MERGE_EVERY: Duration = Duration::from_secs(2);
/// Rows of one commit: short enough that payments do not wait for it.
const ROWS_AT_ONCE: u32 = 2_000;
/// Notices are looked for once a day; after a failure, and for what a day's work adds, every hour.
const NOTICES_EVERY_ROUNDS: u32 = 1_800;

/// What a crash left of phones' commands, what is ready and what waited too long: every ten seconds.
const CAPTURES_EVERY_ROUNDS: u32 = 5;
const CAPTURES_AT_ONCE: u32 = 200;
/// Cash that agents hold too long is looked for every five minutes.
const CUSTODY_EVERY_ROUNDS: u32 = 150;

/// Runs until told to stop; a round in progress is finished.
pub(crate) async fn run(server: Arc<Server>, mut stop: watch::Receiver<bool>) {
    let mut state = State::default();
    let mut rounds: u32 = 0;
    let mut noticed: Option<Date> = None;
    while !*stop.borrow_and_update() {
        merge(&server, &mut state).await;
        if rounds.is_multiple_of(CAPTURES_EVERY_ROUNDS) {
            captures(&server, &mut state).await;
        }
        if rounds.is_multiple_of(CUSTODY_EVERY_ROUNDS) {
            custody(&server, &mut state).await;
        }
        let today = server.outside().today();
        let due = noticed != Some(today) || rounds.is_multiple_of(NOTICES_EVERY_ROUNDS);
        if due {
            months(&server, &mut state).await;
            noticed = notices(&server, &mut state).await.then_some(today).or(noticed);
        }
        rounds = rounds.wrapping_add(1);
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(MERGE_EVERY) => {}
        }
    }
}

#[derive(Default)]
struct State {
    merging_fails: bool,
    notices_fail: bool,
    months_fail: bool,
    captures_fail: bool,
    custody_fails: bool,
}

fn system(server: &Server) -> Office {
    Office::of_the_system(server.db.clone(), server.outside(), Arc::clone(&server.keys))
}

async fn merge(server: &Server, state: &mut State) {
    let done = insight::merge_changes(&server.db, ROWS_AT_ONCE).await;
    let error = done.as_ref().err().map(|error| error as &dyn std::fmt::Display);
    told_once(server, &mut state.merging_fails, "merging rollups", error);
}

async fn captures(server: &Server, state: &mut State) {
    let ground = sync::Ground::of(&system(server));
    let done = async {
        sync::settle_left(&ground, &sync::AllReaders, CAPTURES_AT_ONCE).await?;
        sync::attachment::forget_unfinished(&ground).await
    };
    let done = done.await;
    let error = done.as_ref().err().map(|error| error as &dyn std::fmt::Display);
    told_once(server, &mut state.captures_fail, "judging what phones sent", error);
}

/// Branch and members are told about cash that agents hold too long, once a receipt.
async fn custody(server: &Server, state: &mut State) {
    let done = outreach::alert::raise_due(&system(server)).await;
    if let Ok(n @ 1..) = &done {
        server.metrics.notices.fetch_add(*n, Ordering::Relaxed);
        tracing::warn!(n, "cash is held too long by agents; branch and members were told");
    }
    let error = done.as_ref().err().map(|error| error as &dyn std::fmt::Display);
    told_once(server, &mut state.custody_fails, "looking for cash held too long", error);
}

/// What was received ahead becomes income when its month begins.
async fn months(server: &Server, state: &mut State) {
    let done = contribution::months::turn_due(&system(server)).await;
    if let Ok(n @ 1..) = &done {
        tracing::info!(n, "months turned");
    }
    let error = done.as_ref().err().map(|error| error as &dyn std::fmt::Display);
    told_once(server, &mut state.months_fail, "turning months", error);
}

async fn notices(server: &Server, state: &mut State) -> bool {
    let done = contribution::notice::raise_due(&system(server)).await;
    if let Ok(n) = &done {
        server.metrics.notices.fetch_add(*n, Ordering::Relaxed);
        if *n > 0 {
            tracing::info!(n, "notices raised");
        }
    }
    told_once(
        server,
        &mut state.notices_fail,
        "raising notices",
        done.as_ref().err().map(|error| error as &dyn std::fmt::Display),
    )
}

/// Logs the first failure and the recovery; whether it went well.
fn told_once(
    server: &Server,
    failing: &mut bool,
    chore: &str,
    error: Option<&dyn std::fmt::Display>,
) -> bool {
    match (error, *failing) {
        (Some(error), false) => tracing::error!(chore, %error, "a chore fails; it is tried again"),
        (None, true) => tracing::info!(chore, "a chore works again"),
        _ => {}
    }
    *failing = error.is_some();
    server.metrics.job_failures.fetch_add(u64::from(*failing), Ordering::Relaxed);
    !*failing
}
