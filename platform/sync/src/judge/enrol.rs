//! Readers of `worker.enrol`.

use super::{
    JudgeError, Opened,
    body::{Clock, fault},
    cash::with_receipts,
};
use crate::verdict::{Entities, Judged, Reason};
use access::{Duty, Office};
use contribution::{
    Code,
    enrol::{Agreed, Enrol, EnrolRefusal},
};
use db::Tx;
use jiff::Timestamp;
use outreach::{
    OutreachRefusal, codes,
    field::{InField, Membership, NewEnrolment, Restood, Standing, code_is_taken, enrol},
};
use registry::{Door, FieldFaults, Gazetteer, NewPerson, PersonForm};
use regulation::{LawError, eligibility::age_on};
use serde::Deserialize;
use terms::{Date, Month, Rupiah};
use uuid::Uuid;

#[derive(Deserialize)]
struct Body {
    made_at: Timestamp,
    clock: Clock,
    #[serde(default)]
    event: Option<Uuid>,
    enrol: Enrol,
    months: u32,
    first_month: Month,
    shown_total: Rupiah,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    nik_warned: bool,
    /// The lead they were before.
    #[serde(default)]
    lead: Option<Uuid>,
}

/// Months ahead of the day at which cover may begin.
const MONTHS_AHEAD: i32 = 3;

/// Version 1.
pub(super) async fn v1(
    tx: &mut Tx,
    office: &Office,
    opened: &Opened,
) -> Result<Judged, JudgeError> {
    let body: Body = match opened.read() {
        Ok(body) => body,
        Err(judged) => return Ok(judged),
    };
    let (made_at, uncertain) = body.clock.at(body.made_at, opened);
    let on = terms::office_date(made_at);
    let read = person(office, opened, &body, on).and_then(|person| {
        let first_month = first_month(body.first_month, on, uncertain)?;
        let agreed = agreed(&body.enrol)?;
        let code = code(body.code.as_deref(), opened.waived)?;
        Ok((person, first_month, agreed, code))
    });
    let (person, first_month, agreed, code) = match read {
        Ok(read) => read,
        Err(judged) => return Ok(*judged),
    };
    if office.allow(Duty::Enrol, person.village()).is_err() {
        return Ok(Judged::review(Reason::OutOfArea));
    }
    if !(1..=12).contains(&body.months) {
        return Ok(Judged::invalid(["months"]));
    }
    let new = NewEnrolment {
        command: opened.header.id,
        event: body.event,
        agent: opened.holder,
        device: opened.header.device,
        made_at,
        clock_uncertain: uncertain,
        code,
        first_month,
        n_months: body.months,
        shown_total: body.shown_total,
        supersedes: opened.header.supersedes,
        waived: opened.waived,
    };
    if !is_free(tx, &new).await? {
        let refused = Judged::rejected(Reason::UnknownCode);
        return Ok(Judged { fields: vec!["code".into()], ..refused });
    }
    match enrol(tx, office, &new, person, &agreed).await {
        Ok(done) => {
            if let (Some(lead), Some(membership)) = (body.lead, done.membership) {
                outreach::campaign::lead::enrolled(tx, office, lead, membership).await?;
            }
            Ok(said(&new, done))
        }
        Err(refusal) => refused(refusal),
    }
}

/// A decision is large beside what it decides about.
type Early = Box<Judged>;

