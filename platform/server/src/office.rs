//! What the server holds: the database, the law, the keys, the payment desk, and its limits.

use crate::{
    assets::Web,
    door::Recognition,
    duplicates::DuplicateCounts,
    imports::Imports,
    issuer::{Issuer, IssuerSettings},
    metrics::Metrics,
    plannings::Plannings,
    proving::Proofs,
    rate::Buckets,
};
use access::{Keyring, Outside, Passwords, webauthn::RelyingParty};
use contribution::desk::{Clock, PaymentDesk};
use db::Db;
use regulation::Law;
use std::{
    net::IpAddr,
    path::PathBuf,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};
use terms::Timestamp;
use tokio::{sync::Semaphore, task::JoinHandle};

/// What the server needs and does not make itself.
#[derive(Clone)]
pub struct Ground {
    /// An open database with the current schema.
    pub db: Db,
    /// The law in force, with its history.
    pub law: Arc<Law>,
    /// What opens personal data and signs cards.
    pub keys: Arc<Keyring>,
    /// Where time comes from.
    pub clock: Clock,
}

/// How it serves.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The address people see is https: cookies are `Secure` and browsers are told to stay with it.
    pub tls: bool,
    /// Figures and books may be read without signing in; the people are generated.
    pub demo: bool,
    /// The address people see, for links in QR codes; without it links are relative.
    pub public_url: Option<String>,
    /// The origin browsers see when `public_url` does not say it: passkeys are bound to it.
    pub origin: Option<String>,
    /// Another issuer that people may sign in with.
    pub issuer: Option<IssuerSettings>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
    /// The web app from this folder instead of the one in the program, for its development.
    pub web_dir: Option<PathBuf>,
    /// What is cut off.
    pub limits: Limits,
}

/// The origin of the public address, or the one that was given.
fn origin_of(options: &Options) -> Option<String> {
    let url = options.public_url.as_deref().or(options.origin.as_deref())?;
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    Some(format!("{scheme}://{host}"))
}

fn site_of(options: &Options) -> Option<RelyingParty> {
    RelyingParty::of(&origin_of(options)?)
}

fn issuer_of(options: &Options) -> Option<Issuer> {
    let settings = options.issuer.clone()?;
    let Some(origin) = origin_of(options) else {
        tracing::error!("nobody can come back from the issuer: the address people see is not set");
        return None;
    };
    Issuer::new(settings, &origin)
        .inspect_err(|error| tracing::error!(%error, "the issuer cannot be asked"))
        .ok()
}

/// What is cut off, and when.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From connecting, or from the last answer, to the end of the headers.
    pub header: Duration,
    /// From the headers to the end of a JSON body.
    pub body: Duration,
    /// From the headers to the answer of an ordinary request.
    pub request: Duration,
    /// The same for work on whole files and books.
    pub long_request: Duration,
    /// From the answer to its last byte.
    pub sending: Duration,
    /// From the wish to stop to the last request cut.
    pub farewell: Duration,
    /// Requests at once.
    pub requests_at_once: usize,
    /// Connections at once.
    pub connections: usize,
    /// Bytes of an ordinary body.
    pub body_bytes: usize,
    /// Bytes of a list.
    pub list_bytes: usize,
    /// Requests an unknown address may make at once, and a second after that.
    pub visitor: (u32, u32),
    /// The same for attempts to sign in.
    pub sign_in: (u32, u32),
    /// Questions whether somebody is covered, of one address: at once, and an hour after that.
    pub ask: (u32, u32),
    /// The same about numbers that share area and birth date, from wherever they are asked: whoever
    /// tries one serial number after the other gets nowhere.
    pub ask_alike: (u32, u32),
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header: Duration::from_secs(10),
            body: Duration::from_secs(20),
            request: Duration::from_secs(30),
            long_request: Duration::from_secs(1_800),
            sending: Duration::from_secs(300),
            farewell: Duration::from_secs(25),
            requests_at_once: 4_096,
            connections: 8_192,
            body_bytes: 1 << 20,
            list_bytes: 64 << 20,
            visitor: (300, 30),
            sign_in: (20, 1),
            ask: (20, 60),
            ask_alike: (6, 12),
        }
    }
}

