//! People who may be the same: same name and birth date, and the same telephone or village.

use super::Standing;
use crate::{NewPerson, sql};
use db::{DbError, Tx, row};
use std::collections::HashMap;
use terms::{AreaCode, ids::PersonId};

row! {
    /// Somebody on record with a name and birth date that were asked for.
    pub(crate) struct Twin {
        key: String,
        id: PersonId,
        phone: Option<String>,
        village: AreaCode,
    }
}

fn key(person: &NewPerson) -> String {
    format!("{}{}", person.birth_date, person.name.searchable())
}

/// For each of the people, those who may be the same; only new people are asked for.
pub(super) async fn find(
    tx: &mut Tx,
    people: &[NewPerson],
    ids: &[PersonId],
    standings: &[Standing],
) -> Result<Vec<Vec<PersonId>>, DbError> {
    let mut found = vec![Vec::new(); people.len()];
    let mut at_of: HashMap<String, Vec<usize>> = HashMap::with_capacity(people.len());
    for (at, person) in people.iter().enumerate() {
        if matches!(standings[at], Standing::New) {
            let earlier = at_of.entry(key(person)).or_default();
            for twin in earlier.iter() {
                let other = &people[*twin];
                let phone = other.phone.as_ref().map(crate::Phone::as_str);
                if alike(person, phone, &other.village) {
                    found[at].push(ids[*twin]);
                }
            }
            earlier.push(at);
        }
    }
    let asked: Vec<String> = at_of.keys().cloned().collect();
    if asked.is_empty() {
        return Ok(found);
    }
    tx.each(&sql::TWINS, (asked,), |twin: Twin| {
        for at in at_of.get(&twin.key).into_iter().flatten() {
            if alike(&people[*at], twin.phone.as_deref(), &twin.village) {
                found[*at].push(twin.id);
            }
        }
    })
    .await?;
    Ok(found)
}

fn alike(person: &NewPerson, phone: Option<&str>, village: &AreaCode) -> bool {
    let own = person.phone.as_ref().map(crate::Phone::as_str);
    person.village == *village || (own.is_some() && own == phone)
}
