//! `lindung migrate`: makes a database, or brings it to this program's schema.

use crate::{
    installation::Installation,
    speech::{Answer, Speech},
};
use clap::Args;
use serde_json::json;

/// What `lindung migrate` is told.
#[derive(Debug, Args)]
pub(crate) struct Order {
    #[command(flatten)]
    installation: Installation,
}

pub(crate) async fn answer(order: &Order, speech: Speech) -> anyhow::Result<Answer> {
    let (db, _, steps) = order.installation.prepare().await?;
    db.close().await;
    speech.answer(&json!({ "steps": steps }), || match steps.as_slice() {
        [] => speech.pick("Skema sudah sesuai.\n", "The schema is current.\n").into(),
        steps => {
            format!("{}: {}\n", speech.pick("Langkah skema", "Schema steps"), steps.join(", "))
        }
    })
}
