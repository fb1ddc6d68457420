//! Enrol: register a person and open a membership, one or many at a time.

use crate::{
    Member,
    counting::{Atoms, Change, Head, changes, rows, within},
    ledger_of::{difference, writings},
    number::spoken,
    pay::PayRefusal,
    sql,
};
use access::{Command, CommandHeader, Duty, Forbidden, Office};
use db::{Bulk, DbError, Kind, Tx, Uuid, Value, row};
use registry::{Door, FieldFaults, Gazetteer, NewPerson, PersonForm, RegistryRefusal};
use regulation::{
    LawError,
    benefit::DeathInput,
    cover::{CoverState, Transition},
};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use terms::{
    AreaCode, Date, Month, Payer, Programmes, Rupiah, Sector, Segment,
    ids::{ListId, MembershipId, PersonId},
};

/// A membership to be opened for a registered person.
#[derive(Clone, Debug)]
pub struct NewMembership {
    /// The person.
    pub person: PersonId,
    /// Village of residence.
    pub village: AreaCode,
    /// Capacity.
    pub segment: Segment,
    /// Programmes.
    pub programmes: Programmes,
    /// Declared monthly income.
    pub income: Rupiah,
    /// Sector.
    pub sector: Sector,
    /// Whose money pays.
    pub payer: Payer,
    /// First day.
    pub joined_on: Date,
    /// The list it came with.
    pub list: Option<ListId>,
    /// The person was not on record before: nobody need look for other memberships.
    pub is_first: bool,
}

/// What became of one of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Opened {
    /// Opened.
    New {
        /// The membership.
        membership: MembershipId,
        /// The number on the card.
        number: String,
    },
    /// The person has a live membership in the segment.
    Already {
        /// Which.
        membership: MembershipId,
        /// Who pays for it.
        payer: Payer,
        /// Paid through.
        until: Option<Date>,
    },
}

impl Opened {
    /// The membership, new or there already.
    #[must_use]
    pub const fn membership(&self) -> MembershipId {
        match self {
            Self::New { membership, .. } | Self::Already { membership, .. } => *membership,
        }
    }
}

