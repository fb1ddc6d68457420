//! Finding people: by number, telephone, name or village, only where the actor may look.

use crate::{Phone, RegistryRefusal, person::masked_name, spelling, sql};
use access::{Duty, Office, place};
use db::{Tx, row};
use serde::Serialize;
use terms::{AreaCode, Bucket, Date, Nik, ids::PersonId};

/// Enough of a known person to confirm who it is, and no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KnownPerson {
    /// The person.
    pub person: PersonId,
    /// The name, initials only: `P*** T***`.
    pub masked_name: String,
    /// Age in whole years at the office's date.
    pub age: i16,
    /// Where they live.
    pub village: AreaCode,
}

/// Whether a number is on record, for whoever enrols or reads people anywhere: the same person may
/// be registered in another village. Noted in the audit.
pub async fn find_by_nik(
    tx: &mut Tx,
    office: &Office,
    nik: &Nik,
) -> Result<Option<KnownPerson>, RegistryRefusal> {
    let nowhere = |duty| office.areas_for(duty).is_some_and(|areas| areas.is_empty());
    if nowhere(Duty::Enrol) && nowhere(Duty::ReadPeople) && nowhere(Duty::ImportList) {
        office.allow_everywhere(Duty::ReadPeople)?;
    }
    let Some(person) = holder_of(tx, office, nik).await? else { return Ok(None) };
    let found: Option<PersonLine> =
        tx.first(&sql::PERSON_LINE, (Bucket::of(person), person)).await?;
    office.note("look up nik", "person", Some(person.0), "");
    Ok(found.map(|line| KnownPerson {
        person,
        masked_name: masked_name(&line.name),
        age: age_on(line.birth_date, office.outside.today()),
        village: line.village,
    }))
}

/// The person who holds a number; of a merged record, the kept one. Tells nothing else.
pub async fn holder_of(
    tx: &mut Tx,
    office: &Office,
    nik: &Nik,
) -> Result<Option<PersonId>, db::DbError> {
    let asked = office.keys.blind_indexes(place::PERSON_NIK, nik.digits());
    let holder = tx.first(&sql::HOLDERS_OF_NIKS, (asked,)).await?;
    Ok(holder.map(|holder| holder.kept.unwrap_or(holder.person)))
}

/// Whole years from a birth date to a day.
#[must_use]
pub fn age_on(born: Date, day: Date) -> i16 {
    let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
    day.year() - born.year() - i16::from(!had_birthday)
}

/// What is looked for, where, and from where on.
#[derive(Clone, Default)]
pub struct PeopleQuery {
    /// A NIK, a telephone number, or the beginning of a name; in a village, any part of it.
    pub text: String,
    /// Only inside this area.
    pub within: Option<AreaCode>,
    /// The last person of the page before.
    pub after: Option<PersonId>,
    /// People at most, up to 100.
    pub limit: u32,
}

row! {
    /// A person in a list.
    pub(crate) struct PersonLine {
        pub(crate) id: PersonId,
        pub(crate) name: String,
        pub(crate) birth_date: Date,
        pub(crate) village: AreaCode,
        pub(crate) nik_sealed: Vec<u8>,
    }
}

/// A person found, the number masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundPerson {
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// Date of birth.
    pub birth_date: Date,
    /// Where they live.
    pub village: AreaCode,
    /// The number, last four digits only.
    pub nik_masked: String,
}

const LIMIT_MAX: u32 = 100;