fn person(office: &Office, opened: &Opened, body: &Body, on: Date) -> Result<NewPerson, Early> {
    let mut form: PersonForm = body.enrol.person.clone();
    // The id is the office's to give; a phone east of the office may already write tomorrow.
    form.id = None;
    form.origin = "field".into();
    let today = office.outside.today();
    if let Some(attestation) = &mut form.attestation {
        let tomorrow = today.tomorrow().unwrap_or(today);
        if attestation.attested_on == tomorrow {
            attestation.attested_on = today;
        }
    }
    let door = Door::new(&office.outside, Gazetteer::embedded());
    let read = if opened.waived { form.read_beside_the_number(&door) } else { form.read(&door) };
    let person = read.map_err(|faults| Box::new(faulty(&faults, body.nik_warned)))?;
    if !person.has_consented() {
        return Err(Box::new(Judged::rejected(Reason::NoConsent)));
    }
    if !person.is_attested() {
        return Err(Box::new(Judged::rejected(Reason::NoAttestation)));
    }
    of_age(office, person.birth_date(), on)?;
    if person.nik().serial() == 0 && !opened.waived {
        let doubt = Judged::review(Reason::NikImpossible);
        return Err(Box::new(Judged { fields: vec![in_person("nik")], ..doubt }));
    }
    Ok(person)
}

fn in_person(field: &str) -> String {
    format!("enrol.person.{field}")
}

/// What faults of the form are to the phone: one thing it has a word for, or the list of fields.
fn faulty(faults: &FieldFaults, nik_warned: bool) -> Judged {
    let fields: Vec<String> = faults.0.iter().map(|fault| in_person(fault.field)).collect();
    let all = |fits: &dyn Fn(&str) -> bool| faults.0.iter().all(|fault| fits(fault.code));
    let judged = match () {
        () if nik_warned && all(&|code| code.starts_with("NIK_")) => {
            Judged::review(Reason::NikImpossible)
        }
        () if all(&|code| code == "BIRTHDATE_MISMATCH") => Judged::review(Reason::NikBirthMismatch),
        () if all(&|code| code.starts_with("VILLAGE_")) => Judged::rejected(Reason::UnknownVillage),
        () if all(&|code| matches!(code, "OCCUPATION_UNKNOWN" | "OCCUPATION_AMBIGUOUS")) => {
            Judged::rejected(Reason::UnknownOccupation)
        }
        () => Judged::rejected(Reason::InvalidField),
    };
    Judged { fields, ..judged }
}

fn of_age(office: &Office, born: Date, on: Date) -> Result<(), Early> {
    let law = &office.outside.law;
    match law.entry_age(born, on) {
        Err(LawError::TooOld { age, limit }) => {
            let refused = Judged::rejected(Reason::TooOld).arg("age", age).arg("limit", limit);
            return Err(Box::new(refused));
        }
        Err(_) => return Err(Box::new(Judged::invalid([in_person("birth_date")]))),
        Ok(_) => {}
    }
    let age = age_on(born, on);
    match law.number_on("eligibility.entry_age_min", on) {
        Ok(least) if age < least => {
            let refused = Judged::rejected(Reason::TooYoung).arg("age", age).arg("limit", least);
            Err(Box::new(refused))
        }
        // Where no least age was found nobody is refused for it.
        _ => Ok(()),
    }
}

fn first_month(asked: Month, on: Date, uncertain: bool) -> Result<Month, Early> {
    let this = Month::of(on);
    match asked.since(this) {
        0..=MONTHS_AHEAD => Ok(asked),
        // The phone's clock was wrong, so its month is.
        _ if uncertain => Ok(this),
        _ => Err(Box::new(Judged::invalid(["first_month"]))),
    }
}

fn agreed(enrol: &Enrol) -> Result<Agreed, Early> {
    let agreed = Agreed {
        income: enrol.income,
        programmes: enrol.programmes,
        payer: enrol.payer,
        promise_read: enrol.promise_read,
    };
    let field = match agreed.check() {
        Ok(()) => return Ok(agreed),
        Err(EnrolRefusal::Income) => "enrol.income",
        Err(EnrolRefusal::PromiseNotRead) => "enrol.promise_read",
        Err(_) => "enrol.programmes",
    };
    Err(Box::new(Judged::invalid([field])))
}

