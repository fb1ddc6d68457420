//! What changes a membership beside payments: renewal after lapse, review, end, groups, merges.

use crate::{
    Member, counting, ledger_of,
    ledger_of::{difference, writings},
    open_code::member,
    pay::{PayRefusal, member_row, save_members},
    rows::{Message, NOTICES, notice_row},
    sql,
};
use access::{Command, CommandHeader, Duty, Forbidden, Office};
use db::{DbError, Tx, Uuid};
use jiff::ToSpan;
use registry::{Attest, AttestationForm, Door, Gazetteer, RegistryRefusal, RosterForm};
use regulation::{
    LawError,
    cover::{CoverState, EndReason},
};
use serde::{Deserialize, Serialize};
use terms::{
    AreaCode, Date,
    ids::{MembershipId, PersonId},
};

/// Days in which a renewed member can pay before the questions must be asked again: our office's
/// choice, as long as a code lives.
const RENEWAL_DAYS: i32 = 30;

/// Why a membership was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeRefusal {
    /// No such membership, or not in the actor's area.
    #[error("there is no such membership; search for the person by name or NIK")]
    NotFound,
    /// Renewing what has not lapsed.
    #[error("cover has not lapsed (it is {0}); open a payment code instead")]
    NotLapsed(&'static str),
    /// The worker does not work now.
    #[error("who does not work now cannot enrol again; come back when there is work")]
    NotWorking,
    /// Ended already.
    #[error("this membership has ended already")]
    Ended,
    /// Nothing to take back.
    #[error("{0}")]
    Nothing(&'static str),
    /// An end before the membership began, or after today.
    #[error("the day must lie between {from} and {to}")]
    Day {
        /// Earliest.
        from: Date,
        /// Latest.
        to: Date,
    },
    /// The register refused.
    #[error(transparent)]
    Registry(#[from] registry::RegistryRefusal),
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The law has no rule.
    #[error(transparent)]
    Law(#[from] LawError),
    /// Counting or booking failed.
    #[error(transparent)]
    Pay(#[from] PayRefusal),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A member the actor may see for a duty; one outside their area is as good as none, so that
/// nobody learns by asking who is a member elsewhere.
pub(crate) fn seen(office: &Office, duty: Duty, member: Option<Member>) -> Option<Member> {
    match member {
        Some(member) => {
            let village: AreaCode = member.village.parse().ok()?;
            office.allow(duty, &village).is_ok().then_some(member)
        }
        None => {
            let _ = office.areas_for(duty);
            None
        }
    }
}

/// Counts what a change does to some people: their writing before and after.
pub(crate) async fn count_change(
    tx: &mut Tx,
    office: &Office,
    seed: Uuid,
    people: &[Uuid],
    before: std::collections::HashMap<counting::Head, counting::Atoms>,
) -> Result<(), PayRefusal> {
    let after = writings(tx, office, people).await?;
    let mut changes = Vec::new();
    difference(before, after, &mut changes);
    tx.insert_many(&counting::CHANGES, counting::rows(changes, &office.outside, seed)).await?;
    Ok(())
}

/// After a lapse: the intake questions asked again. A payment may then open a new spell.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Renew {
    /// The lapsed membership.
    pub membership: MembershipId,
    /// The answer to "are you working now?".
    pub is_working: bool,
    /// Who saw the person working.
    pub attested_by: String,
    /// In which role: hamlet head, group leader.
    pub attester_role: String,
    /// What was seen.
    pub statement: String,
}

/// A renewal: until when it can be paid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Renewed {
    /// The membership.
    pub membership: MembershipId,
    /// Last day a payment opens the new spell.
    pub may_renew_until: Date,
}

impl Command for Renew {
    const NAME: &'static str = "renew";
    type Answer = Renewed;
    type Refusal = ChangeRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Renewed, ChangeRefusal> {
        let found = member(tx, self.membership).await?;
        let mut member = seen(office, Duty::Enrol, found).ok_or(ChangeRefusal::NotFound)?;
        let today = office.outside.today();
        let grace_months = office.outside.law.cover_parameters(today)?.grace_months;
        let standing = member.standing(today, grace_months);
        match standing {
            CoverState::Lapsed => {}
            CoverState::Ended(_) => return Err(ChangeRefusal::Ended),
            standing => return Err(ChangeRefusal::NotLapsed(standing.word())),
        }
        if !self.is_working {
            return Err(ChangeRefusal::NotWorking);
        }
        let attestation = AttestationForm {
            attested_by: self.attested_by.clone(),
            attester_role: self.attester_role.clone(),
            attested_on: today,
            statement: self.statement.clone(),
            photo_sha256: None,
        };
        let attestation = attestation
            .read(&Door::new(&office.outside, Gazetteer::embedded()))
            .map_err(RegistryRefusal::from)?;
        Attest { person: member.person, attestation }.apply(header, office, tx).await?;
        let until = today.saturating_add(RENEWAL_DAYS.days());
        member.may_renew_until = Some(until);
        record(tx, office, header, &member, "renewal_intake", None, today, "").await?;
        save_members(tx, vec![member_row(&member, office.outside.now)]).await?;
        Ok(Renewed { membership: member.id, may_renew_until: until })
    }
}

#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
async fn record(
    tx: &mut Tx,
    office: &Office,
    header: &CommandHeader,
    member: &Member,
    kind: &'static str,
    because: Option<String>,
    on: Date,
    note: &str,
) -> Result<(), DbError> {
    let id = office.outside.id(header.id.0, "membership event", 0);
    let row = (
        member.bucket,
        member.id,
        id,
        kind,
        because,
        on,
        office.outside.now,
        office.actor,
        note.to_owned(),
    );
    tx.run(&sql::ADD_EVENT, row).await?;
    office.note(kind, "membership", Some(member.id.0), "");
    Ok(())
}

/// Ends a membership, suspends it for review, or takes either back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeCover {
    /// The membership.
    pub membership: MembershipId,
    /// What happens.
    pub change: CoverChange,
    /// Why, for the file. Ids and document numbers, no diagnosis.
    pub note: String,
}

/// What happens to cover.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum CoverChange {
    /// It ends; `last_day` is the last day that is judged as before (the day of death).
    End {
        /// Why.
        reason: EndReason,
        /// The last day.
        last_day: Date,
    },
    /// The end was a mistake.
    WithdrawEnd,
    /// Suspended for review from today.
    Suspend,
    /// The review is over.
    Resume,
}

/// Where the member stands after a change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Changed {
    /// The membership.
    pub membership: MembershipId,
    /// Its state today.
    pub state: String,
}

