//! Days, months and numbers as people write them, in Indonesian and in English, always in that order.

use crate::{Date, Month};
use jiff::civil::Weekday;

const WEEKDAYS: [[&str; 2]; 7] = [
    ["Senin", "Monday"],
    ["Selasa", "Tuesday"],
    ["Rabu", "Wednesday"],
    ["Kamis", "Thursday"],
    ["Jumat", "Friday"],
    ["Sabtu", "Saturday"],
    ["Minggu", "Sunday"],
];

const MONTHS: [[&str; 2]; 12] = [
    ["Januari", "January"],
    ["Februari", "February"],
    ["Maret", "March"],
    ["April", "April"],
    ["Mei", "May"],
    ["Juni", "June"],
    ["Juli", "July"],
    ["Agustus", "August"],
    ["September", "September"],
    ["Oktober", "October"],
    ["November", "November"],
    ["Desember", "December"],
];

/// `Jumat`, `Friday`.
#[must_use]
pub fn weekday(day: Weekday) -> [&'static str; 2] {
    WEEKDAYS[usize::from(day.to_monday_zero_offset().unsigned_abs())]
}

/// `31 Maret 2024`, `31 March 2024`.
#[must_use]
pub fn day(date: Date) -> [String; 2] {
    month(Month::of(date)).map(|month| format!("{} {month}", date.day()))
}

/// `Maret 2024`, `March 2024`.
#[must_use]
pub fn month(month: Month) -> [String; 2] {
    let names = MONTHS[usize::from(month.month().unsigned_abs()) - 1];
    names.map(|name| format!("{name} {}", month.year()))
}

/// `Maret 2024`, or `Maret 2024 – Mei 2024` when the last month is another.
#[must_use]
pub fn months(first: Month, last: Month) -> [String; 2] {
    if first == last {
        return month(first);
    }
    let ([a_id, a_en], [b_id, b_en]) = (month(first), month(last));
    [format!("{a_id} – {b_id}"), format!("{a_en} – {b_en}")]
}

/// `12.300`, `12,300`.
#[must_use]
pub fn number(n: i64) -> [String; 2] {
    ['.', ','].map(|mark| grouped(n, mark))
}

/// `29,3` and `29.3` of `29.3`: a number with decimals, as programs write it.
#[must_use]
pub fn decimal(text: &str) -> [String; 2] {
    [text.replace('.', ","), text.to_owned()]
}

/// A whole number with a mark between its thousands.
pub(crate) fn grouped(n: i64, mark: char) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::from(if n < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_are_written_out() {
        assert_eq!(day(Date::constant(2024, 3, 31)), ["31 Maret 2024", "31 March 2024"]);
        assert_eq!(weekday(Date::constant(2024, 3, 31).weekday()), ["Minggu", "Sunday"]);
        let [march, may] = [3, 5].map(|n| Month::new(2024, n).unwrap());
        assert_eq!(months(march, may), ["Maret 2024 – Mei 2024", "March 2024 – May 2024"]);
        assert_eq!(months(may, may), ["Mei 2024", "May 2024"]);
    }
    #[test]
    fn thousands_are_parted() {
        assert_eq!(number(0), ["0", "0"]);
        assert_eq!(number(-1_234_567), ["-1.234.567", "-1,234,567"]);
        assert_eq!(number(i64::MIN)[0], "-9.223.372.036.854.775.808");
    }
}
