//! A branch with two agents and their phones, people to enrol, and what became of them.

use access::{Office, Role};
use contribution::{
    enrol::members_of,
    held::{PaymentRow, payment},
};
use db::Uuid;
use proofs::{
    World,
    phone::{Draft, Phone, holder},
    tree,
};
use registry::{load_groups, load_occupations};
use regulation::Law;
use serde_json::{Value, json};
use std::sync::Arc;
use sync::{Envelope, Reason, Verdict};
use terms::ids::PaymentId;

pub(crate) const VILLAGE: &str = "33.02.15.2006";

pub(crate) struct Branch {
    pub(crate) world: World,
    pub(crate) agent: Phone,
    pub(crate) other: Phone,
}

impl Branch {
    pub(crate) async fn open(world: World) -> Self {
        let mut tx = world.db().write().await.unwrap();
        load_occupations(&mut tx).await.unwrap();
        load_groups(&mut tx).await.unwrap();
        ledger::load_chart(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let (one, two) = (
            holder(&world, "agen.cilongok", Role::Agent, "33.02").await,
            holder(&world, "agen.gumelar", Role::Agent, "33.02").await,
        );
        let agent = with_codes(&world, Phone::register(&world, "HP 1", one).await).await;
        let other = with_codes(&world, Phone::register(&world, "HP 2", two).await).await;
        Self { world, agent, other }
    }

    pub(crate) fn finance(&self) -> Office {
        self.world.office(Role::Finance, None)
    }

    pub(crate) fn staff(&self) -> Office {
        self.world.office(Role::BranchStaff, Some("33.02"))
    }

    /// The office as the agent of the first phone sees it.
    pub(crate) fn as_agent(&self) -> Office {
        let area = Some("33.02".parse().unwrap());
        self.world.office_of(self.agent.holder, vec![access::Grant { role: Role::Agent, area }])
    }

    pub(crate) async fn push(&self, commands: &[Envelope]) -> Vec<(Verdict, Reason)> {
        let told = self.agent.push(&self.world, commands).await;
        told.iter().map(|told| (told.outcome.outcome, told.outcome.code)).collect()
    }

    pub(crate) async fn payment_of(&self, serial: &str) -> PaymentRow {
        let report = contribution::Report {
            channel: outreach::deposit::CHANNEL.into(),
            reference: serial.into(),
            code: String::new(),
            amount: terms::Rupiah::ZERO,
            paid_at: self.world.now(),
        };
        let id: PaymentId = report.id();
        let mut tx = self.world.db().read().await.unwrap();
        payment(&mut tx, id).await.unwrap().unwrap_or_else(|| panic!("{serial} is no payment"))
    }

    /// How many members stand in each state today.
    pub(crate) async fn states(&self) -> Vec<(String, usize)> {
        let people: Vec<(Uuid,)> =
            proofs::raw_rows(&self.world.db(), "SELECT id FROM person ORDER BY id").await.unwrap();
        let mut tx = self.world.db().read().await.unwrap();
        let mut states: Vec<(String, usize)> = Vec::new();
        for (person,) in people {
            for member in members_of(&mut tx, terms::ids::PersonId(person)).await.unwrap() {
                let state = member.standing(self.world.outside().today(), 3).word().to_owned();
                match states.iter_mut().find(|(known, _)| *known == state) {
                    Some((_, n)) => *n += 1,
                    None => states.push((state, 1)),
                }
            }
        }
        states.sort();
        states
    }

    /// Everything that must always hold, holds.
    pub(crate) async fn prove(&self) {
        let system = self.world.system();
        let mut tx = system.db.read().await.unwrap();
        let mut all = outreach::check(&mut tx).await.unwrap();
        all.extend(ledger::check(&mut tx).await.unwrap());
        all.extend(contribution::check::check(&mut tx, &system).await.unwrap());
        let broken: Vec<_> = all.iter().filter(|invariant| !invariant.ok).collect();
        assert!(broken.is_empty(), "{broken:#?}");
        assert!(access::audit::verify(&mut tx).await.unwrap().is_empty());
    }

    pub(crate) async fn count(&self, sql: &str) -> i64 {
        proofs::raw_rows::<(i64,)>(&self.world.db(), sql).await.unwrap()[0].0
    }
}

/// Gives a phone its range of codes and its receipt book, as the work package does.
async fn with_codes(world: &World, phone: Phone) -> Phone {
    let office = world.system();
    let mut tx = world.db().write().await.unwrap();
    outreach::codes::reserved(&mut tx, &office, phone.device, phone.holder).await.unwrap();
    outreach::codes::book(&mut tx, &office, phone.device).await.unwrap();
    tx.commit().await.unwrap();
    phone
}

/// The n-th code of the first (0) or second (1) phone.
pub(crate) fn code(phone: u64, n: u64) -> String {
    contribution::Code::reserved(phone * 200 + n).to_string()
}

pub(crate) fn serial(phone: u64, n: u64) -> String {
    format!("K{:04}-{n:06}", phone + 1)
}

/// Somebody at the hall: a man born on 5 July 1979 unless told otherwise.
pub(crate) fn somebody(n: u32, name: &str) -> Value {
    json!({
        "nik": format!("330215050779{n:04}"), "name": name, "birth_date": "1979-07-05",
        "village": VILLAGE, "rt": "003", "rw": "001", "phone": "081234567890",
        "phone_is_shared": true, "origin": "field",
        "occupations": [{ "occupation": "petani-padi", "place": "sawah blok lor" }],
        "consents": [{ "purpose": "enrolment", "text_version": "2026-11", "given_how": "read_aloud" }],
        "attestation": {
            "attested_by": "Ketua kelompok tani", "attester_role": "group_leader",
            "attested_on": "2026-11-20", "statement": "menggarap sawah setiap pagi",
        },
    })
}

/// The body of an enrolment for November, made at this time of the evening.
pub(crate) fn enrolment(person: Value, made: &str, code: Option<String>) -> Value {
    json!({
        "made_at": format!("2026-11-20T{made}+07:00"),
        "clock": { "last_server": "2026-11-20T01:00:00Z", "jump": false },
        "ref": { "tariff": "2026-11" },
        "event": null,
        "enrol": {
            "person": person, "income": 1_000_000, "programmes": ["jkk", "jkm"], "payer": "self",
            "promise_read": true,
        },
        "months": 1, "first_month": "2026-11", "shown_total": 8_400, "code": code,
        "nik_prefill": { "birth_date": true, "sex": true }, "dup_ack": null, "nik_warned": false,
        "att": [],
    })
}

pub(crate) fn cash(of: Uuid, made: &str, code: &str, serial: &str, amount: i64) -> Draft {
    Draft::new(
        "cash.receive",
        json!({
            "made_at": format!("2026-11-20T{made}+07:00"),
            "clock": { "last_server": "2026-11-20T01:00:00Z", "jump": false }, "ref": {},
            "event": null, "enrolment": of, "code": code, "amount": amount, "serial": serial,
            "att": [],
        }),
    )
    .after(&[of])
}

pub(crate) fn deposit(serials: &[String], amount: i64, of: &[Uuid]) -> Draft {
    Draft::new(
        "cash.deposit",
        json!({
            "made_at": "2026-11-21T22:00:00+07:00",
            "clock": { "last_server": "2026-11-20T01:00:00Z", "jump": false }, "ref": {},
            "serials": serials, "amount": amount, "reference": "slip 0417",
        }),
    )
    .after(of)
}

/// The law with some of its lines written otherwise.
pub(crate) fn law_with(changes: &[(&str, &str, &str)]) -> Arc<Law> {
    let files = tree::files(&["law"], ".toml");
    let texts: Vec<(String, String)> = files
        .into_iter()
        .map(|file| (file.path.trim_start_matches("law/").to_owned(), file.text))
        .filter(|(path, _)| !path.starts_with("cases/"))
        .map(|(path, text)| {
            let here = changes.iter().filter(|(file, ..)| *file == path);
            let text = here.fold(text, |text, (_, from, to)| {
                assert!(text.contains(from), "{path}: no {from}");
                text.replacen(from, to, 1)
            });
            (path, text)
        })
        .collect();
    let texts = texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    Arc::new(Law::from_texts(texts).unwrap())
}
