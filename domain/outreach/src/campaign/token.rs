//! What a QR at the door says: a member's card, or an invitation to one event; signed, without a name.
//!
//! An invitation is `LDI1.<event>.<number>.<signature>`.

use access::{Keyring, keyring::signature_holds};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use db::Uuid;

const INVITATION: &str = "LDI1";
const CARD: &str = "LDG1";
/// Longer than any card or invitation; what is longer is not looked at.
const LENGTH_MAX: usize = 300;

/// What was scanned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scanned {
    /// A member's card: its number.
    Card(String),
    /// An invitation: to which event, and the how manieth.
    Invitation {
        /// The planned event.
        event: Uuid,
        /// From 1 on.
        number: i64,
    },
}

/// The text on an invitation's QR.
#[must_use]
pub fn invitation(keys: &Keyring, event: Uuid, number: i64) -> String {
    let said = format!("{INVITATION}.{}.{number}", event.simple());
    let signature = URL_SAFE_NO_PAD.encode(keys.sign(said.as_bytes()));
    format!("{said}.{signature}")
}

/// What a text says, if this office signed it.
#[must_use]
pub fn read(text: &str, keys: &Keyring) -> Option<Scanned> {
    let text = text.trim();
    // A card's QR may hold the whole address of the page that checks it.
    let text = text.rsplit_once("c=").map_or(text, |(_, text)| text);
    if text.len() > LENGTH_MAX {
        return None;
    }
    let (said, signature) = text.rsplit_once('.')?;
    let signature: [u8; 64] = URL_SAFE_NO_PAD.decode(signature).ok()?.try_into().ok()?;
    if !signature_holds(&keys.public_key(), said.as_bytes(), &signature) {
        return None;
    }
    let parts: Vec<&str> = said.split('.').collect();
    match parts.as_slice() {
        [CARD, number, ..] => Some(Scanned::Card((*number).to_owned())),
        [INVITATION, event, number] => {
            let number = number.parse().ok().filter(|n| *n >= 1)?;
            Some(Scanned::Invitation { event: event.parse().ok()?, number })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_proves_itself_and_a_changed_one_does_not() {
        let keys = Keyring::for_tests();
        let event = Uuid::from_u128(7);
        let text = invitation(&keys, event, 12);
        assert_eq!(read(&text, &keys), Some(Scanned::Invitation { event, number: 12 }));
        assert_eq!(read(&text.replace(".12.", ".13."), &keys), None);
        for bad in ["", "LDI1", "a.b", &text[..text.len() - 1], &"x".repeat(1_000)] {
            assert_eq!(read(bad, &keys), None);
        }
    }
}
