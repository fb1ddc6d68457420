//! Households by their family card: found by a keyed index, opened where they are new.

use super::Standing;
use crate::{FamilyCard, NewPerson, RegistryRefusal, change, sql};
use access::{Command, CommandHeader, Duty, Office, place};
use db::{Bulk, DbError, Kind, Tx, Uuid, Value};
use std::collections::HashMap;
use terms::ids::{HouseholdId, PersonId};

static HOUSEHOLDS: Bulk = Bulk {
    table: "household",
    columns: &[
        ("id", Kind::Uuid),
        ("card_index", Kind::Bytes),
        ("card_sealed", Kind::Bytes),
        ("recorded_at", Kind::Instant),
    ],
    conflict: "",
};

/// The household of each card, in their order; new ones are opened with ids from `seed`.
async fn of_cards(
    tx: &mut Tx,
    office: &Office,
    seed: Uuid,
    cards: &[&FamilyCard],
) -> Result<Vec<HouseholdId>, DbError> {
    let indexes: Vec<Vec<Vec<u8>>> = cards
        .iter()
        .map(|card| office.keys.blind_indexes(place::HOUSEHOLD_CARD, card.digits()))
        .collect();
    let asked = indexes.iter().flatten().cloned().collect();
    let mut known: HashMap<Vec<u8>, HouseholdId> =
        tx.all(&sql::HOUSEHOLDS_OF_CARDS, (asked,)).await?.into_iter().collect();
    let (mut households, mut rows) = (Vec::with_capacity(cards.len()), Vec::new());
    for (n, (card, indexes)) in cards.iter().zip(indexes).enumerate() {
        if let Some(household) = indexes.iter().find_map(|index| known.get(index)) {
            households.push(*household);
            continue;
        }
        let id = office.outside.id(seed, "household", n as u64);
        let current = office.keys.blind_index(place::HOUSEHOLD_CARD, card.digits());
        let sealed = office.keys.seal(place::HOUSEHOLD_CARD, id, card.digits().as_bytes());
        rows.push(vec![
            Value::Uuid(Some(id)),
            Value::Bytes(Some(current.clone())),
            Value::Bytes(Some(sealed)),
            Value::Instant(Some(office.outside.now)),
        ]);
        known.insert(current, HouseholdId(id));
        households.push(HouseholdId(id));
    }
    tx.insert_many(&HOUSEHOLDS, rows).await?;
    Ok(households)
}

/// The households of the new people who gave a card, by their place in the batch.
pub(super) async fn of_new(
    tx: &mut Tx,
    office: &Office,
    seed: Uuid,
    people: &[NewPerson],
    standings: &[Standing],
) -> Result<HashMap<usize, HouseholdId>, DbError> {
    let with_card: Vec<(usize, &FamilyCard)> = people
        .iter()
        .enumerate()
        .filter(|(at, _)| matches!(standings[*at], Standing::New))
        .filter_map(|(at, person)| person.family_card.as_ref().map(|card| (at, card)))
        .collect();
    if with_card.is_empty() {
        return Ok(HashMap::new());
    }
    let cards: Vec<&FamilyCard> = with_card.iter().map(|(_, card)| *card).collect();
    let households = of_cards(tx, office, seed, &cards).await?;
    Ok(with_card.into_iter().map(|(at, _)| at).zip(households).collect())
}

/// Puts a person into the household of a family card.
#[derive(Clone, Debug)]
pub struct AssignHousehold {
    /// Whom.
    pub person: PersonId,
    /// The card.
    pub card: FamilyCard,
}

impl Command for AssignHousehold {
    const NAME: &'static str = "assign_household";
    type Answer = HouseholdId;
    type Refusal = RegistryRefusal;

    async fn apply(
        &self,
        header: &CommandHeader,
        office: &Office,
        tx: &mut Tx,
    ) -> Result<HouseholdId, RegistryRefusal> {
        let head = change::person_for(tx, office, Duty::Enrol, self.person).await?;
        let households = of_cards(tx, office, header.id.0, &[&self.card]).await?;
        let household = *households.first().expect("one card has one household");
        let now = office.outside.now;
        tx.run(&sql::ASSIGN_HOUSEHOLD, (household, now, head.bucket(), self.person)).await?;
        change::remember(tx, office, &head, "household", false).await?;
        office.note(Self::NAME, "person", Some(self.person.0), "");
        Ok(household)
    }
}
