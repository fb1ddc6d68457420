//! Serving: open the door, do the day's chores, and leave without losing anything.

use crate::{connections, jobs, office::Server, router};
use std::sync::Arc;
use tokio::{net::TcpListener, sync::watch};

/// Serves until `shutdown`. Then: no new connections, requests in flight are answered, chores end,
/// the payment desk writes what it took, the database is closed. What was answered is on the disk.
pub async fn serve(listener: TcpListener, server: Arc<Server>, shutdown: impl Future<Output = ()>) {
    let (stop, stopped) = watch::channel(false);
    let chores = tokio::spawn(jobs::run(Arc::clone(&server), stopped));
    connections::accept(listener, &server, router::router(Arc::clone(&server)), shutdown).await;
    let _ = stop.send(true);
    if let Err(error) = chores.await {
        tracing::error!(%error, "the background work stopped early");
    }
    server.close().await;
    tracing::info!("closed");
}
