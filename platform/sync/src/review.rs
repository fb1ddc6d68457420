//! The review queue: what the office could not decide by itself, opened and decided by a person.

use crate::{
    case::Case,
    device,
    ground::Ground,
    judge::JudgeError,
    judging::{AllReaders, read},
    outcome::{self, Decision, Outcome, OutcomeRow, PhotoState, photos_of},
    sql,
    verdict::{Judged, Reason, Verdict},
};
use access::{Command, CommandHeader, Duty, Forbidden, Office};
use db::{DbError, Tx, row};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use terms::{AreaCode, ids::UserId};
use uuid::Uuid;

/// Why nothing was shown or decided.
#[derive(Debug, thiserror::Error)]
pub enum ReviewRefusal {
    /// No such capture.
    #[error("nothing of this id was captured; look at the list")]
    NoSuchCapture,
    /// Decided already, by the office or by a person.
    #[error("this was decided already ({0}); look at it again")]
    Decided(String),
    /// It cannot be applied even so.
    #[error(
        "it cannot be applied as it is ({}); refuse it, so that the phone sends a corrected one", .0.word()
    )]
    NotApplicable(Reason, Vec<String>),
    /// It does not open, so nothing can be applied.
    #[error("it does not open here; refuse it, and ask for it to be sent again from the phone")]
    Unopenable,
    /// Who captured it does not decide about it.
    #[error("whose phone it came from does not decide about it; a colleague must")]
    SamePerson,
    /// Why it was decided so is missing.
    #[error("write in 3 to 300 characters why you decide so")]
    ReasonMissing,
    /// No such photo, or not all of it is here.
    #[error("this photo is not here yet; it comes when the phone has signal")]
    NoSuchPhoto,
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Judging failed.
    #[error(transparent)]
    Judge(JudgeError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<JudgeError> for ReviewRefusal {
    fn from(error: JudgeError) -> Self {
        match error {
            JudgeError::Db(error) => Self::Db(error),
            error => Self::Judge(error),
        }
    }
}

impl ReviewRefusal {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::NoSuchCapture => "Tidak ada kiriman dengan nomor itu; lihat daftarnya".into(),
            Self::Decided(outcome) => format!("Kiriman ini sudah diputus ({outcome}); lihat lagi"),
            Self::NotApplicable(code, _) => format!(
                "Kiriman ini tidak dapat diterapkan ({}); tolak, agar HP mengirim yang sudah diperbaiki",
                code.word()
            ),
            Self::Unopenable => {
                "Kiriman ini tidak dapat dibuka di sini; tolak, lalu minta dikirim ulang dari HP"
                    .into()
            }
            Self::SamePerson => {
                "Pemilik HP asal kiriman ini tidak memutusnya sendiri; minta rekan".into()
            }
            Self::ReasonMissing => "Tulis alasan keputusan ini dalam 3 sampai 300 karakter".into(),
            Self::NoSuchPhoto => {
                "Foto ini belum sampai; foto datang bila HP mendapat sinyal".into()
            }
            Self::Forbidden(error) => error.indonesian(),
            Self::Judge(_) | Self::Db(_) => "Terjadi kesalahan di pihak kami; coba lagi".into(),
        }
    }
}

/// Which captures are listed.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Queue {
    /// `needs_review` also lists those of which another version came.
    pub outcome: Option<Verdict>,
    pub device: Option<Uuid>,
    pub after: Option<Uuid>,
    pub limit: u32,
}

row! {
    /// A capture in the queue: nothing of its content.
    pub struct Queued {
        /// Its id.
        pub id: Uuid,
        /// The device it was made on.
        pub device: Uuid,
        /// What that calls itself.
        pub label: Option<String>,
        /// Who holds it.
        pub holder: Option<UserId>,
        /// Their name.
        pub holder_name: Option<String>,
        /// Its place in the phone's sequence.
        pub seq: i64,
        /// Its kind.
        pub kind: String,
        /// Its version.
        pub v: i64,
        /// When it came.
        pub received_at: Timestamp,
        /// `push`, `carried`, `import`.
        pub transport: String,
        /// The last outcome.
        pub outcome: Option<String>,
        /// Why.
        pub code: Option<String>,
        /// Other versions nobody has looked at.
        pub clashes: i64,
        /// The command that corrects it.
        pub superseded_by: Option<Uuid>,
    }
}

