//! The real program under fire: killed and stopped while a hundred clients report payments. The
//! clients' own list of acknowledgements is the oracle: none lost, none doubled, repeats alike.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "whatever is not there fails the proof that looked for it"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "the program runs by the real clock, and so do its clients"
)]

use proofs::{
    Fresh,
    client::{Answer, Call},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};
use tokio::sync::watch;

const CLIENTS: usize = 100;
const PAYMENTS: usize = 300;
const MEMBERS: usize = 30;
const SENDS_MAX: u64 = 5;
const PASSWORD: &str = "empat kata yang mudah diingat";

/// A small generator of our own, so that a failing run can be told again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A program that serves, and the address it said.
struct Serving {
    child: Child,
    address: SocketAddr,
    /// What it said when it made the first administrator.
    one_time_password: Option<String>,
}

struct Installation {
    fresh: Fresh,
}

impl Installation {
    fn run(&self, verb: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lindung"));
        command.env("LINDUNG_LOG", "error").env_remove("LINDUNG_LAW").arg(verb);
        command.args(["--db", &self.fresh.address, "--json"]);
        command.arg("--keys").arg(self.fresh.folder().join("office.keys"));
        command
    }

    fn serve(&self) -> Serving {
        let mut command = self.run("serve");
        command.args(["--port", "0"]).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut one_time_password = None;
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in &mut lines {
            let said: Value = serde_json::from_str(&line.unwrap()).unwrap();
            if let Some(password) = said["one_time_password"].as_str() {
                one_time_password = Some(password.to_owned());
            }
            if let Some(address) = said["address"].as_str() {
                let address = address.trim_start_matches("http://").parse().unwrap();
                // What it says later is of no interest, but it must be able to say it.
                std::thread::spawn(move || lines.for_each(drop));
                return Serving { child, address, one_time_password };
            }
        }
        panic!("it ended without opening: {:?}", child.wait());
    }
}

fn key(n: usize) -> String {
    format!("0190f3a2-7c1e-7b2a-9a55-{n:012x}")
}

async fn post(to: SocketAddr, token: &str, n: usize, path: &str, body: Value) -> Answer {
    let call = Call::new("POST", path).token(token).header("Idempotency-Key", key(n)).json(&body);
    call.send(to).await.unwrap()
}

async fn sign_in(to: SocketAddr, login: &str, password: &str) -> String {
    let form = json!({ "login": login, "password": password });
    let answer = Call::new("POST", "/api/v1/sessions").json(&form).send(to).await.unwrap().of(201);
    answer["token"].as_str().unwrap().to_owned()
}

async fn settle(to: SocketAddr, login: &str, one_time: &str, n: usize) -> String {
    let token = sign_in(to, login, one_time).await;
    let form = json!({ "old_password": one_time, "new_password": PASSWORD });
    let _ = post(to, &token, n, "/api/v1/users/me/change-password", form).await.of(204);
    sign_in(to, login, PASSWORD).await
}

/// Staff, members with a code each; the staff's token and the codes with their prices.
async fn open_office(serving: &Serving) -> (String, Vec<(String, i64)>) {
    let to = serving.address;
    let admin = settle(to, "admin", serving.one_time_password.as_ref().unwrap(), 1).await;
    let form = json!({ "login": "cabang", "display_name": "Cabang" });
    let made = post(to, &admin, 2, "/api/v1/users", form).await.of(201);
    let grant = format!("/api/v1/users/{}/grant", made["user"].as_str().unwrap());
    for (n, role) in ["branch_staff"].into_iter().enumerate() {
        let _ = post(to, &admin, 3 + n, &grant, json!({ "role": role })).await.of(204);
    }
    let staff = settle(to, "cabang", made["one_time_password"].as_str().unwrap(), 9).await;
    let mut codes = Vec::new();
    for n in 0..MEMBERS {
        let form = json!({
            "person": { "nik": format!("330215550780{:04}", 9000 + n), "name": "Peserta Contoh",
                "birth_date": "1980-07-15", "village": "33.02.15.2006",
                "occupations": [{ "occupation": "pedagang-pasar" }],
                "consents": [{ "purpose": "enrolment", "text_version": "2026-01", "given_how": "read_aloud" }] },
            "income": 1_000_000, "programmes": ["jkk", "jkm"], "payer": "self", "promise_read": true,
        });
        let enrolled = post(to, &staff, 1_000 + n, "/api/v1/enrolments", form).await.of(201);
        let path =
            format!("/api/v1/memberships/{}/codes", enrolled["membership"].as_str().unwrap());
        let code = post(to, &staff, 2_000 + n, &path, json!({ "months": 1 })).await.of(201);
        codes.push((code["code"].as_str().unwrap().to_owned(), code["amount"].as_i64().unwrap()));
    }
    (staff, codes)
}

