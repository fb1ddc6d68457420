//! Two records, one person: there and back.

use crate::world::{CILONGOK, World, door, man, read};
use access::Role;
use db::Uuid;
use registry::{
    CorrectPerson, CorrectionForm, PersonForm, RegistryRefusal, duplicates, find_by_nik, merge,
    person_record, unmerge,
};
use terms::Nik;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0xaaaa_0000 + n)
}

fn nik(n: u16) -> Nik {
    Nik::parse(&format!("330215050779{n}")).unwrap()
}

#[tokio::test]
async fn a_merged_record_leads_to_the_kept_one_and_back() {
    let world = World::new("merge-chain").await;
    let a = world.person(man(9001)).await;
    let b = world.person(man(9002)).await;
    let c = world.person(man(9003)).await;
    let office = world.office();
    let mut tx = world.write().await;
    merge(&mut tx, &office, id(1), b, a, "same person").await.unwrap();
    let merged = merge(&mut tx, &office, id(2), c, b, "misread number").await.unwrap();
    assert_eq!((merged.kept, merged.merged), (c, b));
    let mut found = Vec::new();
    for n in [9001, 9002, 9003] {
        found.push(find_by_nik(&mut tx, &office, &nik(n)).await.unwrap().unwrap().person);
    }
    assert_eq!(found, [c, c, c], "straight to the kept record");
    let record = person_record(&mut tx, &office, a).await.unwrap();
    assert_eq!(record.person.merged_into, Some(c));
    assert_eq!(person_record(&mut tx, &office, c).await.unwrap().merged_records[0].merged, b);

    unmerge(&mut tx, &office, id(2)).await.unwrap();
    let mut found = Vec::new();
    for n in [9001, 9002, 9003] {
        found.push(find_by_nik(&mut tx, &office, &nik(n)).await.unwrap().unwrap().person);
    }
    assert_eq!(found, [b, b, c], "what had been merged before stays merged");
    unmerge(&mut tx, &office, id(1)).await.unwrap();
    assert_eq!(find_by_nik(&mut tx, &office, &nik(9001)).await.unwrap().unwrap().person, a);
    let gone = unmerge(&mut tx, &office, id(1)).await.unwrap_err();
    assert!(matches!(gone, RegistryRefusal::NoSuchMerge));
}

#[tokio::test]
async fn circles_and_strangers_are_refused() {
    let world = World::new("merge-refused").await;
    let a = world.person(man(9001)).await;
    let b = world.person(PersonForm { village: CILONGOK.into(), ..man(9002) }).await;
    let office = world.office();
    let mut tx = world.write().await;
    let itself = merge(&mut tx, &office, id(1), a, a, "").await.unwrap_err();
    assert!(matches!(itself, RegistryRefusal::MergeIntoItself));
    merge(&mut tx, &office, id(2), a, b, "").await.unwrap();
    let circle = merge(&mut tx, &office, id(3), b, a, "").await.unwrap_err();
    assert!(matches!(circle, RegistryRefusal::MergedInto(kept) if kept == a));
    let twice = merge(&mut tx, &office, id(4), a, b, "").await.unwrap_err();
    assert!(matches!(twice, RegistryRefusal::MergedInto(_)));
    tx.commit().await.unwrap();

    let one_village = world.office_of(Role::BranchStaff, "33.02.15");
    let mut tx = world.write().await;
    let refused = unmerge(&mut tx, &one_village, id(2)).await.unwrap_err();
    assert!(matches!(refused, RegistryRefusal::Forbidden(_)), "the other record lives elsewhere");
    drop(tx);
    let form = CorrectionForm { name: Some("Orang Benar".into()), ..Default::default() };
    let command = CorrectPerson { person: b, version: 2, correction: form.read(&door()).unwrap() };
    let refused = world.carry_out(&office, &command).await.unwrap_err();
    assert_eq!(refused.code(), "MERGED_INTO");
}

#[tokio::test]
async fn a_known_number_of_a_merged_record_answers_the_kept_person() {
    let world = World::new("merge-register").await;
    let a = world.person(man(9001)).await;
    let b = world.person(man(9002)).await;
    let office = world.office();
    let mut tx = world.write().await;
    let area = "33.02".parse().unwrap();
    assert_eq!(duplicates(&mut tx, &office, &area, None, 10).await.unwrap().len(), 1);
    merge(&mut tx, &office, id(1), b, a, "same").await.unwrap();
    assert!(duplicates(&mut tx, &office, &area, None, 10).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    let again = world.register(vec![read(man(9001)), read(man(9003))]).await.unwrap();
    assert_eq!((again[0].person, again[0].was_known), (b, true));
    assert_eq!(again[1].possible_duplicates, [b], "only records that stand for themselves");
}
