//! Registering people, one or a million, in a fixed number of statements a batch.
//!
//! One identity number is one person: a known number answers the person on record, and what the
//! form says differently becomes a warning, never a change. Registering the same people again
//! therefore changes nothing.

mod household;
mod retake;
mod rows;
mod twins;

pub use household::AssignHousehold;
pub use retake::{OnRecord, on_record, retake};
pub(crate) use rows::{
    ATTESTATIONS, CONSENTS, HEIRS, OCCUPATIONS, attestation_row, consent_row, heir_row,
    occupation_row,
};
pub(crate) use twins::Twin;

use crate::{NewPerson, PersonWarning, RegistryRefusal, sql};
use access::{Duty, Forbidden, Office, place};
use db::{Bulk, Kind, Tx, Uuid, Value, row};
use std::collections::{BTreeSet, HashMap};
use terms::{AreaCode, Bucket, Date, ids::PersonId};

/// What became of one of the people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The person, new or on record.
    pub person: PersonId,
    /// Where their rows live.
    pub bucket: Bucket,
    /// Whether the number was on record before, or earlier in the same batch.
    pub was_known: bool,
    /// What is odd.
    pub warnings: Vec<PersonWarning>,
    /// Other people of the same name and birth date with the same telephone or village.
    pub possible_duplicates: Vec<PersonId>,
}

row! {
    /// Who holds a number; no name when the person's own row is not written yet.
    pub(crate) struct Holder {
        nik_index: Vec<u8>,
        pub(crate) person: PersonId,
        pub(crate) kept: Option<PersonId>,
        search_name: Option<String>,
        pub(crate) birth_date: Option<Date>,
        village: Option<AreaCode>,
    }
}

static NIKS: Bulk = Bulk {
    table: "person_nik",
    columns: &[("nik_index", Kind::Bytes), ("bucket", Kind::Int), ("person", Kind::Uuid)],
    conflict: "ON CONFLICT (nik_index) DO NOTHING",
};

/// Where one of the people stands while the batch is worked through.
enum Standing {
    New,
    Known(PersonId, Vec<PersonWarning>),
    /// The number came earlier in this batch.
    Again(usize),
}

/// People more than this in one batch are noted in the audit by their count; each is a row of the
/// list they came with.
const NOTED_ONE_BY_ONE: usize = 50;

/// Registers people. Ids of new ones are theirs, or made from `seed` and their place in the batch.
/// Answers in the order of `people`. Who is known is left as they are: no belongings are added.
pub async fn register_many(
    tx: &mut Tx,
    office: &Office,
    seed: Uuid,
    people: Vec<NewPerson>,
) -> Result<Vec<Registered>, RegistryRefusal> {
    may_enter(office, &people)?;
    let ids: Vec<PersonId> = people
        .iter()
        .zip(0u64..)
        .map(|(person, n)| {
            person.id.unwrap_or_else(|| PersonId(office.outside.id(seed, "person", n)))
        })
        .collect();
    let standings = claim_numbers(tx, office, &people, &ids).await?;
    let twins = twins::find(tx, &people, &ids, &standings).await?;
    let households = household::of_new(tx, office, seed, &people, &standings).await?;
    let (mut made, mut answers) = (rows::Rows::default(), Vec::with_capacity(people.len()));
    for (at, (person, twins)) in people.into_iter().zip(twins).enumerate() {
        let id = ids[at];
        let answer = match &standings[at] {
            Standing::New => {
                let warnings = made.add(office, seed, id, households.get(&at).copied(), person, at);
                registered(id, false, warnings, twins)
            }
            Standing::Known(known, warnings) => {
                let mut all = person.warnings;
                all.extend(warnings);
                registered(*known, true, all, Vec::new())
            }
            Standing::Again(first) => {
                let first: &Registered = &answers[*first];
                registered(first.person, true, person.warnings, Vec::new())
            }
        };
        answers.push(answer);
    }
    made.write(tx).await?;
    note(office, &answers);
    Ok(answers)
}

fn registered(
    person: PersonId,
    was_known: bool,
    warnings: Vec<PersonWarning>,
    possible_duplicates: Vec<PersonId>,
) -> Registered {
    Registered { person, bucket: Bucket::of(person), was_known, warnings, possible_duplicates }
}

