//! What the office does about devices: begin a registration, suspend, resume, revoke.

use super::{DeviceRefusal, Status, register::code_hash};
use crate::sql;
use access::{Command, CommandHeader, Duty, Keyring, Office, users};
use db::Tx;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use terms::{AreaCode, Private, ids::UserId};
use uuid::Uuid;

const CODE_LIVES: SignedDuration = SignedDuration::from_mins(15);
/// Letters and digits that are not mistaken for each other: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The one-time code of a registration begun under this id: twelve signs, sixty bits, the same however
/// often it is asked for; only its hash is kept.
#[must_use]
pub fn code_of(keys: &Keyring, begun: Uuid) -> Private<String> {
    let secret = keys.secret_for("device.code", begun);
    let signs = secret.iter().take(12).map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    let mut code = String::with_capacity(14);
    for (n, sign) in signs.enumerate() {
        if n > 0 && n % 4 == 0 {
            code.push('-');
        }
        code.push(sign);
    }
    Private::new(code)
}

/// Begins the registration of a phone for a user.
#[derive(Clone, Copy, Debug)]
pub struct Begin {
    /// Who will hold it.
    pub holder: UserId,
}

/// What was begun; the code itself is [`code_of`] the command's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Begun {
    pub device: Uuid,
    pub expires_at: Timestamp,
}

impl Command for Begin {
    const NAME: &'static str = "begin_device";
    type Answer = Begun;
    type Refusal = DeviceRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Begun, DeviceRefusal> {
        // Asked before anything is told: who may not register phones learns nothing about users.
        if office.areas_for(Duty::ManageDevices).is_some_and(|areas| areas.is_empty()) {
            office.allow_everywhere(Duty::ManageDevices)?;
        }
        let holder = users::holder(tx, self.holder).await?.filter(|holder| holder.is_active);
        let holder = holder.ok_or(DeviceRefusal::NoSuchHolder)?;
        let mut grants = holder.grants.iter().filter(|grant| grant.role.may(Duty::Enrol));
        let area = grants.next().ok_or(DeviceRefusal::HolderCannotEnrol)?.area.clone();
        allow(office, Duty::ManageDevices, area.as_ref())?;
        let device = office.outside.id(header.id.0, "device", 0);
        let (now, area) = (office.outside.now, area.map(|area| area.to_string()));
        let expires_at = now + CODE_LIVES;
        let code = code_of(&office.keys, header.id.0);
        tx.run(
            &sql::ADD_DEVICE_CODE,
            (
                code_hash(code.reveal()),
                device,
                self.holder,
                area.unwrap_or_default(),
                now,
                office.actor,
                expires_at,
            ),
        )
        .await?;
        office.note("begin device", "device", Some(device), format!("for {}", self.holder.0));
        Ok(Begun { device, expires_at })
    }
}

/// Asks for a duty in an area, or, without one, in the whole country.
pub(crate) fn allow(
    office: &Office,
    duty: Duty,
    area: Option<&AreaCode>,
) -> Result<(), access::Forbidden> {
    match area {
        Some(area) => office.allow(duty, area),
        None => office.allow_everywhere(duty),
    }
}

/// Suspends, resumes or revokes a device.
#[derive(Clone, Copy, Debug)]
pub struct SetStatus {
    /// Which.
    pub device: Uuid,
    /// What it is from now on.
    pub status: Status,
}

/// What a device is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct StatusAnswer {
    pub device: Uuid,
    pub status: Status,
}

impl Command for SetStatus {
    const NAME: &'static str = "set_device_status";
    type Answer = StatusAnswer;
    type Refusal = DeviceRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<StatusAnswer, DeviceRefusal> {
        let area = tx.first(&sql::AREA_OF_DEVICE, (self.device,)).await?;
        // Of a device that is not there nobody learns more than that they may not.
        let Some((area, status)) = area else {
            allow(office, Duty::ManageDevices, None)?;
            return Err(DeviceRefusal::NoSuchDevice);
        };
        allow(office, Duty::ManageDevices, area.parse().ok().as_ref())?;
        if Status::from_word(&status) == Status::Revoked && self.status != Status::Revoked {
            return Err(DeviceRefusal::Revoked);
        }
        tx.run(&sql::SET_DEVICE_STATUS, (self.device, self.status.word())).await?;
        office.note("set device status", "device", Some(self.device), self.status.word());
        Ok(StatusAnswer { device: self.device, status: self.status })
    }
}
