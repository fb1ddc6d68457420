//! `lindung audit`: where the chains stand, to be kept elsewhere, and the proof that they hold.

use crate::{
    installation::Installation,
    speech::{Answer, Speech},
};
use access::audit;
use clap::Subcommand;
use serde_json::json;
use std::fmt::Write as _;

/// What `lindung audit` is told.
#[derive(Debug, Subcommand)]
pub(crate) enum Order {
    /// Ujung setiap rantai; cetak atau kirim ke tempat lain · The head of each chain, to keep elsewhere
    Heads {
        #[command(flatten)]
        installation: Installation,
    },
    /// Menghitung ulang setiap rantai dari awal · Computes every chain again from its first block
    Verify {
        #[command(flatten)]
        installation: Installation,
    },
}

pub(crate) async fn answer(order: &Order, speech: Speech) -> anyhow::Result<Answer> {
    match order {
        Order::Heads { installation } => {
            let db = installation.open().await?;
            let heads = audit::heads(&mut db.read().await?).await?;
            speech.answer(&heads, || {
                heads.iter().fold(String::new(), |mut text, head| {
                    let _ = writeln!(text, "{:>2} {:>8} {}", head.chain, head.seq, head.hash);
                    text
                })
            })
        }
        Order::Verify { installation } => {
            let db = installation.open().await?;
            let broken = audit::verify(&mut db.read().await?).await?;
            let found: Vec<String> = broken.iter().map(ToString::to_string).collect();
            let data = json!({ "ok": found.is_empty(), "found": found });
            let answer = speech.answer(&data, || match found.as_slice() {
                [] => speech.pick("Setiap rantai utuh.\n", "Every chain is whole.\n").into(),
                found => found.join("\n") + "\n",
            })?;
            Ok(answer.well_if(found.is_empty()))
        }
    }
}
