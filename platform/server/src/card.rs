//! The text on a card's QR: what it says, signed; whoever has the public key can check it offline.
//!
//! `LDG1.<number>.<covered until>.<programmes>.<issued>.<signature>`: no name, no NIK, no address.

use access::{Keyring, keyring::signature_holds};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::{fmt, str::FromStr};
use terms::{Date, Programmes};

const KIND: &str = "LDG1";
/// Longer than any card; what is longer is not looked at.
const LENGTH_MAX: usize = 300;

/// What a card says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Card {
    /// The number of the membership.
    pub(crate) number: String,
    /// The last paid day; none when nothing was paid.
    pub(crate) covered_until: Option<Date>,
    /// What is covered.
    pub(crate) programmes: Programmes,
    /// The day it was made.
    pub(crate) issued: Date,
}

impl fmt::Display for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = self.covered_until.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let programmes = self.programmes.to_string().replace(',', "-");
        write!(f, "{KIND}.{}.{until}.{programmes}.{}", self.number, self.issued)
    }
}

impl Card {
    /// The text with its signature.
    pub(crate) fn signed(&self, keys: &Keyring) -> String {
        let said = self.to_string();
        let signature = URL_SAFE_NO_PAD.encode(keys.sign(said.as_bytes()));
        format!("{said}.{signature}")
    }

    /// What a text says, if we signed it.
    pub(crate) fn read(text: &str, keys: &Keyring) -> Option<Self> {
        let text = text.trim();
        // A QR may hold the whole address of the page that checks it.
        let text = text.rsplit_once("c=").map_or(text, |(_, text)| text);
        if text.len() > LENGTH_MAX {
            return None;
        }
        let (said, signature) = text.rsplit_once('.')?;
        let signature: [u8; 64] = URL_SAFE_NO_PAD.decode(signature).ok()?.try_into().ok()?;
        if !signature_holds(&keys.public_key(), said.as_bytes(), &signature) {
            return None;
        }
        let mut parts = said.split('.');
        let card = match (parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?)
        {
            (KIND, number, until, programmes, issued) => Self {
                number: number.to_owned(),
                covered_until: if until == "-" { None } else { Some(until.parse().ok()?) },
                programmes: Programmes::from_str(&programmes.replace('-', ",")).ok()?,
                issued: issued.parse().ok()?,
            },
            _ => return None,
        };
        parts.next().is_none().then_some(card)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_proves_itself_and_a_changed_one_does_not() {
        let keys = Keyring::for_tests();
        let card = Card {
            number: "7K2M-9QX4-MB31".into(),
            covered_until: Some("2027-01-31".parse().unwrap()),
            programmes: Programmes::BASE,
            issued: "2026-11-21".parse().unwrap(),
        };
        let text = card.signed(&keys);
        assert!(text.starts_with("LDG1.7K2M-9QX4-MB31.2027-01-31.jkk-jkm.2026-11-21."), "{text}");
        assert_eq!(Card::read(&text, &keys), Some(card.clone()));
        assert_eq!(
            Card::read(&format!("https://kantor.example/verify?c={text}"), &keys),
            Some(card.clone())
        );
        let longer = text.replace("2027-01-31", "2028-01-31");
        assert_eq!(Card::read(&longer, &keys), None);
        for bad in ["", "LDG1", "a.b.c.d.e.f", &text[..text.len() - 1], &"x".repeat(10_000)] {
            assert_eq!(Card::read(bad, &keys), None, "{bad:.40}");
        }
        let unpaid = Card { covered_until: None, ..card };
        assert_eq!(Card::read(&unpaid.signed(&keys), &keys), Some(unpaid));
    }
}