/// Why nobody was enrolled.
#[derive(Debug, thiserror::Error)]
pub enum EnrolRefusal {
    /// The form has faults; each names its field.
    #[error(transparent)]
    Fields(#[from] FieldFaults),
    /// Below the smallest, or not a number of rupiah.
    #[error("declared income must be above zero; ask what the work brings in a usual month")]
    Income,
    /// Programmes that a non-wage worker cannot choose.
    #[error("programmes must be jkk and jkm, with jht if wanted")]
    Programmes,
    /// The promise was not read out.
    #[error(
        "the promise (what is covered, from when, and when it ends) must be read out and agreed to first"
    )]
    PromiseNotRead,
    /// A member already.
    #[error("this person is a member already, paid by {payer}{}", until.map(|day| format!(", covered until {day}")).unwrap_or_default())]
    AlreadyMember {
        /// Which membership.
        membership: MembershipId,
        /// Who pays.
        payer: Payer,
        /// Covered until.
        until: Option<Date>,
    },
    /// The register refused.
    #[error(transparent)]
    Registry(#[from] RegistryRefusal),
    /// The law refuses (age) or does not say.
    #[error(transparent)]
    Law(#[from] LawError),
    /// Not the actor's to do.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Counting failed.
    #[error(transparent)]
    Pay(#[from] PayRefusal),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

static MEMBERSHIPS: Bulk = Bulk {
    table: "membership",
    columns: &[
        ("bucket", Kind::Int),
        ("id", Kind::Uuid),
        ("person", Kind::Uuid),
        ("counted_as", Kind::Uuid),
        ("number", Kind::Text),
        ("segment", Kind::Text),
        ("programmes", Kind::Text),
        ("income", Kind::Int),
        ("sector", Kind::Text),
        ("payer", Kind::Text),
        ("village", Kind::Text),
        ("joined_on", Kind::Date),
        ("list", Kind::Uuid),
        ("recorded_at", Kind::Instant),
        ("changed_at", Kind::Instant),
    ],
    conflict: "",
};

static NUMBERS: Bulk = Bulk {
    table: "membership_number",
    columns: &[("number", Kind::Text), ("bucket", Kind::Int), ("membership", Kind::Uuid)],
    conflict: "",
};

row! {
    /// A membership somebody has or had.
    pub(crate) struct HadRow {
        pub(crate) person: PersonId,
        pub(crate) membership: MembershipId,
        pub(crate) segment: Segment,
        payer: Payer,
        paid_through: Option<Month>,
        pub(crate) ended_on: Option<Date>,
    }
}

/// The id of a membership: it ends with the byte its person's id ends with, so that whoever has the
/// id knows the bucket.
fn membership_id(office: &Office, seed: Uuid, n: u64, person: PersonId) -> MembershipId {
    let mut bytes = office.outside.id(seed, "membership", n).into_bytes();
    bytes[15] = person.0.as_bytes()[15];
    MembershipId(Uuid::from_bytes(bytes))
}

/// Opens memberships, in a fixed number of statements for any number of them; who has a live one in
/// the same segment keeps it. Answers in the order of `wanted`.
pub async fn open_many(
    tx: &mut Tx,
    office: &Office,
    seed: Uuid,
    wanted: &[NewMembership],
) -> Result<Vec<Opened>, EnrolRefusal> {
    let had = memberships_had(tx, wanted).await?;
    let mut opened = Vec::with_capacity(wanted.len());
    let (mut memberships, mut numbers) = (Vec::new(), Vec::new());
    let mut this_time: HashMap<(PersonId, Segment), MembershipId> = HashMap::new();
    let (mut first, mut further): (Vec<&NewMembership>, HashSet<Uuid>) =
        (Vec::new(), HashSet::new());
    let mut seen: HashSet<PersonId> = HashSet::with_capacity(wanted.len());
    for (n, new) in (0u64..).zip(wanted) {
        let already = had.get(&new.person).and_then(|rows| {
            rows.iter().find(|row| row.segment == new.segment && row.ended_on.is_none())
        });
        if let Some(row) = already {
            let until = row.paid_through.map(Month::last_day);
            opened.push(Opened::Already { membership: row.membership, payer: row.payer, until });
            continue;
        }
        if let Some(membership) = this_time.get(&(new.person, new.segment)) {
            opened.push(Opened::Already { membership: *membership, payer: new.payer, until: None });
            continue;
        }
        let id = membership_id(office, seed, n, new.person);
        let number = spoken("member", id.0);
        let second_now = !seen.insert(new.person) && !new.is_first;
        if had.contains_key(&new.person) || second_now {
            further.insert(new.person.0);
        } else {
            first.push(new);
        }
        this_time.insert((new.person, new.segment), id);
        memberships.push(membership_row(office, new, id, &number));
        numbers.push(vec![
            Value::Text(Some(number.clone())),
            Value::Int(Some(i64::from(id.0.as_bytes()[15]))),
            Value::Uuid(Some(id.0)),
        ]);
        opened.push(Opened::New { membership: id, number });
    }
    let further: Vec<Uuid> = further.into_iter().collect();
    let before = writings(tx, office, &further).await?;
    tx.insert_many(&MEMBERSHIPS, memberships).await?;
    tx.insert_many(&NUMBERS, numbers).await?;
    let mut counted = count_first(tx, office, &first).await?;
    let after = writings(tx, office, &further).await?;
    difference(before, after, &mut counted);
    tx.insert_many(&crate::counting::CHANGES, rows(counted, &office.outside, seed)).await?;
    Ok(opened)
}

async fn memberships_had(
    tx: &mut Tx,
    wanted: &[NewMembership],
) -> Result<HashMap<PersonId, Vec<HadRow>>, DbError> {
    let people: Vec<Uuid> =
        wanted.iter().filter(|new| !new.is_first).map(|new| new.person.0).collect();
    let mut had: HashMap<PersonId, Vec<HadRow>> = HashMap::new();
    if !people.is_empty() {
        for row in tx.all(&sql::MEMBERSHIPS_HAD, (people,)).await? {
            had.entry(row.person).or_default().push(row);
        }
    }
    Ok(had)
}

fn membership_row(
    office: &Office,
    new: &NewMembership,
    id: MembershipId,
    number: &str,
) -> Vec<Value> {
    vec![
        Value::Int(Some(i64::from(id.0.as_bytes()[15]))),
        Value::Uuid(Some(id.0)),
        Value::Uuid(Some(new.person.0)),
        Value::Uuid(Some(new.person.0)),
        Value::Text(Some(number.to_owned())),
        Value::Text(Some(new.segment.word().into())),
        Value::Text(Some(new.programmes.to_string())),
        Value::Int(Some(new.income.get())),
        Value::Text(Some(new.sector.word().into())),
        Value::Text(Some(new.payer.word().into())),
        Value::Text(Some(new.village.to_string())),
        Value::Date(Some(new.joined_on)),
        Value::Uuid(new.list.map(|id| id.0)),
        Value::Instant(Some(office.outside.now)),
        Value::Instant(Some(office.outside.now)),
    ]
}

/// People with their first membership count as registered and unpaid, in their groups too.
async fn count_first(
    tx: &mut Tx,
    office: &Office,
    first: &[&NewMembership],
) -> Result<Vec<Change>, EnrolRefusal> {
    let mut counted = Vec::new();
    let mut joined: HashMap<Uuid, Vec<Transition>> = HashMap::with_capacity(first.len());
    for new in first {
        let timeline =
            vec![Transition { on: new.joined_on, state: CoverState::RegisteredUnpaid, spell: 0 }];
        let atoms = Atoms::of(&timeline, 0);
        changes(
            &Head::membership(new.village.as_str(), new.segment, new.payer),
            atoms.clone(),
            &mut counted,
        );
        changes(&Head::person(new.village.as_str()), atoms, &mut counted);
        joined.insert(new.person.0, timeline);
    }
    let people: Vec<Uuid> = joined.keys().copied().collect();
    if !people.is_empty() {
        let grace_months =
            office.outside.law.cover_parameters(office.outside.today())?.grace_months;
        for row in tx.all(&sql::ROSTERS_OF_PEOPLE, (people,)).await? {
            if let Some(timeline) = joined.get(&row.person) {
                let atoms = within(timeline, row.valid_from, row.valid_to, grace_months);
                changes(&Head::group(&row.area, &row.group), atoms, &mut counted);
            }
        }
    }
    Ok(counted)
}

/// A person comes to be insured: the form, the income, who pays, and the promise that was read out.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// The person.
    pub person: PersonForm,
    /// Declared monthly income.
    pub income: Rupiah,
    /// Programmes; the base at least.
    pub programmes: Programmes,
    /// Whose money pays.
    pub payer: Payer,
    /// The promise was read out and agreed to.
    pub promise_read: bool,
}

/// Who was enrolled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Enrolled {
    /// The person.
    pub person: PersonId,
    /// On record before.
    pub was_known: bool,
    /// The membership.
    pub membership: MembershipId,
    /// The number on the card.
    pub number: String,
    /// Sector that decides relief.
    pub sector: Sector,
    /// Codes of what is odd about the record, none of which refuses it.
    pub warnings: Vec<String>,
    /// Others who may be the same person.
    pub possible_duplicates: Vec<PersonId>,
    /// What was promised, in Indonesian.
    pub promise_id: String,
    /// What was promised, in English.
    pub promise_en: String,
}

impl Command for Enrol {
    const NAME: &'static str = "enrol";
    type Answer = Enrolled;
    type Refusal = EnrolRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Enrolled, EnrolRefusal> {
        let today = office.outside.today();
        let person =
            self.person.clone().read(&Door::new(&office.outside, Gazetteer::embedded()))?;
        office.allow(Duty::Enrol, person.village())?;
        let agreed = Agreed {
            income: self.income,
            programmes: self.programmes,
            payer: self.payer,
            promise_read: self.promise_read,
        };
        enter(tx, office, header.id.0, person, &agreed, today).await
    }
}

/// What is agreed about a membership, beside the person.
#[derive(Clone, Copy, Debug)]
pub struct Agreed {
    /// Declared monthly income.
    pub income: Rupiah,
    /// Programmes; the base at least.
    pub programmes: Programmes,
    /// Whose money pays.
    pub payer: Payer,
    /// The promise was read out and agreed to.
    pub promise_read: bool,
}

impl Agreed {
    /// Whether it can be agreed at all.
    pub fn check(&self) -> Result<(), EnrolRefusal> {
        if self.income <= Rupiah::ZERO {
            return Err(EnrolRefusal::Income);
        }
        let base = Programmes::BASE.iter().all(|programme| self.programmes.has(programme));
        if !base || self.programmes.has(terms::Programme::Jp) {
            return Err(EnrolRefusal::Programmes);
        }
        if !self.promise_read {
            return Err(EnrolRefusal::PromiseNotRead);
        }
        Ok(())
    }
}

/// Registers a person and opens the membership, as of the day it was agreed: today at the counter,
/// the day of the event for what a phone brings later.
pub async fn enter(
    tx: &mut Tx,
    office: &Office,
    seed: Uuid,
    person: NewPerson,
    agreed: &Agreed,
    on: Date,
) -> Result<Enrolled, EnrolRefusal> {
    agreed.check()?;
    office.outside.law.entry_age(person.birth_date(), on)?;
    let sector = sector_of(person.occupations().first().map(registry::NewOccupation::occupation));
    let village = person.village().clone();
    let registered = registry::register_many(tx, office, seed, vec![person]).await?;
    let registered = registered.into_iter().next().ok_or(RegistryRefusal::NoSuchPerson)?;
    let wanted = NewMembership {
        person: registered.person,
        village,
        segment: Segment::Bpu,
        programmes: agreed.programmes,
        income: agreed.income,
        sector,
        payer: agreed.payer,
        joined_on: on,
        list: None,
        is_first: !registered.was_known,
    };
    match open_many(tx, office, seed, &[wanted]).await?.into_iter().next() {
        Some(Opened::New { membership, number }) => {
            office.note(Enrol::NAME, "membership", Some(membership.0), "");
            let (promise_id, promise_en) = promise(office, on)?;
            let warnings = registered.warnings.iter();
            Ok(Enrolled {
                person: registered.person,
                was_known: registered.was_known,
                membership,
                number,
                sector,
                warnings: warnings.map(|warning| warning.code().to_owned()).collect(),
                possible_duplicates: registered.possible_duplicates,
                promise_id,
                promise_en,
            })
        }
        Some(Opened::Already { membership, payer, until }) => {
            Err(EnrolRefusal::AlreadyMember { membership, payer, until })
        }
        None => Err(RegistryRefusal::NoSuchPerson.into()),
    }
}

/// The sector of an occupation: transport by the register's mapping (unconfirmed), otherwise other.
#[must_use]
pub fn sector_of(occupation: Option<&str>) -> Sector {
    occupation.and_then(registry::occupation).map_or(Sector::Other, |occupation| occupation.sector)
}

/// What is promised at enrolment, computed from the law of the day: Indonesian, English.
pub fn promise(office: &Office, on: Date) -> Result<(String, String), LawError> {
    let law = &office.outside.law;
    let parameters = law.cover_parameters(on)?;
    let needed = u32::from(parameters.qualifying_months);
    let death = |months_in_a_row| {
        law.death_benefit(&DeathInput {
            died: on,
            segment: Segment::Bpu,
            months_in_a_row,
            months_in_all: months_in_a_row,
            children: 0,
        })
        .map(|benefit| benefit.amount().total)
    };
    let (full, grace) = (death(needed)?, parameters.grace_months);
    let (before_id, before_en) = if needed == 0 {
        (String::new(), String::new())
    } else {
        let short = death(0)?;
        (
            format!(" mulai bulan ke-{}; sebelum itu {short}", needed + 1),
            format!(" from month {}; before that {short}", needed + 1),
        )
    };
    Ok((
        format!(
            "Anda dijamin untuk kecelakaan kerja sejak membayar. Santunan kematian penuh {full}{before_id}. Bila {grace} bulan tidak dibayar, perlindungan berakhir dan Anda mulai dari awal."
        ),
        format!(
            "You are covered for accidents from payment. Full death benefit of {full}{before_en}. If {grace} months are unpaid, cover ends and you start again."
        ),
    ))
}

/// A member by the number on the card.
pub async fn member_by_number(tx: &mut Tx, number: &str) -> Result<Option<Member>, DbError> {
    let number = number.trim().to_uppercase();
    let Some((bucket, membership)) = tx.first(&sql::MEMBERSHIP_BY_NUMBER, (number,)).await? else {
        return Ok(None);
    };
    tx.first(&sql::MEMBERS_BY_ID, (bucket, vec![membership])).await
}

/// All memberships of a person, merged records included.
pub async fn members_of(tx: &mut Tx, person: PersonId) -> Result<Vec<Member>, DbError> {
    tx.all(&sql::MEMBERS_OF_PEOPLE, (vec![person.0],)).await
}
