//! Decisions on record: appended, told to the phone, and answered again as they were.

use crate::{
    case::Case,
    changes::{self, Change},
    ground::Ground,
    judging::audited,
    sql,
    verdict::{Entities, Judged, Reason, Verdict},
};
use access::Office;
use db::{Bulk, DbError, Json, Kind, Tx, Value, row};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Map;
use std::collections::HashMap;
use terms::ids::UserId;
use uuid::Uuid;

/// Who at the office decided, and why.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub(crate) by: UserId,
    pub(crate) reason: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Detail {
    fields: Vec<String>,
    args: Map<String, Json>,
    entities: Entities,
    case: Option<Uuid>,
}

/// A decision as the phone hears it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are named in section 4 of the contract")]
pub struct Outcome {
    pub outcome: Verdict,
    pub code: Reason,
    pub fields: Vec<String>,
    pub args: Map<String, Json>,
    pub entities: Entities,
    pub case: Option<Uuid>,
    pub decided_at: Timestamp,
}

impl Outcome {
    fn of(judged: &Judged, id: Uuid, at: Timestamp) -> Self {
        Self {
            outcome: judged.outcome,
            code: judged.code,
            fields: judged.fields.clone(),
            args: judged.args.clone(),
            entities: judged.entities.clone(),
            case: (judged.outcome == Verdict::NeedsReview).then_some(id),
            decided_at: at,
        }
    }

    /// Whether it says the same as a decision.
    fn says(&self, judged: &Judged) -> bool {
        let told = Self::of(judged, Uuid::nil(), self.decided_at);
        (self.outcome, self.code, &self.fields, &self.args, &self.entities)
            == (told.outcome, told.code, &told.fields, &told.args, &told.entities)
    }

    /// Captured, and nobody came to judging it yet.
    #[must_use]
    pub fn not_yet(at: Timestamp) -> Self {
        Self::of(&Judged::held(&[]), Uuid::nil(), at)
    }

    /// The id came with other bytes before.
    #[must_use]
    pub fn clash(id: Uuid, at: Timestamp) -> Self {
        Self::of(&Judged::review(Reason::IdReused), id, at)
    }
}

row! {
    /// A decision as stored.
    pub(crate) struct OutcomeRow {
        pub(crate) capture: Uuid,
        pub(crate) n: i64,
        pub(crate) outcome: String,
        pub(crate) code: String,
        pub(crate) detail: Json,
        pub(crate) decided_at: Timestamp,
        pub(crate) decided_by: Option<UserId>,
        pub(crate) decided_by_name: Option<String>,
        pub(crate) reason: Option<String>,
    }
}

impl From<OutcomeRow> for Outcome {
    fn from(row: OutcomeRow) -> Self {
        // A word that an older program does not know is a matter for a person.
        let detail: Detail = serde_json::from_value(row.detail).unwrap_or_default();
        Self {
            outcome: Verdict::from_word(&row.outcome).unwrap_or(Verdict::NeedsReview),
            code: Reason::from_word(&row.code).unwrap_or(Reason::Internal),
            fields: detail.fields,
            args: detail.args,
            entities: detail.entities,
            case: detail.case,
            decided_at: row.decided_at,
        }
    }
}

static ATTACHMENTS: Bulk = Bulk {
    table: "capture_attachment",
    columns: &[
        ("capture", Kind::Uuid),
        ("role", Kind::Text),
        ("sha256", Kind::Bytes),
        ("size", Kind::Int),
        ("mime", Kind::Text),
    ],
    conflict: "ON CONFLICT (capture, role) DO NOTHING",
};

/// Appends a decision, and what it changes about other commands, each told to its own phone; lets go
/// what is to be judged again; the audit, and the change log last.
pub(crate) async fn write(
    tx: &mut Tx,
    ground: &Ground,
    case: &Case,
    judged: &Judged,
    decision: Option<&Decision>,
    office: &Office,
) -> Result<(), DbError> {
    let mut told = vec![append(tx, ground, case, judged, decision, office).await?];
    for (other, judged) in judged.others.iter().filter(|_| judged.keeps_effect) {
        let Some(case) = Case::load(tx, *other).await? else { continue };
        let last = outcomes_of(tx, vec![*other]).await?.remove(other);
        if last.is_none_or(|last| !last.says(judged)) {
            told.push(append(tx, ground, &case, judged, None, office).await?);
        }
    }
    for other in judged.again.iter().filter(|_| judged.keeps_effect) {
        tx.run(&sql::JUDGE_AGAIN, (*other,)).await?;
    }
    audited(tx, office, case.row.id).await?;
    for (scope, change) in told {
        changes::append(tx, &scope, &[change], ground.now()).await?;
    }
    Ok(())
}

