//! An enrolment captured in the field: it makes the record, agrees with it, or contradicts it.
//!
//! What was written down first holds, in whatever order captures arrive. An earlier capture that comes
//! late takes a record nobody has changed and a membership nobody has paid for; what stood there is then
//! judged against it like any other. Where somebody at the office acted in between, the record stays.

pub use crate::captured::Standing;
use crate::{
    OutreachRefusal, Why,
    captured::{self, Captured, name_digest},
    custody::meet_enrolment,
    order::{Place, overtaken, restand},
    sql,
};
use access::Office;
use contribution::{
    Code, Member,
    enrol::{Agreed, enter, members_of},
    field::{give_code, is_untouched, join_earlier, price, retake},
    open_code::member,
};
use db::{Tx, Uuid};
use registry::{NewPerson, OnRecord, on_record};
use regulation::cover::CoverState;
use terms::{
    Month, Payer, Rupiah, Segment, Timestamp,
    ids::{MembershipId, PersonId, UserId},
};

/// An enrolment as it was captured.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named in the contract")]
pub struct NewEnrolment {
    pub command: Uuid,
    pub event: Option<Uuid>,
    pub agent: UserId,
    pub device: Uuid,
    /// When it was written down, as far as the clock can be trusted.
    pub made_at: Timestamp,
    pub clock_uncertain: bool,
    /// The code that was given out; the office makes one where the phone had none left.
    pub code: Option<Code>,
    pub first_month: Month,
    pub n_months: u32,
    pub shown_total: Rupiah,
    /// The capture it corrects.
    pub supersedes: Option<Uuid>,
    /// A person looked at it and takes it as it is.
    pub waived: bool,
}

/// What stands against an enrolment beside the name and the birth date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Membership {
    /// A member as a wage earner.
    WageEarner,
    /// A member whom somebody else pays for.
    PaidBy(Payer),
    /// Cover has lapsed: enrolling again is a renewal, asked for at the office.
    Lapsed,
    /// It would correct an enrolment of another person.
    OtherPerson,
}

/// What became of it.
#[derive(Clone, Debug)]
pub struct InField {
    /// How it stands to the record.
    pub standing: Standing,
    /// Whom it concerns.
    pub person: PersonId,
    /// The membership its code and cash are for.
    pub membership: Option<MembershipId>,
    /// The number on the card.
    pub number: Option<String>,
    /// The code.
    pub code: Option<Code>,
    /// What the office says its months cost.
    pub price: Option<Rupiah>,
    /// A person must look first; nothing else was done.
    pub member_already: Option<Membership>,
    /// Others who may be the same person.
    pub twins: Vec<PersonId>,
    /// Other captures about which something else holds now.
    pub others: Vec<Restood>,
    /// Receipts about which something else holds now.
    pub receipts: Vec<(Uuid, Option<Why>)>,
    /// Corrections that must be judged again: they stand where this capture was written.
    pub again: Vec<Uuid>,
}

/// Another capture that stands otherwise since this one.
#[derive(Clone, Debug)]
pub struct Restood {
    /// Which.
    pub command: Uuid,
    /// How it stands now.
    pub standing: Standing,
    /// Whom it concerns.
    pub person: PersonId,
    /// The membership its code and cash are for.
    pub membership: Option<MembershipId>,
}

/// Enrols somebody captured in the field, or says how the capture stands to the record.
pub async fn enrol(
    tx: &mut Tx,
    office: &Office,
    new: &NewEnrolment,
    person: NewPerson,
    agreed: &Agreed,
) -> Result<InField, OutreachRefusal> {
    let area = person.village().to_string();
    if let Some(done) = corrected(tx, office, new, &person).await? {
        return Ok(done);
    }
    let record = on_record(tx, office, person.nik()).await?;
    let person_on_record = record.as_ref().map(|record| record.person);
    if let Some(other) = corrects_another(tx, new, person_on_record).await?
        && !new.waived
    {
        return Ok(InField::asking(other, Membership::OtherPerson));
    }
    let mut done = match record {
        None => first(tx, office, new, person, agreed).await?,
        Some(record) => meet(tx, office, new, person, agreed, record).await?,
    };
    if done.member_already.is_none() {
        let corrected = correct(tx, new, &done).await?;
        done.others.extend(corrected);
        done.receipts = meet_enrolment(tx, new.command, &area, new.shown_total).await?;
    }
    Ok(done)
}

/// A correction of this capture arrived before it: that one stands for it, cash included.
async fn corrected(
    tx: &mut Tx,
    office: &Office,
    new: &NewEnrolment,
    person: &NewPerson,
) -> Result<Option<InField>, OutreachRefusal> {
    let by: Option<(PersonId, Option<MembershipId>)> =
        tx.first(&sql::CORRECTION_OF, (new.command,)).await?;
    let Some((standing_for, membership)) = by else { return Ok(None) };
    let mut done = InField::of(Standing::Superseded, standing_for);
    done.membership = membership;
    let capture = new.captured(&done, &Written::of(person), standing_for);
    captured::add(tx, &capture, office.outside.now).await?;
    if let Some(id) = membership
        && let Some(member) = member(tx, id).await?
    {
        join_earlier(tx, office, new.command, &member, terms::office_date(new.made_at)).await?;
    }
    done.again = overtaken(tx, new.command, standing_for).await?;
    Ok(Some(done))
}

