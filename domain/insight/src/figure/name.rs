//! Names that are close to known ones: a campaign miscalled, an agency misprinted.

use serde::{Deserialize, Serialize};

/// A name as it should be, and what else it has been called.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownName {
    /// The name.
    pub name: String,
    /// What it stands for, or its long form.
    pub long: String,
    /// Other names it has been given.
    #[serde(default)]
    pub variants: Vec<String>,
}

/// What was probably meant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct NameVariant {
    /// What was written.
    pub written: String,
    /// The known name.
    pub meant: String,
    /// Whether it is in the list of variants; else it is one misprint away and only suggested.
    pub listed: bool,
}

/// Letters a name must have before a misprint is suggested: short ones are all one letter apart.
const LETTERS_MIN: usize = 4;

/// What a name was meant to be; `None` when it is right as it is, or close to nothing known.
#[must_use]
pub fn name_variant(known: &[KnownName], written: &str) -> Option<NameVariant> {
    let plain = |text: &str| registry::searchable(text);
    let word = plain(written);
    let is = |name: &str| plain(name) == word;
    if word.is_empty() || known.iter().any(|known| is(&known.name) || is(&known.long)) {
        return None;
    }
    let answer = |known: &KnownName, listed| NameVariant {
        written: written.chars().take(80).collect(),
        meant: known.name.clone(),
        listed,
    };
    let listed = known.iter().find(|known| known.variants.iter().any(|variant| is(variant)));
    if let Some(known) = listed {
        return Some(answer(known, true));
    }
    let near = |name: &str| {
        let name = plain(name);
        name.chars().count() >= LETTERS_MIN && is_one_misprint(&name, &word)
    };
    known
        .iter()
        .find(|known| near(&known.name) || near(&known.long))
        .map(|known| answer(known, false))
}

/// Whether one letter was changed, dropped, added, or swapped with its neighbour.
fn is_one_misprint(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let front = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let longest = a.len().max(b.len());
    let differing = |n: usize| {
        let rest = |letters: &[char]| {
            letters.len().saturating_sub(front + back.min(letters.len() - front))
        };
        rest(&a) <= n && rest(&b) <= n
    };
    if a == b || longest.abs_diff(a.len().min(b.len())) > 1 {
        return false;
    }
    if differing(1) {
        return true;
    }
    // Two neighbours swapped: what lies between front and back is two letters, turned round.
    a.len() == b.len()
        && front + back + 2 == a.len()
        && a.get(front) == b.get(front + 1)
        && a.get(front + 1) == b.get(front)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(written: &str) -> Option<(String, bool)> {
        let known = &crate::figures().names;
        name_variant(known, written).map(|variant| (variant.meant, variant.listed))
    }

    #[test]
    fn the_names_of_the_stories_are_recognised() {
        assert_eq!(meant("Kerja Cepat Bebas Cemas"), Some(("KKBC".into(), true)));
        assert_eq!(meant("JK"), Some(("JKM".into(), true)));
        assert_eq!(meant("BPKS"), Some(("BPJS".into(), false)));
        assert_eq!(meant("BPJS"), None);
        assert_eq!(meant("Kerja Keras Bebas Cemas"), None);
        assert_eq!(meant("koperasi"), None);
    }

    #[test]
    fn one_misprint_is_one_letter() {
        assert!(is_one_misprint("bpjs", "bpks"));
        assert!(is_one_misprint("bpjs", "bpj"));
        assert!(is_one_misprint("bpjs", "bpjjs"));
        assert!(is_one_misprint("bpjs", "bjps"));
        assert!(!is_one_misprint("bpjs", "bpjs"));
        assert!(!is_one_misprint("bpjs", "jkk"));
        assert!(!is_one_misprint("bpjs", "bkks"));
    }
}
