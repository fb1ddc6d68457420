//! Who came: scanned once, counted at the door by each phone, and what they knew before and after.

use super::{
    plan::planned,
    refusal::{CampaignRefusal, count, field, unknown_word},
    scope, session, sql,
    token::{self, Scanned},
    words::{QUESTIONS, codes, find},
};
use crate::event::event;
use access::{Command, CommandHeader, Office};
use contribution::enrol::member_by_number;
use db::{DbError, Tx, Uuid, row};
use serde::{Deserialize, Serialize};
use terms::{
    Timestamp,
    ids::{PersonId, UserId},
};

/// Who says it, on which phone, when. The office's own paper has the nil device.
#[derive(Clone, Copy, Debug)]
pub struct Saying {
    /// The command.
    pub command: Uuid,
    /// The phone.
    pub device: Uuid,
    /// Who.
    pub by: UserId,
    /// When, at the place.
    pub made_at: Timestamp,
}

impl Saying {
    /// Said at the office now.
    #[must_use]
    pub fn at_office(office: &Office, command: Uuid) -> Self {
        Self { command, device: Uuid::nil(), by: office.actor, made_at: office.outside.now }
    }
}

/// Asks to help at an event, planned or opened; an event that has not come yet is helped blindly.
pub(crate) async fn may_help(
    tx: &mut Tx,
    office: &Office,
    id: Uuid,
    must_exist: bool,
) -> Result<(), CampaignRefusal> {
    let plan: Option<super::plan::Planned> = tx.first(&sql::PLAN, (id,)).await?;
    let area = match plan {
        Some(plan) => Some(plan.area),
        None => event(tx, id).await?.map(|event| event.area),
    };
    match area {
        Some(area) => scope::help(office, &area),
        None if must_exist => {
            let _ = scope::looks(office);
            Err(CampaignRefusal::NotFound("event"))
        }
        None => {
            let _ = scope::looks(office);
            Ok(())
        }
    }
}

/// So many came without being scanned, as one phone says; its last word holds.
pub async fn tally(
    tx: &mut Tx,
    office: &Office,
    saying: Saying,
    (id, n): (Uuid, i64),
) -> Result<(), CampaignRefusal> {
    may_help(tx, office, id, false).await?;
    let n = count("n", n)?;
    let Saying { command, device, by, made_at } = saying;
    tx.run(&sql::ADD_TALLY, (id, device, command, n, made_at, by)).await?;
    office.note("tally", "event", Some(id), "");
    Ok(())
}

/// What a scan led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedIn {
    /// Who, if it was a member's card.
    pub person: Option<PersonId>,
    /// The how manieth invitation, if it was one.
    pub invitation: Option<i64>,
    /// Was scanned at this event before; counted once.
    pub again: bool,
}

/// Somebody was scanned at the door.
pub async fn check_in(
    tx: &mut Tx,
    office: &Office,
    saying: Saying,
    (id, scanned): (Uuid, &str),
) -> Result<CheckedIn, CampaignRefusal> {
    may_help(tx, office, id, false).await?;
    let (subject, person, invitation) = match token::read(scanned, &office.keys) {
        Some(Scanned::Card(number)) => {
            let member = member_by_number(tx, &number).await?.ok_or_else(|| unsigned("scanned"))?;
            (member.counted_as.0, Some(member.counted_as), None)
        }
        Some(Scanned::Invitation { event, number }) => {
            let plan = session::plan_of(tx, id).await?.unwrap_or(id);
            if event != plan && event != id {
                return Err(field(
                    "OTHER_EVENT",
                    "scanned",
                    "Undangan ini untuk kegiatan lain; periksa kegiatan yang dibuka di HP ini",
                    "this invitation is for another event; check which event is open on this phone",
                ));
            }
            (invited(event, number), None, Some(number))
        }
        None => return Err(unsigned("scanned")),
    };
    let Saying { device, by, made_at, .. } = saying;
    let row = (id, subject, person, invitation, device, made_at, by);
    let again = tx.run(&sql::ADD_CHECKIN, row).await? == 0;
    office.note("check in", "event", Some(id), "");
    Ok(CheckedIn { person, invitation, again })
}

/// Whoever holds the how manieth invitation of an event.
fn invited(event: Uuid, number: i64) -> Uuid {
    let number = u128::from(number.unsigned_abs());
    Uuid::from_u128(event.as_u128() ^ (number << 64) ^ 0xd1)
}

fn unsigned(name: &'static str) -> CampaignRefusal {
    field(
        "NOT_OURS",
        name,
        "Kode ini bukan kartu peserta atau undangan dari kantor ini; hitung orangnya pada turus",
        "this code is no card or invitation of this office; count the person on the tally",
    )
}

/// How many said yes and no to one question, before or after.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PollAnswers {
    /// `before` or `after`.
    pub phase: String,
    /// Which question.
    pub question: String,
    /// How many knew.
    pub yes: i64,
    /// How many did not.
    pub no: i64,
}

