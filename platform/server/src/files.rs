//! Files without a name: what is uploaded and what is sent back lies on the disk, not in memory, and
//! is gone with the last handle, however the program ends.

use crate::problem::Problem;
use axum::body::{Body, Bytes};
use futures_util::stream;
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    os::unix::fs::OpenOptionsExt,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use tokio::time::Instant;

static N: AtomicU64 = AtomicU64::new(0);
/// A sender that sends nothing for so long is gone.
const SILENCE: Duration = Duration::from_secs(30);
/// After half a minute a sender must have kept up this many bytes a second.
const BYTES_A_SECOND_MIN: u64 = 2_048;
const PIECE: usize = 64 << 10;

/// An empty file that only this program can read, and nobody can find.
pub(crate) fn unnamed() -> io::Result<File> {
    let n = N.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("lindung-{}-{n}", std::process::id()));
    // Left behind by a program of the same number that was killed between the next two lines.
    let _ = std::fs::remove_file(&path);
    let file =
        OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

/// A body written to a file, with the SHA-256 of its content.
pub(crate) async fn receive(mut body: Body, bytes_max: usize) -> Result<(File, [u8; 32]), Problem> {
    let mut file = unnamed().map_err(Problem::fault)?;
    let (mut hash, mut n, began) = (Sha256::new(), 0u64, Instant::now());
    let most = u64::try_from(bytes_max).unwrap_or(u64::MAX);
    loop {
        let frame = match tokio::time::timeout(SILENCE, body.frame()).await {
            Err(_) | Ok(Some(Err(_))) => return Err(Problem::plain("too-slow-to-send")),
            Ok(None) => break,
            Ok(Some(Ok(frame))) => frame,
        };
        let Ok(piece) = frame.into_data() else { continue };
        n += piece.len() as u64;
        if n > most {
            return Err(Problem::plain("too-large"));
        }
        let seconds = began.elapsed().as_secs();
        if seconds > 30 && n < seconds * BYTES_A_SECOND_MIN {
            return Err(Problem::plain("too-slow-to-send"));
        }
        hash.update(&piece);
        file = write(file, piece).await?;
    }
    Ok((file, hash.finalize().into()))
}

async fn write(mut file: File, piece: Bytes) -> Result<File, Problem> {
    let written = tokio::task::spawn_blocking(move || file.write_all(&piece).map(|()| file));
    written.await.map_err(Problem::fault)?.map_err(Problem::fault)
}

/// A file as the body of an answer, read piece by piece.
pub(crate) fn send(mut file: File) -> io::Result<Body> {
    file.seek(SeekFrom::Start(0))?;
    let pieces = stream::unfold(Some(file), |file| async {
        let mut file = file?;
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; PIECE];
            let n = file.read(&mut piece)?;
            piece.truncate(n);
            io::Result::Ok((Bytes::from(piece), file))
        });
        match read.await.map_err(io::Error::other).and_then(|read| read) {
            Ok((piece, _)) if piece.is_empty() => None,
            Ok((piece, file)) => Some((Ok(piece), Some(file))),
            Err(error) => Some((Err(error), None)),
        }
    });
    Ok(Body::from_stream(pieces))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_received_is_sent_back_and_bounded() {
        let text = "a".repeat(200_000);
        let (file, hash) = receive(Body::from(text.clone()), 1 << 20).await.unwrap();
        assert_eq!(hash, <[u8; 32]>::from(Sha256::digest(&text)));
        let back = send(file).unwrap().collect().await.unwrap().to_bytes();
        assert_eq!(back, text.as_bytes());
        let refused = receive(Body::from(text), 1_000).await.unwrap_err();
        assert_eq!(refused.status(), 413);
    }
}
