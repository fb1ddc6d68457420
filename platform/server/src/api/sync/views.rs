//! The forms and answers of sections 4 and 5 of `docs/sync.md`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sync::{Told, changes::Pulled};
use terms::Timestamp;
use utoipa::ToSchema;
use uuid::Uuid;

/// Unknown fields are let pass: an app may be newer than the office.
#[derive(Deserialize, ToSchema)]
pub(super) struct PushForm {
    pub(super) proto: u32,
    #[schema(value_type = String, format = Uuid)]
    pub(super) device: Uuid,
    #[schema(value_type = String, format = Uuid)]
    pub(super) store_epoch: Uuid,
    #[schema(value_type = String, format = DateTime)]
    pub(super) client_now: Timestamp,
    pub(super) app: PushApp,
    pub(super) queue: PushQueue,
    pub(super) storage: PushStorage,
    /// Whose commands these are, when another phone carries them.
    pub(super) carried_for: Option<CarriedFor>,
    /// Section 3; read one by one.
    #[schema(value_type = Vec<Object>)]
    pub(super) commands: Vec<Value>,
}

#[derive(Deserialize, ToSchema)]
pub(super) struct PushApp {
    pub(super) version: String,
}

#[derive(Deserialize, ToSchema)]
pub(super) struct PushQueue {
    pub(super) pending: u32,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(super) oldest_made_at: Option<Timestamp>,
    #[serde(default)]
    pub(super) attachments_pending: u32,
}

