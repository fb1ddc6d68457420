//! `lindung restore`: puts a copy back as a new database file, after checking it.

use crate::{
    installation,
    problem::Misuse,
    speech::{Answer, Speech},
};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// What `lindung restore` is told.
#[derive(Debug, Args)]
pub(crate) struct Order {
    /// Salinan dari `lindung backup` · A copy made by `lindung backup`
    #[arg(long)]
    from: PathBuf,
    /// Berkas basis data baru; tidak boleh sudah ada · The new database file; may not exist yet
    #[arg(long)]
    db: String,
}

pub(crate) async fn answer(order: &Order, speech: Speech) -> anyhow::Result<Answer> {
    let Some(to) = installation::file_of(&order.db) else {
        return Err(Misuse::wrong(speech.pick(
            "restore menulis berkas SQLite; untuk PostgreSQL lihat docs/operating/backup.md",
            "restore writes a SQLite file; for PostgreSQL see docs/operating/backup.md",
        )));
    };
    db::restore(&order.from, to).await?;
    let db = to.display();
    speech.answer(&json!({ "db": to }), || {
        speech.pick(
            format!("Dikembalikan: {db}. Letakkan berkas kuncinya di {db}.keys, lalu `lindung check --db {db}`.\n"),
            format!("Restored: {db}. Put its keyring at {db}.keys, then `lindung check --db {db}`.\n"),
        )
    })
}
