//! Entering people and finding them again.

use crate::world::{CILONGOK, GUMELAR, World, area, man, outside, read};
use access::{Keyring, Office, Role, audit};
use jiff::civil::date;
use proptest::prelude::*;
use registry::{
    AttestationForm, ConsentForm, HeirForm, OccupationForm, PeopleQuery, PersonForm, PersonWarning,
    RegistryRefusal, Relation, RosterForm, duplicates, find_by_nik, open_nik, person_record,
    search_people,
};
use std::sync::Arc;
use terms::{Nik, Sex};

fn whole() -> PersonForm {
    PersonForm {
        birth_place: Some("Banyumas".into()),
        sex: Some(Sex::Male),
        address: Some("Dusun I".into()),
        rt: Some("3".into()),
        rw: Some("1".into()),
        phone: Some("0812 3456 7890".into()),
        phone_is_shared: true,
        family_card: Some("3302150101100001".into()),
        occupations: vec![
            OccupationForm {
                occupation: "petani padi".into(),
                place: Some("Sawah timur".into()),
                hours: Some("06-11".into()),
            },
            OccupationForm { occupation: "ojek".into(), ..Default::default() },
        ],
        heirs: vec![HeirForm {
            name: "Anak Contoh".into(),
            relation: Relation::Child,
            birth_date: Some(date(2005, 1, 2)),
            phone: None,
        }],
        consents: vec![ConsentForm {
            purpose: "enrolment".into(),
            text_version: "2026-01".into(),
            given_how: "read aloud".into(),
        }],
        attestation: Some(AttestationForm {
            attested_by: "Ketua RT".into(),
            attester_role: "rt".into(),
            attested_on: date(2026, 11, 10),
            statement: "bekerja di sawah".into(),
            photo_sha256: None,
        }),
        groups: vec![RosterForm {
            group: "rt".into(),
            area: None,
            from: Some(date(2024, 1, 1)),
            source: "SK".into(),
        }],
        ..man(9001)
    }
}

#[tokio::test]
async fn a_person_is_entered_whole_and_read_back_with_the_number_masked() {
    let world = World::new("people-whole").await;
    let person = world.person(whole()).await;
    let office = world.office();
    let mut tx = world.read().await;
    let record = person_record(&mut tx, &office, person).await.unwrap();
    assert_eq!(record.nik_masked, "············9001");
    assert_eq!(record.person.phone.as_deref(), Some("+6281234567890"));
    assert_eq!((record.person.rt.as_deref(), record.person.sex.as_str()), (Some("003"), "male"));
    assert!(record.person.household.is_some());
    let sectors: Vec<&str> = record.occupations.iter().map(|o| o.price_sector.as_str()).collect();
    assert_eq!(record.occupations.len(), 2);
    assert!(sectors.contains(&"transport") && sectors.contains(&"other"));
    assert_eq!((record.heirs.len(), record.consents.len(), record.attestations.len()), (1, 1, 1));
    assert_eq!(
        (record.rosters[0].group.as_str(), record.rosters[0].from),
        ("rt", date(2024, 1, 1))
    );
    let nik = open_nik(&mut tx, &office, person).await.unwrap();
    assert_eq!(nik.reveal().digits(), "3302150507799001");
    drop(tx);
    office.record_reads().await.unwrap();
    let mut tx = world.read().await;
    assert!(audit::verify(&mut tx).await.unwrap().is_empty());
    assert!(!audit::heads(&mut tx).await.unwrap().is_empty(), "reads are in the audit");
}

