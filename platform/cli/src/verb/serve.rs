//! `lindung serve`: opens the office to browsers, banks and programs, until it is told to stop.

use crate::{
    clock,
    installation::{self, Installation},
    problem::{Misuse, Refusal},
    speech::{Answer, Speech},
};
use access::{Keyring, Outside, Passwords, setup};
use clap::Args;
use db::Db;
use regulation::Law;
use serde_json::json;
use server::{Ground, IssuerSettings, Options, Server};
use std::{
    io::IsTerminal as _,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};
use terms::Private;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tracing_subscriber::EnvFilter;

/// What `lindung serve` is told.
#[derive(Debug, Args)]
pub(crate) struct Order {
    #[command(flatten)]
    installation: Installation,
    #[command(flatten)]
    doors: Doors,
    /// Angka dan buku boleh dibaca tanpa masuk: hanya untuk data peraga · Figures readable by all
    #[arg(long)]
    demo: bool,
}

/// Where and how an office is reached.
#[derive(Clone, Debug, Args)]
pub(crate) struct Doors {
    /// Alamat yang didengarkan · The address to listen on
    #[arg(long, default_value = "127.0.0.1:8080", env = "LINDUNG_LISTEN")]
    listen: SocketAddr,
    /// Hanya mengganti portanya; 0 = yang mana saja yang bebas · Only another port; 0 = any free one
    #[arg(long)]
    port: Option<u16>,
    /// Alamat yang dilihat orang, untuk tautan dalam QR · The address people see, for links in QR
    #[arg(long, env = "LINDUNG_PUBLIC_URL")]
    public_url: Option<String>,
    /// Perantara yang dipercaya X-Forwarded-For-nya · Proxies whose X-Forwarded-For is believed
    #[arg(long, value_delimiter = ',', value_name = "IP,…", env = "LINDUNG_PROXIES")]
    proxies: Vec<IpAddr>,
    /// Aplikasi web dari folder ini, untuk mengembangkannya · The web app from this folder
    #[arg(long, value_name = "FOLDER", env = "LINDUNG_WEB_DIR")]
    web_dir: Option<PathBuf>,
    #[command(flatten)]
    issuer: IssuerDoor,
}

/// Another issuer (OpenID Connect) that people may sign in with.
#[derive(Clone, Debug, Args)]
struct IssuerDoor {
    /// Penerbit OpenID Connect, persis seperti ia menyebut dirinya · An OpenID Connect issuer
    #[arg(long, value_name = "URL", env = "LINDUNG_OIDC_ISSUER")]
    oidc_issuer: Option<String>,
    /// Nama kantor ini di sana · What this office is called there
    #[arg(long, value_name = "ID", env = "LINDUNG_OIDC_CLIENT", requires = "oidc_issuer")]
    oidc_client: Option<String>,
    /// Rahasianya; berikan lewat lingkungan · Its secret; give it by the environment
    #[arg(long, value_name = "…", env = "LINDUNG_OIDC_SECRET", hide_env_values = true)]
    oidc_secret: Option<Private<String>>,
    /// Tulisan pada tombolnya · What the button says
    #[arg(long, value_name = "TEXT", env = "LINDUNG_OIDC_NAME", default_value = "SSO")]
    oidc_name: String,
    /// Alamat surel terverifikasi yang sama dengan nama masuk ditautkan sendiri · A verified e-mail
    /// address that is a login is linked by itself
    #[arg(long, env = "LINDUNG_OIDC_LOGIN_IS_EMAIL")]
    oidc_login_is_email: bool,
}

impl IssuerDoor {
    fn settings(&self) -> anyhow::Result<Option<IssuerSettings>> {
        let Some(issuer) = self.oidc_issuer.clone() else { return Ok(None) };
        let client = self.oidc_client.clone().ok_or_else(|| {
            Misuse::missing("sebutkan --oidc-client ID · --oidc-issuer needs --oidc-client ID")
        })?;
        let (secret, name) = (self.oidc_secret.clone(), self.oidc_name.clone());
        let login_is_email = self.oidc_login_is_email;
        Ok(Some(IssuerSettings { issuer, client, secret, name, login_is_email }))
    }
}

