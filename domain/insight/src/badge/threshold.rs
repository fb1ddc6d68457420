//! What is asked of a village: by law, else by the office, else not set.

use super::CRITERIA;
use crate::{
    Place,
    goal::{TargetRefusal, known, may, reason_text},
    sql,
};
use access::{Command, CommandHeader, Duty, Office};
use db::{Bulk, DbError, Kind, Tx, Uuid, Value};
use regulation::Law;
use terms::{AreaCode, Assessment, Because, Citation, Date, Rate, Status};

db::row! {
    /// A threshold an office set.
    pub struct Threshold {
        /// Its id.
        pub id: Uuid,
        /// Where; empty is everywhere.
        pub area: String,
        /// Of which criterion, or `valid_months`.
        pub criterion: String,
        /// A share in parts per million, or months.
        pub value: i64,
        /// Since when.
        pub from_on: Date,
        /// The document it stands in.
        pub document: String,
    }
}

/// Every threshold offices set.
pub async fn thresholds(tx: &mut Tx) -> Result<Vec<Threshold>, DbError> {
    tx.all(&sql::THRESHOLDS, ()).await
}

fn of_office<'t>(
    all: &'t [Threshold],
    village: &AreaCode,
    criterion: &str,
    on: Date,
) -> Option<&'t Threshold> {
    let inside = |area: &str| {
        area.is_empty() || area.parse::<AreaCode>().is_ok_and(|area| area.contains(village))
    };
    let fits =
        all.iter().filter(|it| it.criterion == criterion && it.from_on <= on && inside(&it.area));
    fits.max_by_key(|it| (it.area.len(), it.from_on, it.id))
}

fn own(it: &Threshold, said: String) -> Because {
    Because::new(
        "badge.office_threshold",
        Status::Unconfirmed,
        format!("Ditetapkan kantor ini sejak {}, bukan hukum: {said}", it.from_on),
        format!("Set by this office since {}, no law: {said}", it.from_on),
    )
    .input("document", &it.document)
    .cite(Citation {
        instrument: "office-decision".into(),
        title: it.document.clone(),
        article: None,
        status: Status::Unconfirmed,
    })
}

/// The share a criterion asks of a village on a day.
pub(super) fn share_asked(
    law: &Law,
    all: &[Threshold],
    village: &AreaCode,
    criterion: &str,
    on: Date,
) -> Option<Assessment<Rate>> {
    if let Ok(found) = law.badge_share(criterion, on) {
        return Some(found);
    }
    let it = of_office(all, village, criterion, on)?;
    let rate = Rate::per_million(it.value);
    Some(Assessment::new(rate, own(it, rate.to_string())))
}

/// For how many months a badge of a village holds.
pub(super) fn months_asked(
    law: &Law,
    all: &[Threshold],
    village: &AreaCode,
    on: Date,
) -> Option<i64> {
    let by_law = law.badge_valid_months(on).ok().map(|found| *found.amount());
    by_law.or_else(|| of_office(all, village, "valid_months", on).map(|it| it.value))
}

/// Sets what an office asks of its villages, where nobody has confirmed it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of a threshold")]
pub struct SetThreshold {
    pub area: Place,
    pub criterion: String,
    /// A share in per cent, for a criterion.
    pub percent: Option<Rate>,
    /// Months, for `valid_months`.
    pub months: Option<i64>,
    pub from_on: Date,
    pub document: String,
}

static THRESHOLDS: Bulk = Bulk {
    table: "badge_threshold",
    columns: &[
        ("id", Kind::Uuid),
        ("area", Kind::Text),
        ("criterion", Kind::Text),
        ("value", Kind::Int),
        ("from_on", Kind::Date),
        ("document", Kind::Text),
        ("recorded_at", Kind::Instant),
        ("recorded_by", Kind::Uuid),
    ],
    conflict: "",
};

impl Command for SetThreshold {
    const NAME: &'static str = "set badge threshold";
    type Answer = Uuid;
    type Refusal = TargetRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Uuid, TargetRefusal> {
        may(office, Duty::SetTargets, &self.area)?;
        let words = [CRITERIA[0], CRITERIA[1], CRITERIA[2], "valid_months"];
        let list = "officials_share, rt_rw_share, workers_share, valid_months";
        let criterion = known("criterion", Some(&self.criterion), &words, list)?;
        let law = &office.outside.law;
        let by_law = match criterion {
            "valid_months" => law.badge_valid_months(self.from_on).is_ok(),
            share => law.badge_share(share, self.from_on).is_ok(),
        };
        if by_law {
            return Err(TargetRefusal::LawSays(criterion.into()));
        }
        let value = match (criterion, self.percent, self.months) {
            ("valid_months", None, Some(months)) if (1..=240).contains(&months) => months,
            ("valid_months", ..) => return Err(TargetRefusal::Number("months")),
            (_, Some(rate), None) if (1..=1_000_000).contains(&rate.parts()) => rate.parts(),
            (_, Some(rate), None) if rate.parts() > 1_000_000 => {
                return Err(TargetRefusal::OverEverybody { said: rate.to_string() });
            }
            _ => return Err(TargetRefusal::Number("percent")),
        };
        let document = reason_text("document", &self.document)?;
        let area = match &self.area {
            Place::Areas(codes) if codes.len() > 1 => return Err(TargetRefusal::Word("area", "1")),
            place => place.key(),
        };
        let id = office.outside.id(header.id.0, "threshold", 0);
        let row = vec![
            Value::Uuid(Some(id)),
            Value::Text(Some(area)),
            Value::Text(Some(criterion.to_owned())),
            Value::Int(Some(value)),
            Value::Date(Some(self.from_on)),
            Value::Text(Some(document.to_owned())),
            Value::Instant(Some(office.outside.now)),
            Value::Uuid(Some(office.actor.0)),
        ];
        tx.insert_many(&THRESHOLDS, vec![row]).await?;
        office.note("set badge threshold", "threshold", Some(id), criterion);
        Ok(id)
    }
}
