//! An office that is really open: a server on a loopback port, users who sign in, the world's clock.

use access::{Outside, setup};
use proofs::{
    World,
    client::{Answer, Call},
};
use regulation::Law;
use serde_json::{Value, json};
use server::{Ground, Options, Server};
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};
use terms::Timestamp;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

const PASSWORD: &str = "empat kata yang mudah diingat";

/// A token and when it was last shown; a session ends when nobody uses it.
type Shown = (String, Timestamp);

pub(crate) struct Office {
    pub(crate) world: Arc<World>,
    pub(crate) address: SocketAddr,
    tokens: Mutex<BTreeMap<String, Shown>>,
    n_keys: AtomicU64,
    doors: Vec<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Office {
    /// Opens with an administrator, `admin`, on this day.
    pub(crate) async fn open(world: World, day: &str) -> Self {
        world.at(day);
        let db = world.db();
        let mut tx = db.write().await.unwrap();
        registry::load_reference(&mut tx).await.unwrap();
        ledger::load_chart(&mut tx).await.unwrap();
        insight::load_figures(&mut tx, insight::figures()).await.unwrap();
        tx.commit().await.unwrap();
        let outside = Outside::new(world.now(), Arc::clone(&world.law));
        let first = setup::first_start(&db, &outside, &world.keys, &world.passwords).await;
        let first = first.unwrap().expect("a fresh database has no user");
        let world = Arc::new(world);
        let law = Arc::clone(&world.law);
        let (address, door) = serve(&world, law).await;
        let (tokens, n_keys) = (Mutex::default(), AtomicU64::new(1));
        let office = Self { world, address, tokens, n_keys, doors: vec![door] };
        office.settle("admin", first.one_time_password.reveal()).await;
        office
    }

    /// From now on under another law: another server on the same database.
    pub(crate) async fn under(&mut self, law: Law) {
        let (address, door) = serve(&self.world, Arc::new(law)).await;
        self.address = address;
        self.doors.push(door);
    }

    pub(crate) fn at(&self, when: &str) {
        self.world.at(when);
    }

    /// Makes a user with a role, who changes the one-time password.
    pub(crate) async fn hire(&self, login: &str, role: &str, area: Option<&str>) {
        let form = json!({ "login": login, "display_name": login });
        let made = self.post("admin", "/api/v1/users", form).await.of(201);
        let path = format!("/api/v1/users/{}/grant", text(&made, "user"));
        let granted = self.post("admin", &path, json!({ "role": role, "area": area })).await;
        assert_eq!(granted.status, 204, "{}", granted.text);
        self.settle(login, text(&made, "one_time_password")).await;
    }

    async fn settle(&self, login: &str, one_time: &str) {
        let token = self.sign_in(login, one_time).await;
        let form = json!({ "old_password": one_time, "new_password": PASSWORD });
        let call = self.command("/api/v1/users/me/change-password").token(&token).json(&form);
        let changed = call.send(self.address).await.unwrap();
        assert_eq!(changed.status, 204, "{}", changed.text);
        self.tokens.lock().unwrap().remove(login);
    }

    async fn sign_in(&self, login: &str, password: &str) -> String {
        let form = json!({ "login": login, "password": password });
        let call = Call::new("POST", "/api/v1/sessions").json(&form);
        text(&call.send(self.address).await.unwrap().of(201), "token").to_owned()
    }

    /// The token of a user, who signs in again when the session may have run out.
    pub(crate) async fn token(&self, login: &str) -> String {
        let now = self.world.now();
        let held = self.tokens.lock().unwrap().get(login).cloned();
        let token = match held {
            Some((token, at)) if now.duration_since(at).as_mins().abs() < 25 => token,
            _ => self.sign_in(login, PASSWORD).await,
        };
        self.tokens.lock().unwrap().insert(login.to_owned(), (token.clone(), now));
        token
    }

    /// A key for a command, each time another, in every run the same.
    pub(crate) fn key(&self) -> String {
        let n = self.n_keys.fetch_add(1, Ordering::Relaxed);
        db::Uuid::from_u128(0x0190_f3a2_7c1e_7b2a_9a55_0000_0000_0000 + u128::from(n)).to_string()
    }

    fn command(&self, path: &str) -> Call {
        Call::new("POST", path).header("Idempotency-Key", self.key())
    }

    pub(crate) async fn send(&self, call: Call) -> Answer {
        call.send(self.address).await.unwrap()
    }

    pub(crate) async fn get(&self, who: &str, path: &str) -> Answer {
        self.send(Call::new("GET", path).token(&self.token(who).await)).await
    }

    pub(crate) async fn post(&self, who: &str, path: &str, body: Value) -> Answer {
        self.send(self.command(path).token(&self.token(who).await).json(&body)).await
    }

    /// Enrols a person; the membership.
    pub(crate) async fn enrol(&self, who: &str, form: Value) -> Value {
        self.post(who, "/api/v1/enrolments", form).await.of(201)
    }

    pub(crate) async fn membership(&self, who: &str, id: &str) -> Value {
        self.get(who, &format!("/api/v1/memberships/{id}")).await.of(200)
    }

    /// A code for the next months.
    pub(crate) async fn code(&self, who: &str, membership: &str, months: u32) -> Value {
        let path = format!("/api/v1/memberships/{membership}/codes");
        self.post(who, &path, json!({ "months": months })).await.of(201)
    }

    /// Reports a payment, made now unless another time is given.
    pub(crate) async fn pay(
        &self,
        who: &str,
        reference: &str,
        code: &Value,
        amount: i64,
        paid_at: Option<&str>,
    ) -> Answer {
        let now = self.world.now().to_string();
        let form = json!({
            "channel": "bank_va", "reference": reference, "code": code, "amount": amount,
            "paid_at": paid_at.unwrap_or(&now),
        });
        self.post(who, "/api/v1/payments", form).await
    }

    /// The daily job.
    pub(crate) async fn a_day_passes(&self, day: &str) {
        self.at(day);
        contribution::notice::raise_due(&self.world.system()).await.unwrap();
    }

    /// Every invariant holds, the books balance, and the office closes in order.
    pub(crate) async fn close(self) {
        let system = self.world.system();
        insight::merge_changes(&system.db, 500).await.unwrap();
        let mut tx = system.db.read().await.unwrap();
        let mut invariants = ledger::check(&mut tx).await.unwrap();
        invariants.extend(contribution::check::check(&mut tx, &system).await.unwrap());
        invariants.extend(insight::check(&mut tx, &system).await.unwrap());
        let broken: Vec<_> = invariants.iter().filter(|invariant| !invariant.ok).collect();
        assert!(broken.is_empty(), "{broken:#?}");
        assert!(access::audit::verify(&mut tx).await.unwrap().is_empty());
        drop(tx);
        for (stop, serving) in self.doors {
            stop.send(()).unwrap();
            serving.await.unwrap();
        }
    }
}

async fn serve(
    world: &Arc<World>,
    law: Arc<Law>,
) -> (SocketAddr, (oneshot::Sender<()>, JoinHandle<()>)) {
    let hand = Arc::clone(world);
    let ground = Ground {
        db: world.db(),
        law,
        keys: Arc::clone(&world.keys),
        clock: Arc::new(move || hand.now()),
    };
    let server = Server::open(ground, Options::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(server::serve(listener, server, async {
        let _ = stopped.await;
    }));
    (address, (stop, serving))
}

/// A text in an answer.
#[track_caller]
pub(crate) fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_else(|| panic!("no {name} in {of}"))
}

/// Somebody to enrol, as the clerk writes them down.
pub(crate) fn somebody(nik: &str, name: &str, born: &str, work: &str, income: i64) -> Value {
    json!({
        "person": {
            "nik": nik, "name": name, "birth_date": born, "village": "33.02.15.2006",
            "rt": "003", "rw": "001", "address": "Dukuh Karanganyar 12",
            "phone": "081234567890", "phone_is_shared": true,
            "occupations": [{ "occupation": work, "place": "sawah blok lor", "hours": "05.00–11.00" }],
            "heirs": [{ "name": "Anak Peserta", "relation": "child", "birth_date": "2010-02-03" }],
            "consents": [{ "purpose": "enrolment", "text_version": "2026-01", "given_how": "read_aloud" }],
        },
        "income": income, "programmes": ["jkk", "jkm"], "payer": "self", "promise_read": true,
    })
}
