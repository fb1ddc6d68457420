//! Behind a socket: the slow are cut, the many are turned away, the last are answered.

use crate::ground::World;
use serde_json::json;
use server::{Limits, Options};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

async fn serve(world: &World) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = Arc::clone(&world.server);
    let task = tokio::spawn(server::serve(listener, server, async move {
        let _ = stopped.await;
    }));
    (address, stop, task)
}

async fn talk(address: SocketAddr, said: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(said).await.unwrap();
    let mut heard = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut heard)).await;
    String::from_utf8_lossy(&heard).into_owned()
}

#[tokio::test]
async fn whoever_is_slow_is_cut_and_the_others_are_answered() {
    let limits = Limits {
        header: Duration::from_millis(300),
        body: Duration::from_millis(300),
        ..Limits::default()
    };
    let world = World::open(Options { limits, ..Options::default() }).await;
    let (address, stop, task) = serve(&world).await;
    let slow: Vec<_> = (0..50)
        .map(|_| tokio::spawn(talk(address, b"GET /health HTTP/1.1\r\nHost: a\r\nX-Slow: ")))
        .collect();
    let honest =
        talk(address, b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(honest.starts_with("HTTP/1.1 200"), "{honest}");
    for slow in slow {
        let heard = slow.await.unwrap();
        assert!(heard.is_empty() || heard.starts_with("HTTP/1.1 408"), "{heard}");
    }
    let body = b"POST /api/v1/calculator/nik HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{\"nik\"";
    let heard = talk(address, body).await;
    assert!(heard.starts_with("HTTP/1.1 408") && heard.contains("TOO_SLOW_TO_SEND"), "{heard}");
    let _ = stop.send(());
    task.await.unwrap();
}

#[tokio::test]
async fn nonsense_on_the_wire_ends_the_connection_and_nothing_else() {
    let limits = Limits { header: Duration::from_millis(500), ..Limits::default() };
    let world = World::open(Options { limits, ..Options::default() }).await;
    let (address, stop, task) = serve(&world).await;
    let many = format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: 1\r\n".repeat(10_000));
    let long = format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "y".repeat(200_000));
    let two = "POST /api/v1/calculator/nik HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello";
    for said in [
        "\u{0}\u{1}\u{2}\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET\r\n\r\n",
        &many,
        &long,
        two,
        "GET /..%2f..%2fetc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /api/v1/areas/%ff%fe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    ] {
        let heard = talk(address, said.as_bytes()).await;
        assert!(heard.is_empty() || heard.starts_with("HTTP/1.1 4"), "{said:.60}: {heard}");
    }
    let honest =
        talk(address, b"GET /ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(honest.starts_with("HTTP/1.1 200"), "{honest}");
    let _ = stop.send(());
    task.await.unwrap();
}

#[tokio::test]
async fn closing_answers_whoever_is_inside() {
    let world = World::open(Options::default()).await;
    let (address, stop, task) = serve(&world).await;
    let body = json!({ "login": "admin", "password": world.admin_password }).to_string();
    // Half a request is inside when the office begins to close.
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let (first, rest) = body.split_at(10);
    stream.write_all(first.as_bytes()).await.unwrap();
    while !talk(address, b"GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .await
        .contains("lindung_requests_in_flight 2")
    {}
    stop.send(()).unwrap();
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    stream.write_all(rest.as_bytes()).await.unwrap();
    let mut heard = String::new();
    stream.read_to_string(&mut heard).await.unwrap();
    assert!(heard.starts_with("HTTP/1.1 201") && heard.contains("token"), "{heard}");
    task.await.unwrap();
}

#[tokio::test]
async fn there_is_a_place_for_so_many_and_a_word_for_the_rest() {
    let limits = Limits { connections: 4, ..Limits::default() };
    let world = World::open(Options { limits, ..Options::default() }).await;
    let (address, stop, task) = serve(&world).await;
    let mut inside = Vec::new();
    for _ in 0..4 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        let mut heard = [0; 12];
        stream.read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, b"HTTP/1.1 200");
        inside.push(stream);
    }
    let heard = talk(address, b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert!(heard.is_empty() || heard.starts_with("HTTP/1.1 503"), "{heard}");
    drop(inside);
    let _ = stop.send(());
    task.await.unwrap();
}