/// Enrolling or handing in a list must be the actor's duty in every village of the batch.
fn may_enter(office: &Office, people: &[NewPerson]) -> Result<(), Forbidden> {
    let villages: BTreeSet<&str> = people.iter().map(|person| person.village.as_str()).collect();
    let mut asked: Vec<&AreaCode> = Vec::with_capacity(villages.len());
    let mut left = villages;
    for person in people {
        if left.remove(person.village.as_str()) {
            asked.push(&person.village);
        }
    }
    for village in asked {
        let enrol = office.allow(Duty::Enrol, village);
        enrol.or_else(|no| office.allow(Duty::ImportList, village).map_err(|_| no))?;
    }
    Ok(())
}

/// Claims each number for its person; answers who was there before.
async fn claim_numbers(
    tx: &mut Tx,
    office: &Office,
    people: &[NewPerson],
    ids: &[PersonId],
) -> Result<Vec<Standing>, RegistryRefusal> {
    let keys = &office.keys;
    let indexes: Vec<Vec<u8>> = people
        .iter()
        .map(|person| keys.blind_index(place::PERSON_NIK, person.nik.digits()))
        .collect();
    let mut standings: Vec<Standing> = Vec::with_capacity(people.len());
    let mut first_at: HashMap<&[u8], usize> = HashMap::with_capacity(people.len());
    for (at, index) in indexes.iter().enumerate() {
        let first = *first_at.entry(index).or_insert(at);
        standings.push(if first == at { Standing::New } else { Standing::Again(first) });
    }
    if keys.index_rotation_under_way() {
        find_under_old_keys(tx, office, people, &mut standings).await?;
    }
    let is_new = |at: &usize| matches!(standings[*at], Standing::New);
    let rows: Vec<Vec<Value>> = (0..people.len())
        .filter(is_new)
        .map(|at| {
            vec![
                Value::Bytes(Some(indexes[at].clone())),
                Value::Int(Some(Bucket::of(ids[at]).get())),
                Value::Uuid(Some(ids[at].0)),
            ]
        })
        .collect();
    let asked = rows.len() as u64;
    if tx.insert_many(&NIKS, rows).await? == asked {
        return Ok(standings);
    }
    let asked = (0..people.len()).filter(is_new).map(|at| indexes[at].clone()).collect();
    for holder in tx.all(&sql::HOLDERS_OF_NIKS, (asked,)).await? {
        // A number whose person has no row yet was claimed just now, by this batch.
        if let (Some(at), Some(_)) = (first_at.get(&*holder.nik_index), &holder.search_name) {
            standings[*at] = known(&holder, &people[*at]);
        }
    }
    Ok(standings)
}

/// While the index key is being replaced, a number may still stand under the old one.
async fn find_under_old_keys(
    tx: &mut Tx,
    office: &Office,
    people: &[NewPerson],
    standings: &mut [Standing],
) -> Result<(), RegistryRefusal> {
    let mut at_of: HashMap<Vec<u8>, usize> = HashMap::new();
    for (at, person) in people.iter().enumerate() {
        if matches!(standings[at], Standing::New) {
            let indexes = office.keys.blind_indexes(place::PERSON_NIK, person.nik.digits());
            at_of.extend(indexes.into_iter().map(|index| (index, at)));
        }
    }
    let asked = at_of.keys().cloned().collect();
    for holder in tx.all(&sql::HOLDERS_OF_NIKS, (asked,)).await? {
        if let Some(at) = at_of.get(&holder.nik_index) {
            standings[*at] = known(&holder, &people[*at]);
        }
    }
    Ok(())
}

fn known(holder: &Holder, person: &NewPerson) -> Standing {
    let mut warnings = Vec::new();
    if holder.search_name.as_deref() != Some(person.name.searchable()) {
        warnings.push(PersonWarning::NameDiffers);
    }
    if holder.birth_date != Some(person.birth_date) {
        warnings.push(PersonWarning::BirthDateDiffers);
    }
    if holder.village.as_ref() != Some(&person.village) {
        warnings.push(PersonWarning::VillageDiffers);
    }
    Standing::Known(holder.kept.unwrap_or(holder.person), warnings)
}

fn note(office: &Office, answers: &[Registered]) {
    if answers.len() <= NOTED_ONE_BY_ONE {
        for answer in answers.iter().filter(|answer| !answer.was_known) {
            office.note("register", "person", Some(answer.person.0), "");
        }
    } else {
        let n = answers.iter().filter(|answer| !answer.was_known).count();
        let detail = format!("{n} new, {} known", answers.len() - n);
        office.note("register", "people", None, detail);
    }
}
