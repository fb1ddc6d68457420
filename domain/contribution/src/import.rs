//! Import: a list of people, row by row. Good rows are enrolled at once; bad ones are kept, sealed,
//! with their reasons, and go back on a sheet.
//!
//! A file is known by its content: handed in again, under any name, it answers what it answered the
//! first time. It is read to its end once before anything is written. Then some thousand rows at a
//! time are registered, enrolled and recorded in one commit, so whoever is interrupted hands the
//! file in again and goes on after the last commit.
//!
//! Memory: three chunks of rows (one being read, one waiting, one being written), and for each person
//! of the list sixteen bytes in a table that finds the same number in a later row; with its spare
//! room about 70 MB for two million rows.
//!
//! Absent: nothing here decides what a membership or a person is; [`crate::enrol`] and the register
//! do, for a list as for one form.

mod commit;
mod enrolling;
mod judge;
mod list;
mod order;
mod reader;
mod refusal;
mod said;
mod sentences;
mod sheet;
mod source;
mod words;
mod write;

pub use list::{List, ListRow, failed_rows, list_rows, list_status, lists, outcomes};
pub(crate) use list::{RefusedRow, Standing};
pub use order::{ImportOrder, Imported, Progress};
pub use refusal::ImportRefusal;
pub use sheet::{ResultSheet, WriteSeek};

use crate::sql;
use access::{Office, audit};
use commit::{Commit, commit};
use db::Tx;
use judge::Judge;
use reader::Handed;
use sheets::{Limits, RowResult, SheetRefusal, Source};
use source::Bytes;
use terms::ids::ListId;
use write::Importer;

/// Takes a list. Answers what came of its rows, now or when it was first handed in.
pub async fn import(
    office: &Office,
    order: &ImportOrder,
    source: impl Source + 'static,
    mut progress: impl FnMut(Progress) + Send,
    result: Option<&mut ResultSheet>,
) -> Result<Imported, ImportRefusal> {
    order.check(office)?;
    let bytes = Bytes::new(source);
    let read = bytes.clone();
    let sha256 = off_thread(move || read.fingerprint(Limits::default())).await?;
    let known = office.db.read().await?.first(&sql::LIST_BY_CONTENT, (sha256.clone(),)).await?;
    let known = known.filter(|list: &List| list.state != "refused" || list.n_rows > 0);
    if let Some(list) = &known {
        list.was_ordered_as(order)?;
    }
    let done = known.as_ref().is_some_and(|list| list.state == "done");
    let list = match &known {
        Some(list) if done => Reading { list: list.id, n_total: list.n_rows.unsigned_abs() },
        known => prove(office, order, &bytes, sha256, known.as_ref().map(|list| list.id)).await?,
    };
    if !done || result.is_some() {
        // The sheets of a list belong to the id it was first known by.
        let order = ImportOrder { list: list.list, ..order.clone() };
        read_on(office, &order, bytes, list, done, &mut progress, result).await?;
    }
    if !done {
        commit(office, list.list.0, &Finish(list.list)).await?;
    }
    outcomes(office, list.list, done).await
}

/// Which list is read, and how long it is.
#[derive(Clone, Copy, Debug)]
struct Reading {
    list: ListId,
    n_total: u64,
}

/// Work that waits for a disk or takes its time, beside the runtime.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SheetRefusal> + Send + 'static,
) -> Result<T, SheetRefusal> {
    let stopped = |_| Err(SheetRefusal::Damaged { what: "reading it stopped without a reason" });
    tokio::task::spawn_blocking(work).await.unwrap_or_else(stopped)
}

/// Reads the file to its end, writing nothing of it; then opens the list, or keeps the refusal.
async fn prove(
    office: &Office,
    order: &ImportOrder,
    bytes: &Bytes,
    sha256: String,
    under_way: Option<ListId>,
) -> Result<Reading, ImportRefusal> {
    let (bytes, name) = (bytes.clone(), order.file_name.clone());
    let proved = off_thread(move || {
        let n_total = sheets::prove(bytes.clone(), &name, Limits::default())?;
        let sheet = sheets::open(bytes, &name, Limits::default())?;
        Ok((n_total, sheet.columns().headers().to_vec()))
    });
    match (proved.await, under_way) {
        (Ok((n_total, _)), Some(list)) => Ok(Reading { list, n_total }),
        (Ok((n_total, headers)), None) => {
            let list = list::open(office, order, sha256, &headers, None).await?;
            Ok(Reading { list, n_total })
        }
        (Err(refusal), None) => {
            list::open(office, order, sha256, &[], Some(&refusal)).await?;
            Err(refusal.into())
        }
        (Err(refusal), Some(_)) => Err(refusal.into()),
    }
}

/// Reads the rows: those of earlier commits are only told again, the others are taken.
async fn read_on(
    office: &Office,
    order: &ImportOrder,
    bytes: Bytes,
    reading: Reading,
    done: bool,
    progress: &mut (impl FnMut(Progress) + Send),
    mut result: Option<&mut ResultSheet>,
) -> Result<(), ImportRefusal> {
    let judge = Judge::new(order, &office.outside)?;
    let mut importer = Importer::begin(office, order, done).await?;
    let chunk = reader::chunk(office.db.dialect(), reading.n_total);
    let mut handed = reader::start(bytes, order.file_name.clone(), judge, chunk);
    while let Some(handed) = handed.recv().await {
        let rows = match handed {
            Handed::Columns(columns) => {
                if let Some(sheet) = result.as_deref_mut() {
                    sheet.begin(&columns).map_err(ImportRefusal::Result)?;
                }
                continue;
            }
            Handed::Refused(refusal) => return Err(refusal.into()),
            Handed::Rows(rows) => rows,
        };
        let taken = importer.take(rows).await?;
        if let Some(sheet) = result.as_deref_mut() {
            for (row, said) in &taken {
                let told = match said {
                    Ok(said) => said.result(),
                    Err(why) => RowResult::new("SKIPPED", why.indonesian(), why.english()),
                };
                sheet.row(row, &told).map_err(ImportRefusal::Result)?;
            }
        }
        progress(importer.progress(reading.n_total));
    }
    match result {
        Some(sheet) => sheet.finish().map_err(ImportRefusal::Result),
        None => Ok(()),
    }
}

/// The list is done: a commit of its own, so that a killed program is told from a finished one.
struct Finish(ListId);

impl Commit for Finish {
    type Done = ();

    async fn apply(&self, office: &Office, tx: &mut Tx) -> Result<(), ImportRefusal> {
        let (list, now) = (self.0, office.outside.now);
        tx.run(&sql::FINISH_LIST, (list, now)).await?;
        office.note("finish list", "list", Some(list.0), "");
        audit::append(tx, audit::chain_of(list.0), now, &office.take_notes()).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
