//! An office one signs in to: a server on a loopback port, its clock in our hand, an administrator.

use access::{Outside, setup};
use proofs::{
    World,
    client::{Answer, Call},
};
use serde_json::{Value, json};
use server::{Ground, Options, Server};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

pub(crate) const PASSWORD: &str = "empat kata yang mudah diingat";
/// The address browsers see.
pub(crate) const ORIGIN: &str = "http://localhost:8080";

pub(crate) struct House {
    pub(crate) world: Arc<World>,
    address: SocketAddr,
    n_keys: AtomicU64,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl House {
    /// With an administrator, `admin`, whose password is [`PASSWORD`].
    pub(crate) async fn open(world: World) -> Self {
        Self::open_as(world, Options { origin: Some(ORIGIN.into()), ..Options::default() }).await
    }

    /// The clock stands still, so the pace of sign-ins by address would stop us.
    pub(crate) async fn open_as(world: World, mut options: Options) -> Self {
        options.limits.sign_in = (10_000, 10_000);
        let outside = Outside::new(world.now(), Arc::clone(&world.law));
        let first = setup::first_start(&world.db(), &outside, &world.keys, &world.passwords).await;
        let first = first.unwrap().expect("a fresh database has no user");
        let world = Arc::new(world);
        let hand = Arc::clone(&world);
        let ground = Ground {
            db: world.db(),
            law: Arc::clone(&world.law),
            keys: Arc::clone(&world.keys),
            clock: Arc::new(move || hand.now()),
        };
        let server = Server::open(ground, options);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(server::serve(listener, server, async {
            let _ = stopped.await;
        }));
        let house = Self { world, address, n_keys: AtomicU64::new(1), stop, serving };
        house.settle("admin", first.one_time_password.reveal()).await;
        house
    }

    /// A user with a role, who has changed the one-time password; their id.
    pub(crate) async fn hire(&self, login: &str, role: &str, area: Option<&str>) -> String {
        let admin = self.token("admin").await;
        let form = json!({ "login": login, "display_name": format!("Petugas {login}") });
        let made = self.post(&admin, "/api/v1/users", form).await.of(201);
        let user = text(&made, "user");
        let path = format!("/api/v1/users/{user}/grant");
        let granted = self.post(&admin, &path, json!({ "role": role, "area": area })).await;
        assert_eq!(granted.status, 204, "{}", granted.text);
        self.settle(login, &text(&made, "one_time_password")).await;
        user
    }

    async fn settle(&self, login: &str, one_time: &str) {
        let token = text(&self.sign_in(login, one_time).await.of(201), "token");
        let form = json!({ "old_password": one_time, "new_password": PASSWORD });
        let changed = self.post(&token, "/api/v1/users/me/change-password", form).await;
        assert_eq!(changed.status, 204, "{}", changed.text);
    }

    pub(crate) async fn sign_in(&self, login: &str, password: &str) -> Answer {
        self.tell("/api/v1/sessions", json!({ "login": login, "password": password })).await
    }

    /// Signs in with the password alone.
    pub(crate) async fn token(&self, login: &str) -> String {
        text(&self.sign_in(login, PASSWORD).await.of(201), "token")
    }

    /// The right password, and the ticket for its code.
    pub(crate) async fn ticket(&self, login: &str) -> String {
        let needed = self.sign_in(login, PASSWORD).await;
        assert!(!needed.head.to_lowercase().contains("set-cookie"), "no session yet");
        let needed = needed.of(202);
        assert_eq!(needed["second_factor_required"], true);
        text(&needed, "ticket")
    }

    /// Without being signed in.
    pub(crate) async fn tell(&self, path: &str, body: Value) -> Answer {
        self.send(Call::new("POST", path).json(&body)).await
    }

    pub(crate) async fn post(&self, token: &str, path: &str, body: Value) -> Answer {
        let n = self.n_keys.fetch_add(1, Ordering::Relaxed);
        let key = db::Uuid::from_u128(0x0190_f3a2_7c1e_7b2a_9a55_0000_0000_0000 + u128::from(n));
        let call = Call::new("POST", path).header("Idempotency-Key", key.to_string());
        self.send(call.token(token).json(&body)).await
    }

    pub(crate) async fn get(&self, token: &str, path: &str) -> Answer {
        self.send(Call::new("GET", path).token(token)).await
    }

    pub(crate) async fn me(&self, token: &str) -> Value {
        self.get(token, "/api/v1/users/me").await.of(200)
    }

    pub(crate) async fn send(&self, call: Call) -> Answer {
        call.send(self.address).await.unwrap()
    }

    /// What the audit says was done, in order, with the details.
    pub(crate) async fn acts(&self, action: &str) -> Vec<String> {
        let sql = format!(
            "SELECT detail FROM audit_entry WHERE action = '{action}' ORDER BY recorded_at, chain, seq"
        );
        let rows: Vec<(String,)> = proofs::raw_rows(&self.world.db(), &sql).await.unwrap();
        rows.into_iter().map(|(detail,)| detail).collect()
    }

    /// The audit holds, and the office closes in order.
    pub(crate) async fn close(self) {
        assert_eq!(super::faults(&self.world).await, Vec::<String>::new());
        self.stop.send(()).unwrap();
        self.serving.await.unwrap();
    }
}

/// An answer that must say yes.
#[track_caller]
pub(crate) fn fine(answer: Answer) {
    assert!((200..300).contains(&answer.status), "{}\n{}", answer.head, answer.text);
}

/// A text in an answer.
#[track_caller]
pub(crate) fn text(of: &Value, name: &str) -> String {
    of[name].as_str().unwrap_or_else(|| panic!("no {name} in {of}")).to_owned()
}
