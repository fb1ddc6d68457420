//! What a keyring must and must not open.

use super::{Keyring, KeyringError, SealError, place, signature_holds};
use uuid::Uuid;

const NIK: &str = "3273014507909999";
const ROW: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
const OTHER_ROW: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002);

fn folder(name: &str) -> std::path::PathBuf {
    let folder =
        std::env::temp_dir().join(format!("lindung-keyring-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn what_is_sealed_opens_in_its_place_and_nowhere_else() {
    let keys = Keyring::for_tests();
    let sealed = keys.seal(place::PERSON_NIK, ROW, NIK.as_bytes());
    assert!(!sealed.windows(4).any(|w| NIK.as_bytes().windows(4).any(|n| n == w)));
    assert_eq!(keys.open_text(place::PERSON_NIK, ROW, &sealed).unwrap().reveal(), NIK);
    assert_eq!(keys.open_text(place::PERSON_NIK, OTHER_ROW, &sealed), Err(SealError::Changed));
    assert_eq!(keys.open_text(place::HOUSEHOLD_CARD, ROW, &sealed), Err(SealError::Changed));
}

#[test]
fn any_changed_byte_is_found() {
    let keys = Keyring::for_tests();
    let sealed = keys.seal(place::PERSON_NIK, ROW, NIK.as_bytes());
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(keys.open_bytes(place::PERSON_NIK, ROW, &changed).is_err(), "byte {at}");
        assert!(keys.open_bytes(place::PERSON_NIK, ROW, &sealed[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn two_contents_never_share_a_nonce() {
    let keys = Keyring::for_tests();
    let nonce =
        |row, text: &str| keys.seal(place::PERSON_NIK, row, text.as_bytes())[2..14].to_vec();
    assert_ne!(nonce(ROW, NIK), nonce(ROW, "3273014507909998"));
    assert_ne!(nonce(ROW, NIK), nonce(OTHER_ROW, NIK));
    assert_eq!(nonce(ROW, NIK), nonce(ROW, NIK), "the same command makes the same bytes");
}

#[test]
fn a_blind_index_tells_equality_within_a_place_and_nothing_else() {
    let keys = Keyring::for_tests();
    assert_eq!(keys.blind_index(place::PERSON_NIK, NIK), keys.blind_index(place::PERSON_NIK, NIK));
    assert_ne!(
        keys.blind_index(place::PERSON_NIK, NIK),
        keys.blind_index(place::HOUSEHOLD_CARD, NIK)
    );
    assert_eq!(keys.blind_index(place::PERSON_NIK, NIK).len(), 16);
}

#[test]
fn a_rotation_adds_a_key_and_loses_none() {
    let file = folder("rotate").join("keys.toml");
    let first = Keyring::create(&file).unwrap();
    let sealed = first.seal(place::PERSON_NIK, ROW, NIK.as_bytes());
    let index = first.blind_index(place::PERSON_NIK, NIK);
    let card = first.public_key();

    let second = Keyring::rotate(&file).unwrap();
    assert!(second.needs_reseal(&sealed));
    assert_eq!(second.open_text(place::PERSON_NIK, ROW, &sealed).unwrap().reveal(), NIK);
    let again = second.seal(place::PERSON_NIK, ROW, NIK.as_bytes());
    assert!(!second.needs_reseal(&again));
    assert_eq!(first.open_bytes(place::PERSON_NIK, ROW, &again), Err(SealError::NoSuchKey(2)));
    assert_eq!(second.blind_index(place::PERSON_NIK, NIK), index, "the index key is another");

    let third = Keyring::rotate_index(&file).unwrap();
    assert_ne!(third.blind_index(place::PERSON_NIK, NIK), index);
    assert!(third.blind_indexes(place::PERSON_NIK, NIK).contains(&index));
    assert!(matches!(Keyring::rotate_index(&file), Err(KeyringError::IndexRotationUnderWay)));

    let last = Keyring::retire(&file).unwrap();
    assert_eq!(last.open_bytes(place::PERSON_NIK, ROW, &sealed), Err(SealError::NoSuchKey(1)));
    assert_eq!(Keyring::open(&file).unwrap().public_key(), card);
}

#[test]
fn a_keyring_is_never_overwritten() {
    let file = folder("exists").join("keys.toml");
    Keyring::create(&file).unwrap();
    let before = std::fs::read(&file).unwrap();
    assert!(matches!(Keyring::create(&file), Err(KeyringError::Exists(_))));
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn a_keyring_that_others_can_read_is_refused_with_the_way_out() {
    use std::os::unix::fs::PermissionsExt as _;
    let file = folder("mode").join("keys.toml");
    Keyring::create(&file).unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    let said = Keyring::open(&file).unwrap_err().to_string();
    assert!(said.contains("mode 640") && said.contains("chmod 600"), "{said}");
}

#[test]
fn a_damaged_keyring_is_refused_without_quoting_a_key() {
    let file = folder("damaged").join("keys.toml");
    Keyring::create(&file).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let key = text.split("key = \"").nth(1).unwrap()[..64].to_owned();
    for broken in [
        text.replace(&key, &format!("{key}\" x")),
        text.replace("id = 1", "id = 7"),
        text.replace(&key, &key[..60]),
    ] {
        std::fs::write(&file, &broken).unwrap();
        let said = Keyring::open(&file).unwrap_err().to_string();
        assert!(!said.contains(&key[..16]), "{said}");
    }
}

#[test]
fn nothing_prints_a_key() {
    assert_eq!(
        format!("{:?}", Keyring::for_tests()),
        "Keyring { current: 1, data: [1], index: [1] }"
    );
}

#[test]
fn a_signature_holds_for_its_message_only() {
    let keys = Keyring::for_tests();
    let signature = keys.sign(b"card 1");
    assert!(signature_holds(&keys.public_key(), b"card 1", &signature));
    assert!(!signature_holds(&keys.public_key(), b"card 2", &signature));
}
