//! Agents over HTTP: the fee of 2018, a contract that ends for fraud, members handed over, who nobody has.

use crate::{
    office::{Office, text},
    phones::{branch, call, push, register, user},
};
use proofs::{World, phone::Draft, phone::Phone};
use serde_json::{Value, json};
use sync::Envelope;

const VILLAGE: &str = "33.02.15.2006";

fn body(made_at: &str, more: Value) -> Value {
    let mut body = json!({
        "made_at": made_at, "clock": { "last_server": null, "jump": false }, "ref": {},
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// Somebody to be enrolled on the phone, and the cash they give.
struct Member {
    n: usize,
    income: i64,
    months: u32,
    total: i64,
}

fn name(n: usize) -> String {
    let letter = |at: usize| char::from(b'a' + u8::try_from(at % 26).unwrap());
    format!("Peserta Contoh {}{}", letter(n / 26), letter(n))
}

fn enrolment(it: &Member, first_month: &str, made_at: &str) -> Draft {
    let person = json!({
        "nik": format!("330215050779{:04}", it.n + 1), "name": name(it.n), "birth_date": "1979-07-05",
        "village": VILLAGE, "rt": "003", "rw": "001", "origin": "field",
        "occupations": [{ "occupation": "petani-padi", "place": "sawah blok lor" }],
        "consents": [{ "purpose": "enrolment", "text_version": "2026-11", "given_how": "read_aloud" }],
        "attestation": {
            "attested_by": "Ketua kelompok tani", "attester_role": "group_leader",
            "attested_on": &made_at[..10], "statement": "menggarap sawah setiap pagi",
        },
    });
    let more = json!({
        "event": null, "months": it.months, "first_month": first_month, "shown_total": it.total,
        "code": null,
        "enrol": {
            "person": person, "income": it.income, "programmes": ["jkk", "jkm"], "payer": "self",
            "promise_read": true,
        },
        "nik_prefill": { "birth_date": true, "sex": true }, "dup_ack": null, "nik_warned": false,
        "att": [],
    });
    Draft::new("worker.enrol", body(made_at, more))
}

/// An agent's phone and the cash that was taken with it.
struct Evening {
    phone: Phone,
    receipts: Vec<Envelope>,
    serials: Vec<String>,
    amounts: Vec<i64>,
}

/// The agent enrols people and takes their money, on one evening.
async fn evening(office: &Office, members: &[Member], day: &str) -> Evening {
    office.at(&format!("{day}T18:00:00+07:00"));
    let mut phone = register(office).await;
    let package = office.send(call(&phone, "GET", "/api/v1/sync/package")).await.of(200);
    let prefix = text(&package["custody"], "serial_prefix").to_owned();
    let (mut sent, mut receipts, mut serials) = (Vec::new(), Vec::new(), Vec::new());
    for (at, member) in members.iter().enumerate() {
        let made_at = format!("{day}T19:{:02}:00+07:00", at % 60);
        let enrolled = phone.finalise(&enrolment(member, &day[..7], &made_at));
        let serial = format!("{prefix}{:06}", at + 1);
        let more = json!({
            "event": null, "enrolment": enrolled.header.id, "code": null, "amount": member.total,
            "serial": serial, "att": [],
        });
        let cash = Draft::new("cash.receive", body(&made_at, more)).after(&[enrolled.header.id]);
        let cash = phone.finalise(&cash);
        sent.extend([enrolled, cash.clone()]);
        receipts.push(cash);
        serials.push(serial);
    }
    office.at(&format!("{day}T21:00:00+07:00"));
    let told = push(office, &phone, &sent).await.of(200);
    for result in told["results"].as_array().unwrap() {
        let code = text(result, "code");
        assert!(matches!(code, "enrolled" | "cash_received"), "{result}");
    }
    let amounts = members.iter().map(|member| member.total).collect();
    Evening { phone, receipts, serials, amounts }
}

/// Receipts that one deposit names.
const AT_ONCE: usize = 20;

/// The agent brings all of it, and finance counts it.
async fn settled(office: &Office, it: &mut Evening) {
    for from in (0..it.receipts.len()).step_by(AT_ONCE) {
        let to = (from + AT_ONCE).min(it.receipts.len());
        let ids: Vec<_> = it.receipts[from..to].iter().map(|receipt| receipt.header.id).collect();
        let sum: i64 = it.amounts[from..to].iter().sum();
        let more =
            json!({ "serials": it.serials[from..to], "amount": sum, "reference": "slip 0417" });
        let made = body(&office.world.now().to_string(), more);
        let brought = it.phone.finalise(&Draft::new("cash.deposit", made).after(&ids));
        let deposit = brought.header.id.to_string();
        let told = push(office, &it.phone, &[brought]).await.of(200);
        assert_eq!(text(&told["results"][0], "code"), "cash_deposited", "{told}");
        let path = format!("/api/v1/custody/deposits/{deposit}/confirm");
        let done = office.post("keuangan", &path, json!({ "counted": sum })).await.of(200);
        assert_eq!(done["kept"], json!([]));
    }
}

async fn opened(world: World) -> Office {
    let office = branch(world).await;
    office.hire("keuangan", "finance", None).await;
    office.hire("agen.dua", "agent", Some("33.02")).await;
    office
}

async fn contract(office: &Office, agent: &str, from_on: &str) -> Value {
    let form = json!({ "area": "Kabupaten Banyumas", "number": "PKS-014", "from_on": from_on });
    office.post("cabang", &format!("/api/v1/agents/{agent}/contracts"), form).await.of(201)
}

async fn line(office: &Office, who: &str, agent: &str) -> Value {
    office.get(who, &format!("/api/v1/agents/{agent}")).await.of(200)
}

/// 50 new members, contributions of 38,902,000 in October 2018: 2,917,650 and 500,000.
async fn the_example_of_2018_is_paid_as_it_says(world: World) {
    let office = opened(world).await;
    let agent = user(&office, "agen").await;
    office.at("2018-10-01");
    let _ = contract(&office, &agent, "2018-10-01").await;
    let of = |n: std::ops::Range<usize>, income, months, total| {
        n.map(move |n| Member { n, income, months, total })
    };
    let members: Vec<Member> = of(0..14, 25_000_000, 12, 2_565_600)
        .chain(of(14..25, 25_000_000, 1, 213_800))
        .chain(of(25..26, 19_500_000, 1, 203_800))
        .chain(of(26..27, 1_800_000, 1, 24_800))
        .chain(of(27..49, 900_000, 1, 16_800))
        .chain(of(49..50, 900_000, 2, 33_600))
        .collect();
    let mut it = evening(&office, &members, "2018-10-10").await;
    assert_eq!(it.amounts.iter().sum::<i64>(), 38_902_000);
    // Not in the books yet: the forecast counts what the agent holds.
    let seen = line(&office, "agen", &agent).await;
    assert_eq!(
        (&seen["fee"]["collected"], &seen["fee"]["pending"]),
        (&json!(0), &json!(38_902_000))
    );
    assert_eq!(
        (&seen["fee"]["total"], &seen["members"]["unpaid"]),
        (&json!(3_417_650), &json!(50))
    );
    office.at("2018-10-11");
    settled(&office, &mut it).await;
    let seen = line(&office, "cabang", &agent).await;
    let fee = &seen["fee"];
    assert_eq!((&fee["collected"], &fee["new_members"]), (&json!(38_902_000), &json!(50)));
    assert_eq!(
        (&fee["of_contributions"], &fee["bonus"], &fee["total"]),
        (&json!(2_917_650), &json!(500_000), &json!(3_417_650))
    );
    assert_eq!(fee["terms"], "law");
    let rules: Vec<&str> =
        fee["because"]["parts"].as_array().unwrap().iter().map(|part| text(part, "rule")).collect();
    assert_eq!(rules[..2], ["agent.fee_percent", "agent.bonus"]);
    assert_eq!(seen["members"]["active"], 50);
    // Three months without anybody: the rule of 2018 ends the contract; a year later it is seen who stays.
    office.at("2019-01-10");
    let idle = office.get("cabang", "/api/v1/agents?idle=true").await.of(200);
    assert_eq!(idle["items"].as_array().unwrap().len(), 1, "{idle}");
    let seen = &idle["items"][0];
    assert_eq!((&seen["idle_months"], &seen["idle_rule"]["months"]), (&json!(3), &json!(3)));
    assert_eq!(seen["last_paid_on"], "2018-10-10");
    assert_eq!(
        seen["persistency"][0],
        json!({ "after_months": 3, "stayed": 14, "of": 50, "percent": "28.0" })
    );
    assert_eq!(
        seen["persistency"][2],
        json!({ "after_months": 12, "stayed": 0, "of": 0, "percent": null })
    );
    let then = format!("/api/v1/agents/{agent}?month=2018-10");
    assert_eq!(office.get("cabang", &then).await.of(200)["fee"]["total"], 3_417_650);
    // The branch's month of then: by agent, and the rupiah that came in.
    let month = "/api/v1/reports/month?area=33.02&month=2018-10";
    let month = office.get("cabang", month).await.of(200);
    let by_agent = month["by_agent"].as_array().unwrap();
    let own = by_agent.iter().find(|line| line["key"] == *agent).unwrap();
    assert_eq!(
        (&own["new"], &own["active"], &own["collected"]),
        (&json!(50), &json!(50), &json!(38_902_000))
    );
    assert_eq!(month["contributions"]["received_total"], 38_902_000);
    assert_eq!((&month["whole"]["new"], &month["whole"]["active"]), (&json!(50), &json!(50)));
    let lapse =
        office.get("cabang", "/api/v1/reports/month?area=33.02&month=2019-01").await.of(200);
    assert_eq!(lapse["by_agent"][0]["active"], 14, "who paid for a year");
    assert_eq!(seen["early_deaths"]["rate"], Value::Null);
    assert_eq!(seen["early_deaths"]["reason_en"], "no benefits recorded yet");
    office.close().await;
}

/// The fee of any month by the terms of that month: the law's, the office's own, or nobody's.
async fn a_fee_says_by_whose_terms(world: World) {
    let office = opened(world).await;
    let agent = user(&office, "agen").await;
    let _ = contract(&office, &agent, "2026-01-01").await;
    let fee = async |month: &str, sum: i64, n: u32| {
        let path = format!(
            "/api/v1/agents/fee?month={month}&contributions={sum}&new_members={n}&agent={agent}"
        );
        office.get("cabang", &path).await
    };
    let paid = fee("2018-10", 38_902_000, 50).await.of(200);
    assert_eq!((&paid["total"], &paid["agent"]), (&json!(3_417_650), &json!(3_075_885)));
    let paid = fee("2018-10", 38_902_000, 49).await.of(200);
    assert_eq!((&paid["bonus"], &paid["total"]), (&json!(0), &json!(2_917_650)));
    let silent = fee("2026-11", 218_400, 26).await.of(200);
    assert_eq!((&silent["terms"], &silent["total"]), (&json!("unknown"), &Value::Null));
    assert!(text(&silent, "reason_en").contains("not known"), "{silent}");
    assert_eq!(fee("2018-10", -1, 0).await.status, 422);
    let terms = json!({
        "area": "33.02", "from_on": "2026-01-01", "fee_percent": "15", "bonus": 0,
        "bonus_members_min": 0, "agent_share_percent": "90", "idle_months": 2, "rejoin_months": 6,
        "document": "PKS kantor cabang 12/2026",
    });
    assert_eq!(office.post("cabang.lain", "/api/v1/agent-terms", terms.clone()).await.status, 403);
    let mut wrong = terms.clone();
    wrong["fee_percent"] = json!("150");
    assert_eq!(office.post("cabang", "/api/v1/agent-terms", wrong).await.status, 422);
    let _ = office.post("cabang", "/api/v1/agent-terms", terms).await.of(201);
    let own = fee("2026-11", 218_400, 26).await.of(200);
    assert_eq!((&own["terms"], &own["total"]), (&json!("office"), &json!(32_760)));
    let because = &own["because"]["parts"][0];
    assert_eq!(
        (&because["rule"], &because["status"]),
        (&json!("agent.office_terms"), &json!("unconfirmed"))
    );
    assert!(text(because, "en").contains("no law"), "{because}");
    // The law of 2018 is not touched by what an office agrees.
    assert_eq!(fee("2018-10", 38_902_000, 50).await.of(200)["terms"], "law");
    let listed = office.get("cabang", "/api/v1/agent-terms").await.of(200);
    assert_eq!(
        (&listed["items"][0]["fee"], &listed["items"][0]["source"]),
        (&json!("15 %"), &json!("office"))
    );
    assert_eq!(office.get("cabang.lain", "/api/v1/agent-terms").await.of(200)["items"], json!([]));
    office.close().await;
}

/// An agent office needs people; a contract needs the role, and one at a time.
async fn an_office_without_its_people_is_forming(world: World) {
    let office = opened(world).await;
    let form = |code: &str, n: i64| {
        json!({
            "code": code, "name": "BUMDes Contoh", "kind": "bumdes", "area": "33.02.15",
            "n_people": n, "document": "Akta 2018", "from_on": "2018-06-01",
        })
    };
    let small = office.post("cabang", "/api/v1/agent-offices", form("KP-1", 4)).await.of(201);
    assert_eq!((&small["state"], &small["people_min"]), (&json!("forming"), &json!(5)));
    assert_eq!(small["because"]["status"], "reported");
    let again = office.post("cabang", "/api/v1/agent-offices", form("KP-1", 9)).await;
    assert_eq!(again.code(409), "CODE_USED");
    assert_eq!(
        office.post("cabang.lain", "/api/v1/agent-offices", form("KP-2", 5)).await.status,
        403
    );
    let path = format!("/api/v1/agent-offices/{}", text(&small, "id"));
    let grown = json!({ "n_people": 5, "document": "Daftar pengurus" });
    assert_eq!(office.post("cabang", &path, grown).await.of(200)["state"], "complete");
    let (agent, clerk) = (user(&office, "agen").await, user(&office, "cabang").await);
    let bad = json!({ "area": "33.02", "number": "PKS-1", "from_on": "2026-11-01" });
    let refused =
        office.post("cabang", &format!("/api/v1/agents/{clerk}/contracts"), bad.clone()).await;
    assert_eq!(refused.code(422), "NOT_AN_AGENT");
    let elsewhere =
        office.post("cabang.lain", &format!("/api/v1/agents/{agent}/contracts"), bad).await;
    assert_eq!(elsewhere.status, 403);
    let mut good = json!({ "area": "33.02", "number": "PKS-1", "from_on": "2026-11-01" });
    good["office"] = small["id"].clone();
    let path = format!("/api/v1/agents/{agent}/contracts");
    let _ = office.post("cabang", &path, good.clone()).await.of(201);
    assert_eq!(office.post("cabang", &path, good).await.code(409), "UNDER_CONTRACT");
    let seen = line(&office, "cabang", &agent).await;
    assert_eq!((&seen["state"], &seen["office_code"]), (&json!("active"), &json!("KP-1")));
    assert_eq!(
        office.get("cabang", "/api/v1/agent-offices").await.of(200)["items"][0]["n_agents"],
        1
    );
    let list = async |more: &str| {
        let page = office.get("cabang", &format!("/api/v1/agents{more}")).await.of(200);
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| text(it, "name").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(list("").await, ["agen", "agen.dua"]);
    assert_eq!(list("?state=none").await, ["agen.dua"]);
    let first = office.get("cabang", "/api/v1/agents?limit=1").await.of(200);
    assert_eq!(list(&format!("?limit=1&after={}", text(&first, "next"))).await, ["agen.dua"]);
    assert_eq!(office.get("cabang.lain", "/api/v1/agents").await.of(200)["items"], json!([]));
    assert_eq!(office.get("cabang.lain", &format!("/api/v1/agents/{agent}")).await.status, 403);
    assert_eq!(office.get("agen.dua", &format!("/api/v1/agents/{agent}")).await.status, 403);
    office.close().await;
}

fn two() -> [Member; 2] {
    [1, 2].map(|n| Member { n, income: 1_000_000, months: 1, total: 8_400 })
}

/// Fraud ends a contract at once; the money is settled first, then the members go to another agent.
async fn an_agent_ends_for_fraud_and_nobody_is_left_alone(world: World) {
    let office = opened(world).await;
    let (agent, next) = (user(&office, "agen").await, user(&office, "agen.dua").await);
    office.at("2026-08-01");
    let _ = contract(&office, &agent, "2026-08-01").await;
    let mut it = evening(&office, &two(), "2026-08-20").await;
    office.at("2026-08-22");
    let seen = line(&office, "cabang", &agent).await;
    assert_eq!(
        (&seen["custody"]["held"], &seen["custody"]["is_overdue"]),
        (&json!(16_800), &json!(true))
    );
    assert_eq!((&seen["members"]["members"], &seen["members"]["unpaid"]), (&json!(2), &json!(2)));
    let path = format!("/api/v1/agents/{agent}/hand-over");
    let to = json!({ "to": next, "on": "2026-08-22", "reason": "agen berhenti karena kecurangan" });
    assert_eq!(office.post("cabang", &path, to.clone()).await.code(409), "UNDER_CONTRACT");
    let end = format!("/api/v1/agents/{agent}/end");
    let fraud = |on: &str| json!({ "on": on, "reason": "fraud", "note": "kuitansi dipalsukan" });
    assert_eq!(office.post("cabang", &end, fraud("2026-08-21")).await.code(422), "DAYS");
    let silent = json!({ "on": "2026-08-22", "reason": "fraud", "note": "" });
    assert_eq!(office.post("cabang", &end, silent).await.code(422), "REASON");
    let unknown = json!({ "on": "2026-08-22", "reason": "bosan", "note": "tidak cocok" });
    assert_eq!(office.post("cabang", &end, unknown).await.code(422), "UNKNOWN_WORD");
    assert_eq!(office.post("cabang.lain", &end, fraud("2026-08-22")).await.status, 403);
    let ended = office.post("cabang", &end, fraud("2026-08-22")).await.of(200);
    assert_eq!((&ended["n_orphans"], &ended["open"]), (&json!(2), &json!(16_800)));
    assert_eq!(office.post("cabang", &end, fraud("2026-08-22")).await.code(409), "NO_CONTRACT");
    let orphans = office.get("cabang", "/api/v1/agents/orphans").await.of(200);
    let left = &orphans["items"][0];
    assert_eq!((&left["agent"], &left["members"]), (&json!(agent), &json!(2)));
    assert_eq!((&left["end_reason"], &left["over_on"]), (&json!("fraud"), &json!("2026-08-22")));
    assert_eq!(
        office.get("cabang.lain", "/api/v1/agents/orphans").await.of(200)["items"],
        json!([])
    );
    // Money that is open says how much.
    let open = office.post("cabang", &path, to.clone()).await;
    assert!(open.text.contains("16.800"), "{}", open.text);
    assert_eq!(open.code(409), "CUSTODY_OPEN");
    settled(&office, &mut it).await;
    assert_eq!(office.post("cabang", &path, to.clone()).await.code(409), "NO_CONTRACT");
    let _ = contract(&office, &next, "2026-08-22").await;
    let back = json!({ "to": agent, "on": "2026-08-22", "reason": "salah pilih" });
    assert_eq!(office.post("cabang", &path, back).await.code(409), "SAME_AGENT");
    let nowhere =
        json!({ "to": next, "on": "2026-08-22", "reason": "agen berhenti", "area": "33.03" });
    assert_eq!(office.post("cabang", &path, nowhere).await.code(409), "NO_MEMBERS");
    let done = office.post("cabang", &path, to).await.of(200);
    assert_eq!((&done["n_members"], &done["n_told"]), (&json!(2), &json!(2)));
    told(&office).await;
    assert_eq!(office.get("cabang", "/api/v1/agents/orphans").await.of(200)["items"], json!([]));
    let before = line(&office, "cabang", &agent).await;
    assert_eq!((&before["state"], &before["members"]["members"]), (&json!("ended"), &json!(0)));
    assert_eq!(before["fee"]["new_members"], 2, "who enrolled them stays");
    let after = line(&office, "cabang", &next).await;
    assert_eq!(
        (&after["members"]["active"], &after["members"]["from_others"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(after["handovers"][0]["reason"], "agen berhenti karena kecurangan");
    assert_eq!(after["handovers"], before["handovers"]);
    afterwards(&office, &agent, &next).await;
    office.close().await;
}

/// Each member was told once, in both languages, by whom they are visited now.
async fn told(office: &Office) {
    let told: Vec<(String, String)> = proofs::raw_rows(
        &office.world.db(),
        "SELECT text_id, text_en FROM notice WHERE kind = 'agent_changed' ORDER BY id",
    )
    .await
    .unwrap();
    assert_eq!(told.len(), 2);
    for (id, en) in told {
        assert!(id.contains("22 Agustus 2026") && id.contains("agen.dua"), "{id}");
        assert!(en.contains("22 August 2026") && !en.contains("Peserta"), "{en}");
    }
}

/// The new agent earns what the members pay from now on; the old one may not come back yet.
async fn afterwards(office: &Office, agent: &str, next: &str) {
    let members = office.get("cabang", &format!("/api/v1/agents/{next}/members")).await.of(200);
    let member = &members["items"][0];
    assert_eq!((&member["state"], &member["is_moved"]), (&json!("active"), &json!(true)));
    assert!(text(member, "name").starts_with("Peserta Contoh"), "{member}");
    office.hire("bank", "integrator", None).await;
    office.at("2026-09-03");
    let code = office.code("cabang", text(member, "membership"), 1).await;
    let _ = office.pay("bank", "R9", &code["code"], 8_400, None).await.of(201);
    let seen = line(office, "agen.dua", next).await;
    assert_eq!(
        (&seen["fee"]["collected"], &seen["fee"]["new_members"]),
        (&json!(8_400), &json!(0))
    );
    assert_eq!(line(office, "cabang", agent).await["fee"]["collected"], 0);
    // Nobody said after how long an idle contract ends, until the office agrees terms of its own.
    office.at("2026-11-21");
    let seen = line(office, "cabang", next).await;
    assert_eq!(
        (&seen["idle_months"], &seen["idle_rule"], &seen["is_idle"]),
        (&json!(2), &Value::Null, &json!(false))
    );
    let terms = json!({
        "area": "33.02", "from_on": "2026-01-01", "fee_percent": "7.5", "bonus": 500_000,
        "bonus_members_min": 50, "agent_share_percent": "90", "idle_months": 2, "rejoin_months": 6,
        "document": "PKS kantor cabang 12/2026",
    });
    let _ = office.post("cabang", "/api/v1/agent-terms", terms).await.of(201);
    let seen = line(office, "cabang", next).await;
    assert_eq!(
        (&seen["is_idle"], &seen["idle_rule"]["because"]["status"]),
        (&json!(true), &json!("unconfirmed"))
    );
    let path = format!("/api/v1/agents/{agent}/contracts");
    let again = |day: &str| json!({ "area": "33.02", "number": "PKS-2", "from_on": day });
    let early = office.post("cabang", &path, again("2026-11-21")).await;
    assert!(early.text.contains("2027-02-22"), "{}", early.text);
    assert_eq!(early.code(409), "TOO_EARLY");
    let _ = office.post("cabang", &path, again("2027-02-22")).await.of(201);
}

/// One target of an agent, the same numbers on the office's page and on the phone.
async fn an_agents_target_is_the_same_on_both_sides(world: World) {
    let office = opened(world).await;
    let agent = user(&office, "agen").await;
    let it = evening(&office, &two(), "2026-11-20").await;
    let form = json!({
        "area": "33.02", "agent": agent, "counts": "new", "heads": 12, "from_on": "2026-11-01",
        "until_on": "2026-12-31", "owner": "Kantor cabang Purwokerto", "document": "Rencana agen 2026",
    });
    let mut wrong = form.clone();
    wrong["segment"] = json!("bpu");
    assert_eq!(office.post("cabang", "/api/v1/targets", wrong).await.code(422), "UNKNOWN_WORD");
    let _ = office.post("cabang", "/api/v1/targets", form).await.of(201);
    let mut it = it;
    office.at("2026-11-21");
    settled(&office, &mut it).await;
    let mine = office.get("agen", "/api/v1/targets/mine").await.of(200);
    let card = &mine["items"][0];
    assert_eq!(
        (&card["at_hand"], &card["missing"], &card["a_month"]),
        (&json!(2), &json!(10), &json!(5))
    );
    let package = office.send(call(&it.phone, "GET", "/api/v1/sync/package")).await.of(200);
    assert_eq!(package["targets"], mine["items"]);
    assert_eq!(line(&office, "cabang", &agent).await["targets"], mine["items"]);
    let chart = format!("/api/v1/targets/{}", text(card, "target"));
    let seen = office.get("agen", &chart).await.of(200);
    assert_eq!((&seen["chart"][0]["came"], &seen["chart"][1]["came"]), (&json!(2), &Value::Null));
    assert_eq!(office.get("agen.dua", "/api/v1/targets/mine").await.of(200)["items"], json!([]));
    office.close().await;
}

proofs::on_both![
    the_example_of_2018_is_paid_as_it_says,
    a_fee_says_by_whose_terms,
    an_office_without_its_people_is_forming,
    an_agent_ends_for_fraud_and_nobody_is_left_alone,
    an_agents_target_is_the_same_on_both_sides,
];
