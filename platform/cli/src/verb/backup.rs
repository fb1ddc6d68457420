//! `lindung backup`: a whole, checked copy of a SQLite database while it serves.

use crate::{
    installation::Installation,
    speech::{Answer, Speech},
};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// What `lindung backup` is told.
#[derive(Debug, Args)]
pub(crate) struct Order {
    #[command(flatten)]
    installation: Installation,
    /// Berkas salinan; tidak boleh sudah ada · The copy; may not exist yet
    #[arg(long)]
    to: PathBuf,
}

pub(crate) async fn answer(order: &Order, speech: Speech) -> anyhow::Result<Answer> {
    let db = order.installation.open().await?;
    let done = db::backup(&db, &order.to).await;
    db.close().await;
    done?;
    let to = order.to.display();
    speech.answer(&json!({ "to": order.to }), || {
        speech.pick(
            format!("Disalin dan diperiksa: {to}. Berkas kunci tidak ikut; simpan terpisah.\n"),
            format!("Copied and checked: {to}. The keyring is not in it; keep it apart.\n"),
        )
    })
}