impl ChangeCover {
    fn decide(
        &self,
        member: &mut Member,
        today: Date,
    ) -> Result<(&'static str, Option<String>, Date), ChangeRefusal> {
        match self.change {
            CoverChange::End { .. } if member.ended_on.is_some() => Err(ChangeRefusal::Ended),
            CoverChange::End { reason, last_day } => {
                if last_day < member.joined_on || last_day > today {
                    return Err(ChangeRefusal::Day { from: member.joined_on, to: today });
                }
                let ended_on = last_day.tomorrow().unwrap_or(last_day);
                member.ended_on = Some(ended_on);
                member.ended_because = Some(reason.word().to_owned());
                Ok(("ended", member.ended_because.clone(), ended_on))
            }
            CoverChange::WithdrawEnd => {
                let ended = member
                    .ended_on
                    .take()
                    .ok_or(ChangeRefusal::Nothing("this membership has not ended"))?;
                member.ended_because = None;
                Ok(("end_withdrawn", None, ended))
            }
            CoverChange::Suspend if member.suspended_on.is_some() => {
                Err(ChangeRefusal::Nothing("this membership is under review already"))
            }
            CoverChange::Suspend => {
                member.suspended_on = Some(today);
                Ok(("suspended", None, today))
            }
            CoverChange::Resume => {
                member
                    .suspended_on
                    .take()
                    .ok_or(ChangeRefusal::Nothing("this membership is not under review"))?;
                Ok(("resumed", None, today))
            }
        }
    }
}

impl Command for ChangeCover {
    const NAME: &'static str = "change cover";
    type Answer = Changed;
    type Refusal = ChangeRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Changed, ChangeRefusal> {
        let found = member(tx, self.membership).await?;
        let mut member = seen(office, Duty::EndMembership, found).ok_or(ChangeRefusal::NotFound)?;
        let today = office.outside.today();
        let people = [member.counted_as.0];
        let before = writings(tx, office, &people).await?;
        let (kind, because, on) = self.decide(&mut member, today)?;
        record(tx, office, header, &member, kind, because, on, &self.note).await?;
        save_members(tx, vec![member_row(&member, office.outside.now)]).await?;
        count_change(tx, office, header.id.0, &people, before).await?;
        let grace_months = office.outside.law.cover_parameters(today)?.grace_months;
        let state = member.standing(today, grace_months);
        let (id, en) = told(kind, on);
        let message =
            Message { kind: "cover_changed", occasion: format!("{kind} {}", header.id), id, en };
        let notice = notice_row(
            (member.bucket, member.id.0),
            office.outside.id(header.id.0, "notice", 0),
            today,
            message,
            office.outside.now,
        );
        tx.insert_many(&NOTICES, vec![notice]).await?;
        Ok(Changed { membership: member.id, state: state.word().to_owned() })
    }
}

