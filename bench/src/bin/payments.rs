//! Single payments over HTTP, durable, idempotent, booked, cover and counts kept:
//! `payments sqlite|postgres [MEMBERS]`.
//!
//! The real server answers on loopback; senders keep a connection each and send the next payment when
//! the last is answered, on the same cores. SQLite is compared with the same payments one transaction
//! each, in process; PostgreSQL with pgbench's tpcb-like transactions by as many clients.

#![expect(
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::panic,
    reason = "a benchmark prints ratios, and stops at whatever is missing"
)]

use access::{
    CommandHeader, Office, Passwords, Role, carry_out,
    sessions::IssueToken,
    users::{CreateUser, GrantRole},
};
use contribution::{Report, pay::apply_all};
use db::{Db, OpenOptions, Uuid};
use proofs::Fresh;
use server::{Ground, Options, Server};
use std::{process::Command, sync::Arc, time::Instant};
use terms::{Private, Rupiah, Timestamp, ids::CommandId};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Payments measured for each number of senders.
const PAYMENTS: usize = 20_000;

type Codes = std::iter::Enumerate<std::vec::IntoIter<(String, Rupiah)>>;

#[tokio::main]
async fn main() {
    let which = std::env::args().nth(1).unwrap_or_default();
    let n = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let fresh = match which.as_str() {
        "postgres" => Fresh::postgres().await.expect("PostgreSQL is installed"),
        _ => Fresh::sqlite().await,
    };
    let db = Db::open(&fresh.address, OpenOptions::default()).await.expect("open");
    let start = Instant::now();
    let mut codes = bench::members_with_codes(&db, n).await.into_iter().enumerate();
    db.look_at_tables().await.expect("looked");
    eprintln!("{n} members with codes in {:.1?}", start.elapsed());
    let office = bench::office(&db);
    let token = token(&office).await;
    let (law, keys, now) = (office.outside.law.clone(), office.keys.clone(), office.outside.now);
    let clock: contribution::desk::Clock = Arc::new(move || now);
    let server =
        Server::open(Ground { db: db.clone(), law: law.clone(), keys, clock }, Options::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("bound").port();
    tokio::spawn(server::serve(listener, server, std::future::pending()));
    let alone = if which == "postgres" { None } else { Some(one_each(&office, &mut codes).await) };
    for senders in [1, 8, 32, 128] {
        let rate = over_http(port, &token, &mut codes, senders).await;
        let base = match alone {
            Some(rate) => rate,
            None => pgbench(&fresh.address, senders),
        };
        println!(
            "{which} {senders:4} senders: {rate:7.0}/s over HTTP; baseline {base:7.0}/s; ratio {:.2}",
            rate / base
        );
    }
}

/// A bank's machine with its token.
async fn token(office: &Office) -> String {
    let header = |n: u128| CommandHeader::new(CommandId(Uuid::from_u128(n)), b"");
    let login = "bank.bench".to_owned();
    let one_time = Passwords::new()
        .hash(&login, &Private::new("kata sandi bank bench".into()))
        .await
        .expect("hashed");
    let create = CreateUser { login, display_name: "Bank".into(), one_time };
    let user = carry_out(office, &header(1), &create).await.expect("a user").user;
    let grant = GrantRole { user, role: Role::Integrator, area: None };
    carry_out(office, &header(2), &grant).await.expect("a role");
    let end: Timestamp = "2027-03-01T00:00:00Z".parse().expect("a written instant");
    let (issue, token) = IssueToken::prepare(user, "bench", end).expect("a token");
    carry_out(office, &header(3), &issue).await.expect("issued");
    token.reveal().to_owned()
}

/// The same payments, one transaction each, nothing shared: what a simple server would do.
async fn one_each(office: &Office, codes: &mut Codes) -> f64 {
    let n = 3_000;
    let start = Instant::now();
    for (i, (code, amount)) in codes.take(n) {
        let report = Report {
            channel: "alone".into(),
            reference: format!("A{i}"),
            code,
            amount,
            paid_at: office.outside.now,
        };
        let mut tx = office.db.write().await.expect("a write");
        apply_all(&mut tx, office, 0, vec![report]).await.expect("applied");
        tx.commit().await.expect("a commit");
    }
    per_second(n, start)
}

async fn over_http(port: u16, token: &str, codes: &mut Codes, senders: usize) -> f64 {
    let each = if senders == 1 { 2_000 } else { PAYMENTS / senders };
    let mut tasks = Vec::new();
    let start = Instant::now();
    for _ in 0..senders {
        let mine: Vec<(usize, (String, Rupiah))> = codes.by_ref().take(each).collect();
        let token = token.to_owned();
        tasks.push(tokio::spawn(async move {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("connected");
            stream.set_nodelay(true).expect("set");
            for (i, (code, amount)) in mine {
                send(&mut stream, &token, i, &code, amount).await;
            }
        }));
    }
    for task in tasks {
        task.await.expect("done");
    }
    per_second(senders * each, start)
}

async fn send(stream: &mut TcpStream, token: &str, i: usize, code: &str, amount: Rupiah) {
    let body = format!(
        r#"{{"channel":"bench","reference":"B{i}","code":"{code}","amount":{},"paid_at":"2026-11-10T02:00:00Z"}}"#,
        amount.get()
    );
    let request = format!(
        "POST /api/v1/payments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::with_capacity(2_048);
    loop {
        stream.read_buf(&mut answer).await.expect("answered");
        let text = String::from_utf8_lossy(&answer);
        let Some((head, rest)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.to_ascii_lowercase();
        let length = length.split("content-length: ").nth(1).and_then(|text| text.lines().next());
        let Some(length) = length.and_then(|n| n.trim().parse::<usize>().ok()) else {
            panic!("{text}")
        };
        if rest.len() >= length {
            assert!(head.starts_with("HTTP/1.1 201"), "{text}");
            return;
        }
    }
}

/// pgbench's tpcb-like transactions, prepared, on a database of its own in the same cluster.
fn pgbench(address: &str, clients: usize) -> f64 {
    let run = |arguments: &[&str]| {
        let done = Command::new("pgbench")
            .args(arguments)
            .arg(address)
            .output()
            .expect("pgbench is installed");
        String::from_utf8_lossy(&done.stdout).into_owned()
    };
    if clients == 1 {
        run(&["-i", "-q", "-s", "20"]);
    }
    let clients = clients.to_string();
    let said = run(&["-n", "-M", "prepared", "-c", &clients, "-j", "2", "-T", "8"]);
    let tps = said.lines().find_map(|line| line.strip_prefix("tps = "));
    tps.and_then(|line| line.split(' ').next())
        .and_then(|tps| tps.parse().ok())
        .expect("pgbench says tps")
}

fn per_second(n: usize, start: Instant) -> f64 {
    u32::try_from(n).map_or(0.0, f64::from) / start.elapsed().as_secs_f64()
}
