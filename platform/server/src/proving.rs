//! The proofs as a job: one run at a time, watched while it runs, its result kept in the database.

use crate::{office::Server, problem::Problem};
use access::{Office, audit};
use contribution::kept_checks::keep_check;
use ledger::Invariant;
use std::sync::{Arc, Mutex, MutexGuard};
use terms::{Timestamp, ids::UserId};
use tokio::task::AbortHandle;

/// The parts of a run, in order.
pub(crate) const STEPS: [&str; 4] = ["books", "members", "counts", "audit"];

/// A run that is under way.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    pub(crate) started_at: Timestamp,
    pub(crate) by: UserId,
    /// How many of [`STEPS`] are done.
    pub(crate) done: usize,
}

#[derive(Debug, Default)]
struct State {
    running: Option<Running>,
    /// When the last run broke off, and nothing was kept of it.
    broke_off_at: Option<Timestamp>,
    task: Option<AbortHandle>,
}

/// The proofs of this run of the program.
#[derive(Debug, Default)]
pub(crate) struct Proofs(Arc<Mutex<State>>);

fn open(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("nobody panics while looking at the proofs")
}

impl Proofs {
    /// The run under way, and when one last broke off.
    pub(crate) fn watch(&self) -> (Option<Running>, Option<Timestamp>) {
        let state = open(&self.0);
        (state.running.clone(), state.broke_off_at)
    }

    /// Begins a run, unless one is under way.
    pub(crate) fn begin(&self, server: &Arc<Server>, office: Office) {
        let mut state = open(&self.0);
        if state.running.is_some() || server.is_closing() {
            return;
        }
        let started_at = (server.clock)();
        state.running = Some(Running { started_at, by: office.actor, done: 0 });
        let (shared, clock) = (Arc::clone(&self.0), Arc::clone(&server.clock));
        let task = tokio::spawn(async move {
            let step = |done| {
                if let Some(running) = &mut open(&shared).running {
                    running.done = done;
                }
            };
            let kept = match prove(&office, step).await {
                Ok(invariants) => {
                    let kept = keep_check(&office, started_at, clock(), &invariants).await;
                    kept.map_err(Problem::from)
                }
                Err(problem) => Err(problem),
            };
            let mut state = open(&shared);
            state.running = None;
            state.broke_off_at = kept.is_err().then(|| clock());
            if let Err(problem) = kept {
                tracing::error!(cause = problem.cause().unwrap_or("-"), "the proofs broke off");
            }
        });
        state.task = Some(task.abort_handle());
    }

    /// Cuts a run; nothing is kept of it.
    pub(crate) fn close(&self) {
        let mut state = open(&self.0);
        if let Some(task) = state.task.take() {
            task.abort();
        }
        state.running = None;
    }
}

/// Every invariant, in one unchanging view of the database; told after each step.
pub(crate) async fn prove(
    office: &Office,
    step: impl Fn(usize) + Send,
) -> Result<Vec<Invariant>, Problem> {
    let mut tx = office.db.read().await?;
    let mut all = ledger::check(&mut tx).await?;
    step(1);
    all.extend(contribution::check::check(&mut tx, office).await?);
    step(2);
    all.extend(insight::check(&mut tx, office).await?);
    step(3);
    let broken = audit::verify(&mut tx).await?;
    all.push(Invariant::new(
        "audit_chains_hold",
        "Rantai catatan tidak terputus dan tidak diubah.",
        "The chains of the audit are whole and unchanged.",
        broken.iter().map(ToString::to_string).collect(),
    ));
    step(4);
    Ok(all)
}
