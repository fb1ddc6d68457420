//! The board of devices: where each phone stands, and whether it may be put out of service.

use super::DeviceRefusal;
use crate::sql;
use access::{Duty, Office, Role};
use db::{Tx, row};
use jiff::Timestamp;
use terms::ids::UserId;
use uuid::Uuid;

row! {
    /// A phone on the board; what it said of itself is as of `seen_at`.
    pub struct OnBoard {
        /// Its id.
        pub id: Uuid,
        /// Whose.
        pub holder: UserId,
        /// Their name.
        pub holder_name: String,
        /// `active` or `disabled`.
        pub holder_status: String,
        /// The area it was registered for; empty is everywhere.
        pub area: String,
        /// What it calls itself.
        pub label: String,
        /// `active`, `suspended`, `revoked`.
        pub status: String,
        /// Since when.
        pub registered_at: Timestamp,
        /// When it was last heard of.
        pub seen_at: Timestamp,
        /// The app on it.
        pub app_version: String,
        /// Whether its browser promised to keep its data.
        pub persisted: i64,
        /// Commands it had not sent.
        pub pending: i64,
        /// Photos it had not sent.
        pub attachments_pending: i64,
        /// Since when the oldest of them waits.
        pub oldest_made_at: Option<Timestamp>,
        /// How much our clock was ahead of its clock.
        pub clock_offset_ms: Option<i64>,
        /// Room left on it.
        pub free_bytes: Option<i64>,
        /// Commands of it that a person must look at.
        pub to_review: i64,
    }
}

impl OnBoard {
    /// Nothing is known to be on it that is not here.
    #[must_use]
    pub const fn is_safe_to_disable(&self) -> bool {
        self.pending == 0 && self.attachments_pending == 0
    }
}

/// The devices of the actor's areas, in the order of their registration.
pub async fn board(
    tx: &mut Tx,
    office: &Office,
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<OnBoard>, DeviceRefusal> {
    let areas = areas(office)?;
    let after = after.unwrap_or(Uuid::nil());
    Ok(tx.all(&sql::BOARD, (areas, after, i64::from(limit.clamp(1, 500)))).await?)
}

row! {
    /// Somebody who may hold a phone.
    pub struct MayHold {
        /// Who.
        pub id: UserId,
        /// Their name.
        pub display_name: String,
        /// How they sign in.
        pub login: String,
        /// Where they enrol; empty is everywhere.
        pub area: String,
        /// Phones they hold now.
        pub n_devices: i64,
    }
}

/// Those in the actor's areas who may enrol, and so may hold a phone, by a part of name or login.
pub async fn may_hold(
    tx: &mut Tx,
    office: &Office,
    part: &str,
    limit: u32,
) -> Result<Vec<MayHold>, DeviceRefusal> {
    let areas = areas(office)?;
    let roles = Role::ALL.iter().filter(|role| role.may(Duty::Enrol));
    let roles: Vec<String> = roles.map(|role| role.word().to_owned()).collect();
    let asked = (areas, roles, part.trim().to_lowercase(), i64::from(limit.clamp(1, 100)));
    Ok(tx.all(&sql::HOLDERS, asked).await?)
}

/// Where the actor looks after phones, as the statements take it: an empty one is everywhere.
fn areas(office: &Office) -> Result<Vec<String>, DeviceRefusal> {
    let areas = office.areas_for(Duty::ManageDevices);
    if areas.as_ref().is_some_and(Vec::is_empty) {
        office.allow_everywhere(Duty::ManageDevices)?;
    }
    Ok(areas.map_or_else(
        || vec![String::new()],
        |areas| areas.iter().map(ToString::to_string).collect(),
    ))
}