/// What this capture corrects stands for it from now on, cash included, if it stood for nobody.
async fn correct(
    tx: &mut Tx,
    new: &NewEnrolment,
    done: &InField,
) -> Result<Option<Restood>, OutreachRefusal> {
    let Some(command) = new.supersedes else { return Ok(None) };
    let (person, membership) = (done.person, done.membership);
    let bucket = terms::Bucket::of(person);
    let n = tx.run(&sql::SUPERSEDE, (person, bucket, membership, command)).await?;
    let standing = Standing::Superseded;
    Ok((n > 0).then_some(Restood { command, standing, person, membership }))
}

/// Nobody has the number: the person is registered and the membership opened.
async fn first(
    tx: &mut Tx,
    office: &Office,
    new: &NewEnrolment,
    person: NewPerson,
    agreed: &Agreed,
) -> Result<InField, OutreachRefusal> {
    let written = Written::of(&person);
    let on = terms::office_date(new.made_at);
    let enrolled = enter(tx, office, new.command, person, agreed, on).await?;
    let mut done = InField::of(Standing::Enrolled, enrolled.person);
    done.membership = Some(enrolled.membership);
    done.twins = enrolled.possible_duplicates;
    let capture = new.captured(&done, &written, enrolled.person);
    captured::add(tx, &capture, office.outside.now).await?;
    link(tx, office, new, &mut done).await?;
    Ok(done)
}

/// What a form says of a person, as far as captures are compared.
struct Written {
    searchable: String,
    birth_date: terms::Date,
    area: String,
}

impl Written {
    fn of(person: &NewPerson) -> Self {
        Self {
            searchable: person.searchable().to_owned(),
            birth_date: person.birth_date(),
            area: person.village().to_string(),
        }
    }
}

/// Somebody has the number.
async fn meet(
    tx: &mut Tx,
    office: &Office,
    new: &NewEnrolment,
    person: NewPerson,
    agreed: &Agreed,
    record: OnRecord,
) -> Result<InField, OutreachRefusal> {
    let written = Written::of(&person);
    let digest = name_digest(record.person, &written.searchable);
    let mut captures: Vec<Captured> = tx.all(&sql::CAPTURES_OF_PERSON, (record.person,)).await?;
    let own = captures.iter().position(|it| it.command == new.command);
    let own = own.map(|at| captures.remove(at));
    let members = members_of(tx, record.person).await?;
    let live = members.iter().find(|it| it.segment == Segment::Bpu && it.ended_on.is_none());
    let maker = captures.iter().position(|it| it.standing == Standing::Enrolled.word());
    let place = Place::new((new.made_at, new.command), new.supersedes, &captures);
    if let (Some(at), Some(live)) = (maker, live)
        && place.holds_before(&captures[at], &captures)
        && may_be_taken(&captures[at], &record, live)
    {
        // Judged again it makes other things than when it was judged first.
        let again = |label: &str| office.outside.id(new.command, label, 0);
        let seed = own.as_ref().map(|_| again(&format!("over {}", captures[at].command)));
        let (seed, on) = (seed.unwrap_or(new.command), terms::office_date(new.made_at));
        retake(tx, office, seed, live, person, agreed, on).await?;
        let mut done = InField::of(Standing::Enrolled, record.person);
        done.membership = Some(live.id);
        let against = (digest.as_slice(), written.birth_date);
        done.others = restand(tx, office, &place, &mut captures, against, live.id).await?;
        keep(tx, office, own.is_some(), new.captured(&done, &written, record.person)).await?;
        link(tx, office, new, &mut done).await?;
        return Ok(done);
    }
    let standing = standing_of(&record, &written);
    let mut done = InField::of(standing, record.person);
    if standing.is_linked() || new.waived {
        let asks = stands_against(office, &members, live, maker.is_some(), agreed)?;
        if let (Some(asks), false) = (asks, new.waived) {
            return Ok(InField::asking(record.person, asks));
        }
        let opened = match live {
            Some(live) => live.id,
            None => {
                let on = terms::office_date(new.made_at);
                done.standing = Standing::Enrolled;
                enter(tx, office, new.command, person, agreed, on).await?.membership
            }
        };
        if new.waived && !done.standing.is_linked() {
            done.standing = Standing::Same;
        }
        done.membership = Some(opened);
    }
    keep(tx, office, own.is_some(), new.captured(&done, &written, record.person)).await?;
    link(tx, office, new, &mut done).await?;
    Ok(done)
}

