//! Lists that are being read in: each in a task of its own, watched by whoever handed it in.
//!
//! What a list became is in the database; here is only how far it is, and for a while the sheet that
//! goes back. Closing cuts a list between two commits: handed in again, it goes on from there.

use crate::{files, office::Server, problem::Problem};
use access::Office;
use contribution::import::{ImportOrder, Imported, Progress, ResultSheet, import};
use std::{
    collections::VecDeque,
    fs::File,
    sync::{Arc, Mutex},
};
use terms::ids::{ListId, UserId};
use tokio::{sync::watch, task::AbortHandle};

/// Lists remembered after they are done, with their sheets.
const REMEMBERED: usize = 50;
/// Lists read at once; each holds two chunks of rows and a table of its people.
const AT_ONCE: usize = 4;

/// How far a list is.
#[derive(Clone, Debug)]
pub(crate) enum Stage {
    /// Being read.
    Reading(Option<Progress>),
    /// Read to its end.
    Done(Imported),
    /// Not taken, or stopped.
    Refused(Box<Problem>),
}

/// A list as its sender watches it.
#[derive(Clone, Debug)]
pub(crate) struct Watched {
    pub(crate) list: ListId,
    pub(crate) by: UserId,
    pub(crate) stage: watch::Receiver<Stage>,
    sheet: Arc<File>,
    task: AbortHandle,
}

/// The lists of this run of the program.
#[derive(Debug, Default)]
pub(crate) struct Imports(Mutex<VecDeque<Watched>>);

impl Imports {
    fn lists(&self) -> std::sync::MutexGuard<'_, VecDeque<Watched>> {
        self.0.lock().expect("nobody panics while looking at the lists")
    }

    /// A list that somebody handed in since the program started.
    pub(crate) fn watched(&self, list: ListId, by: UserId) -> Option<Watched> {
        let lists = self.lists();
        let known = |watched: &&Watched| {
            let done = match &*watched.stage.borrow() {
                Stage::Done(imported) => imported.list == list,
                _ => false,
            };
            watched.by == by && (watched.list == list || done)
        };
        lists.iter().rev().find(known).cloned()
    }

    /// Begins to read a list in.
    pub(crate) fn begin(
        &self,
        server: &Server,
        office: Office,
        order: ImportOrder,
        source: File,
    ) -> Result<Watched, Problem> {
        let sheet = files::unnamed().map_err(Problem::fault)?;
        let out = sheet.try_clone().map_err(Problem::fault)?;
        let (tell, stage) = watch::channel(Stage::Reading(None));
        let (list, by) = (order.list, office.actor);
        let mut lists = self.lists();
        let reading = |watched: &&Watched| matches!(*watched.stage.borrow(), Stage::Reading(_));
        if lists.iter().filter(reading).count() >= AT_ONCE || server.is_closing() {
            return Err(Problem::plain("busy").retry_after(30));
        }
        let task = tokio::spawn(async move {
            let mut result = ResultSheet::csv(out);
            let progress = |progress| {
                let _ = tell.send(Stage::Reading(Some(progress)));
            };
            let done = import(&office, &order, source, progress, Some(&mut result)).await;
            let _ = tell.send(match done {
                Ok(imported) => Stage::Done(imported),
                Err(refusal) => Stage::Refused(Box::new(refusal.into())),
            });
        });
        let watched =
            Watched { list, by, stage, sheet: Arc::new(sheet), task: task.abort_handle() };
        lists.push_back(watched.clone());
        while lists.len() > REMEMBERED {
            let Some(oldest) = lists.iter().position(|watched| !reading(&watched)) else { break };
            lists.remove(oldest);
        }
        Ok(watched)
    }

    /// Cuts what is being read, between two commits.
    pub(crate) fn close(&self) {
        for watched in self.lists().drain(..) {
            watched.task.abort();
        }
    }
}

impl Watched {
    /// The sheet that goes back, once the list is done.
    pub(crate) fn sheet(&self) -> Option<File> {
        let done = matches!(*self.stage.borrow(), Stage::Done(_));
        done.then(|| self.sheet.try_clone().ok()).flatten()
    }
}
