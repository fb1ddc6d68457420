//! The qualifying period (*masa tunggu*): so many months in a row before the full death benefit.
//!
//! Whether the law counts contributions or membership, and whether the months must follow one
//! another, has not been confirmed; here: contribution months of the spell, in a row.

use terms::{Date, Month};

/// The first day of the full death benefit: after the first run of `needed` paid months in a row,
/// or, while there is none, after the run that is still growing, if it goes on.
/// The months must rise.
#[must_use]
pub fn full_from(
    spell_from: Date,
    first: Month,
    paid: impl IntoIterator<Item = Month>,
    needed: u8,
) -> Date {
    if needed == 0 {
        return spell_from;
    }
    let needed = i32::from(needed);
    let (mut start, mut last) = (first, None);
    for month in paid {
        if last.is_some_and(|last: Month| month != last.next()) {
            start = month;
        }
        last = Some(month);
        if month.since(start) + 1 >= needed {
            break;
        }
    }
    start.plus(needed).first_day()
}

/// The longest run of paid months, one after another, that ends in a month or before.
#[must_use]
pub fn months_in_a_row(paid: impl IntoIterator<Item = Month>, up_to: Month) -> u32 {
    let (mut longest, mut run, mut last) = (0, 0, None::<Month>);
    for month in paid.into_iter().filter(|month| *month <= up_to) {
        run = if last.is_some_and(|last| last.next() == month) { run + 1 } else { 1 };
        longest = longest.max(run);
        last = Some(month);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn full(paid: &[&str], needed: u8) -> String {
        let months: Vec<_> = paid.iter().map(|text| month(text)).collect();
        full_from(months[0].first_day(), months[0], months.iter().copied(), needed).to_string()
    }

    #[test]
    fn the_full_benefit_begins_with_the_fourth_month() {
        assert_eq!(full(&["2026-11"], 3), "2027-02-01");
        assert_eq!(full(&["2026-11", "2026-12", "2027-01"], 3), "2027-02-01");
        assert_eq!(full(&["2026-11"], 0), "2026-11-01");
    }

    #[test]
    fn a_hole_starts_the_count_again() {
        assert_eq!(full(&["2026-01", "2026-03"], 3), "2026-06-01");
        assert_eq!(full(&["2026-01", "2026-02", "2026-03", "2026-05"], 3), "2026-04-01");
        let paid = ["2026-01", "2026-03", "2026-04"].map(month);
        assert_eq!(months_in_a_row(paid, month("2026-12")), 2);
    }
}
