//! A capture with all that deciding about it needs, and what is decided before any reader looks.

use crate::{
    envelope::line,
    ground::Ground,
    judge::{self, Header, JudgeError, Opened},
    sql,
    verdict::{Judged, Reason},
};
use access::{
    Office, field,
    users::{self, Holder},
};
use db::{DbError, Json, Tx, row};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::{
    collections::HashSet,
    sync::{Arc, OnceLock},
};
use terms::{Private, ids::UserId};
use uuid::Uuid;

/// How long a command may wait for another before a person looks.
pub(crate) const WAITING_MAX: SignedDuration = SignedDuration::from_hours(5 * 24);

row! {
    /// A capture as it is stored.
    pub(crate) struct CaptureRow {
        pub(crate) id: Uuid,
        pub(crate) device: Uuid,
        pub(crate) store_epoch: Uuid,
        pub(crate) seq: i64,
        pub(crate) kind: String,
        pub(crate) v: i64,
        pub(crate) actor: UserId,
        pub(crate) depends_on: Json,
        pub(crate) supersedes: Option<Uuid>,
        pub(crate) sha256: Vec<u8>,
        pub(crate) sealed: Vec<u8>,
        pub(crate) sig: Vec<u8>,
        pub(crate) well_formed: i64,
        pub(crate) received_at: Timestamp,
        pub(crate) device_status: String,
        pub(crate) outcome: Option<String>,
        pub(crate) clashes: i64,
        pub(crate) public_key: Option<Vec<u8>>,
        pub(crate) holder: Option<UserId>,
        pub(crate) area: Option<String>,
    }
}

/// A capture, its device if that is known, and its holder.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) row: CaptureRow,
    pub(crate) header: Header,
    pub(crate) holder: Option<Holder>,
    /// The body once somebody asked for it: opening costs as much as all else about a command.
    body: OnceLock<Option<Private<Vec<u8>>>>,
}

impl Case {
    /// Loads it and keeps others from deciding about it at the same time.
    pub(crate) async fn load(tx: &mut Tx, id: Uuid) -> Result<Option<Self>, DbError> {
        if tx.first(&sql::LOCK_CAPTURE, (id,)).await?.is_none() {
            return Ok(None);
        }
        Self::look(tx, id).await
    }

    /// Looks at it only.
    pub(crate) async fn look(tx: &mut Tx, id: Uuid) -> Result<Option<Self>, DbError> {
        let Some(row) = tx.first(&sql::CAPTURE, (id,)).await? else { return Ok(None) };
        let holder = match row.holder {
            Some(user) => users::holder(tx, user).await?,
            None => None,
        };
        let needs = row.depends_on.as_array().into_iter().flatten();
        let header = Header {
            id,
            device: row.device,
            store_epoch: row.store_epoch,
            seq: row.seq,
            kind: row.kind.clone(),
            v: row.v,
            actor: row.actor,
            depends_on: needs.filter_map(|id| id.as_str()?.parse().ok()).collect(),
            supersedes: row.supersedes,
        };
        Ok(Some(Self { row, header, holder, body: OnceLock::new() }))
    }

    /// Whether it was decided, and waits for nothing.
    pub(crate) fn is_decided(&self) -> bool {
        self.row.outcome.as_deref().is_some_and(|word| word != "held")
    }

    /// The office in the holder's name.
    pub(crate) fn office(&self, ground: &Ground) -> Office {
        let (db, outside) = (ground.db.clone(), ground.outside.clone());
        let (actor, grants) = match &self.holder {
            Some(holder) => (holder.id, holder.grants.clone()),
            None => (UserId(Uuid::nil()), Vec::new()),
        };
        Office::new(db, outside, Arc::clone(&ground.keys), actor, grants)
    }

    fn line(&self) -> String {
        line(&self.header, &self.row.sha256)
    }

    /// The body, if it opens here and is what its digest says.
    pub(crate) fn open(&self, ground: &Ground) -> Option<&Private<Vec<u8>>> {
        self.body.get_or_init(|| self.unsealed(ground)).as_ref()
    }

    fn unsealed(&self, ground: &Ground) -> Option<Private<Vec<u8>>> {
        if self.row.well_formed == 0 {
            return None;
        }
        let body = ground.keys.open_from_field(self.line().as_bytes(), &self.row.sealed).ok()?;
        (Sha256::digest(body.reveal()).as_slice() == self.row.sha256).then_some(body)
    }

    /// Opened for a reader.
    pub(crate) fn opened(&self, body: &Private<Vec<u8>>, waived: bool) -> Opened {
        Opened {
            header: self.header.clone(),
            body: body.clone(),
            holder: self.row.holder.unwrap_or(UserId(Uuid::nil())),
            received_at: self.row.received_at,
            waived,
        }
    }

    fn signature_holds(&self) -> bool {
        let line = self.line();
        self.row
            .public_key
            .as_deref()
            .is_some_and(|key| field::signature_holds(key, line.as_bytes(), &self.row.sig))
    }

    /// What is decided whatever the body says; a person may waive all of it but the opening.
    pub(crate) async fn beforehand(&self, tx: &mut Tx) -> Result<Option<Judged>, JudgeError> {
        let Some(holder) = &self.holder else {
            return Ok(Some(Judged::review(Reason::SignatureWrong).arg("device_unknown", true)));
        };
        if !self.signature_holds() {
            return Ok(Some(Judged::review(Reason::SignatureWrong)));
        }
        if self.row.actor != holder.id {
            return Ok(Some(Judged::review(Reason::SignatureWrong).arg("other_actor", true)));
        }
        if self.row.device_status != "active" {
            let status = self.row.device_status.as_str();
            return Ok(Some(Judged::review(Reason::DeviceRevoked).arg("status", status)));
        }
        if !holder.is_active {
            return Ok(Some(Judged::review(Reason::HolderDisabled)));
        }
        let place = (self.row.device, self.row.store_epoch, self.row.seq, self.row.id);
        if tx.one(&sql::COUNT_SEQ, (place.0, place.1, place.2, place.3)).await?.0 > 0 {
            return Ok(Some(Judged::review(Reason::SeqReused).arg("seq", self.row.seq)));
        }
        Ok(None)
    }

    /// What it waits for, if anything is missing.
    pub(crate) async fn waiting(
        &self,
        tx: &mut Tx,
        now: Timestamp,
    ) -> Result<Option<Judged>, JudgeError> {
        let needs = &self.header.depends_on;
        if needs.is_empty() || !judge::waits(&self.header.kind) {
            return Ok(None);
        }
        let settled = tx.all(&sql::SETTLED_BY, (needs.clone(),)).await?;
        let settled: HashSet<Uuid> = settled.into_iter().map(|(needed, _)| needed).collect();
        let missing: Vec<Uuid> = needs.iter().filter(|id| !settled.contains(id)).copied().collect();
        if missing.is_empty() {
            return Ok(None);
        }
        let held = Judged::held(&missing);
        if now < self.row.received_at + WAITING_MAX {
            return Ok(Some(held));
        }
        Ok(Some(Judged { args: held.args, ..Judged::review(Reason::WaitedTooLong) }))
    }
}
