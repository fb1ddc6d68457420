//! `lindung demo`: an office with its people, built from nothing and served.
//!
//! The people are generated and marked; whatever a report says about them is counted from their
//! months, through the same verbs a real office uses.
//!
//! | file | |
//! |---|---|
//! | [`story`] | the founding stories as cohorts: the one place their numbers stand |
//! | [`dice`], [`names`], [`people`] | chance that repeats, names of nobody, people with marked numbers |
//! | [`calendar`] | what happens when |
//! | [`build`] | cohorts come in and pay; [`months`] begin and end; [`lives`] go on |
//! | [`place`] | a file that is whole or not there; never over something else |
//! | [`users`] | who can sign in |
//! | [`figures`] | what the stories say, counted from the people |
//! | [`seasons`] | the campaign of the stories, with what nobody wrote down |

mod build;
mod calendar;
mod dice;
mod figures;
mod lives;
mod months;
mod names;
mod people;
mod place;
mod seasons;
mod story;
#[cfg(test)]
mod tests;
mod users;

use crate::{
    clock,
    installation::Installation,
    progress::Bar,
    speech::{Answer, Speech},
    verb::serve::{self, Doors},
};
use access::Keyring;
use build::{Ground, build};
use clap::Args;
use db::{Db, OpenOptions};
use place::{Found, Site, look};
use regulation::Law;
use serde_json::json;
use std::{fmt::Write as _, path::PathBuf, sync::Arc};
use terms::Timestamp;
use users::Pass;

/// What `lindung demo` is told.
#[derive(Debug, Args)]
pub(crate) struct Order {
    /// Berkas SQLite, atau postgres://… yang kosong · A SQLite file, or an empty postgres://…
    #[arg(
        long,
        default_value = "lindung-demo.db",
        env = "LINDUNG_DEMO_DB",
        hide_env_values = true
    )]
    db: String,
    /// Berkas kunci; bila tidak disebut: berkas basis data + “.keys” · The keyring file
    #[arg(long, env = "LINDUNG_DEMO_KEYS")]
    keys: Option<PathBuf>,
    #[command(flatten)]
    doors: Doors,
    /// Hanya membuat, tidak melayani · Only build, do not serve
    #[arg(long)]
    build_only: bool,
}

pub(crate) async fn answer(law: Law, order: &Order, speech: Speech) -> anyhow::Result<Answer> {
    let installation = Installation { db: order.db.clone(), keys: order.keys.clone() };
    let is_new = matches!(look(&order.db).await?, Found::Nothing);
    if is_new {
        let bar = Bar::begin(speech);
        let built = raise(&installation, &law, clock::now(), 1, &bar, speech).await;
        bar.end();
        let Built { people, passes } = built?;
        speech.say_now(&json!({ "people": people, "users": printed(&passes) }), || {
            said(speech, people, &passes)
        })?;
    }
    let db = Db::open(&order.db, OpenOptions::default()).await?;
    let figures = figures::all(&mut db.read().await?, &law, clock::today()).await?;
    if order.build_only {
        db.close().await;
        let data = json!({ "built": is_new, "db": order.db, "figures": figures });
        return speech.answer(&data, || figures::said(speech, &figures));
    }
    speech.say_now(&json!({ "figures": figures, "pages": PAGES }), || {
        let pages = speech.pick("Halaman", "Pages");
        format!("{}\n{pages}: {}\n", figures::said(speech, &figures), PAGES.join("  "))
    })?;
    let keys = Keyring::open(&installation.keys_file()?)?;
    serve::begin_log();
    serve::serve(db, law, keys, &order.doors, true, speech).await
}

/// Where a visitor goes first: the coverage report, the books, the API.
const PAGES: [&str; 3] = ["/laporan/cakupan", "/laporan/buku", "/api/docs"];

/// What was built.
struct Built {
    people: u64,
    passes: Vec<Pass>,
}

/// Builds it where nothing is.
async fn raise(
    installation: &Installation,
    law: &Law,
    now: Timestamp,
    scale: u64,
    bar: &Bar,
    speech: Speech,
) -> anyhow::Result<Built> {
    let site = Site::open(&installation.db).await?;
    let keys = Arc::new(place::keys(&installation.keys_file()?)?);
    let ground = Ground { db: site.db.clone(), law: Arc::new(law.clone()), keys, now, scale };
    bar.says(speech.pick("Wilayah dan angka luar", "Areas and outside figures"));
    db::migrate(&ground.db, now).await?;
    site.begin().await?;
    let mut tx = ground.db.write().await?;
    registry::load_reference(&mut tx).await?;
    ledger::load_chart(&mut tx).await?;
    insight::load_figures(&mut tx, insight::figures()).await?;
    tx.commit().await?;
    bar.says(speech.pick("Penduduk dan iuran", "People and contributions"));
    let aside = ground.db.set_indexes_aside(&NOT_ASKED_YET).await?;
    let people = build(&ground, bar).await?;
    ground.db.put_indexes_back(aside).await?;
    bar.says(speech.pick("Cakupan dan pemberitahuan", "Coverage and notices"));
    insight::merge_changes(&ground.db, CHANGES_AT_ONCE).await?;
    contribution::notice::raise_due(&ground.office(now)).await?;
    let passes = users::make(&ground).await?;
    seasons::make(&ground).await?;
    ground.db.look_at_tables().await?;
    site.finish().await?;
    Ok(Built { people, passes })
}

/// Indexes that nothing asks while it is built.
const NOT_ASKED_YET: [&str; 6] = [
    "person_village",
    "membership_village",
    "payment_code_member",
    "payment_member",
    "notice_due",
    "audit_entry_subject",
];

/// Changes folded into cells in one commit: nobody waits for the file.
const CHANGES_AT_ONCE: u32 = 200_000;

fn printed(passes: &[Pass]) -> Vec<serde_json::Value> {
    let one =
        |pass: &Pass| json!({ "login": pass.login, "one_time_password": pass.password.reveal() });
    passes.iter().map(one).collect()
}

fn said(speech: Speech, people: u64, passes: &[Pass]) -> String {
    let mut text = speech.pick(
        format!("{people} orang contoh dibuat; tidak ada yang nyata.\nNama masuk dan kata sandi sekali pakai (tidak dicetak lagi):\n"),
        format!("{people} people were made up; none of them is real.\nLogins and one-time passwords (not printed again):\n"),
    );
    for pass in passes {
        let desk = speech.pick(pass.desk.0, pass.desk.1);
        let _ = writeln!(text, "  {:14} {}  {desk}", pass.login, pass.password.reveal());
    }
    text + "\n"
}
