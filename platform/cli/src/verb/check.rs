//! `lindung check`: proves every invariant on a live database; exit code 1 when one fails.

use crate::{
    installation::Installation,
    speech::{Answer, Speech},
};
use access::{Office, audit};
use clap::Args;
use ledger::Invariant;
use regulation::Law;
use serde::Serialize;
use std::fmt::Write as _;

/// What `lindung check` is told.
#[derive(Debug, Args)]
pub(crate) struct Order {
    #[command(flatten)]
    installation: Installation,
}

#[derive(Serialize)]
struct Checked {
    ok: bool,
    invariants: Vec<Invariant>,
}

pub(crate) async fn answer(law: Law, order: &Order, speech: Speech) -> anyhow::Result<Answer> {
    let office = order.installation.office(law).await?;
    let invariants = invariants(&office).await;
    office.db.close().await;
    let invariants = invariants?;
    let checked = Checked { ok: invariants.iter().all(|it| it.ok), invariants };
    let answer = speech.answer(&checked, || said(speech, &checked))?;
    Ok(answer.well_if(checked.ok))
}

/// What each department promises, and the chain of the audit.
async fn invariants(office: &Office) -> anyhow::Result<Vec<Invariant>> {
    let mut tx = office.db.read().await?;
    let mut all = ledger::check(&mut tx).await?;
    all.extend(contribution::check::check(&mut tx, office).await?);
    all.extend(insight::check(&mut tx, office).await?);
    let broken = audit::verify(&mut tx).await?;
    all.push(Invariant::new(
        "audit_chains_hold",
        "Rantai catatan tidak terputus dan tidak diubah.",
        "The chains of the audit are whole and unchanged.",
        broken.iter().map(ToString::to_string).collect(),
    ));
    Ok(all)
}

fn said(speech: Speech, checked: &Checked) -> String {
    let mut text = String::new();
    for invariant in &checked.invariants {
        let sentence = speech.pick(invariant.sentence_id, invariant.sentence_en);
        let mark = if invariant.ok { "ok   " } else { speech.pick("GAGAL", "FAILS") };
        let _ = writeln!(text, "{mark} {sentence} ({})", invariant.name);
        for found in &invariant.found {
            let _ = writeln!(text, "        {found}");
        }
    }
    let n = checked.invariants.iter().filter(|it| !it.ok).count();
    text + &match n {
        0 => speech.pick("Semua ketetapan terbukti.\n", "Every invariant holds.\n").to_owned(),
        n => speech.pick(format!("{n} ketetapan tidak terbukti.\n"), format!("{n} do not hold.\n")),
    }
}
