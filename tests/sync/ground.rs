//! An office with a phone, and readers that do little and fail on demand.

use access::{Duty, Office, Role, set_setting, setting};
use db::{Tx, Uuid};
use proofs::{
    World,
    phone::{Draft, Phone, holder},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use sync::{JudgeError, Judged, Opened, Readers, Reason, Told, Verdict};

pub(crate) const AREA: &str = "33.02";

/// An agent's phone in Banyumas.
pub(crate) async fn phone(world: &World) -> Phone {
    let agent = holder(world, "agen.cilongok", Role::Agent, AREA).await;
    Phone::register(world, "HP Cilongok 1", agent).await
}

/// A body of which the readers below make so many effects.
pub(crate) fn effect(name: &str) -> Draft {
    Draft::new("worker.enrol", json!({ "effect": name }))
}

/// Readers whose only effect is to count how often a name took effect, and that fail as told.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Judgements begun.
    pub(crate) begun: AtomicU32,
}

#[derive(Deserialize)]
struct Body {
    effect: String,
    #[serde(default)]
    then: String,
}

impl Readers for Tally {
    async fn judge(
        &self,
        tx: &mut Tx,
        office: &Office,
        opened: &Opened,
    ) -> Result<Judged, JudgeError> {
        self.begun.fetch_add(1, Ordering::Relaxed);
        let body: Body = match opened.read() {
            Ok(body) => body,
            Err(judged) => return Ok(judged),
        };
        if let Err(_forbidden) = office.allow(Duty::Enrol, &AREA.parse().unwrap()) {
            return Ok(Judged::review(Reason::OutOfArea));
        }
        let name = format!("effect {}", body.effect);
        let before = setting(tx, &name).await?.map_or(0, |n| n.parse::<u32>().unwrap());
        set_setting(tx, &name, &(before + 1).to_string()).await?;
        match body.then.as_str() {
            "panic" => panic!("as the test wants it"),
            "fault" => Err(JudgeError::Fault("as the test wants it".into())),
            "refuse" => Ok(Judged::rejected(Reason::NoConsent)),
            "doubt" => Ok(Judged::review(Reason::NikNameMismatch)),
            "park" => Ok(Judged::review(Reason::AmountDiffers).keeping()),
            _ => Ok(Judged::accepted(Reason::Enrolled)),
        }
    }
}

/// How often a name took effect.
pub(crate) async fn effects(world: &World, name: &str) -> u32 {
    let mut tx = world.db().read().await.unwrap();
    setting(&mut tx, &format!("effect {name}")).await.unwrap().map_or(0, |n| n.parse().unwrap())
}

/// Outcome and code, for comparing.
pub(crate) fn said(told: &Told) -> (Verdict, Reason) {
    (told.outcome.outcome, told.outcome.code)
}

/// The last outcome of a command.
pub(crate) async fn outcome(world: &World, id: Uuid) -> Option<(Verdict, Reason)> {
    let mut tx = world.db().read().await.unwrap();
    let outcomes = sync::outcomes_of(&mut tx, vec![id]).await.unwrap();
    outcomes.get(&id).map(|outcome| (outcome.outcome, outcome.code))
}

/// A number that one statement answers.
pub(crate) async fn count(world: &World, sql: &str) -> i64 {
    proofs::raw_rows::<(i64,)>(&world.db(), sql).await.unwrap()[0].0
}

/// A draft whose reader fails in one way.
pub(crate) fn failing(name: &str, then: &str) -> Draft {
    let body: Value = json!({ "effect": name, "then": then });
    Draft::new("worker.enrol", body)
}
