//! Correcting people, and adding to and ending what is on their record.

use crate::world::{CILONGOK, GUMELAR, World, area, door, man, read};
use access::Role;
use db::Uuid;
use jiff::civil::date;
use registry::{
    AddHeir, AddOccupation, AssignHousehold, Attest, AttestationForm, ConsentForm, CorrectPerson,
    CorrectionForm, EndOccupation, FamilyCard, GiveConsent, HeirForm, OccupationForm, PersonForm,
    RegistryRefusal, Relation, RemoveHeir, RosterForm, WithdrawConsent, find_by_nik, join_group,
    leave_group, person_record,
};
use terms::{Nik, ids::PersonId};

async fn correct(
    world: &World,
    person: PersonId,
    version: i64,
    form: CorrectionForm,
) -> Result<i64, RegistryRefusal> {
    let correction = form.read(&door())?;
    let command = CorrectPerson { person, version, correction };
    world.carry_out(&world.office(), &command).await.map(|answer| answer.version)
}

fn fault(refusal: RegistryRefusal) -> &'static str {
    assert!(!refusal.indonesian().is_empty());
    match refusal {
        RegistryRefusal::Fields(faults) => faults.0[0].code,
        other => other.code(),
    }
}

#[tokio::test]
async fn a_correction_names_the_version_it_looked_at() {
    let world = World::new("changes-correct").await;
    let person = world.person(PersonForm { phone: Some("081200000001".into()), ..man(9001) }).await;
    let form = CorrectionForm {
        name: Some("Orang Benar".into()),
        rt: Some("7".into()),
        phone: Some(String::new()),
        ..Default::default()
    };
    assert_eq!(correct(&world, person, 1, form.clone()).await.unwrap(), 2);
    assert_eq!(fault(correct(&world, person, 1, form.clone()).await.unwrap_err()), "STALE");
    assert_eq!(fault(correct(&world, person, 2, form).await.unwrap_err()), "NOTHING_TO_CHANGE");
    let wrong_day = CorrectionForm { birth_date: Some(date(1979, 7, 6)), ..Default::default() };
    assert_eq!(
        fault(correct(&world, person, 2, wrong_day).await.unwrap_err()),
        "BIRTHDATE_MISMATCH"
    );
    let (office, mut tx) = (world.office(), world.read().await);
    let record = person_record(&mut tx, &office, person).await.unwrap().person;
    assert_eq!(
        (record.name.as_str(), record.rt.as_deref(), record.phone),
        ("Orang Benar", Some("007"), None)
    );
    assert_eq!(record.version, 2);
}

#[tokio::test]
async fn a_misread_number_is_corrected_and_free_again() {
    let world = World::new("changes-nik").await;
    let person = world.person(man(9001)).await;
    world.person(man(9002)).await;
    let to = |nik: &str| CorrectionForm { nik: Some(nik.into()), ..Default::default() };
    assert_eq!(
        fault(correct(&world, person, 1, to("3302150507799002")).await.unwrap_err()),
        "NIK_OF_ANOTHER"
    );
    assert_eq!(
        fault(correct(&world, person, 1, to("3302150607799003")).await.unwrap_err()),
        "BIRTHDATE_MISMATCH"
    );
    let with_date = CorrectionForm { birth_date: Some(date(1979, 7, 6)), ..to("3302154607799003") };
    assert_eq!(correct(&world, person, 1, with_date).await.unwrap(), 2);
    let (office, mut tx) = (world.office(), world.read().await);
    let find = |digits: &str| Nik::parse(digits).unwrap();
    let found = find_by_nik(&mut tx, &office, &find("3302154607799003")).await.unwrap();
    assert_eq!(found.unwrap().person, person);
    assert_eq!(find_by_nik(&mut tx, &office, &find("3302150507799001")).await.unwrap(), None);
    let record = person_record(&mut tx, &office, person).await.unwrap();
    assert_eq!(
        (record.nik_masked.as_str(), record.person.sex.as_str()),
        ("············9003", "female")
    );
    drop(tx);
    assert!(!world.register(vec![read(man(9001))]).await.unwrap()[0].was_known);
}

#[tokio::test]
async fn a_move_needs_the_duty_at_both_ends() {
    let world = World::new("changes-move").await;
    let person = world.person(man(9001)).await;
    let clerk = world.office_of(Role::VillageClerk, GUMELAR);
    let form = CorrectionForm { village: Some(CILONGOK.into()), ..Default::default() };
    let correction = form.read(&door()).unwrap();
    let command = CorrectPerson { person, version: 1, correction };
    let refused = world.carry_out(&clerk, &command).await.unwrap_err();
    assert_eq!(refused.code(), "FORBIDDEN");
    let staff = world.office_of(Role::BranchStaff, "33.02");
    assert_eq!(world.carry_out(&staff, &command).await.unwrap().version, 2);
    let refused = world.carry_out(&clerk, &CorrectPerson { version: 2, ..command }).await;
    assert_eq!(refused.unwrap_err().code(), "FORBIDDEN", "lives elsewhere now");
}