/// Keeps a capture, or how it stands now if it was judged before.
async fn keep(
    tx: &mut Tx,
    office: &Office,
    is_known: bool,
    capture: Captured,
) -> Result<(), OutreachRefusal> {
    if is_known {
        captured::save_standings(tx, &[capture]).await?;
    } else {
        captured::add(tx, &capture, office.outside.now).await?;
    }
    Ok(())
}

fn standing_of(record: &OnRecord, written: &Written) -> Standing {
    match () {
        () if record.searchable != written.searchable => Standing::NameDiffers,
        () if record.birth_date != written.birth_date => Standing::BirthDiffers,
        () => Standing::Same,
    }
}

/// Whether another capture may take the record from the one that made it: nobody has touched record or
/// membership.
fn may_be_taken(maker: &Captured, record: &OnRecord, live: &Member) -> bool {
    maker.decided == 0
        && maker.membership == Some(live.id)
        && record.version == 1
        && is_untouched(live)
}

/// Another person whom the corrected capture had enrolled: a person looks at both.
async fn corrects_another(
    tx: &mut Tx,
    new: &NewEnrolment,
    person: Option<PersonId>,
) -> Result<Option<PersonId>, OutreachRefusal> {
    let Some(corrected) = new.supersedes else { return Ok(None) };
    let before: Option<Captured> = tx.first(&sql::CAPTURE_OF_COMMAND, (corrected,)).await?;
    let other = before.filter(|it| it.membership.is_some() && Some(it.person) != person);
    Ok(other.map(|it| it.person))
}

/// What a person must look at although name and birth date agree.
fn stands_against(
    office: &Office,
    members: &[Member],
    live: Option<&Member>,
    was_captured: bool,
    agreed: &Agreed,
) -> Result<Option<Membership>, OutreachRefusal> {
    let Some(live) = live else {
        let wage = |it: &&Member| it.segment == Segment::Pu && it.ended_on.is_none();
        return Ok(members.iter().find(wage).map(|_| Membership::WageEarner));
    };
    let today = office.outside.today();
    let grace_months = office.outside.law.cover_parameters(today)?.grace_months;
    if live.standing(today, grace_months) == CoverState::Lapsed {
        return Ok(Some(Membership::Lapsed));
    }
    let other_payer = !was_captured && live.payer != agreed.payer;
    Ok(other_payer.then_some(Membership::PaidBy(live.payer)))
}

/// Gives the code its membership, and says what the office asks for the months.
async fn link(
    tx: &mut Tx,
    office: &Office,
    new: &NewEnrolment,
    done: &mut InField,
) -> Result<(), OutreachRefusal> {
    let Some(id) = done.membership else { return Ok(()) };
    let Some(member) = member(tx, id).await? else { return Ok(()) };
    let amount = price(office, &member, new.first_month, new.n_months)?;
    let code = new.code();
    give_code(tx, office, &code, &member, (new.first_month, new.n_months), amount).await?;
    done.number = Some(member.number);
    done.code = Some(code);
    done.price = Some(amount);
    Ok(())
}

impl InField {
    const fn of(standing: Standing, person: PersonId) -> Self {
        Self {
            standing,
            person,
            membership: None,
            number: None,
            code: None,
            price: None,
            member_already: None,
            twins: Vec::new(),
            others: Vec::new(),
            receipts: Vec::new(),
            again: Vec::new(),
        }
    }

    const fn asking(person: PersonId, membership: Membership) -> Self {
        let mut asking = Self::of(Standing::Same, person);
        asking.member_already = Some(membership);
        asking
    }
}

impl NewEnrolment {
    /// The code that was given out, or the office's own.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code.clone().unwrap_or_else(|| Code::made_by(self.command))
    }

    fn captured(&self, done: &InField, written: &Written, person: PersonId) -> Captured {
        Captured {
            command: self.command,
            event: self.event,
            person,
            membership: done.membership,
            agent: self.agent,
            device: self.device,
            area: written.area.clone(),
            made_at: self.made_at,
            made_on: terms::office_date(self.made_at),
            clock_uncertain: i64::from(self.clock_uncertain),
            standing: done.standing.word().to_owned(),
            name_digest: name_digest(person, &written.searchable),
            birth_date: written.birth_date,
            code: Some(self.code().to_string()),
            first_month: self.first_month,
            n_months: i64::from(self.n_months),
            shown_total: self.shown_total,
            supersedes: self.supersedes,
            decided: i64::from(self.waived),
        }
    }
}

/// Whether another enrolment gave out this code, or it is somebody's already.
pub async fn code_is_taken(tx: &mut Tx, new: &NewEnrolment) -> Result<bool, OutreachRefusal> {
    let Some(code) = &new.code else { return Ok(false) };
    // A correction keeps the code that the worker was given.
    let others = tx.all(&sql::ENROLMENTS_WITH_CODE, (code.to_string(), new.command)).await?;
    Ok(others.iter().any(|(other, supersedes)| {
        Some(*other) != new.supersedes && *supersedes != Some(new.command)
    }))
}
