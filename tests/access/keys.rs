//! Identity numbers are sealed, and the keys can be changed while the office works.

use access::{Keyring, Office, place, reseal};
use db::{Dialect, Uuid};
use proofs::{World, on_both, raw, raw_rows};
use std::sync::Arc;

on_both![
    keys_are_changed_while_the_office_works,
    a_value_that_does_not_open_is_named_and_keeps_the_old_key,
];

const NIK: &str = "3302155507909001";

/// Bytes as this database writes them in a text.
fn literal(world: &World, bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    match world.db().dialect() {
        Dialect::Sqlite => format!("x'{digits}'"),
        Dialect::Postgres => format!("'\\x{digits}'"),
    }
}

fn person_id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | n)
}

/// People with sealed numbers, as the register keeps them.
async fn people(world: &World, keys: &Keyring, niks: &[(u128, String)]) {
    let now = if world.db().dialect() == Dialect::Sqlite { "0" } else { "now()" };
    let (mut people, mut indexes) = (Vec::new(), Vec::new());
    for (n, nik) in niks {
        let id = person_id(*n);
        let (bucket, sealed) =
            (id.as_bytes()[15], literal(world, &keys.seal(place::PERSON_NIK, id, nik.as_bytes())));
        let index = literal(world, &keys.blind_index(place::PERSON_NIK, nik));
        let row = if world.db().dialect() == Dialect::Sqlite {
            literal(world, id.as_bytes())
        } else {
            format!("CAST('{id}' AS uuid)")
        };
        people.push(format!("({bucket}, {row}, {sealed}, 'a', 'a', 'female', '1990-07-15', '33.02.15.2006', 'test', {now}, {now})"));
        indexes.push(format!("({index}, {bucket}, {row})"));
    }
    let columns = "bucket, id, nik_sealed, name, search_name, sex, birth_date, village, origin, recorded_at, changed_at";
    raw(&world.db(), &format!("INSERT INTO person ({columns}) VALUES {}", people.join(",")))
        .await
        .unwrap();
    raw(
        &world.db(),
        &format!("INSERT INTO person_nik (nik_index, bucket, person) VALUES {}", indexes.join(",")),
    )
    .await
    .unwrap();
}

async fn numbers(world: &World, keys: &Keyring) -> Vec<String> {
    let rows: Vec<(Uuid, Vec<u8>, Vec<u8>)> = raw_rows(&world.db(),
        "SELECT p.id, p.nik_sealed, n.nik_index FROM person AS p JOIN person_nik AS n ON n.person = p.id ORDER BY p.id").await.unwrap();
    rows.into_iter()
        .map(|(id, sealed, index)| {
            let nik = keys.open_text(place::PERSON_NIK, id, &sealed).unwrap().into_revealed();
            assert_eq!(
                keys.blind_index(place::PERSON_NIK, &nik),
                index,
                "found by the current index"
            );
            nik
        })
        .collect()
}

async fn keys_are_changed_while_the_office_works(world: World) {
    let file = world.fresh.folder().join("lindung.keys");
    let first = Keyring::create(&file).unwrap();
    // More than a page in one bucket, and some in others.
    let mut niks: Vec<(u128, String)> = (0..700u128)
        .map(|n| (if n < 600 { n << 16 | 7 } else { n }, format!("33021555079{n:05}")))
        .collect();
    people(&world, &first, &niks).await;
    niks.sort();
    let expected: Vec<String> = niks.into_iter().map(|(_, nik)| nik).collect();

    Keyring::rotate(&file).unwrap();
    let second = Arc::new(Keyring::rotate_index(&file).unwrap());
    let office = || Office::of_the_system(world.db(), world.outside(), Arc::clone(&second));
    assert_eq!(reseal::left(&office()).await.unwrap(), 700);
    let nothing = reseal::Resealed::default();
    assert!(matches!(
        reseal::retire_keys(&office(), &file, &nothing).await,
        Err(reseal::ResealError::Left { left: 700 })
    ));
    let done = reseal::reseal(&office()).await.unwrap();
    assert_eq!((done.people, done.indexes, done.unopened), (700, 700, 0));
    assert_eq!(numbers(&world, &second).await, expected);
    let again = reseal::reseal(&office()).await.unwrap();
    assert_eq!((again.people, again.indexes), (0, 0), "a second run changes nothing");

    assert!(matches!(
        reseal::retire_keys(&office(), &file, &nothing).await,
        Err(reseal::ResealError::OtherKeys)
    ));
    let last = reseal::retire_keys(&office(), &file, &done).await.unwrap();
    assert_eq!(numbers(&world, &last).await, expected);
    assert_eq!(format!("{last:?}"), "Keyring { current: 2, data: [2], index: [2] }");
}

async fn a_value_that_does_not_open_is_named_and_keeps_the_old_key(world: World) {
    let file = world.fresh.folder().join("lindung.keys");
    let first = Keyring::create(&file).unwrap();
    people(&world, &first, &[(1, NIK.into())]).await;
    people(&world, &Keyring::for_tests(), &[(2, "3302155507909002".into())]).await;
    let broken = person_id(2);
    let second = Arc::new(Keyring::rotate(&file).unwrap());
    let office = Office::of_the_system(world.db(), world.outside(), Arc::clone(&second));
    let done = reseal::reseal(&office).await.unwrap();
    assert_eq!(
        (done.people, done.unopened, done.unopened_first.clone()),
        (1, 1, vec![(place::PERSON_NIK, broken)])
    );
    assert!(matches!(
        reseal::retire_keys(&office, &file, &done).await,
        Err(reseal::ResealError::Left { .. })
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_identity_number_is_in_the_file() {
    let world = World::on_sqlite().await;
    people(&world, &world.keys, &[(1, NIK.into())]).await;
    // What is looked for is really there when it is not sealed: the search itself is sound.
    raw(&world.db(), "INSERT INTO setting (name, value) VALUES ('marker', 'a-marker-in-clear')")
        .await
        .unwrap();
    world.db().close().await;
    let mut bytes = Vec::new();
    for name in ["lindung.db", "lindung.db-wal"] {
        bytes.extend(std::fs::read(world.fresh.folder().join(name)).unwrap_or_default());
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("a-marker-in-clear"));
    assert!(!holds(NIK));
}
