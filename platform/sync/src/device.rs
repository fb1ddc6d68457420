//! Phones: how one becomes a device, how it is recognised, what it says of itself.

mod board;
mod desk;
mod register;

pub use board::{MayHold, OnBoard, board, may_hold};
pub use desk::{Begin, Begun, SetStatus, StatusAnswer, code_of};
pub use register::{Applicant, Registered, register};
pub(crate) use {desk::allow, register::CodeRow};

use crate::{capture::Batch, ground::Ground, sql};
use access::{Forbidden, Grant, Office, users};
use db::{DbError, Tx, row};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use terms::ids::UserId;
use uuid::Uuid;

/// Whether a device may pull and its pushes are judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It works.
    Active,
    /// Stopped for now: pushes are kept for review, pulls are refused.
    Suspended,
    /// Stopped for good; wiped when it has nothing left to send.
    Revoked,
}

impl Status {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
        }
    }

    /// Reads the stored word; what is unknown is not trusted.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        match word {
            "active" => Self::Active,
            "suspended" => Self::Suspended,
            _ => Self::Revoked,
        }
    }
}

/// Why nothing was done about a device.
#[derive(Debug, thiserror::Error)]
pub enum DeviceRefusal {
    /// No such device.
    #[error("there is no such device; look at the list of devices")]
    NoSuchDevice,
    /// No such user, or disabled.
    #[error("there is no active user of this id; choose somebody from the list of users")]
    NoSuchHolder,
    /// The holder cannot enrol anywhere.
    #[error(
        "this user has no role that enrols people; grant one for an area first, then register the phone"
    )]
    HolderCannotEnrol,
    /// The one-time code is wrong, used or over.
    #[error(
        "this code is not known, was used, or is older than 15 minutes; ask the office for a new one"
    )]
    Code,
    /// No P-256 point.
    #[error(
        "the public key must be an uncompressed P-256 point of 65 bytes in base64; update the app"
    )]
    PublicKey,
    /// Revoked for good.
    #[error("this device was revoked for good; register the phone again")]
    Revoked,
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl DeviceRefusal {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::NoSuchDevice => "Perangkat itu tidak ada; lihat daftar perangkat".into(),
            Self::NoSuchHolder => "Tidak ada pengguna aktif dengan nomor itu; pilih dari daftar pengguna".into(),
            Self::HolderCannotEnrol => "Pengguna ini tidak punya peran untuk mendaftarkan orang; beri peran untuk suatu wilayah lebih dahulu, lalu daftarkan HP-nya".into(),
            Self::Code => "Kode ini tidak dikenal, sudah dipakai, atau lebih tua dari 15 menit; minta kode baru ke kantor".into(),
            Self::PublicKey => "Kunci publik harus titik P-256 tak terkompresi, 65 bita dalam base64; perbarui aplikasinya".into(),
            Self::Revoked => "Perangkat ini sudah dicabut selamanya; daftarkan ulang HP-nya".into(),
            Self::Forbidden(error) => error.indonesian(),
            Self::Db(_) => "Basis data bermasalah; coba lagi".into(),
        }
    }
}

row! {
    /// A device as the door needs it.
    pub(crate) struct DeviceRow {
        pub(crate) id: Uuid,
        pub(crate) holder: UserId,
        pub(crate) public_key: Vec<u8>,
        pub(crate) status: String,
        pub(crate) pending: i64,
        pub(crate) attachments_pending: i64,
    }
}

/// A recognised device, with whoever holds it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Device {
    pub id: Uuid,
    pub holder: UserId,
    pub holder_name: String,
    pub holder_is_active: bool,
    pub status: Status,
    grants: Vec<Grant>,
}

impl Device {
    /// The office in the holder's name.
    #[must_use]
    pub fn office(&self, ground: &Ground) -> Office {
        let (db, outside) = (ground.db.clone(), ground.outside.clone());
        Office::new(db, outside, Arc::clone(&ground.keys), self.holder, self.grants.clone())
    }

    /// Whether it may be told anything: not when stopped, and not when the holder is disabled.
    #[must_use]
    pub fn may_pull(&self) -> bool {
        self.status == Status::Active && self.holder_is_active
    }
}

pub(crate) fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Recognises a device by its token, whatever its status: a revoked one still hands in what it has.
pub async fn recognise(ground: &Ground, token: &str) -> Result<Option<Device>, DbError> {
    let mut tx = ground.db.read().await?;
    let Some(row) = tx.first(&sql::DEVICE_OF_TOKEN, (token_hash(token),)).await? else {
        return Ok(None);
    };
    let Some(holder) = users::holder(&mut tx, row.holder).await? else { return Ok(None) };
    Ok(Some(Device {
        id: row.id,
        holder: row.holder,
        holder_name: holder.display_name,
        holder_is_active: holder.is_active,
        status: Status::from_word(&row.status),
        grants: holder.grants,
    }))
}

/// What a phone says of itself with every push.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named in section 4 of the contract")]
pub struct Report {
    pub device: Uuid,
    pub store_epoch: Uuid,
    pub client_now: Timestamp,
    pub app_version: String,
    pub pending: u32,
    pub oldest_made_at: Option<Timestamp>,
    pub attachments_pending: u32,
    pub persisted: bool,
    pub free_bytes: Option<i64>,
}

/// Notes it; what the batch itself brings is no longer pending.
pub(crate) async fn note(
    tx: &mut Tx,
    report: &Report,
    batch: &Batch,
    now: Timestamp,
) -> Result<(), DbError> {
    let own = batch.device == report.device;
    let brought = if own { i64::try_from(batch.commands.len()).unwrap_or(i64::MAX) } else { 0 };
    let pending = i64::from(report.pending).saturating_sub(brought).max(0);
    let seqs = batch.commands.iter().filter(|_| own).map(|command| command.header.seq);
    let offset = (now - report.client_now).total(jiff::Unit::Millisecond);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a difference of two times of this calendar"
    )]
    let offset_ms = offset.map_or(0, |ms| ms as i64);
    tx.run(
        &sql::NOTE_DEVICE,
        (
            report.device,
            now,
            report.app_version.chars().take(40).collect::<String>(),
            i64::from(report.persisted),
            report.store_epoch,
            pending,
            i64::from(report.attachments_pending),
            report.oldest_made_at.filter(|_| pending > 0),
            offset_ms,
            report.free_bytes,
            seqs.max().unwrap_or(0),
        ),
    )
    .await?;
    Ok(())
}

/// What a device is told of itself: its status, and whether it may forget everything now.
pub async fn standing(tx: &mut Tx, device: Uuid) -> Result<(Status, bool), DbError> {
    let Some(row) = tx.first(&sql::DEVICE, (device,)).await? else {
        return Ok((Status::Revoked, false));
    };
    let status = Status::from_word(&row.status);
    let is_empty = row.pending == 0 && row.attachments_pending == 0;
    Ok((status, status == Status::Revoked && is_empty))
}
