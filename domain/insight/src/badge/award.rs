//! A badge is given to a village that has earned it, with an end; and taken back with a reason.

use super::standing::badge_of;
use super::threshold::{months_asked, thresholds};
use crate::{
    Place,
    goal::{TargetRefusal, may, reason, reason_text},
    sql,
};
use access::{Command, CommandHeader, Duty, Office};
use db::{Bulk, Json, Kind, Tx, Uuid, Value};
use jiff::ToSpan;
use serde_json::json;
use terms::{AreaCode, Date};

db::row! {
    /// A badge that was given.
    pub struct Award {
        /// Its id.
        pub id: Uuid,
        /// The village.
        pub village: String,
        /// Since when.
        pub awarded_on: Date,
        /// The first day on which it does not hold any more.
        pub expires_on: Option<Date>,
        /// The document.
        pub document: String,
        /// What was counted on that day.
        pub evidence: Json,
        /// When it was taken back.
        pub withdrawn_on: Option<Date>,
        /// Why.
        pub reason: String,
    }
}

impl Award {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn holds_on(&self, on: Date) -> bool {
        self.awarded_on <= on
            && self.expires_on.is_none_or(|expires| on < expires)
            && self.withdrawn_on.is_none_or(|withdrawn| on < withdrawn)
    }
}

/// Gives the badge, if every criterion that is asked holds today.
#[derive(Clone, Debug)]
pub struct GiveBadge {
    /// To which village.
    pub village: AreaCode,
    /// The document.
    pub document: String,
    /// The first day on which it does not hold any more; by the months that are set when absent.
    pub expires_on: Option<Date>,
}

static AWARDS: Bulk = Bulk {
    table: "village_badge",
    columns: &[
        ("id", Kind::Uuid),
        ("village", Kind::Text),
        ("awarded_on", Kind::Date),
        ("expires_on", Kind::Date),
        ("document", Kind::Text),
        ("evidence", Kind::Json),
        ("recorded_at", Kind::Instant),
        ("recorded_by", Kind::Uuid),
    ],
    conflict: "",
};

impl Command for GiveBadge {
    const NAME: &'static str = "give badge";
    type Answer = Uuid;
    type Refusal = TargetRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Uuid, TargetRefusal> {
        may(office, Duty::SetTargets, &Place::area(self.village.clone()))?;
        let today = office.outside.today();
        let document = reason_text("document", &self.document)?;
        let standing = badge_of(tx, office, &self.village, today).await?;
        if let Some(award) = standing.in_force() {
            let until = award.expires_on.map_or_else(|| "—".into(), |day| day.to_string());
            return Err(TargetRefusal::HasBadge(until));
        }
        if let Some([id, en]) = standing.failing() {
            return Err(TargetRefusal::NotEarned { id, en });
        }
        if standing.standing != "holds" {
            return Err(TargetRefusal::NotEarned {
                id: "belum ada batas yang ditetapkan; tetapkan dahulu beserta dokumennya.".into(),
                en: "no threshold is set; set them first, with their document.".into(),
            });
        }
        let all = thresholds(tx).await?;
        let months = months_asked(&office.outside.law, &all, &self.village, today);
        let end = self.expires_on.or(months.map(|months| today.saturating_add(months.months())));
        let Some(expires_on) = end.filter(|end| *end > today) else {
            return Err(TargetRefusal::Number("expires_on"));
        };
        let evidence: Vec<Json> = standing
            .criteria
            .iter()
            .map(|it| {
                json!({
                    "criterion": it.criterion, "active": it.active,
                    "base": it.base.map(|base| base.value),
                    "base_source": it.base_source.as_ref().map(|(source, _)| source),
                    "share": it.share.as_ref().map(|share| &share.amount().text),
                    "asked": it.asked.as_ref().map(|asked| asked.amount().to_string()),
                    "needed": it.needed,
                })
            })
            .collect();
        let id = office.outside.id(header.id.0, "badge", 0);
        let row = vec![
            Value::Uuid(Some(id)),
            Value::Text(Some(self.village.to_string())),
            Value::Date(Some(today)),
            Value::Date(Some(expires_on)),
            Value::Text(Some(document.to_owned())),
            Value::Json(Some(Json::Array(evidence))),
            Value::Instant(Some(office.outside.now)),
            Value::Uuid(Some(office.actor.0)),
        ];
        tx.insert_many(&AWARDS, vec![row]).await?;
        office.note("give badge", "badge", Some(id), self.village.to_string());
        Ok(id)
    }
}

/// Takes the badge of a village back.
#[derive(Clone, Debug)]
pub struct WithdrawBadge {
    /// Of which village.
    pub village: AreaCode,
    /// Why.
    pub reason: String,
}

impl Command for WithdrawBadge {
    const NAME: &'static str = "withdraw badge";
    type Answer = ();
    type Refusal = TargetRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), TargetRefusal> {
        may(office, Duty::SetTargets, &Place::area(self.village.clone()))?;
        let today = office.outside.today();
        let why = reason(&self.reason)?.to_owned();
        let standing = badge_of(tx, office, &self.village, today).await?;
        let Some(award) = standing.in_force() else {
            return Err(TargetRefusal::State("without a badge".into()));
        };
        tx.run(&sql::WITHDRAW_BADGE, (award.id, today, why)).await?;
        office.note("withdraw badge", "badge", Some(award.id), self.village.to_string());
        Ok(())
    }
}