/// A page of people in the order of their names, from where the actor may look. Each person shown
/// is noted in the audit. A page as long as the limit may be followed by another.
pub async fn search_people(
    tx: &mut Tx,
    office: &Office,
    query: &PeopleQuery,
) -> Result<Vec<FoundPerson>, RegistryRefusal> {
    let Some(scope) = scope(office, query.within.as_ref()) else { return Ok(Vec::new()) };
    let limit = i64::from(query.limit.clamp(1, LIMIT_MAX));
    let (after_name, after_born, after) = place_in_order(tx, query.after).await?;
    let lines: Vec<PersonLine> = if let Ok(nik) = Nik::parse(&query.text) {
        match holder_of(tx, office, &nik).await? {
            Some(person) if query.after.is_none() => {
                tx.all(&sql::PERSON_IN_SCOPE, (Bucket::of(person), person, scope)).await?
            }
            _ => Vec::new(),
        }
    } else if let Some(phone) = looks_like_phone(&query.text) {
        let binds = (phone, after_name, after_born, after, scope, limit);
        tx.all(&sql::PEOPLE_BY_PHONE, binds).await?
    } else {
        let name = spelling::searchable(&query.text);
        match &query.within {
            Some(village) if village.level() == terms::AreaLevel::Village => {
                let binds = (village.clone(), name, after_name, after_born, after, scope, limit);
                tx.all(&sql::PEOPLE_OF_VILLAGE, binds).await?
            }
            _ => {
                let end = spelling::end_of_prefix(&name);
                let binds = (name, end, after_name, after_born, after, scope, limit);
                tx.all(&sql::PEOPLE_BY_NAME, binds).await?
            }
        }
    };
    let shown = lines.into_iter().map(|line| {
        office.note("list person", "person", Some(line.id.0), "");
        found(office, line)
    });
    shown.collect()
}

/// A person found, the number masked.
pub(crate) fn found(office: &Office, line: PersonLine) -> Result<FoundPerson, RegistryRefusal> {
    Ok(FoundPerson {
        person: line.id,
        nik_masked: masked_nik(office, line.id, &line.nik_sealed)?,
        name: line.name,
        birth_date: line.birth_date,
        village: line.village,
    })
}

/// The number with its last four digits only.
pub(crate) fn masked_nik(
    office: &Office,
    person: PersonId,
    sealed: &[u8],
) -> Result<String, RegistryRefusal> {
    let digits = office.keys.open_text(place::PERSON_NIK, person.0, sealed)?;
    Ok(Nik::parse(digits.reveal()).map_or_else(|_| String::new(), |nik| nik.masked()))
}

/// Where to look, as the statements take it: `""` is everywhere. `None`: nowhere.
pub(crate) fn scope(office: &Office, within: Option<&AreaCode>) -> Option<Vec<String>> {
    let allowed = office.areas_for(Duty::ReadPeople);
    let scope: Vec<String> = match (allowed, within) {
        (None, None) => vec![String::new()],
        (None, Some(area)) => vec![area.to_string()],
        (Some(areas), None) => areas.iter().map(ToString::to_string).collect(),
        (Some(areas), Some(area)) => {
            let narrower = |own: &AreaCode| match (own.contains(area), area.contains(own)) {
                (true, _) => Some(area.to_string()),
                (_, true) => Some(own.to_string()),
                _ => None,
            };
            areas.iter().filter_map(narrower).collect()
        }
    };
    (!scope.is_empty()).then_some(scope)
}

/// The place in the order of names after which a page begins.
async fn place_in_order(
    tx: &mut Tx,
    after: Option<PersonId>,
) -> Result<(String, Date, PersonId), db::DbError> {
    let beginning = (String::new(), jiff::civil::date(1, 1, 1), PersonId(uuid::Uuid::nil()));
    let Some(after) = after else { return Ok(beginning) };
    let found: Option<(String, Date)> =
        tx.first(&sql::PLACE_IN_ORDER, (Bucket::of(after), after)).await?;
    Ok(found.map_or(beginning, |(name, born)| (name, born, after)))
}

pub(crate) fn looks_like_phone(text: &str) -> Option<String> {
    let phone = Phone::read("text", text).ok()?;
    Some(phone.into_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_year_is_full_on_the_birthday() {
        assert_eq!(age_on(date(1961, 11, 22), date(2026, 11, 21)), 64);
        assert_eq!(age_on(date(1961, 11, 21), date(2026, 11, 21)), 65);
        assert_eq!(age_on(date(2004, 2, 29), date(2026, 2, 28)), 21);
    }
}
