//! Days and months as people write them, in Indonesian and in English, always in that order.

use crate::{Date, Month};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_are_written_out() {
        assert_eq!(day(Date::constant(2024, 3, 31)), ["31 Maret 2024", "31 March 2024"]);
        let [march, may] = [3, 5].map(|n| Month::new(2024, n).unwrap());
        assert_eq!(months(march, may), ["Maret 2024 – Mei 2024", "March 2024 – May 2024"]);
        assert_eq!(months(may, may), ["Mei 2024", "May 2024"]);
    }
}
