//! What waits for somebody today: held money by owner and age, lists that need a look.

use crate::{held::HeldRefusal, import::List, sql};
use access::{Duty, Office};
use db::{DbError, Tx, row};
use jiff::SignedDuration;
use terms::{Rupiah, Timestamp};

row! {
    /// Money that waits for one owner.
    pub struct HeldSum {
        /// Who has to do something about it.
        pub owner: String,
        /// How many payments.
        pub count: i64,
        /// Together.
        pub amount: Rupiah,
        /// When the oldest came.
        pub oldest: Timestamp,
        /// Came within a day.
        pub within_a_day: i64,
        /// Came within a week, and more than a day ago.
        pub within_a_week: i64,
        /// Came more than a week ago.
        pub older: i64,
    }
}

/// Money that waits, by owner. For who owns held payments.
pub async fn held_by_owner(tx: &mut Tx, office: &Office) -> Result<Vec<HeldSum>, HeldRefusal> {
    office.allow_everywhere(Duty::ResolvePayment)?;
    let ago = |hours| office.outside.now - SignedDuration::from_hours(hours);
    Ok(tx.all(&sql::HELD_BY_OWNER, (ago(24), ago(24 * 7))).await?)
}

/// Days in which a list with refused rows is still worth a look.
const LIST_DAYS: i64 = 30;

/// Lists that are being read, and those of the last month with refused rows, newest first, where the
/// actor hands in lists.
pub async fn lists_to_look_at(
    tx: &mut Tx,
    office: &Office,
    limit: u32,
) -> Result<Vec<List>, DbError> {
    let scope: Vec<String> = match office.areas_for(Duty::ImportList) {
        None => vec![String::new()],
        Some(areas) => areas.iter().map(ToString::to_string).collect(),
    };
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let since = office.outside.now - SignedDuration::from_hours(24 * LIST_DAYS);
    tx.all(&sql::LISTS_TO_LOOK_AT, (since, scope, limit)).await
}
