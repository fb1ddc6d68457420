//! An office to knock at: a fresh database with reference data, its administrator, a clock.

use access::{Keyring, Outside, setup};
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use db::{Db, OpenOptions};
use http_body_util::BodyExt;
use regulation::Law;
use serde_json::{Value, json};
use server::{Ground, Options, Server};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};
use terms::Timestamp;
use tower::ServiceExt;

/// 21 November 2026, nine in the morning in Jakarta.
const MORNING: &str = "2026-11-21T09:00:00+07:00";

pub(crate) struct World {
    pub(crate) server: Arc<Server>,
    pub(crate) db: Db,
    pub(crate) router: Router,
    pub(crate) now: Arc<AtomicI64>,
    pub(crate) admin_password: String,
    folder: PathBuf,
    n_keys: AtomicU64,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: Value,
    pub(crate) text: String,
}

static N: AtomicU64 = AtomicU64::new(0);

impl World {
    pub(crate) async fn open(options: Options) -> Self {
        let n = N.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("lindung-server-{}-{n}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("office.db");
        let open = OpenOptions { create: true, build_from_nothing: true, ..OpenOptions::default() };
        let db = Db::open(file.to_str().unwrap(), open).await.unwrap();
        let morning: Timestamp = MORNING.parse().unwrap();
        db::migrate(&db, morning).await.unwrap();
        let mut tx = db.write().await.unwrap();
        registry::load_reference(&mut tx).await.unwrap();
        ledger::load_chart(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let (law, keys) = (Arc::new(Law::built_in().clone()), Arc::new(Keyring::for_tests()));
        let outside = Outside::new(morning, Arc::clone(&law));
        let passwords = access::Passwords::new();
        let first = setup::first_start(&db, &outside, &keys, &passwords).await.unwrap().unwrap();
        let now = Arc::new(AtomicI64::new(morning.as_microsecond()));
        let hand = Arc::clone(&now);
        let clock: contribution::desk::Clock =
            Arc::new(move || Timestamp::from_microsecond(hand.load(Ordering::Relaxed)).unwrap());
        let server = Server::open(Ground { db: db.clone(), law, keys, clock }, options);
        let router = server::router(Arc::clone(&server));
        let admin_password = first.one_time_password.into_revealed();
        Self { server, db, router, now, admin_password, folder, n_keys: AtomicU64::new(1) }
    }

    pub(crate) fn wait(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }

    pub(crate) fn key(&self) -> String {
        let n = self.n_keys.fetch_add(1, Ordering::Relaxed);
        uuid::Uuid::from_u128(0x0190_f3a2_7c1e_7b2a_9a55_0000_0000_0000 + u128::from(n)).to_string()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body, text }
    }

    pub(crate) async fn get(&self, token: &str, path: &str) -> Answer {
        let request = Request::get(path).header("authorization", format!("Bearer {token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, token: &str, path: &str, body: Value) -> Answer {
        let key = self.key();
        self.post_as(token, path, &key, body).await
    }

    pub(crate) async fn post_as(&self, token: &str, path: &str, key: &str, body: Value) -> Answer {
        let request = Request::post(path)
            .header("authorization", format!("Bearer {token}"))
            .header("idempotency-key", key)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()));
        self.send(request.unwrap()).await
    }

    /// Signs in; the token.
    pub(crate) async fn sign_in(&self, login: &str, password: &str) -> Answer {
        let body = json!({ "login": login, "password": password });
        let request = Request::post("/api/v1/sessions").header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// The administrator, with the one-time password changed.
    pub(crate) async fn administrator(&self) -> String {
        self.settle("admin", &self.admin_password).await
    }

    async fn settle(&self, login: &str, one_time: &str) -> String {
        let token = self.sign_in(login, one_time).await.body["token"].as_str().unwrap().to_owned();
        let new = "empat kata yang mudah diingat".to_owned();
        let change = json!({ "old_password": one_time, "new_password": new });
        let changed = self.post(&token, "/api/v1/users/me/change-password", change).await;
        assert_eq!(changed.status, 204, "{}", changed.text);
        self.sign_in(login, &new).await.body["token"].as_str().unwrap().to_owned()
    }

    /// A user with roles, signed in.
    pub(crate) async fn user(
        &self,
        admin: &str,
        login: &str,
        roles: &[(&str, Option<&str>)],
    ) -> String {
        let made = self
            .post(admin, "/api/v1/users", json!({ "login": login, "display_name": login }))
            .await;
        assert_eq!(made.status, 201, "{}", made.text);
        let (id, one_time) = (&made.body["user"], made.body["one_time_password"].as_str().unwrap());
        for (role, area) in roles {
            let path = format!("/api/v1/users/{}/grant", id.as_str().unwrap());
            let granted = self.post(admin, &path, json!({ "role": role, "area": area })).await;
            assert_eq!(granted.status, 204, "{}", granted.text);
        }
        self.settle(login, one_time).await
    }
}
