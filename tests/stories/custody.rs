//! Cash in an agent's hands over HTTP: the board, the alert, the deposit that finance counts.

use crate::{
    office::{Office, text},
    phones::{branch, call, push, register, user},
};
use proofs::{World, client::Answer, phone::Draft, phone::Phone};
use serde_json::{Value, json};
use std::time::Duration;
use sync::Envelope;

const VILLAGE: &str = "33.02.15.2006";

/// Two people at the hall and their cash, with codes and receipt numbers of the work package.
struct Evening {
    office: Office,
    phone: Phone,
    agent: String,
    receipts: Vec<Envelope>,
    serials: Vec<String>,
}

fn body(made_at: &str, more: Value) -> Value {
    let mut body = json!({
        "made_at": made_at, "clock": { "last_server": null, "jump": false }, "ref": {},
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

fn enrolment(n: usize) -> Draft {
    let name = ["Peserta Contoh", "Kedua Contoh"][n - 1];
    let person = json!({
        "nik": format!("330215050779000{n}"), "name": name,
        "birth_date": "1979-07-05", "village": VILLAGE, "rt": "003", "rw": "001",
        "origin": "field",
        "occupations": [{ "occupation": "petani-padi", "place": "sawah blok lor" }],
        "consents": [
            { "purpose": "enrolment", "text_version": "2026-11", "given_how": "read_aloud" },
        ],
        "attestation": {
            "attested_by": "Ketua kelompok tani", "attester_role": "group_leader",
            "attested_on": "2026-11-20", "statement": "menggarap sawah setiap pagi",
        },
    });
    let more = json!({
        "event": null, "months": 1, "first_month": "2026-11", "shown_total": 8_400, "code": null,
        "enrol": {
            "person": person, "income": 1_000_000, "programmes": ["jkk", "jkm"], "payer": "self",
            "promise_read": true,
        },
        "nik_prefill": { "birth_date": true, "sex": true }, "dup_ack": null, "nik_warned": false,
        "att": [],
    });
    Draft::new("worker.enrol", body("2026-11-20T19:10:00+07:00", more))
}

async fn evening(world: World) -> Evening {
    let office = branch(world).await;
    office.at("2026-11-20T18:00:00+07:00");
    office.hire("keuangan", "finance", None).await;
    let mut phone = register(&office).await;
    let package = office.send(call(&phone, "GET", "/api/v1/sync/package")).await.of(200);
    assert_eq!(
        (&package["custody"]["hours"], &package["custody"]["limit"]),
        (&json!(24), &Value::Null)
    );
    let prefix = text(&package["custody"], "serial_prefix").to_owned();
    let serials: Vec<String> = (1..=2).map(|n| format!("{prefix}{n:06}")).collect();
    let (mut sent, mut receipts) = (Vec::new(), Vec::new());
    for (n, serial) in (1..=2).zip(&serials) {
        let enrolled = phone.finalise(&enrolment(n));
        let more = json!({
            "event": null, "enrolment": enrolled.header.id, "code": null, "amount": 8_400,
            "serial": serial, "att": [],
        });
        let cash = Draft::new("cash.receive", body(&format!("2026-11-20T19:2{n}:00+07:00"), more));
        let cash = phone.finalise(&cash.after(&[enrolled.header.id]));
        sent.extend([enrolled, cash.clone()]);
        receipts.push(cash);
    }
    office.at("2026-11-20T21:00:00+07:00");
    let told = push(&office, &phone, &sent).await.of(200);
    let codes: Vec<&str> = (0..4).map(|n| text(&told["results"][n], "code")).collect();
    assert_eq!(codes, ["enrolled", "cash_received", "enrolled", "cash_received"]);
    let agent = user(&office, "agen").await;
    Evening { office, phone, agent, receipts, serials }
}

impl Evening {
    /// The agent says that the money was brought; the deposit.
    async fn brings(&mut self, which: &[usize]) -> String {
        let ids: Vec<_> = which.iter().map(|n| self.receipts[*n].header.id).collect();
        let serials: Vec<_> = which.iter().map(|n| self.serials[*n].clone()).collect();
        let more = json!({
            "serials": serials, "amount": 8_400 * which.len(), "reference": "slip 0417",
        });
        let made = body(&self.office.world.now().to_string(), more);
        let brought = self.phone.finalise(&Draft::new("cash.deposit", made).after(&ids));
        let id = brought.header.id.to_string();
        let told = push(&self.office, &self.phone, &[brought]).await.of(200);
        assert_eq!(text(&told["results"][0], "code"), "cash_deposited", "{told}");
        id
    }

    async fn board(&self, who: &str) -> Vec<Value> {
        let board = self.office.get(who, "/api/v1/custody").await.of(200);
        board["items"].as_array().unwrap().clone()
    }

    async fn confirm(&self, who: &str, deposit: &str, form: Value) -> Answer {
        let path = format!("/api/v1/custody/deposits/{deposit}/confirm");
        self.office.post(who, &path, form).await
    }
}

async fn the_board_says_who_holds_what_since_when(world: World) {
    let it = evening(world).await;
    let board = it.board("cabang").await;
    assert_eq!(board.len(), 1);
    let seen = &board[0];
    assert_eq!((&seen["agent"], &seen["name"]), (&json!(it.agent), &json!("agen")));
    assert_eq!(
        (&seen["held"], &seen["n_held"], &seen["handed_in"]),
        (&json!(16_800), &json!(2), &json!(0))
    );
    assert_eq!((&seen["hours"], &seen["limit"]), (&json!(24), &Value::Null));
    assert_eq!(seen["oldest_at"], "2026-11-20T12:21:00Z");
    assert_eq!(
        (&seen["due_at"], &seen["is_overdue"]),
        (&json!("2026-11-21T12:21:00Z"), &json!(false))
    );
    // Finance sees all of it, the agent what is the agent's own, another branch nothing.
    assert_eq!(it.board("keuangan").await.len(), 1);
    assert_eq!(it.board("agen").await[0]["held"], 16_800);
    assert_eq!(it.board("cabang.lain").await, Vec::<Value>::new());
    let of = format!("/api/v1/custody/agents/{}", it.agent);
    let page = it.office.get("cabang", &format!("{of}/receipts?limit=1")).await.of(200);
    assert_eq!(text(&page["items"][0], "serial"), it.serials[0]);
    let next = format!("{of}/receipts?limit=1&after={}", text(&page, "next"));
    let rest = it.office.get("cabang", &next).await.of(200);
    assert_eq!(text(&rest["items"][0], "serial"), it.serials[1]);
    let last = format!("{of}/receipts?limit=1&after={}", text(&rest, "next"));
    assert_eq!(it.office.get("cabang", &last).await.of(200)["items"], json!([]));
    let wrong = it.office.get("cabang", "/api/v1/custody?after=x").await;
    assert_eq!(wrong.status, 400, "{}", wrong.text);
    assert_eq!(it.office.get("cabang", &format!("{of}/books")).await.of(200)["items"], json!([]));
    assert_eq!(
        it.office.get("cabang.lain", &format!("{of}/receipts")).await.of(200)["items"],
        json!([])
    );
    it.office.close().await;
}

async fn money_held_longer_than_a_day_is_told(world: World) {
    let mut it = evening(world).await;
    it.office.at("2026-11-21T19:21:30+07:00");
    // A server that starts looks at once; the first receipt is over its day, the second is not.
    let home = it.office.get("cabang", "/api/v1/home").await.of(200);
    assert_eq!(home["custody"]["receipts"], 0, "{}", home["custody"]);
    let law = (*it.office.world.law).clone();
    it.office.under(law).await;
    let alerted = async |it: &Evening| it.board("cabang").await[0]["n_alerted"].clone();
    for _ in 0..600 {
        if alerted(&it).await == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let board = it.board("cabang").await;
    assert_eq!((&board[0]["n_alerted"], &board[0]["is_overdue"]), (&json!(1), &json!(true)));
    // The branch is told where its day begins; another branch and the agent are not.
    let home = it.office.get("cabang", "/api/v1/home").await.of(200);
    let overdue = json!({
        "agents": 1, "receipts": 1, "amount": 8_400, "oldest": "2026-11-20T12:21:00Z",
    });
    assert_eq!(home["custody"], overdue);
    let elsewhere = it.office.get("cabang.lain", "/api/v1/home").await.of(200);
    assert_eq!(elsewhere["custody"]["receipts"], 0);
    assert_eq!(it.office.get("agen", "/api/v1/home").await.of(200)["custody"], Value::Null);
    let told: Vec<(String,)> = proofs::raw_rows(
        &it.office.world.db(),
        "SELECT text_id FROM notice WHERE kind = 'cash_held' ORDER BY id",
    )
    .await
    .unwrap();
    assert_eq!(told.len(), 1, "the member whose money it is");
    assert!(told[0].0.contains("8.400"), "{told:?}");
    it.office.close().await;
}

async fn finance_counts_what_was_brought(world: World) {
    let mut it = evening(world).await;
    it.office.at("2026-11-21T10:00:00+07:00");
    let deposit = it.brings(&[0, 1]).await;
    assert_eq!(it.board("cabang").await[0]["handed_in"], 16_800);
    let listed = it.office.get("keuangan", "/api/v1/custody/deposits").await.of(200);
    assert_eq!(text(&listed["items"][0], "id"), deposit);
    assert_eq!(it.office.get("cabang", "/api/v1/custody/deposits").await.status, 403);
    let of_state = async |state: &str| {
        it.office.get("keuangan", &format!("/api/v1/custody/deposits?state={state}")).await
    };
    assert_eq!(of_state("refused").await.of(200)["items"], json!([]));
    assert_eq!(of_state("lost").await.status, 400);
    let opened = format!("/api/v1/custody/deposits/{deposit}");
    let opened = it.office.get("keuangan", &opened).await.of(200);
    assert_eq!((&opened["amount"], &opened["reference"]), (&json!(16_800), &json!("slip 0417")));
    let serials: Vec<&str> = (0..2).map(|n| text(&opened["receipts"][n], "serial")).collect();
    assert_eq!(serials, it.serials);
    // Half of the money: which half must be said, and the agent cannot say it.
    let short = it.confirm("keuangan", &deposit, json!({ "counted": 8_400 })).await;
    assert!(short.text.contains("16.800"), "{}", short.text);
    assert_eq!(short.code(422), "AMOUNT_DIFFERS");
    let half = json!({ "counted": 8_400, "serials": [it.serials[0]] });
    assert_eq!(it.confirm("agen", &deposit, half.clone()).await.status, 403);
    let done = it.confirm("keuangan", &deposit, half.clone()).await.of(200);
    assert_eq!(done["kept"], json!([it.serials[1]]));
    let posted = &done["receipts"][0];
    assert_eq!(
        (&posted["state"], &posted["covered_until"]),
        (&json!("posted"), &json!("2026-11-30"))
    );
    assert_eq!(it.confirm("keuangan", &deposit, half).await.code(409), "STATE");
    // The member is covered since the evening, not since the count.
    let payment = format!("/api/v1/payments/{}", text(posted, "payment"));
    let payment = it.office.get("keuangan", &payment).await.of(200);
    assert_eq!(payment["paid_at"], "2026-11-20T12:21:00Z");
    // The other is said to be brought, and is not there.
    let rest = it.brings(&[1]).await;
    let path = format!("/api/v1/custody/deposits/{rest}/refuse");
    let no_reason = it.office.post("keuangan", &path, json!({ "reason": " " })).await;
    assert_eq!(no_reason.code(422), "REASON");
    let refused = it.office.post("keuangan", &path, json!({ "reason": "uang belum ada" })).await;
    assert_eq!(refused.of(200)["state"], "refused");
    let seen = &it.board("cabang").await[0];
    assert_eq!((&seen["held"], &seen["handed_in"]), (&json!(8_400), &json!(0)));
    let receipt = it.receipts[1].header.id;
    let path = format!("/api/v1/custody/receipts/{receipt}/cancel");
    let reason = json!({ "reason": "uang dikembalikan kepada peserta" });
    assert_eq!(it.office.post("cabang", &path, reason.clone()).await.status, 403);
    let cancelled = it.office.post("keuangan", &path, reason).await.of(200);
    assert_eq!(cancelled["state"], "cancelled");
    assert_eq!(it.board("cabang").await, Vec::<Value>::new(), "nobody holds anything");
    it.office.close().await;
}

proofs::on_both![
    the_board_says_who_holds_what_since_when,
    money_held_longer_than_a_day_is_told,
    finance_counts_what_was_brought,
];
