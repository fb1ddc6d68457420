//! Who was enrolled at a planned event, by name: whom to thank, and whose cover ends.

use super::{refusal::CampaignRefusal, sql};
use access::{Duty, Office};
use db::{Tx, Uuid, row};
use terms::{
    Date, Month, Rupiah, Timestamp,
    ids::{MembershipId, PersonId, UserId},
};

row! {
    /// Somebody who was captured at an event by a phone.
    pub struct EnrolledHere {
        /// The enrolment.
        pub command: Uuid,
        /// When, at the place.
        pub made_at: Timestamp,
        /// `enrolled`, `same`, `name_differs`, `birth_differs`.
        pub standing: String,
        /// The village.
        pub village: String,
        /// Who captured it.
        pub agent: UserId,
        /// The agent's name.
        pub agent_name: Option<String>,
        /// Whom it concerns.
        pub person: PersonId,
        /// Their name.
        pub name: Option<String>,
        /// The membership; none while it contradicts the record.
        pub membership: Option<MembershipId>,
        /// The number on the card.
        pub number: Option<String>,
        /// The last month paid.
        pub paid_through: Option<Month>,
        /// When the membership ended.
        pub ended_on: Option<Date>,
        /// The first month asked for.
        pub first_month: Month,
        /// How many months.
        pub n_months: i64,
        /// What the phone showed.
        pub shown_total: Rupiah,
    }
}

/// A page of them, the earliest first, after an instant and an enrolment; noted as read.
pub async fn enrolled_here(
    tx: &mut Tx,
    office: &Office,
    plan: Uuid,
    after: Option<(Timestamp, Uuid)>,
    limit: u32,
) -> Result<Vec<EnrolledHere>, CampaignRefusal> {
    let areas = crate::scope::of(office, Duty::ReadPeople);
    if areas.is_empty() {
        office.allow_everywhere(Duty::ReadPeople)?;
    }
    let (at, id) = after.unwrap_or((Timestamp::UNIX_EPOCH, Uuid::nil()));
    let asked = (plan, areas, at, id, limit.clamp(1, 500));
    let found: Vec<EnrolledHere> = tx.all(&sql::ENROLLED_HERE, asked).await?;
    office.note("read enrolled", "event", Some(plan), found.len().to_string());
    Ok(found)
}