/// The code that was given out; a person who waives what is odd about it lets the office make one.
fn code(text: Option<&str>, waived: bool) -> Result<Option<Code>, Early> {
    match text.map(str::parse::<Code>) {
        None => Ok(None),
        Some(Ok(code)) => Ok(Some(code)),
        Some(Err(_)) if waived => Ok(None),
        Some(Err(_)) => {
            let refused = Judged::rejected(Reason::UnknownCode);
            Err(Box::new(Judged { fields: vec!["code".into()], ..refused }))
        }
    }
}

/// Whether the code is the device's to give out, and given out once.
async fn is_free(tx: &mut Tx, new: &NewEnrolment) -> Result<bool, JudgeError> {
    let Some(code) = &new.code else { return Ok(true) };
    let own = codes::is_of_device(tx, code, new.device).await?;
    Ok(own && !code_is_taken(tx, new).await.map_err(fault)?)
}

fn said(new: &NewEnrolment, done: InField) -> Judged {
    if let Some(against) = done.member_already {
        return Judged::review(Reason::AlreadyMember).arg("why", word(against));
    }
    let mut judged = match done.standing {
        Standing::Enrolled => match done.price {
            Some(total) if total != new.shown_total => {
                Judged::accepted(Reason::EnrolledPriceDiffers).arg("total", total.get())
            }
            _ => Judged::accepted(Reason::Enrolled),
        },
        other => stands(other),
    };
    let is_own = done.standing == Standing::Enrolled;
    judged = judged.entities(Entities {
        person: done.standing.is_linked().then_some(done.person.0),
        membership: done.membership.map(|id| id.0),
        event: new.event,
        // The number on the card is the member's; another agent is not told it.
        number: done.number.filter(|_| is_own),
        code: done.code.map(|code| code.to_string()),
        ..Entities::default()
    });
    if !done.twins.is_empty() {
        judged = judged.arg("possible_duplicates", done.twins.len());
    }
    if new.clock_uncertain {
        judged = judged.arg("clock_uncertain", true);
    }
    let judged = done.others.into_iter().fold(judged, |judged, it| {
        let (command, now) = restood(&it);
        judged.also(command, now)
    });
    Judged { again: done.again, ..with_receipts(judged, done.receipts) }
}

/// How a capture stands that made no record.
fn stands(standing: Standing) -> Judged {
    match standing {
        Standing::NameDiffers => Judged::review(Reason::NikNameMismatch).keeping(),
        Standing::BirthDiffers => Judged::review(Reason::NikBirthMismatch).keeping(),
        Standing::Enrolled => Judged::accepted(Reason::Enrolled),
        Standing::Same | Standing::Superseded => Judged::already(Reason::SamePerson),
    }
}

fn restood(it: &Restood) -> (Uuid, Judged) {
    let person = it.standing.is_linked().then_some(it.person.0);
    let membership = it.membership.map(|id| id.0);
    let entities = Entities { person, membership, ..Entities::default() };
    (it.command, stands(it.standing).entities(entities))
}

const fn word(against: Membership) -> &'static str {
    match against {
        Membership::WageEarner => "wage_earner",
        Membership::PaidBy(_) => "other_payer",
        Membership::Lapsed => "lapsed",
        Membership::OtherPerson => "other_person",
    }
}

fn refused(refusal: OutreachRefusal) -> Result<Judged, JudgeError> {
    match refusal {
        OutreachRefusal::Forbidden(_) | OutreachRefusal::Enrol(EnrolRefusal::Forbidden(_)) => {
            Ok(Judged::review(Reason::OutOfArea))
        }
        // The law has no price for these months.
        OutreachRefusal::Law(_) | OutreachRefusal::Enrol(EnrolRefusal::Law(_)) => {
            Ok(Judged::invalid(["months"]))
        }
        OutreachRefusal::Enrol(EnrolRefusal::AlreadyMember { .. }) => {
            Ok(Judged::review(Reason::AlreadyMember))
        }
        other => Err(fault(other)),
    }
}
