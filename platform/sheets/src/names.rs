//! Words about people: cleaned, normalised for comparison, telephones, whose money it is.

use terms::Payer;

/// Titles that stand before a name and are not part of it.
const TITLES: [&str; 18] = [
    "H", "HJ", "HAJI", "HAJJAH", "KH", "DR", "DRA", "DRS", "IR", "PROF", "USTADZ", "USTAD", "TN",
    "NY", "NN", "SDR", "BPK", "IBU",
];

/// A text without what cannot be seen: all space is one space, control and direction marks go, and a
/// leading apostrophe that only told a spreadsheet “this is text” goes.
#[must_use]
pub fn clean(text: &str) -> String {
    let text = text.trim();
    let text = match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || "=+-@".contains(c)) => rest,
        _ => text,
    };
    let bytes = text.as_bytes();
    let plain = bytes.iter().all(|b| matches!(b, b' '..=b'~'));
    if plain && !bytes.windows(2).any(|pair| pair == b"  ") {
        return text.to_owned();
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = !cleaned.is_empty();
        } else if !is_unseen(c) {
            if std::mem::take(&mut gap) {
                cleaned.push(' ');
            }
            cleaned.push(c);
        }
    }
    cleaned
}

const fn is_unseen(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{fffd}')
}

/// A name for comparison only: capitals, no titles before it or behind a comma, no apostrophes, dots
/// or hyphens. Two people may share one, and one person may have two.
#[must_use]
pub fn normal_name(name: &str) -> String {
    let before_titles = name.split(',').next().unwrap_or_default();
    let spaced: String = before_titles
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '‘' | '`' | '"'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .flat_map(char::to_uppercase)
        .collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let titles = words.iter().take_while(|word| TITLES.contains(word)).count();
    // A person may be called only by a word that is also a title.
    let kept = words.get(titles..).filter(|kept| !kept.is_empty()).unwrap_or(&words);
    kept.join(" ")
}

/// A telephone number with its country, `+6281234567890`; `None` if it is not one.
#[must_use]
pub fn normal_phone(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('\'');
    let known =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '.' | '(' | ')' | '\u{a0}');
    if !text.chars().all(known) || text.matches('+').count() > 1 {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.starts_with('+') && !digits.starts_with("62") {
        return (8..=15).contains(&digits.len()).then(|| format!("+{digits}"));
    }
    if text.contains('+') && !text.starts_with('+') {
        return None;
    }
    let at_home = match digits.strip_prefix("62") {
        Some(rest) => rest.strip_prefix('0').unwrap_or(rest),
        // A spreadsheet drops the zero in front of a mobile number.
        None => digits.strip_prefix('0').or(digits.starts_with('8').then_some(digits.as_str()))?,
    };
    let real = (7..=13).contains(&at_home.len()) && !at_home.starts_with('0');
    real.then(|| format!("+62{at_home}"))
}

/// Whose money a fund named in words is, where the words leave no doubt. *Dana Desa* is a central
/// transfer and not the village's own budget: it is not taken for it.
#[must_use]
pub fn payer_of(fund: &str) -> Option<Payer> {
    let letters: String =
        fund.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    match letters.as_str() {
        "mandiri" | "sendiri" | "pribadi" | "swadaya" | "self" => Some(Payer::SelfPaid),
        "apbn" => Some(Payer::Apbn),
        "apbd" | "apbdkabupaten" | "apbdkab" | "apbdkota" | "apbdprovinsi" | "apbdprov"
        | "dbhcht" | "dbhsawit" => Some(Payer::Apbd),
        "apbdes" | "apbdesa" => Some(Payer::Apbdes),
        "csr" | "tjsl" | "donatur" | "sertakan" => Some(Payer::Csr),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_goes() {
        assert_eq!(clean("  Siti\u{a0}\u{a0}Nur\u{200b}aini \r\n Dewi\0 "), "Siti Nuraini Dewi");
        assert_eq!(clean("'3273014507909999"), "3273014507909999");
        assert_eq!(clean("'Aisyah"), "'Aisyah");
        assert_eq!(clean("=cmd|' /C calc'!A0"), "=cmd|' /C calc'!A0");
    }

    #[test]
    fn a_name_for_comparison() {
        assert_eq!(normal_name("Hj. Siti  Nur'aini, S.Pd."), "SITI NURAINI");
        assert_eq!(normal_name("DRS. H. AL-AMIN"), "AL AMIN");
        assert_eq!(normal_name("Haji"), "HAJI");
    }

    #[test]
    fn telephones() {
        for text in [
            "081234567890",
            "+62 812-3456-7890",
            "6281234567890",
            "81234567890",
            "'0812 3456 7890",
            "+62 (0) 81234567890",
        ] {
            assert_eq!(normal_phone(text).as_deref(), Some("+6281234567890"), "{text}");
        }
        assert_eq!(normal_phone("(0281) 123456").as_deref(), Some("+62281123456"));
        assert_eq!(normal_phone("+60 12 345 6789").as_deref(), Some("+60123456789"));
        for text in ["", "12345", "0812/0813", "tidak punya", "0812345678901234567", "00000000000"]
        {
            assert_eq!(normal_phone(text), None, "{text}");
        }
    }

    #[test]
    fn the_village_transfer_is_not_the_village_budget() {
        assert_eq!(payer_of("APBDes"), Some(Payer::Apbdes));
        assert_eq!(payer_of("Dana Desa"), None);
    }
}