#[derive(Deserialize, ToSchema)]
pub(super) struct PushStorage {
    pub(super) persisted: bool,
    pub(super) free_bytes: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
pub(super) struct CarriedFor {
    #[schema(value_type = String, format = Uuid)]
    pub(super) device: Uuid,
    #[schema(value_type = String, format = Uuid)]
    pub(super) store_epoch: Uuid,
}

fn command_example() -> Value {
    json!({
        "id": "0198f0d1-7c3e-7b21-9a44-5d0c3a9e11f2", "seq": 41, "kind": "worker.enrol", "v": 1,
        "actor": "0190f3a2-7c1e-7b2a-9a55-0f3c1d2e4b60", "depends_on": [], "supersedes": null,
        "sha256": "00", "sealed": "AQ==", "sig": "AA==",
    })
}

pub(super) fn push_example() -> Value {
    json!({
        "proto": 1, "device": "0198f0c2-7c3e-7b21-9a44-5d0c3a9e11f2",
        "store_epoch": "0198f0c3-7c3e-7b21-9a44-5d0c3a9e11f2",
        "client_now": "2026-11-21T08:14:05.120+07:00", "app": { "version": "1.0.0" },
        "queue": { "pending": 1, "oldest_made_at": "2026-11-20T02:10:00Z", "attachments_pending": 0 },
        "storage": { "persisted": true, "free_bytes": 1_000_000 },
        "commands": [command_example()],
    })
}

pub(super) fn import_example() -> Value {
    json!({
        "format": "lindung-sealed-1", "device": "0198f0c2-7c3e-7b21-9a44-5d0c3a9e11f2",
        "store_epoch": "0198f0c3-7c3e-7b21-9a44-5d0c3a9e11f2",
        "made_at": "2026-11-21T08:14:05+07:00", "commands": [command_example()],
        "attachments": [{ "sha256": "00", "size": 1, "data": "AA==" }],
    })
}

#[derive(Serialize, ToSchema)]
pub(super) struct PushView {
    #[schema(value_type = String, format = DateTime)]
    pub(super) server_now: Timestamp,
    #[schema(value_type = String, format = Uuid)]
    pub(super) dataset_epoch: Uuid,
    pub(super) device: StandingView,
    pub(super) results: Vec<ResultView>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct StandingView {
    /// `active`, `suspended`, `revoked`.
    pub(super) status: &'static str,
    pub(super) min_app: &'static str,
    /// Everything it had is here: it may forget all.
    pub(super) wipe: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ResultView {
    #[schema(value_type = String, format = Uuid)]
    pub(crate) id: Uuid,
    /// Always true: a command without a result was not kept.
    captured: bool,
    replayed: bool,
    #[serde(flatten)]
    outcome: OutcomeView,
    attachments: Vec<PhotoStateView>,
}

/// A decision, as section 7 names it.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutcomeView {
    outcome: &'static str,
    code: &'static str,
    fields: Vec<String>,
    #[schema(value_type = Object)]
    args: Map<String, Value>,
    #[schema(value_type = Object)]
    entities: sync::Entities,
    #[schema(value_type = Option<String>, format = Uuid)]
    case: Option<Uuid>,
}

impl From<sync::Outcome> for OutcomeView {
    fn from(it: sync::Outcome) -> Self {
        Self {
            outcome: it.outcome.word(),
            code: it.code.word(),
            fields: it.fields,
            args: it.args,
            entities: it.entities,
            case: it.case,
        }
    }
}

/// How far a photo is.
#[derive(Serialize, ToSchema)]
pub(crate) struct PhotoStateView {
    role: String,
    sha256: String,
    received: i64,
    size: i64,
}

impl From<sync::PhotoState> for PhotoStateView {
    fn from(photo: sync::PhotoState) -> Self {
        let sync::PhotoState { role, sha256, size, received, .. } = photo;
        Self { role, sha256: sync::hex(&sha256), received, size }
    }
}

impl From<Told> for ResultView {
    fn from(told: Told) -> Self {
        Self {
            id: told.id,
            captured: true,
            replayed: told.replayed,
            outcome: told.outcome.into(),
            attachments: told.photos.into_iter().map(Into::into).collect(),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HaveForm {
    #[schema(value_type = String, format = Uuid)]
    #[expect(dead_code, reason = "said for the log of the phone's side; ids alone decide")]
    store_epoch: Uuid,
    #[schema(value_type = Vec<String>)]
    pub(super) ids: Vec<Uuid>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct MissingView {
    #[schema(value_type = String, format = Uuid)]
    pub(super) dataset_epoch: Uuid,
    #[schema(value_type = Vec<String>)]
    pub(super) missing: Vec<Uuid>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PullParams {
    /// `cursor` of the answer before; empty at first.
    pub(super) cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct PullView {
    pub(super) items: Vec<ChangeView>,
    pub(super) cursor: String,
    pub(super) has_more: bool,
    #[schema(value_type = String, format = Uuid)]
    pub(super) dataset_epoch: Uuid,
    #[schema(value_type = String, format = DateTime)]
    pub(super) server_now: Timestamp,
}

/// Something that changed.
#[derive(Serialize, ToSchema)]
pub(super) struct ChangeView {
    /// `outcome` and what departments add.
    kind: String,
    #[schema(value_type = String, format = Uuid)]
    key: Uuid,
    /// `put` or `drop`.
    op: String,
    #[schema(value_type = Object)]
    payload: Value,
}

impl From<Pulled> for ChangeView {
    fn from(pulled: Pulled) -> Self {
        let Pulled { kind, key, op, payload, .. } = pulled;
        Self { kind, key, op, payload }
    }
}

#[derive(Deserialize, ToSchema)]
pub(super) struct ImportFile {
    pub(super) format: String,
    #[schema(value_type = String, format = Uuid)]
    pub(super) device: Uuid,
    #[schema(value_type = String, format = Uuid)]
    pub(super) store_epoch: Uuid,
    #[schema(value_type = Vec<Object>)]
    pub(super) commands: Vec<Value>,
    #[serde(default)]
    pub(super) attachments: Vec<ImportPhoto>,
}

#[derive(Deserialize, ToSchema)]
pub(super) struct ImportPhoto {
    pub(super) sha256: String,
    /// Base64.
    pub(super) data: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ImportedView {
    pub(super) results: Vec<ResultView>,
    /// Of these, how many were here already.
    pub(super) known: usize,
    /// Photos that are here now.
    pub(super) photos: usize,
    /// Photos that were not what they say.
    pub(super) photos_refused: usize,
}