/// What the clients were told: the payment reported, and every answer to it.
type Acknowledged = BTreeMap<String, (i64, Vec<Value>)>;

struct Fire {
    staff: String,
    codes: Vec<(String, i64)>,
    paid_at: String,
    acknowledged: Mutex<Acknowledged>,
    /// How many payments have an answer.
    answered: watch::Sender<usize>,
    address: watch::Receiver<SocketAddr>,
}

/// One client: its payments one after the other, each up to five times, until answered.
async fn client(fire: Arc<Fire>, n: usize) {
    let mut dice = Dice(20_240_424 + n as u64);
    let mut address = fire.address.clone();
    for at in (n..PAYMENTS).step_by(CLIENTS) {
        let (code, price) = &fire.codes[at % MEMBERS];
        // Exact, short, over: the sum is what is counted.
        let amount =
            [*price, *price, price / 2, price + 1_000][usize::try_from(dice.below(4)).unwrap()];
        let reference = format!("F-{at}");
        let form = json!({ "channel": "bank_va", "reference": reference, "code": code,
            "amount": amount, "paid_at": fire.paid_at });
        let call = Call::new("POST", "/api/v1/payments").token(&fire.staff).json(&form);
        let mut sends = 1 + dice.below(SENDS_MAX);
        while sends > 0 {
            let to = *address.borrow_and_update();
            match call.send(to).await {
                Ok(answer) if [200, 201, 202].contains(&answer.status) => {
                    sends -= 1;
                    let mut book = fire.acknowledged.lock().unwrap();
                    let entry = book.entry(reference.clone()).or_insert((amount, Vec::new()));
                    entry.1.push(answer.json);
                    fire.answered.send_replace(book.len());
                }
                Ok(answer) if answer.status == 503 => tokio::task::yield_now().await,
                Ok(answer) => panic!("{}", answer.of(201)),
                // Nobody is there: wait until somebody is.
                Err(_) if *address.borrow() == to => drop(address.changed().await),
                Err(_) => {}
            }
        }
    }
}

/// How the program is ended under load.
#[derive(Clone, Copy)]
enum Ending {
    Killed,
    Asked,
}

impl Serving {
    /// Ends it, and waits until it is gone.
    fn end(&mut self, ending: Ending) {
        match ending {
            Ending::Killed => self.child.kill().unwrap(),
            Ending::Asked => {
                let pid = self.child.id().to_string();
                assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
            }
        }
        let status = self.child.wait().unwrap();
        match ending {
            Ending::Killed => assert!(!status.success()),
            Ending::Asked => assert_eq!(status.code(), Some(0)),
        }
    }
}

/// What the clients were told, against what is there: every difference.
fn judge(told: &Acknowledged, found: &BTreeMap<String, Value>, received: i64) -> Vec<String> {
    let mut wrong = Vec::new();
    for (reference, (amount, answers)) in told {
        if let Some(other) = answers.iter().find(|answer| **answer != answers[0]) {
            wrong.push(format!("{reference} was answered {} and {other}", answers[0]));
        }
        match found.get(reference) {
            None => wrong.push(format!("{reference} was acknowledged and is lost")),
            Some(there) if there["amount"] != *amount || there["id"] != answers[0]["payment"] => {
                wrong.push(format!("{reference} is {there}, not {amount}"));
            }
            Some(_) => {}
        }
    }
    let sum: i64 = told.values().map(|(amount, _)| amount).sum();
    if sum != received {
        wrong.push(format!("acknowledged {sum}, in the books {received}"));
    }
    wrong
}

