//! An evening at the village hall: opened, closed with counts or with what was not recorded.

use crate::{OutreachRefusal, campaign, scope, sql};
use access::{Command, CommandHeader, Duty, Office};
use db::{DbError, Tx, Uuid, row};
use registry::Gazetteer;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use terms::{AreaCode, AreaLevel, Date, Rupiah, Timestamp, ids::UserId};

row! {
    /// An event as it was opened.
    pub struct Event {
        /// Its id, made by whoever opened it.
        pub id: Uuid,
        /// What it is called.
        pub name: String,
        /// The village.
        pub area: String,
        /// The day.
        pub held_on: Date,
        /// Where in the village.
        pub venue: Option<String>,
        /// The campaign it belongs to.
        pub campaign: Option<Uuid>,
        /// Who opened it.
        pub opened_by: UserId,
        /// When, at the place.
        pub opened_at: Timestamp,
        pub(crate) command: Uuid,
        pub(crate) supersedes: Option<Uuid>,
    }
}

/// An event to be opened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewEvent {
    /// Made by whoever opens it.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// The village.
    pub area: String,
    /// The day.
    pub held_on: Date,
    /// Where in the village.
    pub venue: Option<String>,
    /// The campaign it belongs to.
    pub campaign: Option<Uuid>,
    /// When it was opened, at the place.
    pub opened_at: Timestamp,
    /// The opening it corrects.
    pub supersedes: Option<Uuid>,
}

impl NewEvent {
    /// The village it is in.
    pub fn village(&self) -> Result<AreaCode, OutreachRefusal> {
        let code: Option<AreaCode> = self.area.parse().ok();
        let known = |code: &AreaCode| {
            code.level() == AreaLevel::Village && Gazetteer::embedded().knows(code)
        };
        code.filter(known).ok_or(OutreachRefusal::Village)
    }

    fn check(&self) -> Result<(), OutreachRefusal> {
        let fits = |text: &str| (1..=120).contains(&text.trim().chars().count());
        if !fits(&self.name) {
            return Err(OutreachRefusal::Text("name"));
        }
        match &self.venue {
            Some(venue) if !fits(venue) => Err(OutreachRefusal::Text("venue")),
            _ => Ok(()),
        }
    }
}

/// One event, if there is one.
pub async fn event(tx: &mut Tx, id: Uuid) -> Result<Option<Event>, DbError> {
    tx.first(&sql::EVENT, (id,)).await
}

/// Opens an event; whether it is new. Of two openings the earlier one holds, and a correction holds
/// over what it corrects, in whatever order they arrive.
pub async fn open(
    tx: &mut Tx,
    office: &Office,
    command: Uuid,
    by: UserId,
    new: &NewEvent,
) -> Result<bool, OutreachRefusal> {
    new.check()?;
    let village = new.village()?;
    office.allow(Duty::Enrol, &village)?;
    let known = event(tx, new.id).await?;
    let holds = known.as_ref().is_none_or(|known| {
        let corrected = known.supersedes == Some(command);
        let corrects = new.supersedes == Some(known.command);
        corrects || (!corrected && (new.opened_at, command) < (known.opened_at, known.command))
    });
    if holds {
        let row = (
            new.id,
            new.name.trim().to_owned(),
            village,
            new.held_on,
            new.venue.as_ref().map(|venue| venue.trim().to_owned()),
            new.campaign,
            by,
            new.opened_at,
            office.outside.now,
            command,
            new.supersedes,
        );
        tx.run(&sql::PUT_EVENT, row).await?;
        let village = new.village()?;
        campaign::session::attach(tx, office, new.id, &village, new.held_on).await?;
        office.note("open event", "event", Some(new.id), "");
    }
    Ok(known.is_none())
}

/// How an event ended: each count is a number, or is named as not recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// How many came.
    pub attended: Option<i64>,
    /// How many were enrolled, as counted there.
    pub enrolled: Option<i64>,
    /// How many said no.
    pub refused: Option<i64>,
    /// Which of the three nobody wrote down.
    pub not_recorded: Vec<String>,
}

impl Counts {
    fn check(&self) -> Result<(), OutreachRefusal> {
        let all =
            [("attended", self.attended), ("enrolled", self.enrolled), ("refused", self.refused)];
        for (name, count) in all {
            let named = self.not_recorded.iter().any(|it| it == name);
            if count.is_some() == named || count.is_some_and(|n| !(0..=1_000_000).contains(&n)) {
                return Err(OutreachRefusal::Count(name));
            }
        }
        let known = |name: &String| all.iter().any(|(it, _)| it == name);
        if self.not_recorded.iter().all(known) {
            Ok(())
        } else {
            Err(OutreachRefusal::Count("not_recorded"))
        }
    }
}