/// Captures of the actor's areas, in the order of their ids (which is about that of their making).
pub async fn queue(
    tx: &mut Tx,
    office: &Office,
    asked: &Queue,
) -> Result<Vec<Queued>, ReviewRefusal> {
    let areas = office.areas_for(Duty::ReviewCaptures);
    if areas.as_ref().is_some_and(Vec::is_empty) {
        office.allow_everywhere(Duty::ReviewCaptures)?;
    }
    let areas = areas.map_or_else(
        || vec![String::new()],
        |areas| areas.iter().map(ToString::to_string).collect(),
    );
    let outcome = asked.outcome.map_or("", Verdict::word);
    let device = asked.device.unwrap_or(Uuid::nil());
    let after = asked.after.unwrap_or(Uuid::nil());
    let limit = i64::from(asked.limit.clamp(1, 500));
    Ok(tx.all(&sql::QUEUE, (areas, outcome, device, after, limit)).await?)
}

/// How many captures of some areas wait for a person, and since when the oldest does. Areas are those
/// of the actor's duty, or fewer; an empty text is everywhere.
pub async fn waiting(
    tx: &mut Tx,
    office: &Office,
    areas: Option<Vec<AreaCode>>,
) -> Result<(i64, Option<Timestamp>), ReviewRefusal> {
    let areas = match areas {
        None => {
            office.allow_everywhere(Duty::ReviewCaptures)?;
            vec![String::new()]
        }
        Some(areas) => {
            for area in &areas {
                office.allow(Duty::ReviewCaptures, area)?;
            }
            areas.iter().map(ToString::to_string).collect()
        }
    };
    Ok(tx.one(&sql::WAITING, (areas,)).await?)
}

/// A capture, opened.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Shown {
    pub queued: Queued,
    /// The body; none when it does not open.
    pub body: Option<Value>,
    pub history: Vec<Past>,
    pub photos: Vec<PhotoState>,
    /// Other versions that came under its id, opened.
    pub others: Vec<Other>,
}

/// A decision of its history.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Past {
    pub outcome: Outcome,
    pub decided_by: Option<UserId>,
    pub decided_by_name: Option<String>,
    pub reason: Option<String>,
}

/// The same id with other bytes.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Other {
    pub received_at: Timestamp,
    pub brought_by: Uuid,
    pub body: Option<Value>,
    pub decided_at: Option<Timestamp>,
}

row! {
    /// The same id with other bytes, as stored.
    pub(crate) struct ClashRow {
        line: String,
        sealed: Vec<u8>,
        received_at: Timestamp,
        brought_by: Uuid,
        decided_at: Option<Timestamp>,
    }
}

/// A capture that the actor may look at.
async fn allowed(tx: &mut Tx, office: &Office, id: Uuid) -> Result<Case, ReviewRefusal> {
    let Some(case) = Case::look(tx, id).await? else {
        office.allow_everywhere(Duty::ReviewCaptures)?;
        return Err(ReviewRefusal::NoSuchCapture);
    };
    let area = case.row.area.as_deref().and_then(|area| area.parse::<AreaCode>().ok());
    device::allow(office, Duty::ReviewCaptures, area.as_ref())?;
    Ok(case)
}

/// Opens one; it shows people's data and is noted.
pub async fn show(tx: &mut Tx, office: &Office, id: Uuid) -> Result<Shown, ReviewRefusal> {
    let case = allowed(tx, office, id).await?;
    let ground = Ground::of(office);
    let queued = tx.first(&sql::QUEUED, (id,)).await?.ok_or(ReviewRefusal::NoSuchCapture)?;
    let json = |bytes: &[u8]| serde_json::from_slice(bytes).ok();
    let body = case.open(&ground).and_then(|body| json(body.reveal()));
    let rows: Vec<OutcomeRow> = tx.all(&sql::OUTCOMES, (id,)).await?;
    let history = rows.into_iter().map(|row| {
        let (decided_by, reason) = (row.decided_by, row.reason.clone());
        let decided_by_name = row.decided_by_name.clone();
        Past { outcome: row.into(), decided_by, decided_by_name, reason }
    });
    let history = history.collect();
    let photos = photos_of(tx, vec![id]).await?;
    let clashes: Vec<ClashRow> = tx.all(&sql::CLASHES_OF, (id,)).await?;
    let others = clashes.into_iter().map(|row| Other {
        body: ground
            .keys
            .open_from_field(row.line.as_bytes(), &row.sealed)
            .ok()
            .and_then(|body| json(body.reveal())),
        received_at: row.received_at,
        brought_by: row.brought_by,
        decided_at: row.decided_at,
    });
    let others = others.collect();
    office.note("read capture", "capture", Some(id), case.row.kind.clone());
    Ok(Shown { queued, body, history, photos, others })
}

