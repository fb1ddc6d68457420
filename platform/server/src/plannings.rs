//! Plans that are being computed: each in a task of its own, watched by whoever asked.
//!
//! What a plan became is in the database; here is only how far it is. Closing cuts it: asked again
//! with the same key, it begins anew, and nothing was half written.

use crate::{office::Server, problem::Problem};
use access::{CommandHeader, Office, carry_out};
use planning::{
    PlanRefusal,
    keep::{KeepPlan, Wish, change, read_facts},
    season::{answer::Answer, make::make, order::Order},
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};
use terms::ids::UserId;
use tokio::{sync::watch, task::AbortHandle};
use uuid::Uuid;

/// Plans remembered after they are done.
const REMEMBERED: usize = 50;
/// Plans computed at once: each takes a core.
const AT_ONCE: usize = 2;

/// How far a plan is.
#[derive(Clone, Debug)]
pub(crate) enum Stage {
    /// Being computed: so many per cent.
    Computing(u8),
    /// Kept.
    Done,
    /// Not made.
    Refused(Box<Problem>),
}

/// A plan as its asker watches it.
#[derive(Clone, Debug)]
pub(crate) struct Watched {
    pub(crate) plan: Uuid,
    command: Uuid,
    by: UserId,
    pub(crate) stage: watch::Receiver<Stage>,
    task: AbortHandle,
}

/// The plans of this run of the program.
#[derive(Debug, Default)]
pub(crate) struct Plannings(Mutex<VecDeque<Watched>>);

/// What is to be computed.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) plan: Uuid,
    pub(crate) header: CommandHeader,
    pub(crate) order: Order,
    /// The wish, the version it is about, and what that says; none for a plan that begins.
    pub(crate) about: Option<(Wish, i64, Box<Answer>)>,
}

impl Plannings {
    fn all(&self) -> std::sync::MutexGuard<'_, VecDeque<Watched>> {
        self.0.lock().expect("nobody panics while looking at the plans")
    }

    /// A plan that somebody asked for since the program started and that is still being computed.
    pub(crate) fn watched(&self, plan: Uuid, by: UserId) -> Option<Watched> {
        let own = |it: &&Watched| it.plan == plan && it.by == by;
        self.all().iter().rev().find(own).cloned()
    }

    /// Begins to compute a plan; a command that is being carried out is watched, not begun again.
    pub(crate) fn begin(
        &self,
        server: &Server,
        office: Office,
        job: Job,
    ) -> Result<Watched, Problem> {
        let mut all = self.all();
        let (command, by, plan) = (job.header.id.0, office.actor, job.plan);
        let computing = |it: &&Watched| matches!(*it.stage.borrow(), Stage::Computing(_));
        if let Some(known) =
            all.iter().filter(computing).find(|it| it.command == command && it.by == by)
        {
            return Ok(known.clone());
        }
        if all.iter().filter(computing).count() >= AT_ONCE || server.is_closing() {
            return Err(Problem::plain("busy").retry_after(10));
        }
        let (tell, stage) = watch::channel(Stage::Computing(0));
        let task = tokio::spawn(async move {
            let tell = Arc::new(tell);
            let done = carried_out(&office, job, Arc::clone(&tell)).await;
            let _ = tell.send(match done {
                Ok(()) => Stage::Done,
                Err(problem) => Stage::Refused(Box::new(problem)),
            });
        });
        let watched = Watched { plan, command, by, stage, task: task.abort_handle() };
        all.push_back(watched.clone());
        while all.len() > REMEMBERED {
            let Some(oldest) = all.iter().position(|it| !computing(&it)) else { break };
            all.remove(oldest);
        }
        Ok(watched)
    }

    /// Cuts what is being computed; nothing of it is written.
    pub(crate) fn close(&self) {
        for watched in self.all().drain(..) {
            watched.task.abort();
        }
    }
}

/// Reads, computes outside of any transaction, and keeps.
async fn carried_out(
    office: &Office,
    job: Job,
    tell: Arc<watch::Sender<Stage>>,
) -> Result<(), Problem> {
    let Job { plan, header, order, about } = job;
    let facts = {
        let mut tx = office.db.read().await?;
        read_facts(&mut tx, office, &order).await?
    };
    let kind = about.as_ref().map_or("made", |(wish, ..)| wish.kind());
    let after = about.as_ref().map_or(0, |(_, n, _)| *n);
    let computed = tokio::task::spawn_blocking(move || {
        let mut percent = |n: u8| {
            tell.send_replace(Stage::Computing(n));
        };
        let answer = match &about {
            None => make(&order, &facts, None, &mut percent)?,
            Some((wish, _, before)) => change(wish, &order, before, &facts, &mut percent)?,
        };
        Ok::<_, PlanRefusal>((order, answer))
    });
    let (order, answer) = computed.await.map_err(Problem::fault)??;
    let command = KeepPlan { plan, after, kind, order, answer: Some(Box::new(answer)) };
    carry_out(office, &header, &command).await?;
    Ok(())
}