/// Answers to the questions, as one phone counted them; its last word for each holds.
pub async fn poll(
    tx: &mut Tx,
    office: &Office,
    saying: Saying,
    (id, answers): (Uuid, &[PollAnswers]),
) -> Result<(), CampaignRefusal> {
    may_help(tx, office, id, false).await?;
    for said in answers {
        let phase = ["before", "after"].into_iter().find(|phase| *phase == said.phase);
        let phase = phase.ok_or_else(|| unknown_word("phase", &said.phase, "before, after"))?;
        let question = find(QUESTIONS, &said.question)
            .ok_or_else(|| unknown_word("question", &said.question, &codes(QUESTIONS)))?;
        let (yes, no) = (count("yes", said.yes)?, count("no", said.no)?);
        let Saying { command, device, by, made_at } = saying;
        let row = (id, device, command, phase, question.code, yes, no, made_at, by);
        tx.run(&sql::ADD_POLL, row).await?;
    }
    office.note("poll", "event", Some(id), "");
    Ok(())
}

/// How many came to a planned event, by how they were counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct People {
    /// Scanned, each once.
    pub scanned: Option<i64>,
    /// Tallied, phones added.
    pub tallied: Option<i64>,
    /// As phones closed it, phones added; said in another way and not added to the rest.
    pub closed: Option<i64>,
}

impl People {
    /// How many came: scanned and tallied; where neither was done, as phones closed it.
    #[must_use]
    pub fn total(&self) -> Option<i64> {
        match (self.scanned, self.tallied) {
            (None, None) => self.closed,
            (scanned, tallied) => Some(scanned.unwrap_or(0) + tallied.unwrap_or(0)),
        }
    }
}

/// How many came to a planned event, over all phones.
pub async fn people(tx: &mut Tx, plan: Uuid) -> Result<People, DbError> {
    let (scanned, tallied, closed) = tx.one(&sql::PEOPLE_AT, (plan,)).await?;
    Ok(People { scanned, tallied, closed })
}

row! {
    /// Answers to a question over all phones.
    pub struct Polled {
        /// Which question.
        pub question: String,
        /// How many knew before.
        pub yes_before: Option<i64>,
        /// Of so many who answered.
        pub of_before: Option<i64>,
        /// How many knew after.
        pub yes_after: Option<i64>,
        /// Of so many who answered.
        pub of_after: Option<i64>,
    }
}

/// What people knew before and after an event.
pub async fn polled(tx: &mut Tx, plan: Uuid) -> Result<Vec<Polled>, DbError> {
    tx.all(&sql::POLLED, (plan,)).await
}

/// `62.5`, half up; none where nobody answered.
#[must_use]
pub fn percent(part: Option<i64>, of: Option<i64>) -> Option<String> {
    let (part, of) = (part?, of.filter(|of| *of > 0)?);
    let tenths = (part * 2_000 + of) / (2 * of);
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

/// At the office: a paper tally, a scan, or a poll sheet is written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Record {
    /// So many on paper.
    Tally(i64),
    /// A card or invitation.
    CheckIn(String),
    /// Answers.
    Poll(Vec<PollAnswers>),
}

/// Writes down at the office what happened at an event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordPresence {
    /// Which event.
    pub event: Uuid,
    /// What.
    pub record: Record,
}

impl Command for RecordPresence {
    const NAME: &'static str = "record presence";
    type Answer = Option<CheckedIn>;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Self::Answer, CampaignRefusal> {
        may_help(tx, office, self.event, true).await?;
        let saying = Saying::at_office(office, header.id.0);
        match &self.record {
            Record::Tally(n) => tally(tx, office, saying, (self.event, *n)).await.map(|()| None),
            Record::CheckIn(text) => {
                check_in(tx, office, saying, (self.event, text)).await.map(Some)
            }
            Record::Poll(answers) => {
                poll(tx, office, saying, (self.event, answers)).await.map(|()| None)
            }
        }
    }
}

/// Numbers so many invitations of an event, for printing; the last number.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NumberInvitations {
    /// Which event.
    pub event: Uuid,
    /// How many more.
    pub n: i64,
}

impl Command for NumberInvitations {
    const NAME: &'static str = "number invitations";
    type Answer = i64;
    type Refusal = CampaignRefusal;

    async fn apply(
        &self,
        _: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<i64, CampaignRefusal> {
        let _ = scope::looks(office);
        let plan = planned(tx, office, self.event).await?;
        scope::help(office, &plan.area)?;
        if !(1..=2_000).contains(&self.n) {
            return Err(field(
                "COUNT",
                "n",
                "Cetak 1 sampai 2.000 undangan sekaligus",
                "print 1 to 2,000 invitations at once",
            ));
        }
        tx.run(&sql::NUMBER_INVITATIONS, (self.n, plan.id)).await?;
        Ok(plan.n_invitations + self.n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_scanned_and_tallied_and_never_added_to_what_a_phone_closed_with() {
        let of = |scanned, tallied, closed| People { scanned, tallied, closed }.total();
        assert_eq!(of(None, None, None), None);
        assert_eq!(of(None, None, Some(40)), Some(40));
        assert_eq!(of(Some(3), Some(37), Some(90)), Some(40));
        assert_eq!(of(None, Some(0), None), Some(0));
    }

    #[test]
    fn a_share_has_one_decimal_and_needs_answers() {
        assert_eq!(percent(Some(5), Some(8)).as_deref(), Some("62.5"));
        assert_eq!(percent(Some(2), Some(3)).as_deref(), Some("66.7"));
        assert_eq!(percent(Some(0), Some(0)), None);
        assert_eq!(percent(None, None), None);
    }
}
