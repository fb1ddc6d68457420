//! `lindung report`: the books, and who is covered out of how many.

mod coverage;
mod ledger;

use crate::speech::{Answer, Speech};
use clap::Subcommand;
use regulation::Law;

/// What `lindung report` is asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Question {
    /// Berapa yang terlindungi dari berapa · Who is covered out of how many
    Coverage(coverage::Question),
    /// Neraca saldo setiap dana · The trial balance of each fund
    Ledger(ledger::Question),
}

pub(crate) async fn answer(
    law: Law,
    question: &Question,
    speech: Speech,
) -> anyhow::Result<Answer> {
    match question {
        Question::Coverage(question) => coverage::answer(law, question, speech).await,
        Question::Ledger(question) => ledger::answer(law, question, speech).await,
    }
}