#[tokio::test]
async fn the_same_people_again_change_nothing() {
    let world = World::new("people-again").await;
    let people = || vec![read(whole()), read(man(9002)), read(man(9001)), read(man(9003))];
    let first = world.register(people()).await.unwrap();
    assert_eq!(first.iter().map(|r| r.was_known).collect::<Vec<_>>(), [false, false, true, false]);
    assert_eq!(first[2].person, first[0].person, "the number came earlier in the batch");
    let other = PersonForm { name: "Nama Lain".into(), village: CILONGOK.into(), ..man(9002) };
    let again = world.register(people()).await.unwrap();
    assert!(again.iter().all(|r| r.was_known && r.warnings.is_empty()));
    assert!(again.iter().zip(&first).all(|(a, b)| a.person == b.person));
    let differs = world.register(vec![read(other)]).await.unwrap();
    assert_eq!(differs[0].warnings, [PersonWarning::NameDiffers, PersonWarning::VillageDiffers]);
    let office = world.office();
    let mut tx = world.read().await;
    let record = person_record(&mut tx, &office, first[1].person).await.unwrap();
    assert_eq!((record.person.name.as_str(), record.person.version), ("Orang Contoh", 1));
}

#[tokio::test]
async fn people_of_one_card_are_one_household() {
    let world = World::new("people-household").await;
    let card = |n, card: &str| PersonForm { family_card: Some(card.into()), ..man(n) };
    let ids = world
        .register(vec![
            read(card(9001, "3302150101100001")),
            read(card(9002, "3302150101100002")),
            read(card(9003, "3302150101100001")),
        ])
        .await
        .unwrap();
    let late = world.person(card(9004, "3302 1501 0110 0002")).await;
    let office = world.office();
    let mut tx = world.read().await;
    let mut household = async |person| {
        person_record(&mut tx, &office, person).await.unwrap().person.household.unwrap()
    };
    assert_eq!(household(ids[0].person).await, household(ids[2].person).await);
    assert_eq!(household(ids[1].person).await, household(late).await);
    assert_ne!(household(ids[0].person).await, household(ids[1].person).await);
}

#[tokio::test]
async fn who_may_be_the_same_is_told_and_listed() {
    let world = World::new("people-twins").await;
    let phone = |n, village: &str, phone: &str| PersonForm {
        village: village.into(),
        phone: Some(phone.into()),
        ..man(n)
    };
    let first = world.person(phone(9001, GUMELAR, "081200000001")).await;
    let batch = vec![
        read(phone(9002, GUMELAR, "081200000002")),
        read(phone(9003, CILONGOK, "081200000001")),
        read(phone(9004, CILONGOK, "081200000004")),
        read(PersonForm { name: "Orang Lain".into(), ..man(9005) }),
    ];
    let answers = world.register(batch).await.unwrap();
    assert_eq!(answers[0].possible_duplicates, [first], "same village");
    assert_eq!(answers[1].possible_duplicates, [first], "same telephone");
    assert_eq!(answers[2].possible_duplicates, [answers[1].person], "same village, same batch");
    assert!(answers[3].possible_duplicates.is_empty(), "another name");
    let office = world.office();
    let mut tx = world.read().await;
    let all = duplicates(&mut tx, &office, &area("33.02"), None, 10).await.unwrap();
    assert_eq!(all.len(), 3);
    let mut paged = Vec::new();
    while let [pair] =
        &duplicates(&mut tx, &office, &area("33.02"), paged.last().copied(), 1).await.unwrap()[..]
    {
        paged.push((pair.first, pair.second));
    }
    assert_eq!(paged, all.iter().map(|p| (p.first, p.second)).collect::<Vec<_>>());
    let gumelar = duplicates(&mut tx, &office, &area(GUMELAR), None, 10).await.unwrap();
    assert_eq!(gumelar.len(), 2);
    let by_phone = gumelar.iter().find(|p| p.same_phone == 1).unwrap();
    assert_eq!(
        (by_phone.first_village.as_str(), by_phone.second_village.as_str()),
        (GUMELAR, CILONGOK)
    );
}