pub(crate) async fn answer(law: Law, order: &Order, speech: Speech) -> anyhow::Result<Answer> {
    begin_log();
    let (db, keys) = match installation::file_of(&order.installation.db) {
        Some(_) => {
            let (db, keys, _) = order.installation.prepare().await?;
            (db, keys)
        }
        None => {
            let keys = Keyring::open(&order.installation.keys_file()?)?;
            (order.installation.open().await?, keys)
        }
    };
    serve(db, law, keys, &order.doors, order.demo, speech).await
}

/// Serves a prepared database until a signal says to stop.
pub(crate) async fn serve(
    db: Db,
    law: Law,
    keys: Keyring,
    doors: &Doors,
    demo: bool,
    speech: Speech,
) -> anyhow::Result<Answer> {
    let listen = SocketAddr::new(doors.listen.ip(), doors.port.unwrap_or(doors.listen.port()));
    let listener = TcpListener::bind(listen).await.map_err(|cause| taken(listen, &cause))?;
    let port = listener.local_addr()?.port();
    let address = format!("http://{}", listener.local_addr()?);
    let (law, keys) = (Arc::new(law), Arc::new(keys));
    let outside = Outside::new(clock::now(), Arc::clone(&law));
    let first = setup::first_start(&db, &outside, &keys, &Passwords::new()).await?;
    if let Some(first) = first {
        let password = first.one_time_password.reveal();
        let login = first.login;
        speech.say_now(&json!({ "login": login, "one_time_password": password }), || {
            speech.pick(
                format!("Nama masuk: {login}\nKata sandi sekali pakai: {password}\nTidak dicetak lagi; harus diganti saat pertama masuk.\n"),
                format!("Login: {login}\nOne-time password: {password}\nIt is not printed again and must be changed at the first sign-in.\n"),
            )
        })?;
    }
    let options = Options {
        tls: doors.public_url.as_deref().is_some_and(|url| url.starts_with("https://")),
        demo,
        public_url: doors.public_url.clone(),
        // Where nobody said otherwise, browsers on this machine: passkeys are bound to a name.
        issuer: doors.issuer.settings()?,
        origin: Some(format!("http://localhost:{port}")),
        proxies: doors.proxies.clone(),
        web_dir: doors.web_dir.clone(),
        ..Options::default()
    };
    let server = Server::open(Ground { db, law, keys, clock: Arc::new(clock::now) }, options);
    let (mut asked, mut interrupted) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    speech.say_now(&json!({ "address": address }), || {
        speech.pick(
            format!("Kantor dibuka di {address} (Ctrl-C untuk menutup)\n"),
            format!("The office is open at {address} (Ctrl-C to close)\n"),
        )
    })?;
    let stop = async move {
        tokio::select! {
            _ = asked.recv() => (),
            _ = interrupted.recv() => (),
        }
    };
    server::serve(listener, server, stop).await;
    speech.answer(&json!({ "closed": true }), || speech.pick("Tutup.\n", "Closed.\n").into())
}

fn taken(listen: SocketAddr, cause: &std::io::Error) -> anyhow::Error {
    Refusal {
        code: "ADDRESS",
        field: Some("listen"),
        id: format!("Alamat {listen} tidak dapat dipakai ({cause}); pilih yang lain dengan --port"),
        en: format!("the address {listen} cannot be used ({cause}); choose another with --port"),
    }
    .into()
}

/// Logs to stderr: JSON for machines, lines for a terminal. `LINDUNG_LOG` says how much.
pub(crate) fn begin_log() {
    let filter = EnvFilter::try_from_env("LINDUNG_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let begun = if std::io::stderr().is_terminal() {
        log.compact().try_init()
    } else {
        log.json().try_init()
    };
    drop(begun); // a second beginning in one process keeps the first log
}