#[tokio::test]
async fn the_law_limits_kinds_of_work_at_once() {
    let world = World::new("changes-work").await;
    let (office, person) = (world.office(), world.person(man(9001)).await);
    let work = |word: &str| AddOccupation {
        person,
        work: OccupationForm { occupation: word.into(), ..Default::default() }.read().unwrap(),
        from: date(2026, 11, 21),
    };
    let second = world.carry_out(&office, &work("ojek")).await.unwrap();
    assert_eq!(
        fault(world.carry_out(&office, &work("kurir")).await.unwrap_err()),
        "OCCUPATIONS_MAX"
    );
    let end = |entry: Uuid, on| EndOccupation { person, entry, on };
    let early = world.carry_out(&office, &end(second.entry, date(2026, 11, 20))).await;
    assert_eq!(early.unwrap_err().code(), "ENDS_BEFORE_IT_BEGINS");
    world.carry_out(&office, &end(second.entry, date(2026, 11, 21))).await.unwrap();
    let again = world.carry_out(&office, &end(second.entry, date(2026, 11, 21))).await;
    assert_eq!(again.unwrap_err().code(), "NO_SUCH_ENTRY");
    world.carry_out(&office, &work("kurir")).await.unwrap();
    let mut tx = world.read().await;
    assert_eq!(person_record(&mut tx, &office, person).await.unwrap().occupations.len(), 3);
}

#[tokio::test]
async fn entries_are_added_and_marked_never_deleted() {
    let world = World::new("changes-entries").await;
    let (office, person) = (world.office(), world.person(man(9001)).await);
    let heir = HeirForm {
        name: "Anak Contoh".into(),
        relation: Relation::Child,
        birth_date: None,
        phone: Some("0812 0000 0001".into()),
    };
    let heir = world
        .carry_out(&office, &AddHeir { person, heir: heir.read(&door()).unwrap() })
        .await
        .unwrap();
    let consent = ConsentForm {
        purpose: "messages".into(),
        text_version: "1".into(),
        given_how: "signed".into(),
    };
    let consent = world
        .carry_out(&office, &GiveConsent { person, consent: consent.read().unwrap() })
        .await
        .unwrap();
    let seen = AttestationForm {
        attested_by: "Ketua RT".into(),
        attester_role: "rt".into(),
        attested_on: date(2026, 11, 1),
        statement: "di sawah".into(),
        photo_sha256: Some("AB".repeat(32)),
    };
    world
        .carry_out(&office, &Attest { person, attestation: seen.read(&door()).unwrap() })
        .await
        .unwrap();
    let card = FamilyCard::read("family_card", "3302150101100001").unwrap();
    let household = world.carry_out(&office, &AssignHousehold { person, card }).await.unwrap();
    world.carry_out(&office, &RemoveHeir { person, entry: heir.entry }).await.unwrap();
    world.carry_out(&office, &WithdrawConsent { person, entry: consent.entry }).await.unwrap();
    let twice = world.carry_out(&office, &WithdrawConsent { person, entry: consent.entry }).await;
    assert_eq!(twice.unwrap_err().code(), "NO_SUCH_ENTRY");
    let mut tx = world.read().await;
    let record = person_record(&mut tx, &office, person).await.unwrap();
    assert!(record.heirs[0].removed_at.is_some() && record.consents[0].withdrawn_at.is_some());
    assert_eq!(record.attestations[0].photo_sha256.as_deref(), Some("ab".repeat(32).as_str()));
    assert_eq!(record.person.household, Some(household));
    drop(tx);
    let nobody = AddHeir {
        person: PersonId(Uuid::from_u128(1)),
        heir: HeirForm {
            name: "Anak Contoh".into(),
            relation: Relation::Child,
            birth_date: None,
            phone: None,
        }
        .read(&door())
        .unwrap(),
    };
    assert_eq!(world.carry_out(&office, &nobody).await.unwrap_err().code(), "NO_SUCH_PERSON");
}

#[tokio::test]
async fn a_roster_says_from_when_to_when() {
    let world = World::new("changes-roster").await;
    let (office, person) = (world.office(), world.person(man(9001)).await);
    let on = |from| {
        let form =
            RosterForm { group: "bpd".into(), area: None, from: Some(from), source: "SK".into() };
        form.read(&door(), &area(GUMELAR)).unwrap()
    };
    let mut tx = world.write().await;
    let change = join_group(&mut tx, &office, person, &on(date(2024, 1, 1))).await.unwrap();
    assert_eq!((change.group.as_str(), change.village.as_str(), change.to), ("bpd", GUMELAR, None));
    let refused = join_group(&mut tx, &office, person, &on(date(2025, 1, 1))).await.unwrap_err();
    assert!(matches!(refused, RegistryRefusal::OnRosterAlready(from) if from == date(2024, 1, 1)));
    let village = area(GUMELAR);
    let early = leave_group(&mut tx, &office, person, "bpd", &village, date(2023, 12, 31)).await;
    assert_eq!(early.unwrap_err().code(), "ENDS_BEFORE_IT_BEGINS");
    let left =
        leave_group(&mut tx, &office, person, "bpd", &village, date(2025, 6, 1)).await.unwrap();
    assert_eq!(left.to, Some(date(2025, 6, 1)));
    let overlapping = join_group(&mut tx, &office, person, &on(date(2025, 5, 1))).await;
    assert_eq!(overlapping.unwrap_err().code(), "ON_ROSTER_ALREADY");
    join_group(&mut tx, &office, person, &on(date(2025, 6, 1))).await.unwrap();
    leave_group(&mut tx, &office, person, "bpd", &village, date(2025, 6, 1)).await.unwrap();
    join_group(&mut tx, &office, person, &on(date(2025, 6, 1))).await.unwrap();
    let none = leave_group(&mut tx, &office, person, "rt", &village, date(2025, 6, 1)).await;
    assert_eq!(none.unwrap_err().code(), "NO_SUCH_ENTRY");
    let entries = registry::rosters_of(&mut tx, person).await.unwrap();
    let stretches: Vec<_> = entries.iter().map(|e| (e.from, e.to)).collect();
    assert_eq!(stretches, [(date(2024, 1, 1), Some(date(2025, 6, 1))), (date(2025, 6, 1), None)]);
}
