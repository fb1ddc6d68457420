//! Sockets: how many, how slow they may be, and how they are let go without losing an answer.
//!
//! One protocol, HTTP/1.1: a proxy in front speaks whatever else to the world. Headers, bodies,
//! answers and silence all have a deadline, so that no client can hold a connection by being slow.

use crate::{edge::Peer, metrics::While, office::Server};
use axum::{Router, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    convert::Infallible,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::JoinSet,
    time::Instant,
};
use tower::ServiceExt;

/// Bytes of a request's line and headers together.
const HEAD_BYTES: usize = 64 * 1024;
const HEADERS_MAX: usize = 100;
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Accepts until `stop`, then finishes what was begun.
pub(crate) async fn accept(
    listener: TcpListener,
    server: &Arc<Server>,
    router: Router,
    stop: impl Future<Output = ()>,
) {
    let mut stop = pin!(stop);
    let places = Arc::new(Semaphore::new(places(server.options.limits.connections)));
    let (farewell, waiting) = watch::channel(());
    let mut tasks = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => match Arc::clone(&places).try_acquire_owned() {
                    Ok(place) => {
                        let (server, router) = (Arc::clone(server), router.clone());
                        let waiting = waiting.clone();
                        tasks.spawn(async move {
                            talk(stream, peer, &server, router, waiting).await;
                            drop(place);
                        });
                    }
                    Err(_) => turn_away(stream, server),
                },
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_) = tasks.join_next(), if !tasks.is_empty() => {}
        }
    }
    drop(listener);
    drop(waiting);
    let _ = farewell.send(());
    let all = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(server.options.limits.farewell, all).await.is_err() {
        tracing::warn!("some connections did not end in time and are cut");
        tasks.shutdown().await;
    }
}

/// As many as wanted, and as the process may have files open, less what the database needs.
fn places(wanted: usize) -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find(|line| line.starts_with("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().nth(3)).and_then(|n| n.parse().ok());
    match soft {
        Some(soft) if wanted + 128 > soft => soft.saturating_sub(128).max(16),
        _ => wanted,
    }
}

/// A word of apology to whom there is no place for; nobody waits for them to read it.
fn turn_away(mut stream: TcpStream, server: &Server) {
    server.metrics.connections_refused.fetch_add(1, Ordering::Relaxed);
    tokio::spawn(async move {
        let said = stream.write_all(b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        let _ = tokio::time::timeout(Duration::from_secs(1), said).await;
    });
}

/// What a connection is doing, seen from outside of it.
struct Activity {
    began: Instant,
    /// Requests being answered.
    busy: AtomicUsize,
    /// Milliseconds from `began` to the last answer; 0 before the first.
    answered_ms: AtomicU64,
}

impl Activity {
    /// Whether an answer has been on its way for longer than anybody needs to read it. While a
    /// request is awaited or worked on, other deadlines hold.
    fn is_stuck(&self, limit: Duration) -> bool {
        let answered = self.answered_ms.load(Ordering::Relaxed);
        let idle = self.busy.load(Ordering::Relaxed) == 0 && answered > 0;
        idle && self.began.elapsed() > Duration::from_millis(answered) + limit
    }

    fn done(&self) {
        let ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.answered_ms.store(ms.max(1), Ordering::Relaxed);
        self.busy.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn talk(
    stream: TcpStream,
    peer: SocketAddr,
    server: &Server,
    router: Router,
    mut farewell: watch::Receiver<()>,
) {
    let _open = While::counting(&server.metrics.connections);
    let _ = stream.set_nodelay(true);
    let activity = Arc::new(Activity {
        began: Instant::now(),
        busy: AtomicUsize::new(0),
        answered_ms: AtomicU64::new(0),
    });
    let seen = Arc::clone(&activity);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (router, seen) = (router.clone(), Arc::clone(&seen));
        async move {
            seen.busy.fetch_add(1, Ordering::Relaxed);
            let mut request: Request = request.map(axum::body::Body::new);
            request.extensions_mut().insert(Peer(peer.ip().to_canonical()));
            let answer = router.oneshot(request).await;
            seen.done();
            answer.map_err(|never: Infallible| never)
        }
    });
    let limits = server.options.limits;
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS_MAX)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    let mut look = tokio::time::interval(LOOK_EVERY);
    let mut leaving = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "a connection ended early");
                }
                return;
            }
            _ = farewell.changed(), if !leaving => {
                leaving = true;
                connection.as_mut().graceful_shutdown();
            }
            _ = look.tick() => if activity.is_stuck(limits.sending) {
                return;
            },
        }
    }
}
