//! Dates and months as people, forms and spreadsheets write them. The century is never guessed.

use terms::{Date, Month};

/// Why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// No date can be read in it.
    #[error("it is not a date; write day-month-year, for example 05-07-1990")]
    NotADate,
    /// The year has two digits.
    #[error("the year has two digits, which may mean 1926 or 2026; write all four")]
    TwoDigitYear,
    /// The calendar has no such day.
    #[error(
        "there is no such day; write day-month-year and check the day and the month against the card"
    )]
    NoSuchDay,
}

impl DateError {
    /// Stable code for row outcomes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotADate | Self::NoSuchDay => "BAD_DATE",
            Self::TwoDigitYear => "YEAR_TWO_DIGITS",
        }
    }

    /// The sentence in Indonesian.
    #[must_use]
    pub const fn indonesian(self) -> &'static str {
        match self {
            Self::NotADate => "bukan tanggal; tulis hari-bulan-tahun, misalnya 05-07-1990",
            Self::TwoDigitYear => {
                "tahunnya dua angka, dapat berarti 1926 atau 2026; tulis empat angka"
            }
            Self::NoSuchDay => {
                "tanggal itu tidak ada; tulis hari-bulan-tahun dan cocokkan hari dan bulan dengan kartu"
            }
        }
    }
}

/// Names of months, Indonesian and English, by how they begin; longer beginnings first.
#[rustfmt::skip]
const MONTHS: [(&str, i8); 21] = [
    ("jan", 1), ("feb", 2), ("peb", 2), ("mar", 3), ("mrt", 3), ("apr", 4), ("mei", 5), ("may", 5),
    ("jun", 6), ("jul", 7), ("agu", 8), ("ags", 8), ("agt", 8), ("aug", 8), ("sep", 9), ("okt", 10),
    ("oct", 10), ("nov", 11), ("nop", 11), ("des", 12), ("dec", 12),
];

fn month_named(word: &str) -> Option<i8> {
    let start = word.get(..3)?;
    let known = |(name, _): &&(&str, i8)| start.eq_ignore_ascii_case(name);
    MONTHS.iter().find(known).map(|(_, month)| *month)
}

/// Digits and words of a date, at most five of them, without a copy.
#[derive(Default)]
struct Parts<'t> {
    parts: [&'t str; 5],
    n: usize,
}

impl<'t> Parts<'t> {
    /// Cuts at everything that is neither letter nor digit, and where letters meet digits.
    fn of(text: &'t str) -> Option<Self> {
        let mut found = Self::default();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let end = if first.is_ascii_digit() {
                rest.find(|c: char| !c.is_ascii_digit())
            } else if first.is_alphabetic() {
                rest.find(|c: char| !c.is_alphabetic())
            } else if matches!(first, ' ' | '-' | '/' | '.' | ',' | '–' | '\'') {
                rest = rest.get(first.len_utf8()..)?;
                continue;
            } else {
                return None;
            };
            let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
            *found.parts.get_mut(found.n)? = part;
            found.n += 1;
            rest = after;
        }
        Some(found)
    }

    fn as_slice(&self) -> &[&'t str] {
        self.parts.get(..self.n).unwrap_or_default()
    }
}

/// Reads a date: `05-07-1990`, `5/7/1990`, `1990-07-05`, `5 Juli 1990`, `05071990`, `19900705`. The
/// day comes before the month unless the year comes first. A time of day behind it is passed over.
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    let text = without_time(text.trim());
    let parts = Parts::of(text).ok_or(DateError::NotADate)?;
    match parts.as_slice() {
        [digits] if digits.len() == 8 => of_eight(digits),
        [a, b, c] if a.len() == 4 && is_number(a) => dated(a, b, c),
        [a, b, c] if is_number(a) => dated(c, b, a),
        // “Juli 5, 1990”
        [a, b, c] if month_named(a).is_some() && is_number(b) => dated(c, a, b),
        _ => Err(DateError::NotADate),
    }
}

fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        // A date of a workbook may end in an empty time zone.
        return text.strip_suffix('Z').unwrap_or(text);
    };
    let before = text.get(..colon).unwrap_or_default();
    match before.rfind([' ', 'T']) {
        Some(cut) => before.get(..cut).unwrap_or_default(),
        None => text,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn dated(year: &str, month: &str, day: &str) -> Result<Date, DateError> {
    if !is_number(year) || !is_number(day) || !matches!(day.len(), 1 | 2) {
        return Err(DateError::NotADate);
    }
    let month = match month_named(month) {
        Some(month) => month,
        None if is_number(month) && month.len() <= 2 => {
            month.parse().map_err(|_| DateError::NotADate)?
        }
        None => return Err(DateError::NotADate),
    };
    let year = match year.len() {
        4 => year.parse().map_err(|_| DateError::NotADate)?,
        1 | 2 => return Err(DateError::TwoDigitYear),
        _ => return Err(DateError::NotADate),
    };
    let day = day.parse().map_err(|_| DateError::NotADate)?;
    // A year of 0202 or 9190 is a slip of the finger, not a date of anybody living.
    let living = (1850..=2200).contains(&year);
    Date::new(year, month, day).ok().filter(|_| living).ok_or(DateError::NoSuchDay)
}

/// Year first or day first cannot be confused: no month is 19 or 20.
fn of_eight(digits: &str) -> Result<Date, DateError> {
    let cut = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    if matches!(cut(4, 6), "18" | "19" | "20" | "21") {
        dated(cut(4, 8), cut(2, 4), cut(0, 2))
    } else {
        dated(cut(0, 4), cut(4, 6), cut(6, 8))
    }
}

/// A spreadsheet's day number. The calendar from 1900 has a 29 February 1900 that never was.
pub(crate) fn of_serial(raw: &str, starts_1904: bool) -> Option<Date> {
    let digits =
        crate::amounts::plain_integer(raw.split_once('.').map_or(raw, |(whole, part)| {
            // The part behind the point is a time of day.
            if part.contains(['e', 'E']) { raw } else { whole }
        }))?;
    let days: i32 = digits.parse().ok().filter(|days| (1..=2_958_465).contains(days))?;
    let (zero, days) = match days {
        days if starts_1904 => (Date::constant(1904, 1, 1), days),
        60 => return None,
        days @ 61.. => (Date::constant(1899, 12, 30), days),
        days => (Date::constant(1899, 12, 31), days),
    };
    zero.checked_add(jiff::Span::new().days(days)).ok()
}

/// Reads a month: `2026-11`, `11/2026`, `202611`, `November 2026`, or the month a date lies in.
pub fn parse_month(text: &str) -> Result<Month, DateError> {
    let text = text.trim();
    let parts = Parts::of(text).ok_or(DateError::NotADate)?;
    let (year, month) = match parts.as_slice() {
        [digits] if digits.len() == 6 && is_number(digits) => digits.split_at(4),
        [a, b] if a.len() == 4 && is_number(a) => (*a, *b),
        [a, b] if is_number(b) => (*b, *a),
        _ => return parse_date(text).map(Month::of),
    };
    let first = dated(year, month, "1")?;
    Ok(Month::of(first))
}

/// Splits place and date of birth: everything before the first digit is the place.
pub fn split_ttl(text: &str) -> Result<(Option<String>, Date), DateError> {
    let text = text.trim();
    let cut = text.find(|c: char| c.is_ascii_digit()).ok_or(DateError::NotADate)?;
    let (place, date) = text.split_at(cut);
    let (place, date) = month_first(place, date).unwrap_or_else(|| (place, parse_date(date)));
    let place = place.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    Ok(((!place.is_empty()).then(|| crate::names::clean(place)), date?))
}

/// “Banyumas, Juli 5, 1990”: the month's name stands before the first digit.
fn month_first<'t>(place: &'t str, date: &str) -> Option<(&'t str, Result<Date, DateError>)> {
    let (before, word) = place.trim_end().rsplit_once([' ', ','])?;
    let month = month_named(word).filter(|_| word.len() <= 9)?;
    let (day, year) = date.split_once([',', ' '])?;
    Some((before, dated(year.trim(), &month.to_string(), day.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_in_many_writings() {
        let fifth = Date::constant(1990, 7, 5);
        for text in [
            "05-07-1990",
            "5/7/1990",
            "05.07.1990",
            "5 7 1990",
            "1990-07-05",
            "1990/7/5",
            "5 Juli 1990",
            "5-Jul-1990",
            "05 JULI 1990",
            "July 5, 1990",
            "05071990",
            "19900705",
            "1990-07-05 00:00:00",
            "1990-07-05T00:00:00",
            " 05 - 07 - 1990 ",
        ] {
            assert_eq!(parse_date(text), Ok(fifth), "{text}");
        }
        assert_eq!(parse_date("17 Agustus 1985"), Ok(Date::constant(1985, 8, 17)));
        assert_eq!(parse_date("10 Nopember 1970"), Ok(Date::constant(1970, 11, 10)));
    }

    #[test]
    fn what_is_not_sure_is_not_guessed() {
        assert_eq!(parse_date("05-07-90"), Err(DateError::TwoDigitYear));
        assert_eq!(parse_date("07/25/1990"), Err(DateError::NoSuchDay));
        assert_eq!(parse_date("31-02-1990"), Err(DateError::NoSuchDay));
        assert_eq!(parse_date("05-07-9190"), Err(DateError::NoSuchDay));
        for text in ["", "-", "Juli", "lahir 1990", "1990", "5 Foo 1990", "=1+1", "05:07:1990"] {
            assert_eq!(parse_date(text), Err(DateError::NotADate), "{text}");
        }
    }

    #[test]
    fn day_numbers_count_the_day_that_never_was() {
        assert_eq!(of_serial("1", false), Some(Date::constant(1900, 1, 1)));
        assert_eq!(of_serial("59", false), Some(Date::constant(1900, 2, 28)));
        assert_eq!(of_serial("60", false), None);
        assert_eq!(of_serial("61", false), Some(Date::constant(1900, 3, 1)));
        assert_eq!(of_serial("33059", false), Some(Date::constant(1990, 7, 5)));
        assert_eq!(of_serial("33059.75", false), Some(Date::constant(1990, 7, 5)));
        assert_eq!(of_serial("31597", true), Some(Date::constant(1990, 7, 5)));
        assert_eq!(of_serial("99999999", false), None);
        assert_eq!(of_serial("-3", false), None);
    }

    #[test]
    fn months() {
        let november = Month::new(2026, 11).unwrap();
        for text in [
            "2026-11",
            "11/2026",
            "11-2026",
            "202611",
            "Nov 2026",
            "November 2026",
            "NOPEMBER 2026",
            "01-11-2026",
            "2026-11-30",
        ] {
            assert_eq!(parse_month(text), Ok(november), "{text}");
        }
        assert_eq!(parse_month("Nov-26"), Err(DateError::TwoDigitYear));
        assert_eq!(parse_month("13-2026"), Err(DateError::NoSuchDay));
        assert_eq!(parse_month("11"), Err(DateError::NotADate));
    }

    #[test]
    fn place_and_date_in_one_cell() {
        let fifth = Date::constant(1990, 7, 5);
        for text in [
            "Banyumas, 05-07-1990",
            "Banyumas 5 Juli 1990",
            "Banyumas/05/07/1990",
            "Banyumas , 1990-07-05",
            "Banyumas,05071990",
            "Banyumas, Juli 5, 1990",
        ] {
            assert_eq!(split_ttl(text), Ok((Some("Banyumas".into()), fifth)), "{text}");
        }
        assert_eq!(split_ttl("05-07-1990"), Ok((None, fifth)));
        assert_eq!(split_ttl("Kab. Banyumas, 5-7-1990"), Ok((Some("Kab. Banyumas".into()), fifth)));
        assert_eq!(split_ttl("Banyumas, 05-07-90"), Err(DateError::TwoDigitYear));
        assert_eq!(split_ttl("Banyumas"), Err(DateError::NotADate));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}|[0-9 ,:T/.a-z-]{0,30}") {
            let _ = (parse_date(&text), parse_month(&text), split_ttl(&text), of_serial(&text, false));
        }
    }
}