/// Closes an event. A later close of the same phone corrects an earlier one, closes of two phones are
/// added; all stay. The opening may arrive later.
pub async fn close(
    tx: &mut Tx,
    office: &Office,
    command: Uuid,
    (by, device): (UserId, Option<Uuid>),
    (id, counts, closed_at): (Uuid, &Counts, Timestamp),
) -> Result<(), OutreachRefusal> {
    counts.check()?;
    match event(tx, id).await?.map(|event| event.area.parse::<AreaCode>()) {
        Some(Ok(area)) => office.allow(Duty::Enrol, &area)?,
        _ => drop(office.areas_for(Duty::Enrol)),
    }
    let mut not_recorded = counts.not_recorded.clone();
    not_recorded.sort_unstable();
    not_recorded.dedup();
    let row = (
        id,
        command,
        counts.attended,
        counts.enrolled,
        counts.refused,
        not_recorded.join(","),
        by,
        closed_at,
        office.outside.now,
        device,
    );
    tx.run(&sql::ADD_CLOSE, row).await?;
    office.note("close event", "event", Some(id), "");
    Ok(())
}

/// Opens an event at the office.
#[derive(Clone, Debug)]
pub struct OpenEvent(pub NewEvent);

impl Command for OpenEvent {
    const NAME: &'static str = "open event";
    type Answer = Uuid;
    type Refusal = OutreachRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<Uuid, OutreachRefusal> {
        // Asked also when the village is refused before.
        let _ = office.areas_for(Duty::Enrol);
        open(tx, office, header.id.0, office.actor, &self.0).await?;
        Ok(self.0.id)
    }
}

/// Closes an event at the office.
#[derive(Clone, Debug)]
pub struct CloseEvent {
    /// Which.
    pub event: Uuid,
    /// With what.
    pub counts: Counts,
}

impl Command for CloseEvent {
    const NAME: &'static str = "close event";
    type Answer = ();
    type Refusal = OutreachRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<(), OutreachRefusal> {
        let _ = office.areas_for(Duty::Enrol);
        event(tx, self.event).await?.ok_or(OutreachRefusal::NoEvent)?;
        let (now, by) = (office.outside.now, office.actor);
        close(tx, office, header.id.0, (by, None), (self.event, &self.counts, now)).await
    }
}

row! {
    /// A close of an event.
    pub struct Closed {
        pub(crate) event: Uuid,
        /// How many came.
        pub attended: Option<i64>,
        /// How many were enrolled, as counted there.
        pub enrolled: Option<i64>,
        /// How many said no.
        pub refused: Option<i64>,
        /// Which of the three nobody wrote down, with commas between.
        pub not_recorded: String,
        /// Who closed it.
        pub closed_by: UserId,
        /// When, at the place.
        pub closed_at: Timestamp,
        pub(crate) device: Option<Uuid>,
    }
}

/// How phones closed an event, in the order of closing: the last of each, added. A count that one of
/// them did not write down is named, and is the sum of those that did.
fn added(closes: Vec<Closed>) -> Option<Closed> {
    let mut last: Vec<Closed> = Vec::new();
    for close in closes {
        let phone = |it: &Closed| it.device.unwrap_or(it.closed_by.0);
        last.retain(|it| phone(it) != phone(&close));
        last.push(close);
    }
    let mut sum = last.pop()?;
    let mut missing: Vec<String> = Vec::new();
    for close in &last {
        for (of, one) in [
            (&mut sum.attended, close.attended),
            (&mut sum.enrolled, close.enrolled),
            (&mut sum.refused, close.refused),
        ] {
            *of = match (*of, one) {
                (Some(a), Some(b)) => Some(a + b),
                (a, b) => a.or(b),
            };
        }
    }
    for close in last.iter().map(|it| &it.not_recorded).chain([&sum.not_recorded]) {
        missing.extend(close.split(',').filter(|it| !it.is_empty()).map(str::to_owned));
    }
    missing.sort_unstable();
    missing.dedup();
    sum.not_recorded = missing.join(",");
    Some(sum)
}

/// An event with what is known of it.
#[derive(Clone, Debug)]
pub struct EventSheet {
    /// As it was opened.
    pub event: Event,
    /// As it was closed, if it was.
    pub closed: Option<Closed>,
    /// Enrolments on record: made the record, or the same person again.
    pub n_enrolled: i64,
    /// Enrolments that contradict a record.
    pub n_contradicting: i64,
    /// Cash taken there.
    pub cash: Rupiah,
    /// Receipts for it.
    pub n_receipts: i64,
}