fn told(kind: &str, on: Date) -> (String, String) {
    match kind {
        "ended" => (
            format!("Kepesertaan tidak berlaku lagi mulai {on}. Bila ini keliru atau keluarga berhak atas manfaat, hubungi kantor; tidak ada biaya."),
            format!("The membership no longer holds from {on}. If this is wrong, or the family is due a benefit, contact the office; nothing has to be paid."),
        ),
        "suspended" => (
            "Kepesertaan sedang diperiksa. Kami beri tahu hasilnya; hubungi kantor bila ada pertanyaan.".into(),
            "The membership is under review. We will tell you the result; contact the office with any question.".into(),
        ),
        _ => (
            "Kepesertaan berlaku kembali seperti sebelumnya.".into(),
            "The membership holds again as before.".into(),
        ),
    }
}

/// Puts a person into a group, or takes them out, and counts it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeGroup {
    /// The person.
    pub person: PersonId,
    /// The group's code.
    pub group: String,
    /// The area whose group it is.
    pub area: AreaCode,
    /// From, or until, this day.
    pub on: Date,
    /// Joining or leaving.
    pub joins: bool,
    /// Decree or list it rests on.
    pub source: String,
}

impl Command for ChangeGroup {
    const NAME: &'static str = "change group";
    type Answer = ();
    type Refusal = ChangeRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), ChangeRefusal> {
        let people = [self.person.0];
        let before = writings(tx, office, &people).await?;
        if self.joins {
            let form = RosterForm {
                group: self.group.clone(),
                area: Some(self.area.to_string()),
                from: Some(self.on),
                source: self.source.clone(),
            };
            let door = Door::new(&office.outside, Gazetteer::embedded());
            let roster = form.read(&door, &self.area).map_err(RegistryRefusal::from)?;
            registry::join_group(tx, office, self.person, &roster).await?;
        } else {
            registry::leave_group(tx, office, self.person, &self.group, &self.area, self.on)
                .await?;
        }
        count_change(tx, office, header.id.0, &people, before).await?;
        Ok(())
    }
}

/// Merges two records of one person. Memberships keep their own months; the person counts once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The record that stays.
    pub kept: PersonId,
    /// The record that points to it.
    pub merged: PersonId,
    /// Why.
    pub reason: String,
}

/// Takes a merge back: both records stand and count for themselves again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unmerge {
    /// The merge.
    pub merge: Uuid,
}

/// A merge, made or taken back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MergeDone {
    /// Its id, to take it back by.
    pub merge: Uuid,
    /// The record that stays.
    pub kept: PersonId,
    /// The other record.
    pub merged: PersonId,
}

impl Command for Merge {
    const NAME: &'static str = "merge people";
    type Answer = MergeDone;
    type Refusal = ChangeRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<MergeDone, ChangeRefusal> {
        let people = [self.kept.0, self.merged.0];
        let before = writings(tx, office, &people).await?;
        let merge = office.outside.id(header.id.0, "merge", 0);
        registry::merge(tx, office, merge, self.kept, self.merged, &self.reason).await?;
        tx.run(&sql::COUNT_AS, (self.kept, self.merged)).await?;
        count_change(tx, office, header.id.0, &people, before).await?;
        Ok(MergeDone { merge, kept: self.kept, merged: self.merged })
    }
}

impl Command for Unmerge {
    const NAME: &'static str = "unmerge people";
    type Answer = MergeDone;
    type Refusal = ChangeRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<MergeDone, ChangeRefusal> {
        // Who is concerned is known only once the merge is found; the counts before it are read
        // from what the records look like until then.
        let found = registry::merge_of(tx, self.merge).await?;
        let people: Vec<Uuid> =
            found.iter().flat_map(|(kept, merged)| [kept.0, merged.0]).collect();
        let before = writings(tx, office, &people).await?;
        let undone = registry::unmerge(tx, office, self.merge).await?;
        tx.run(&sql::COUNT_APART, (undone.kept, undone.merged)).await?;
        count_change(tx, office, header.id.0, &people, before).await?;
        Ok(MergeDone { merge: self.merge, kept: undone.kept, merged: undone.merged })
    }
}

/// Where a member stands on a day, explained, as it was known then.
pub async fn cover_of(
    tx: &mut Tx,
    office: &Office,
    member: &Member,
    as_of: Date,
) -> Result<regulation::cover::Cover, ChangeRefusal> {
    let parameters = office.outside.law.cover_parameters(as_of)?;
    let lives = ledger_of::lives(tx, std::slice::from_ref(member)).await?;
    let life = lives.get(&member.id.0).cloned().unwrap_or_default();
    Ok(life.cover(&parameters, as_of))
}