/// Appends one decision and names the photos; answers what the phone is to be told.
async fn append(
    tx: &mut Tx,
    ground: &Ground,
    case: &Case,
    judged: &Judged,
    decision: Option<&Decision>,
    office: &Office,
) -> Result<(String, Change), DbError> {
    let (id, now) = (case.row.id, ground.now());
    let told = Outcome::of(judged, id, now);
    let detail = Detail {
        fields: told.fields.clone(),
        args: told.args.clone(),
        entities: told.entities.clone(),
        case: told.case,
    };
    let kept = serde_json::to_value(&detail).unwrap_or_default();
    let (verdict, code) = (judged.outcome.word(), judged.code.word());
    let by = decision.map(|decision| decision.by);
    let reason = decision.map(|decision| decision.reason.clone());
    tx.run(&sql::ADD_OUTCOME, (id, verdict, code, kept, now, by, reason)).await?;
    tx.run(&sql::SET_OUTCOME, (id, verdict)).await?;
    tx.insert_many(&ATTACHMENTS, photos(case, ground)).await?;
    office.note("judge", "capture", Some(id), format!("{verdict} {code}"));
    let payload = serde_json::to_value(&told).unwrap_or_default();
    let change = Change { kind: "outcome", key: id, payload: Some(payload) };
    Ok((changes::scope_of_device(case.row.device), change))
}

#[derive(Deserialize)]
struct Photos {
    #[serde(default)]
    att: Vec<Photo>,
}

#[derive(Deserialize)]
struct Photo {
    role: String,
    sha256: String,
    size: i64,
    #[serde(default)]
    mime: String,
}

/// The photos a body names, whatever its kind.
fn photos(case: &Case, ground: &Ground) -> Vec<Vec<Value>> {
    let Some(body) = case.open(ground) else { return Vec::new() };
    let Ok(photos) = serde_json::from_slice::<Photos>(body.reveal()) else { return Vec::new() };
    let text =
        |text: &str| Value::Text(Some(text.chars().filter(|c| *c != '\0').take(60).collect()));
    let rows = photos.att.iter().take(20).filter_map(|photo| {
        let sha256 = crate::envelope::unhex(&photo.sha256).filter(|hash| hash.len() == 32)?;
        Some(vec![
            Value::Uuid(Some(case.row.id)),
            text(&photo.role),
            Value::Bytes(Some(sha256)),
            Value::Int(Some(photo.size)),
            text(&photo.mime),
        ])
    });
    rows.collect()
}

/// The last decision about each of these.
pub async fn outcomes_of(tx: &mut Tx, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Outcome>, DbError> {
    let rows = tx.all(&sql::LAST_OUTCOMES, (ids,)).await?;
    Ok(rows.into_iter().map(|row| (row.capture, row.into())).collect())
}

/// What a command made or found, once it was accepted; a correction of it stands in for it.
pub async fn entities_of(tx: &mut Tx, command: Uuid) -> Result<Option<Entities>, DbError> {
    let settled = tx.all(&sql::SETTLED_BY, (vec![command],)).await?;
    // Its own acceptance before that of a correction, then the last of those.
    let mut by = settled.iter().map(|(_, by)| *by);
    let Some(by) = by.clone().find(|by| *by == command).or_else(|| by.next_back()) else {
        return Ok(None);
    };
    Ok(outcomes_of(tx, vec![by]).await?.remove(&by).map(|outcome| outcome.entities))
}

row! {
    /// How far a photo of a command is.
    pub struct PhotoState {
        /// The command.
        pub capture: Uuid,
        /// What it is to the command.
        pub role: String,
        /// The digest of its sealed bytes.
        pub sha256: Vec<u8>,
        /// Their number.
        pub size: i64,
        /// Of which these are here.
        pub received: i64,
        /// What it was before sealing.
        pub mime: String,
    }
}

/// How far the photos of these commands are.
pub async fn photos_of(tx: &mut Tx, ids: Vec<Uuid>) -> Result<Vec<PhotoState>, DbError> {
    tx.all(&sql::PHOTOS_OF, (ids,)).await
}