#[tokio::test]
async fn people_are_found_by_number_telephone_name_and_village_where_one_may_look() {
    let world = World::new("people-search").await;
    let named = |n, name: &str, village: &str| PersonForm {
        name: name.into(),
        village: village.into(),
        phone: Some(format!("08120000{n}")),
        ..man(n)
    };
    for (n, name, village) in [
        (9001, "Siti Nur'aini", GUMELAR),
        (9002, "Siti Aminah", CILONGOK),
        (9003, "Budi", GUMELAR),
        (9004, "Sitorus", GUMELAR),
    ] {
        world.person(named(n, name, village)).await;
    }
    let all = world.office();
    let clerk = world.office_of(Role::VillageClerk, GUMELAR);
    let nobody = world.office_of(Role::Integrator, GUMELAR);
    let query = |text: &str| PeopleQuery { text: text.into(), limit: 10, ..Default::default() };
    let mut tx = world.read().await;
    let mut names = async |office, query: PeopleQuery| -> Vec<String> {
        let found = search_people(&mut tx, office, &query).await.unwrap();
        found.into_iter().map(|p| p.name).collect()
    };
    assert_eq!(names(&all, query("SITI")).await, ["Siti Aminah", "Siti Nur'aini"]);
    assert_eq!(names(&all, query("sit")).await.len(), 3);
    assert_eq!(names(&all, query("siti nuraini")).await, ["Siti Nur'aini"]);
    assert_eq!(names(&clerk, query("siti")).await, ["Siti Nur'aini"]);
    assert_eq!(
        names(&clerk, query("3302150507799002")).await,
        Vec::<String>::new(),
        "lives elsewhere"
    );
    assert_eq!(names(&all, query("'3302150507799002")).await, ["Siti Aminah"]);
    assert_eq!(names(&all, query("0812-0000-9003")).await, ["Budi"]);
    assert!(names(&nobody, query("budi")).await.is_empty());
    let inside = |text: &str| PeopleQuery { within: Some(area(GUMELAR)), ..query(text) };
    assert_eq!(names(&all, inside("nur")).await, ["Siti Nur'aini"]);
    assert_eq!(names(&all, inside("")).await, ["Budi", "Siti Nur'aini", "Sitorus"]);
    drop(tx);
    pages_hold_everybody_once(&world).await;
}

async fn pages_hold_everybody_once(world: &World) {
    let (office, mut tx) = (world.office(), world.read().await);
    let mut seen = Vec::new();
    let mut query = PeopleQuery { within: Some(area("33.02")), limit: 2, ..Default::default() };
    loop {
        let page = search_people(&mut tx, &office, &query).await.unwrap();
        let Some(last) = page.last() else { break };
        assert!(last.nik_masked.starts_with("············900"));
        query.after = Some(last.person);
        seen.extend(page.into_iter().map(|p| p.name));
    }
    assert_eq!(seen, ["Budi", "Siti Aminah", "Siti Nur'aini", "Sitorus"]);
}

#[tokio::test]
async fn a_number_is_looked_up_without_learning_a_name() {
    let world = World::new("people-nik").await;
    let person = world.person(PersonForm { name: "Orang Contoh".into(), ..man(9001) }).await;
    let far = world.office_of(Role::Agent, "72.71");
    let integrator = world.office_of(Role::Integrator, "72.71");
    let nik = Nik::parse("3302150507799001").unwrap();
    let mut tx = world.read().await;
    let known = find_by_nik(&mut tx, &far, &nik).await.unwrap().unwrap();
    assert_eq!((known.person, known.masked_name.as_str(), known.age), (person, "O*** C***", 47));
    let unknown = Nik::parse("3302150507799002").unwrap();
    assert_eq!(find_by_nik(&mut tx, &far, &unknown).await.unwrap(), None);
    let refused = find_by_nik(&mut tx, &integrator, &nik).await;
    assert!(matches!(refused, Err(RegistryRefusal::Forbidden(_))));
    let refused = person_record(&mut tx, &far, person).await;
    assert!(matches!(refused, Err(RegistryRefusal::Forbidden(_))));
    let clerk = world.office_of(Role::VillageClerk, GUMELAR);
    assert!(person_record(&mut tx, &clerk, person).await.is_ok());
    let refused = open_nik(&mut tx, &clerk, person).await;
    assert!(matches!(refused, Err(RegistryRefusal::Forbidden(_))), "a duty of its own");
}

