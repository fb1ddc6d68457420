//! An enrolment as the field captured it, and how it stands to the record.

use db::{Bulk, BulkUpdate, DbError, Kind, Tx, Uuid, Value, row};
use sha2::{Digest as _, Sha256};
use terms::{
    Date, Month, Rupiah, Timestamp,
    ids::{MembershipId, PersonId, UserId},
};

row! {
    /// A captured enrolment that concerns somebody on record.
    pub(crate) struct Captured {
        pub(crate) command: Uuid,
        pub(crate) event: Option<Uuid>,
        pub(crate) person: PersonId,
        pub(crate) membership: Option<MembershipId>,
        pub(crate) agent: UserId,
        pub(crate) device: Uuid,
        pub(crate) area: String,
        pub(crate) made_at: Timestamp,
        pub(crate) made_on: Date,
        pub(crate) clock_uncertain: i64,
        pub(crate) standing: String,
        pub(crate) name_digest: Vec<u8>,
        pub(crate) birth_date: Date,
        pub(crate) code: Option<String>,
        pub(crate) first_month: Month,
        pub(crate) n_months: i64,
        pub(crate) shown_total: Rupiah,
        pub(crate) supersedes: Option<Uuid>,
        pub(crate) decided: i64,
    }
}

/// How a captured enrolment stands to the record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It made the record, or opened the membership.
    Enrolled,
    /// The person on record, with the same name and birth date.
    Same,
    /// The number is on record with another name.
    NameDiffers,
    /// The number is on record with another birth date.
    BirthDiffers,
    /// Corrected by another capture.
    Superseded,
}

impl Standing {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::Same => "same",
            Self::NameDiffers => "name_differs",
            Self::BirthDiffers => "birth_differs",
            Self::Superseded => "superseded",
        }
    }

    /// Whether it stands for the member: its code and its cash are the member's.
    #[must_use]
    pub const fn is_linked(self) -> bool {
        !matches!(self, Self::NameDiffers | Self::BirthDiffers)
    }
}

/// Stands for a name, so that captures can be compared without keeping the name twice.
pub(crate) fn name_digest(person: PersonId, searchable: &str) -> Vec<u8> {
    let digest = Sha256::new().chain_update(person.0.as_bytes()).chain_update(searchable);
    digest.finalize().to_vec()
}

impl Captured {
    /// How it stands to a name and a birth date.
    pub(crate) fn against(&self, name_digest: &[u8], birth_date: Date) -> Standing {
        match () {
            () if self.name_digest != name_digest => Standing::NameDiffers,
            () if self.birth_date != birth_date => Standing::BirthDiffers,
            () => Standing::Same,
        }
    }

    /// When it was written, and by which command.
    pub(crate) const fn written(&self) -> (Timestamp, Uuid) {
        (self.made_at, self.command)
    }
}

static CAPTURES: Bulk = Bulk {
    table: "field_enrolment",
    columns: &[
        ("command", Kind::Uuid),
        ("event", Kind::Uuid),
        ("person", Kind::Uuid),
        ("bucket", Kind::Int),
        ("membership", Kind::Uuid),
        ("agent", Kind::Uuid),
        ("device", Kind::Uuid),
        ("area", Kind::Text),
        ("made_at", Kind::Instant),
        ("made_on", Kind::Date),
        ("clock_uncertain", Kind::Int),
        ("standing", Kind::Text),
        ("name_digest", Kind::Bytes),
        ("birth_date", Kind::Date),
        ("code", Kind::Text),
        ("first_month", Kind::Date),
        ("n_months", Kind::Int),
        ("shown_total", Kind::Int),
        ("supersedes", Kind::Uuid),
        ("decided", Kind::Int),
        ("recorded_at", Kind::Instant),
    ],
    conflict: "ON CONFLICT (command) DO NOTHING",
};

/// Keeps a capture.
pub(crate) async fn add(tx: &mut Tx, it: &Captured, now: Timestamp) -> Result<(), DbError> {
    let text = |text: &str| Value::Text(Some(text.to_owned()));
    let row = vec![
        Value::Uuid(Some(it.command)),
        Value::Uuid(it.event),
        Value::Uuid(Some(it.person.0)),
        Value::Int(Some(terms::Bucket::of(it.person).get())),
        Value::Uuid(it.membership.map(|id| id.0)),
        Value::Uuid(Some(it.agent.0)),
        Value::Uuid(Some(it.device)),
        text(&it.area),
        Value::Instant(Some(it.made_at)),
        Value::Date(Some(it.made_on)),
        Value::Int(Some(it.clock_uncertain)),
        text(&it.standing),
        Value::Bytes(Some(it.name_digest.clone())),
        Value::Date(Some(it.birth_date)),
        Value::Text(it.code.clone()),
        Value::Date(Some(it.first_month.first_day())),
        Value::Int(Some(it.n_months)),
        Value::Int(Some(it.shown_total.get())),
        Value::Uuid(it.supersedes),
        Value::Int(Some(it.decided)),
        Value::Instant(Some(now)),
    ];
    tx.insert_many(&CAPTURES, vec![row]).await?;
    Ok(())
}

static STANDINGS: BulkUpdate = BulkUpdate {
    table: "field_enrolment",
    key: &[("command", Kind::Uuid)],
    columns: &[("standing", Kind::Text), ("membership", Kind::Uuid), ("decided", Kind::Int)],
};

/// Writes how captures stand.
pub(crate) async fn save_standings(tx: &mut Tx, captures: &[Captured]) -> Result<(), DbError> {
    let row = |it: &Captured| {
        vec![
            Value::Uuid(Some(it.command)),
            Value::Text(Some(it.standing.clone())),
            Value::Uuid(it.membership.map(|id| id.0)),
            Value::Int(Some(it.decided)),
        ]
    };
    tx.update_many(&STANDINGS, captures.iter().map(row).collect()).await?;
    Ok(())
}
