//! The command line of the office: what it prints can be read aloud, or read by a program (`--json`).
//!
//! | file | |
//! |---|---|
//! | [`arguments`] | what can be typed |
//! | [`verb`] | one file a subcommand |
//! | [`speech`] | how answers are said: Indonesian or English, for people or as JSON |
//! | [`problem`] | how refusals are said |
//! | [`installation`] | where the database and its keys are, and opening them |
//! | [`demo`] | the demonstration: built from nothing and served |
//! | [`progress`] | how far a long work is |
//! | [`clock`] | the one place that reads the clock |
//!
//! Exit codes: 0 done, 1 refused by a rule, 2 wrong usage. A refusal prints nothing on stdout.

mod arguments;
mod clock;
mod demo;
mod installation;
mod problem;
mod progress;
mod speech;
mod verb;

use arguments::{Arguments, Verb};
use clap::{CommandFactory as _, Parser as _};
use problem::Misuse;
use speech::{Answer, Speech};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let speech = Speech::of(&arguments);
    match answer(arguments, speech) {
        Ok(answer) => speech.say(&answer),
        Err(refused) => match refused.downcast_ref::<Misuse>() {
            Some(misuse) => Arguments::command().error(misuse.kind, &misuse.sentence).exit(),
            None => problem::print(&refused, speech),
        },
    }
}

fn answer(arguments: Arguments, speech: Speech) -> anyhow::Result<Answer> {
    let law = || verb::law::open(arguments.law.as_deref());
    match arguments.verb {
        Verb::Price(question) => verb::price::answer(&law()?, &question, speech),
        Verb::Cover(question) => verb::cover::answer(&law()?, &question, speech),
        Verb::Nik(question) => verb::nik::answer(&question, speech),
        Verb::Law(question) => verb::law::answer(arguments.law.as_deref(), &question, speech),
        Verb::Restore(order) => wait(verb::restore::answer(law()?, &order, speech)),
        Verb::Migrate(order) => wait(verb::migrate::answer(&order, speech)),
        Verb::Serve(order) => wait(verb::serve::answer(law()?, &order, speech)),
        Verb::Import(order) => wait(verb::import::answer(law()?, &order, speech)),
        Verb::Plan(question) => wait(verb::plan::answer(law()?, &question, speech)),
        Verb::Report(question) => wait(verb::report::answer(law()?, &question, speech)),
        Verb::Backup(order) => wait(verb::backup::answer(&order, speech)),
        Verb::Check(order) => wait(verb::check::answer(law()?, &order, speech)),
        Verb::Key(order) => wait(verb::key::answer(law()?, &order, speech)),
        Verb::User(order) => wait(verb::user::answer(law()?, &order, speech)),
        Verb::Demo(order) => wait(demo::answer(law()?, &order, speech)),
        Verb::Audit(order) => wait(verb::audit::answer(&order, speech)),
    }
}

/// Waits for work with a database or a network.
fn wait<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