/// The server's state: one an installation, shared by every request.
pub struct Server {
    pub(crate) db: Db,
    pub(crate) law: Arc<Law>,
    pub(crate) keys: Arc<Keyring>,
    pub(crate) clock: Clock,
    pub(crate) options: Options,
    pub(crate) passwords: Passwords,
    /// Whose passkeys are taken; none where browsers have none.
    pub(crate) site: Option<RelyingParty>,
    pub(crate) issuer: Option<Issuer>,
    pub(crate) metrics: Metrics,
    pub(crate) gate: Semaphore,
    /// Requests of the public, by address.
    pub(crate) visitors: Buckets,
    /// Attempts to sign in, by address.
    pub(crate) sign_ins: Buckets,
    /// Questions whether somebody is covered, by address and by the beginning of the number.
    pub(crate) asks: Buckets,
    pub(crate) asks_alike: Buckets<String>,
    pub(crate) imports: Imports,
    /// Plans of visits that are being computed.
    pub(crate) plannings: Plannings,
    /// The proofs, while they run.
    pub(crate) proofs: Proofs,
    /// How many pairs of records wait, by area.
    pub(crate) duplicates: DuplicateCounts,
    pub(crate) recognition: Recognition,
    pub(crate) web: Web,
    /// Files for phones, made when first asked for.
    pub(crate) references: OnceLock<sync::reference::References>,
    closing: AtomicBool,
    desk: Mutex<Option<PaymentDesk>>,
    writers: Mutex<Vec<JoinHandle<()>>>,
    started: Timestamp,
    n_requests: AtomicU64,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Server {
    /// Opens the office: the payment desk begins to take payments. Needs a runtime.
    #[must_use]
    pub fn open(ground: Ground, options: Options) -> Arc<Self> {
        let Ground { db, law, keys, clock } = ground;
        let (desk, writers) = PaymentDesk::open(&db, &law, &keys, &clock);
        Arc::new(Self {
            gate: Semaphore::new(options.limits.requests_at_once),
            visitors: Buckets::new(options.limits.visitor.0, options.limits.visitor.1),
            sign_ins: Buckets::new(options.limits.sign_in.0, options.limits.sign_in.1),
            passwords: Passwords::new(),
            site: site_of(&options),
            issuer: issuer_of(&options),
            metrics: Metrics::default(),
            asks: Buckets::hourly(options.limits.ask.0, options.limits.ask.1),
            asks_alike: Buckets::hourly(options.limits.ask_alike.0, options.limits.ask_alike.1),
            imports: Imports::default(),
            plannings: Plannings::default(),
            proofs: Proofs::default(),
            duplicates: DuplicateCounts::default(),
            recognition: Recognition::default(),
            references: OnceLock::new(),
            web: Web::new(options.web_dir.as_ref()),
            closing: AtomicBool::new(false),
            desk: Mutex::new(Some(desk)),
            writers: Mutex::new(writers),
            started: clock(),
            n_requests: AtomicU64::new(0),
            db,
            law,
            keys,
            clock,
            options,
        })
    }

    /// Time and law for one request.
    pub(crate) fn outside(&self) -> Outside {
        Outside::new((self.clock)(), Arc::clone(&self.law))
    }

    /// The desk; none when the office is closing.
    pub(crate) fn desk(&self) -> Option<PaymentDesk> {
        self.desk.lock().expect("nobody panics while holding the desk").clone()
    }

    /// Whether the office has begun to close.
    pub(crate) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed)
    }

    /// A name for a request in the log: when the server started, and which request it is.
    pub(crate) fn request_id(&self) -> String {
        let n = self.n_requests.fetch_add(1, Ordering::Relaxed);
        format!("{:x}-{n:x}", self.started.as_microsecond())
    }

    /// Closes the desk and waits until every payment that was taken is on the disk; then closes
    /// the database.
    pub async fn close(&self) {
        self.closing.store(true, Ordering::Relaxed);
        self.imports.close();
        self.plannings.close();
        self.proofs.close();
        self.duplicates.close();
        drop(self.desk.lock().expect("nobody panics while holding the desk").take());
        let writers =
            std::mem::take(&mut *self.writers.lock().expect("nobody panics while holding them"));
        for writer in writers {
            if let Err(error) = writer.await {
                tracing::error!(%error, "a writer of the payment desk stopped early");
            }
        }
        self.db.close().await;
    }
}
