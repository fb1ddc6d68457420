//! `lindung report`: the books, who is covered out of how many, a branch's month.

mod coverage;
mod ledger;
mod month;

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
    /// Satu bulan sebuah cabang · A branch's month
    Month(month::Question),
}

pub(crate) async fn answer(
    law: Law,
    question: &Question,
    speech: Speech,
) -> anyhow::Result<Answer> {
    match question {
        Question::Coverage(question) => coverage::answer(law, question, speech).await,
        Question::Ledger(question) => ledger::answer(law, question, speech).await,
        Question::Month(question) => month::answer(law, question, speech).await,
    }
}