async fn under_fire(fresh: Fresh, endings: &[Ending]) {
    let installation = Installation { fresh };
    access::Keyring::create(&installation.fresh.folder().join("office.keys")).unwrap();
    assert!(installation.run("migrate").output().unwrap().status.success());
    let mut serving = installation.serve();
    let (staff, codes) = open_office(&serving).await;
    let (at, address) = watch::channel(serving.address);
    let (answered, mut progress) = watch::channel(0);
    let paid_at = jiff::Timestamp::now().to_string();
    let acknowledged = Mutex::default();
    let fire = Arc::new(Fire { staff, codes, paid_at, acknowledged, answered, address });
    let clients: Vec<_> =
        (0..CLIENTS).map(|n| tokio::spawn(client(Arc::clone(&fire), n))).collect();
    let mut dice = Dice(7);
    let part = PAYMENTS / (endings.len() + 1);
    for (n, ending) in endings.iter().enumerate() {
        let moment = n * part + usize::try_from(dice.below(part as u64)).unwrap();
        progress.wait_for(|answered| *answered > moment).await.unwrap();
        tokio::task::block_in_place(|| serving.end(*ending));
        serving = tokio::task::block_in_place(|| installation.serve());
        at.send_replace(serving.address);
    }
    for client in clients {
        client.await.unwrap();
    }
    let told = fire.acknowledged.lock().unwrap().clone();
    assert_eq!(told.len(), PAYMENTS);
    let mut found = BTreeMap::new();
    for (_, answers) in told.values() {
        let path = format!("/api/v1/payments/{}", answers[0]["payment"].as_str().unwrap());
        let call = Call::new("GET", &path).token(&fire.staff);
        let there = call.send(serving.address).await.unwrap().of(200);
        found.insert(there["reference"].as_str().unwrap().to_owned(), there);
    }
    serving.end(Ending::Asked);
    let checked = installation.run("check").output().unwrap();
    let checked: Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!(checked["ok"], true, "{checked}");
    let (received,): (i64,) =
        proofs::raw_rows(&installation.fresh.db, "SELECT CAST(SUM(amount) AS bigint) FROM payment")
            .await
            .unwrap()[0];
    assert_eq!(judge(&told, &found, received), Vec::<String>::new());
    the_judge_is_awake(told, found, received);
}

/// Planted faults: each must be found, or the proof above says nothing.
fn the_judge_is_awake(mut told: Acknowledged, mut found: BTreeMap<String, Value>, received: i64) {
    assert_eq!(judge(&told, &found, received + 8_400).len(), 1, "money that came twice");
    let lost = found.pop_first().unwrap();
    assert_eq!(judge(&told, &found, received).len(), 1, "a payment that is gone");
    found.insert(lost.0.clone(), lost.1);
    told.get_mut(&lost.0).unwrap().1.push(json!({ "payment": "another" }));
    assert_eq!(judge(&told, &found, received).len(), 1, "a repeat answered otherwise");
    told.get_mut(&lost.0).unwrap().1.pop();
    told.insert("F-never-sent".into(), (1, vec![json!({})]));
    assert_eq!(judge(&told, &found, received).len(), 2, "an acknowledgement nobody gave");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_five_times_sqlite_loses_and_doubles_nothing() {
    under_fire(Fresh::sqlite().await, &[Ending::Killed; 5]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_five_times_on_postgres_loses_and_doubles_nothing() {
    if let Some(fresh) = Fresh::postgres().await {
        under_fire(fresh, &[Ending::Killed; 5]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_stop_under_load_it_leaves_in_order() {
    under_fire(Fresh::sqlite().await, &[Ending::Asked; 2]).await;
}