async fn sheets(tx: &mut Tx, events: Vec<Event>) -> Result<Vec<EventSheet>, DbError> {
    let ids: Vec<Uuid> = events.iter().map(|event| event.id).collect();
    let closes: Vec<Closed> = tx.all(&sql::CLOSES_OF, (ids.clone(),)).await?;
    let mut by_event: HashMap<Uuid, Vec<Closed>> = HashMap::new();
    for close in closes {
        by_event.entry(close.event).or_default().push(close);
    }
    let people: Vec<(Uuid, String, i64)> = tx.all(&sql::PEOPLE_OF_EVENTS, (ids.clone(),)).await?;
    let cash: Vec<(Uuid, Rupiah, i64)> = tx.all(&sql::CASH_OF_EVENTS, (ids,)).await?;
    let sheet = |event: Event| {
        let of = |contradicts: bool| {
            let of_event = people.iter().filter(|(id, ..)| *id == event.id);
            of_event
                .filter(|(_, standing, _)| standing.ends_with("_differs") == contradicts)
                .map(|(.., n)| n)
                .sum()
        };
        let taken = cash.iter().find(|(id, ..)| *id == event.id);
        let (cash, n_receipts) = taken.map_or((Rupiah::ZERO, 0), |(_, cash, n)| (*cash, *n));
        let (n_enrolled, n_contradicting) = (of(false), of(true));
        let closed = by_event.remove(&event.id).and_then(added);
        EventSheet { closed, n_enrolled, n_contradicting, cash, n_receipts, event }
    };
    Ok(events.into_iter().map(sheet).collect())
}

/// One event with what is known of it, for who enrols there or reads figures of it.
pub async fn sheet(tx: &mut Tx, office: &Office, id: Uuid) -> Result<EventSheet, OutreachRefusal> {
    let found = event(tx, id).await?.ok_or(OutreachRefusal::NoEvent)?;
    let area: AreaCode = found.area.parse().map_err(|_| OutreachRefusal::NoEvent)?;
    let may = |duty| office.allow(duty, &area).is_ok();
    if !may(Duty::Enrol) && !may(Duty::ReadFigures) {
        return Err(OutreachRefusal::NoEvent);
    }
    sheets(tx, vec![found]).await?.pop().ok_or(OutreachRefusal::NoEvent)
}

/// Events of where the actor enrols or reads figures, the latest first, after a place.
pub async fn events(
    tx: &mut Tx,
    office: &Office,
    within: Option<&AreaCode>,
    after: Option<(Date, Uuid)>,
    limit: u32,
) -> Result<Vec<EventSheet>, DbError> {
    let mut areas = scope::of(office, Duty::Enrol);
    areas.extend(scope::of(office, Duty::ReadFigures));
    if let Some(within) = within {
        areas = narrowed(areas, within);
    }
    let (on, id) = after.unwrap_or((Date::constant(9999, 12, 31), Uuid::max()));
    let events = tx.all(&sql::EVENTS, (areas, on, id, limit.clamp(1, 500))).await?;
    sheets(tx, events).await
}

/// What of an area the actor may see.
pub(crate) fn narrowed(areas: Vec<String>, within: &AreaCode) -> Vec<String> {
    let part = |own: String| match own.parse::<AreaCode>() {
        Err(_) => Some(within.to_string()),
        Ok(own) if own.contains(within) => Some(within.to_string()),
        Ok(own) => within.contains(&own).then(|| own.to_string()),
    };
    areas.into_iter().filter_map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_a_number_or_said_to_be_missing() {
        let counts = |attended, not_recorded: &[&str]| Counts {
            attended,
            enrolled: Some(26),
            refused: Some(1),
            not_recorded: not_recorded.iter().map(|&it| it.to_owned()).collect(),
        };
        assert!(counts(Some(40), &[]).check().is_ok());
        assert!(counts(None, &["attended"]).check().is_ok());
        assert!(counts(None, &[]).check().is_err());
        assert!(counts(Some(40), &["attended"]).check().is_err());
        assert!(counts(Some(-1), &[]).check().is_err());
        assert!(counts(Some(40), &["weather"]).check().is_err());
    }

    #[test]
    fn a_narrower_wish_stays_inside() {
        let within: AreaCode = "33.02".parse().unwrap();
        assert_eq!(narrowed(vec![String::new()], &within), ["33.02"]);
        assert_eq!(narrowed(vec!["33.02.15.2006".into()], &within), ["33.02.15.2006"]);
        assert!(narrowed(vec!["33.01".into()], &within).is_empty());
    }
}