#[tokio::test]
async fn entering_is_for_those_who_may_in_every_village_of_the_batch() {
    let world = World::new("people-scope").await;
    let clerk = world.office_of(Role::VillageClerk, GUMELAR);
    let batch =
        || vec![read(man(9001)), read(PersonForm { village: CILONGOK.into(), ..man(9002) })];
    let refused = world.register_as(&clerk, batch()).await;
    assert!(matches!(refused, Err(RegistryRefusal::Forbidden(_))));
    let official = world.office_of(Role::RegencyOfficial, "33.02");
    assert!(world.register_as(&official, batch()).await.unwrap().iter().all(|r| !r.was_known));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever is in a list, and however often it comes: one person a number, the same answers.
    #[test]
    fn a_list_handed_in_twice_changes_nothing(
        rows in proptest::collection::vec((0u16..12, 0usize..3, 0usize..3), 1..40)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(twice(rows));
    }
}

async fn twice(rows: Vec<(u16, usize, usize)>) {
    static CASE: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let case = CASE.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    if std::env::var("LINDUNG_TEST_POSTGRES").is_ok() {
        return; // one SQLite file a case; PostgreSQL has one database a test
    }
    let world = World::new(&format!("people-twice-{case}")).await;
    let people = || -> Vec<_> {
        let form = |(n, name, village): &(u16, usize, usize)| PersonForm {
            name: ["Orang Contoh", "Orang Lain", "Siti"][*name].into(),
            village: [GUMELAR, CILONGOK, "33.10.16.2012"][*village].into(),
            ..man(9000 + n)
        };
        rows.iter().map(|row| read(form(row))).collect()
    };
    let first = world.register(people()).await.unwrap();
    let mut numbers: Vec<u16> = rows.iter().map(|(n, ..)| *n).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(first.iter().filter(|r| !r.was_known).count(), numbers.len());
    let again = world.register(people()).await.unwrap();
    assert!(again.iter().all(|r| r.was_known));
    assert!(again.iter().zip(&first).all(|(a, b)| a.person == b.person));
    let (office, mut tx) = (world.office(), world.read().await);
    let query = PeopleQuery { limit: 100, ..Default::default() };
    assert_eq!(search_people(&mut tx, &office, &query).await.unwrap().len(), numbers.len());
}

#[tokio::test]
async fn a_number_is_found_while_its_index_key_is_being_replaced() {
    let world = World::new("people-rotation").await;
    let file = world.folder.join("keys.toml");
    let office = |keys| Office::of_the_system(world.db.clone(), outside(), Arc::new(keys));
    let before = office(Keyring::create(&file).unwrap());
    let card = |n| PersonForm { family_card: Some("3302150101100001".into()), ..man(n) };
    let first = world.register_as(&before, vec![read(card(9001))]).await.unwrap();
    let during = office(Keyring::rotate_index(&file).unwrap());
    let batch = vec![read(card(9001)), read(card(9002)), read(man(9001))];
    let again = world.register_as(&during, batch).await.unwrap();
    assert_eq!(again.iter().map(|r| r.was_known).collect::<Vec<_>>(), [true, false, true]);
    assert!(again[0].person == first[0].person && again[2].person == first[0].person);
    let mut tx = world.read().await;
    let nik = Nik::parse("3302150507799001").unwrap();
    let found = find_by_nik(&mut tx, &during, &nik).await.unwrap().unwrap();
    assert_eq!(found.person, first[0].person);
    let old = person_record(&mut tx, &during, first[0].person).await.unwrap().person.household;
    let new = person_record(&mut tx, &during, again[1].person).await.unwrap().person.household;
    assert_eq!(old, new, "one card, one household, under either key");
}
