//! `lindung restore`: puts a copy back as a new database file, after checking it, and tells phones.

use crate::{
    clock,
    installation::{self, Installation},
    problem::Misuse,
    speech::{Answer, Speech},
};
use access::Outside;
use clap::Args;
use db::Db;
use regulation::Law;
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use sync::epoch;

/// What `lindung restore` is told.
#[derive(Debug, Args)]
pub(crate) struct Order {
    /// Salinan dari `lindung backup`; tanpa ini, basis data sudah dikembalikan dengan cara lain dan
    /// hanya HP yang diberi tahu · A copy made by `lindung backup`; without it the database was put
    /// back by other means and only the phones are told
    #[arg(long)]
    from: Option<PathBuf>,
    /// Berkas basis data baru; tidak boleh sudah ada · The new database file; may not exist yet
    #[arg(long)]
    db: String,
}

pub(crate) async fn answer(law: Law, order: &Order, speech: Speech) -> anyhow::Result<Answer> {
    let outside = Outside::new(clock::now(), Arc::new(law));
    match &order.from {
        Some(from) => put_back(from, order, &outside, speech).await,
        None => tell_phones(order, &outside, speech).await,
    }
}

async fn put_back(
    from: &Path,
    order: &Order,
    outside: &Outside,
    speech: Speech,
) -> anyhow::Result<Answer> {
    let Some(to) = installation::file_of(&order.db) else {
        return Err(Misuse::wrong(speech.pick(
            "restore --from menulis berkas SQLite; untuk PostgreSQL lihat docs/operating/backup.md",
            "restore --from writes a SQLite file; for PostgreSQL see docs/operating/backup.md",
        )));
    };
    db::restore(from, to).await?;
    let db = Db::open(&order.db, db::OpenOptions::default()).await?;
    let dataset_epoch = renewed(db, outside).await?;
    let db = to.display();
    speech.answer(&json!({ "db": to, "dataset_epoch": dataset_epoch }), || {
        speech.pick(
            format!("Dikembalikan: {db}. Letakkan berkas kuncinya di {db}.keys, lalu `lindung check --db {db}`.\n"),
            format!("Restored: {db}. Put its keyring at {db}.keys, then `lindung check --db {db}`.\n"),
        )
    })
}

async fn tell_phones(order: &Order, outside: &Outside, speech: Speech) -> anyhow::Result<Answer> {
    let db = Installation { db: order.db.clone(), keys: None }.open().await?;
    let dataset_epoch = renewed(db, outside).await?;
    speech.answer(&json!({ "dataset_epoch": dataset_epoch }), || {
        speech.pick(
            "Dicatat sebagai dikembalikan: HP akan menawarkan lagi kiriman yang tidak ada di sini.\n",
            "Noted as restored: phones will offer again what is missing here.\n",
        )
        .to_owned()
    })
}

/// Phones compare this id: after a restore they offer again what the copy lacks.
async fn renewed(db: Db, outside: &Outside) -> anyhow::Result<String> {
    let epoch = epoch::renew_in(&db, outside).await;
    db.close().await;
    Ok(epoch?.to_string())
}
