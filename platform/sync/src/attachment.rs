//! Photos: sealed bytes by their digest, in pieces, taken up where they broke off.

use crate::{
    ground::{ATTEMPTS_MAX, Ground, again, may_pass, wait_a_little},
    sql,
};
use db::{DbError, Tx, row};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A photo, sealed; phones make them far smaller.
pub const BYTES_MAX: u64 = 2 << 20;
/// A photo that was begun and not gone on with for so long is forgotten.
const UNFINISHED: SignedDuration = SignedDuration::from_hours(60 * 24);

/// Why a piece was not taken.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its sentence")]
pub enum AttachmentRefusal {
    #[error("the photo is here up to byte {0}; go on from there")]
    Offset(u64),
    #[error(
        "the piece reaches beyond the photo's length; ask for the offset and send what is missing"
    )]
    TooLong,
    #[error("a photo is 1 byte to 2 MiB long, and its length never changes; seal a smaller one")]
    Length,
    #[error("the bytes do not have this digest; send the photo again from its beginning")]
    Digest,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl AttachmentRefusal {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Offset(at) => {
                format!("Foto sudah diterima sampai bita {at}; lanjutkan dari sana")
            }
            Self::TooLong => {
                "Potongan melampaui panjang foto; tanyakan posisinya dan kirim yang kurang saja"
                    .into()
            }
            Self::Length => {
                "Foto panjangnya 1 bita sampai 2 MiB dan tidak berubah; segel foto yang lebih kecil"
                    .into()
            }
            Self::Digest => "Isi foto tidak cocok dengan sidiknya; kirim lagi dari awal".into(),
            Self::Db(_) => "Basis data bermasalah; coba lagi".into(),
        }
    }
}

row! {
    /// How far a photo is.

    pub struct Progress {
        /// Its whole length.
        pub size: i64,
        /// How much is here.
        pub received: i64,
        /// Since when it is whole.
        pub complete_at: Option<Timestamp>,
    }
}

/// How far a photo is; none when nothing of it is here.
pub async fn progress(tx: &mut Tx, sha256: &[u8]) -> Result<Option<Progress>, DbError> {
    tx.first(&sql::ATTACHMENT, (sha256.to_vec(),)).await
}

/// Takes the next piece of a photo of this length; answers how much is here now.
pub async fn take(
    ground: &Ground,
    sha256: &[u8],
    length: u64,
    offset: u64,
    piece: &[u8],
) -> Result<u64, AttachmentRefusal> {
    if length == 0 || length > BYTES_MAX {
        return Err(AttachmentRefusal::Length);
    }
    let mut attempt = 0;
    loop {
        let mut tx = ground.db.write().await?;
        let done = add(&mut tx, ground.now(), sha256, length, offset, piece).await;
        // A wrong digest is also a change: what was here is thrown away.
        let is_change = matches!(done, Ok(_) | Err(AttachmentRefusal::Digest));
        let committed = if is_change { tx.commit().await } else { tx.roll_back().await };
        let done = done.and_then(|n| committed.map(|()| n).map_err(Into::into));
        attempt += 1;
        match done {
            Err(AttachmentRefusal::Db(error)) if may_pass(&error) && attempt < ATTEMPTS_MAX => {
                wait_a_little(Uuid::nil(), attempt).await;
            }
            done => return done,
        }
    }
}

async fn add(
    tx: &mut Tx,
    now: Timestamp,
    sha256: &[u8],
    length: u64,
    offset: u64,
    piece: &[u8],
) -> Result<u64, AttachmentRefusal> {
    let size = i64::try_from(length).map_err(|_| AttachmentRefusal::Length)?;
    let before = match progress(tx, sha256).await? {
        Some(before) => before,
        None => {
            tx.run(&sql::BEGIN_ATTACHMENT, (sha256.to_vec(), size, now)).await?;
            Progress { size, received: 0, complete_at: None }
        }
    };
    let received = before.received.unsigned_abs();
    if before.size != size {
        return Err(AttachmentRefusal::Length);
    }
    if offset != received {
        return Err(AttachmentRefusal::Offset(received));
    }
    let reached = offset + piece.len() as u64;
    if reached > length {
        return Err(AttachmentRefusal::TooLong);
    }
    if piece.is_empty() {
        return Ok(received);
    }
    tx.run(&sql::ADD_PIECE, (sha256.to_vec(), before.received, piece.to_vec())).await?;
    let whole = reached == length;
    if whole && Sha256::digest(content(tx, sha256).await?).as_slice() != sha256 {
        tx.run(&sql::DROP_PIECES, (sha256.to_vec(),)).await?;
        tx.run(&sql::ADVANCE_ATTACHMENT, (sha256.to_vec(), 0, now, None)).await?;
        return Err(AttachmentRefusal::Digest);
    }
    let reached_at = i64::try_from(reached).map_err(|_| AttachmentRefusal::Length)?;
    let complete_at = whole.then_some(now);
    tx.run(&sql::ADVANCE_ATTACHMENT, (sha256.to_vec(), reached_at, now, complete_at)).await?;
    Ok(reached)
}

/// The sealed bytes of a photo, as far as they are here.
pub async fn content(tx: &mut Tx, sha256: &[u8]) -> Result<Vec<u8>, DbError> {
    let mut bytes = Vec::new();
    let gather = |(piece,): (Vec<u8>,)| bytes.extend_from_slice(&piece);
    tx.each(&sql::PIECES, (sha256.to_vec(),), gather).await?;
    Ok(bytes)
}

/// Takes a whole photo, of which a part may be here.
pub async fn take_whole(
    ground: &Ground,
    sha256: &[u8],
    bytes: &[u8],
) -> Result<(), AttachmentRefusal> {
    // Twice: the first look may be old by the time the bytes are added.
    for _ in 0..2 {
        let mut tx = ground.db.read().await?;
        let here = progress(&mut tx, sha256).await?.map_or(0, |here| here.received.unsigned_abs());
        drop(tx);
        let from = usize::try_from(here).unwrap_or(usize::MAX);
        let rest = bytes.get(from..).unwrap_or_default();
        match take(ground, sha256, bytes.len() as u64, here, rest).await {
            Err(AttachmentRefusal::Offset(_)) => {}
            done => return done.map(drop),
        }
    }
    Ok(())
}

/// Forgets photos that were begun long ago and never finished.
pub async fn forget_unfinished(ground: &Ground) -> Result<(), DbError> {
    let before = ground.now() - UNFINISHED;
    again!(ground.db, Uuid::nil(), |tx| {
        tx.run(&sql::FORGET_PIECES, (before,)).await?;
        tx.run(&sql::FORGET_ATTACHMENTS, (before,)).await?;
    })
}
