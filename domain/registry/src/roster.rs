//! Who is in which group, from when to when. These change counts, so the department that counts
//! wraps them in its own commands.

use crate::{NewRoster, RegistryRefusal, change, sql};
use access::{Duty, Office};
use db::{Bulk, Kind, Tx, Value, row};
use terms::{AreaCode, Bucket, Date, ids::PersonId};

static ROSTER: Bulk = Bulk {
    table: "roster",
    columns: &[
        ("bucket", Kind::Int),
        ("person", Kind::Uuid),
        ("person_group", Kind::Text),
        ("area", Kind::Text),
        ("valid_from", Kind::Date),
        ("source", Kind::Text),
        ("recorded_at", Kind::Instant),
    ],
    // Only a row that was ended on the day it began can be in the way: it begins again.
    conflict: "ON CONFLICT (bucket, person, person_group, area, valid_from) \
               DO UPDATE SET valid_to = NULL, source = excluded.source",
};

row! {
    /// A stretch on a roster, half-open: on `to` the person is no longer on it.
    pub struct RosterEntry {
        /// Which group.
        pub group: String,
        /// Of which area.
        pub area: AreaCode,
        /// From this day.
        pub from: Date,
        /// Until the day before this one; open when absent.
        pub to: Option<Date>,
        /// How we know.
        pub source: String,
    }
}

/// A change of a roster, for whoever counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterChange {
    /// Who.
    pub person: PersonId,
    /// Where they live.
    pub village: AreaCode,
    /// Which group.
    pub group: String,
    /// Of which area.
    pub area: AreaCode,
    /// From this day.
    pub from: Date,
    /// Until the day before this one; open when absent.
    pub to: Option<Date>,
}

/// Puts a person on a roster. Refused while another stretch on the same roster is open or ends later.
pub async fn join_group(
    tx: &mut Tx,
    office: &Office,
    person: PersonId,
    roster: &NewRoster,
) -> Result<RosterChange, RegistryRefusal> {
    let head = change::person_for(tx, office, Duty::Enrol, person).await?;
    for entry in rosters_of(tx, person).await? {
        let same = entry.group == roster.group && entry.area == roster.area;
        if same && entry.to.is_none_or(|to| to > roster.from) {
            return Err(RegistryRefusal::OnRosterAlready(entry.from));
        }
    }
    let row = vec![
        Value::Int(Some(head.bucket().get())),
        Value::Uuid(Some(person.0)),
        Value::Text(Some(roster.group.into())),
        Value::Text(Some(roster.area.to_string())),
        Value::Date(Some(roster.from)),
        Value::Text(Some(roster.source.clone())),
        Value::Instant(Some(office.outside.now)),
    ];
    tx.insert_many(&ROSTER, vec![row]).await?;
    change::remember(tx, office, &head, "groups", true).await?;
    office.note("join_group", "person", Some(person.0), roster.group);
    Ok(RosterChange {
        person,
        village: head.village,
        group: roster.group.to_owned(),
        area: roster.area.clone(),
        from: roster.from,
        to: None,
    })
}

/// Puts people of a list on rosters, with one statement; whoever calls has left out those who are on
/// them. Handing in lists must be the actor's duty in the area of each roster.
pub async fn join_many(
    tx: &mut Tx,
    office: &Office,
    joining: &[(PersonId, NewRoster)],
) -> Result<(), RegistryRefusal> {
    for (_, roster) in joining {
        office.allow(Duty::ImportList, &roster.area)?;
    }
    let row = |(person, roster): &(PersonId, NewRoster)| {
        vec![
            Value::Int(Some(Bucket::of(*person).get())),
            Value::Uuid(Some(person.0)),
            Value::Text(Some(roster.group.into())),
            Value::Text(Some(roster.area.to_string())),
            Value::Date(Some(roster.from)),
            Value::Text(Some(roster.source.clone())),
            Value::Instant(Some(office.outside.now)),
        ]
    };
    tx.insert_many(&ROSTER, joining.iter().map(row).collect()).await?;
    Ok(())
}

/// Takes a person off a roster; `on` is the first day without them. Ending on the first day itself
/// says that they never were on it.
pub async fn leave_group(
    tx: &mut Tx,
    office: &Office,
    person: PersonId,
    group: &str,
    area: &AreaCode,
    on: Date,
) -> Result<RosterChange, RegistryRefusal> {
    let head = change::person_for(tx, office, Duty::Enrol, person).await?;
    let entries = rosters_of(tx, person).await?;
    let open = entries
        .into_iter()
        .find(|entry| entry.group == group && entry.area == *area && entry.to.is_none())
        .ok_or(RegistryRefusal::NoSuchEntry)?;
    if on < open.from {
        return Err(RegistryRefusal::EndsBeforeItBegins(open.from));
    }
    tx.run(
        &sql::END_ROSTER,
        (on, head.bucket(), person, group.to_owned(), area.clone(), open.from),
    )
    .await?;
    change::remember(tx, office, &head, "groups", true).await?;
    office.note("leave_group", "person", Some(person.0), group);
    Ok(RosterChange {
        person,
        village: head.village,
        group: open.group,
        area: open.area,
        from: open.from,
        to: Some(on),
    })
}

/// Every roster a person is or was on, in order.
pub async fn rosters_of(tx: &mut Tx, person: PersonId) -> Result<Vec<RosterEntry>, db::DbError> {
    tx.all(&sql::ROSTERS_OF, (Bucket::of(person), person)).await
}
