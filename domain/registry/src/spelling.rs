//! How a name is written down to be found again: lower case, no punctuation, single spaces.

/// The searchable form of a name. Apostrophes vanish (*Nur'aini* is *nuraini*), other punctuation
/// separates (*Sei.Rampah* is *sei rampah*); letters of any script stay.
#[must_use]
pub fn searchable(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ') {
            continue;
        }
        if !c.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// The end of the range of texts that begin with `start`, when compared byte by byte.
pub(crate) fn end_of_prefix(start: &str) -> String {
    format!("{start}\u{10ffff}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_and_spreadsheets_spell_alike() {
        assert_eq!(searchable("  SITI  Nur’aini "), "siti nuraini");
        assert_eq!(searchable("Siti Nur'Aini"), "siti nuraini");
        assert_eq!(searchable("Lubuk Pakam I,II"), "lubuk pakam i ii");
        assert_eq!(searchable("...'"), "");
    }

    proptest! {
        #[test]
        fn writing_it_twice_changes_nothing(name in "\\PC{0,40}") {
            let once = searchable(&name);
            prop_assert_eq!(searchable(&once), once);
        }
    }
}
