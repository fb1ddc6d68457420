//! A phone becomes a device: a code from the office, a public key, a token.

use super::{DeviceRefusal, token_hash};
use crate::{
    envelope::hex,
    epoch,
    ground::{ATTEMPTS_MAX, Ground, may_pass, wait_a_little},
    sql,
};
use access::{audit, field, users};
use db::{Tx, row};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use terms::{Private, ids::UserId};
use uuid::Uuid;

/// What a phone says to be registered.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named in section 2 of the contract")]
pub struct Applicant {
    pub code: Private<String>,
    pub public_key: Vec<u8>,
    pub label: String,
    pub app_version: String,
    pub persisted: bool,
}

/// What it is told.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named in section 2 of the contract")]
pub struct Registered {
    pub device: Uuid,
    pub token: Private<String>,
    pub holder: UserId,
    pub holder_name: String,
    pub server_key: (u16, Vec<u8>),
    pub dataset_epoch: Uuid,
}

row! {
    /// A code that was given.
    pub(crate) struct CodeRow {
        device: Uuid,
        holder: UserId,
        area: String,
        made_by: UserId,
        expires_at: Timestamp,
        used_at: Option<Timestamp>,
    }
}

/// The code as it is compared: letters and digits only, capitals.
pub(crate) fn code_hash(code: &str) -> Vec<u8> {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    Sha256::digest(plain.to_ascii_uppercase().as_bytes()).to_vec()
}

/// The token of a device: derived, so that an answer lost on the wire can be given again.
fn token_of(ground: &Ground, device: Uuid) -> Private<String> {
    Private::new(hex(&ground.keys.secret_for("device.token", device)[..]))
}

/// Exchanges a code and a public key for a device. The same code with the same key answers the same,
/// for as long as the code lives.
pub async fn register(ground: &Ground, applicant: &Applicant) -> Result<Registered, DeviceRefusal> {
    if !field::is_public_key(&applicant.public_key) {
        return Err(DeviceRefusal::PublicKey);
    }
    let dataset_epoch = epoch::dataset_epoch(ground).await?;
    let mut attempt = 0;
    loop {
        let mut tx = ground.db.write().await?;
        let done = exchange(&mut tx, ground, applicant, dataset_epoch).await;
        let done = match done {
            Ok(registered) => tx.commit().await.map(|()| registered).map_err(Into::into),
            refused => refused,
        };
        attempt += 1;
        match done {
            Err(DeviceRefusal::Db(error)) if may_pass(&error) && attempt < ATTEMPTS_MAX => {
                wait_a_little(Uuid::nil(), attempt).await;
            }
            done => return done,
        }
    }
}

async fn exchange(
    tx: &mut Tx,
    ground: &Ground,
    applicant: &Applicant,
    dataset_epoch: Uuid,
) -> Result<Registered, DeviceRefusal> {
    let now = ground.outside.now;
    let hash = code_hash(applicant.code.reveal());
    let code: CodeRow =
        tx.first(&sql::DEVICE_CODE, (hash.clone(),)).await?.ok_or(DeviceRefusal::Code)?;
    let holder = users::holder(tx, code.holder).await?.filter(|holder| holder.is_active);
    let holder = holder.ok_or(DeviceRefusal::NoSuchHolder)?;
    let token = token_of(ground, code.device);
    if code.expires_at <= now {
        return Err(DeviceRefusal::Code);
    }
    if code.used_at.is_some() {
        let device = tx.first(&sql::DEVICE, (code.device,)).await?;
        if device.is_none_or(|device| device.public_key != applicant.public_key) {
            return Err(DeviceRefusal::Code);
        }
    } else {
        tx.run(&sql::USE_DEVICE_CODE, (hash, now)).await?;
        tx.run(
            &sql::ADD_DEVICE,
            (
                code.device,
                code.holder,
                code.area,
                applicant.public_key.clone(),
                token_hash(token.reveal()),
                short(&applicant.label, 80),
                now,
                code.made_by,
                short(&applicant.app_version, 40),
                i64::from(applicant.persisted),
            ),
        )
        .await?;
        let entry = audit::Entry {
            at: now,
            actor: code.holder,
            action: "register device",
            subject_kind: "device",
            subject: Some(code.device),
            detail: String::new(),
        };
        audit::append(tx, audit::chain_of(code.device), now, &[entry]).await?;
    }
    Ok(Registered {
        device: code.device,
        token,
        holder: holder.id,
        holder_name: holder.display_name,
        server_key: ground.keys.field_key(),
        dataset_epoch,
    })
}

/// What a phone calls itself, without what a database or a list could stumble over.
fn short(text: &str, most: usize) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(most).collect()
}