/// A photo of a capture, opened; noted like the capture itself.
pub async fn photo(
    tx: &mut Tx,
    office: &Office,
    id: Uuid,
    role: &str,
) -> Result<(String, Vec<u8>), ReviewRefusal> {
    allowed(tx, office, id).await?;
    let photos = photos_of(tx, vec![id]).await?;
    let photo = photos.into_iter().find(|photo| photo.role == role && photo.received == photo.size);
    let photo = photo.ok_or(ReviewRefusal::NoSuchPhoto)?;
    let sealed = crate::attachment::content(tx, &photo.sha256).await?;
    let bound = format!("att1|{id}|{role}");
    let opened = office.keys.open_from_field(bound.as_bytes(), &sealed);
    let opened = opened.map_err(|_| ReviewRefusal::Unopenable)?;
    office.note("read photo", "capture", Some(id), role.to_owned());
    Ok((photo.mime, opened.into_revealed()))
}

/// What a person decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// Judge it again, the warning waived, under the decider's own duties.
    Accept,
    /// Refuse it; the phone is told.
    Reject,
}

/// Decides about a capture that waits for a person.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Decide {
    pub capture: Uuid,
    pub choice: Choice,
    pub reason: String,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Decided {
    pub capture: Uuid,
    pub outcome: Verdict,
    pub code: Reason,
    pub entities: crate::Entities,
}

impl Command for Decide {
    const NAME: &'static str = "decide_capture";
    type Answer = Decided;
    type Refusal = ReviewRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Decided, ReviewRefusal> {
        let reason = self.reason.trim();
        if !(3..=300).contains(&reason.chars().count()) {
            let _ = office.areas_for(Duty::ReviewCaptures);
            return Err(ReviewRefusal::ReasonMissing);
        }
        tx.first(&sql::LOCK_CAPTURE, (self.capture,)).await?;
        let case = allowed(tx, office, self.capture).await?;
        if case.row.holder == Some(office.actor) {
            return Err(ReviewRefusal::SamePerson);
        }
        let ground = Ground::of(office);
        let word = case.row.outcome.clone().unwrap_or_default();
        let waits = matches!(word.as_str(), "needs_review" | "held" | "");
        if case.row.clashes > 0 {
            tx.run(&sql::CLOSE_CLASHES, (self.capture, office.outside.now)).await?;
            tx.run(&sql::COUNT_CLASHES, (vec![self.capture],)).await?;
            if !waits && self.choice == Choice::Reject {
                office.note("refuse clash", "capture", Some(self.capture), "");
                return self.kept_as_it_is(tx).await;
            }
        }
        if !waits {
            return Err(ReviewRefusal::Decided(word));
        }
        let judged = match self.choice {
            Choice::Reject => Judged::rejected(Reason::DecidedByOffice),
            Choice::Accept => accepted(tx, office, &ground, &case).await?,
        };
        let decision = Decision { by: office.actor, reason: reason.to_owned() };
        office.note("decide capture", "capture", Some(self.capture), judged.outcome.word());
        outcome::write(tx, &ground, &case, &judged, Some(&decision), office).await?;
        let Judged { outcome, code, entities, .. } = judged;
        Ok(Decided { capture: self.capture, outcome, code, entities })
    }
}

impl Decide {
    /// The other versions are refused; the one that was applied stays.
    async fn kept_as_it_is(&self, tx: &mut Tx) -> Result<Decided, ReviewRefusal> {
        let last = outcome::outcomes_of(tx, vec![self.capture]).await?.remove(&self.capture);
        let last = last.ok_or(ReviewRefusal::NoSuchCapture)?;
        let Outcome { outcome, code, entities, .. } = last;
        Ok(Decided { capture: self.capture, outcome, code, entities })
    }
}

async fn accepted(
    tx: &mut Tx,
    office: &Office,
    ground: &Ground,
    case: &Case,
) -> Result<Judged, ReviewRefusal> {
    let body = case.open(ground).ok_or(ReviewRefusal::Unopenable)?;
    let judged = read(&AllReaders, tx, office, &case.opened(body, true)).await?;
    match judged.outcome {
        Verdict::Accepted | Verdict::Already => Ok(judged),
        _ => Err(ReviewRefusal::NotApplicable(judged.code, judged.fields)),
    }
}
