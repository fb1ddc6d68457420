//! Targets by example and by property: bounds go through, lines meet their ends, nothing is lost.

use super::*;
use proptest::prelude::*;

const UNDER: Qualifier = Qualifier { bound: Bound::LessThan, about: false };

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[test]
fn a_bound_goes_through_a_calculation() {
    let forty = Rate::per_million(400_000);
    let target = *heads_of_percent(forty, Amount::exactly(1_000)).unwrap().amount();
    let missing = gap(target, Amount::hedged(300, UNDER)).unwrap();
    assert_eq!(missing.amount().to_string(), ">100");
    assert_eq!(missing.amount().least(), Some(101));
    assert!(missing.because().en.ends_with("so at least 101 more."), "{missing:?}");
    let (first, last) = (month("2024-05"), month("2024-08"));
    assert_eq!(pace(*missing.amount(), first, last).unwrap().amount().to_string(), ">25");
    assert!(pace(*missing.amount(), last, first).is_none());
}

#[test]
fn under_thirty_per_cent_of_banyumas_leaves_eight_thousand_a_month() {
    let base = Amount::exactly(700_000);
    let target = *heads_of_percent(Rate::per_million(400_000), base).unwrap().amount();
    let stated = stated_share(Rate::per_million(300_000), UNDER, base).unwrap();
    assert_eq!((target.value, stated.amount().to_string()), (280_000, "<210000".into()));
    assert_eq!(stated.because().en, "less than 30 % of 700,000 is less than 210,000.");
    let missing = *gap(target, *stated.amount()).unwrap().amount();
    assert_eq!(missing.least(), Some(70_001));
    let day = |text: &str| text.parse::<Date>().unwrap();
    let (first, last) =
        months_left(day("2024-01-01"), day("2024-12-31"), day("2024-04-30")).unwrap();
    assert_eq!((first, last), (month("2024-05"), month("2024-12")));
    assert_eq!(pace(missing, first, last).unwrap().amount().to_string(), ">8750");
}

#[test]
fn a_fraction_of_a_head_counts_as_one() {
    let third = Rate::per_million(333_333);
    assert_eq!(heads_of_percent(third, Amount::exactly(100)).unwrap().amount().value, 34);
    let (first, last) = (month("2024-01"), month("2024-03"));
    assert_eq!(pace(Amount::exactly(100), first, last).unwrap().amount().value, 34);
}

#[test]
fn a_falling_number_shrinks_by_per_cent() {
    let grown = growth(Amount::exactly(200), Amount::exactly(150), 1).unwrap();
    assert_eq!(grown.amount().text, "-25.0");
    assert!(growth(Amount::exactly(0), Amount::exactly(1), 1).is_none());
}

#[test]
fn a_target_that_begins_later_waits_and_one_that_ended_has_no_month_left() {
    let day = |text: &str| text.parse::<Date>().unwrap();
    let left = |on: &str| months_left(day("2023-11-01"), day("2026-12-31"), day(on));
    let (first, last) = left("2023-10-19").unwrap();
    assert_eq!((first, last.since(first) + 1), (month("2023-11"), 38));
    assert_eq!(left("2026-12-31"), None);
    assert_eq!(left("2026-12-30").unwrap().0, month("2026-12"));
}

#[test]
fn more_than_everybody_is_said_in_per_cent() {
    let over = |heads, base| over_everybody(Amount::exactly(heads), base);
    assert_eq!(over(900_000, Amount::exactly(700_000)).as_deref(), Some("128.6"));
    assert_eq!(over(700_000, Amount::exactly(700_000)), None);
    assert_eq!(over(900_000, Amount::hedged(700_000, Qualifier::ABOUT)), None);
}

fn any_hedge() -> impl Strategy<Value = Qualifier> {
    let signs = prop::sample::select(vec!["=", "~", ">=", ">", "<=", "<"]);
    signs.prop_map(|sign| sign.parse().unwrap())
}

/// Numbers that an amount with this hedge may stand for, near it.
fn truths(amount: Amount) -> Vec<i64> {
    let fits = |n: &i64| match amount.qualifier.bound {
        Bound::Equal => *n == amount.value,
        Bound::AtLeast => *n >= amount.value,
        Bound::MoreThan => *n > amount.value,
        Bound::AtMost => *n <= amount.value,
        Bound::LessThan => *n < amount.value,
    };
    (amount.value - 3..=amount.value + 3).filter(fits).collect()
}

proptest! {
    #[test]
    fn what_is_missing_holds_for_every_number_that_was_meant(
        target in 1..5_000_000i64,
        at_hand in 0..5_000_000i64,
        hedge in any_hedge(),
        last in 0..60i32,
    ) {
        let at_hand = Amount::hedged(at_hand, hedge);
        let missing = *gap(Amount::exactly(target), at_hand).unwrap().amount();
        prop_assert_eq!(missing.qualifier.about, hedge.about, "a hedge is never lost");
        prop_assert_eq!(missing.qualifier == Qualifier::EXACT, hedge == Qualifier::EXACT);
        if !hedge.about {
            for truth in truths(at_hand) {
                prop_assert!(truths(Amount::hedged(missing.value, missing.qualifier))
                    .contains(&(target - truth)) || (target - truth - missing.value).abs() > 3);
            }
        }
        // Keeping the pace reaches the target, and one month less would not.
        let first = month("2024-01");
        let each = *pace(missing, first, first.plus(last)).unwrap().amount();
        prop_assert_eq!(each.qualifier, missing.qualifier);
        prop_assert!(each.value * i64::from(last + 1) >= missing.value);
        prop_assert!((each.value - 1) * i64::from(last + 1) < missing.value);
    }

    #[test]
    fn a_line_begins_at_its_start_ends_at_its_target_and_never_turns(
        start in 0..1_000_000i64,
        target in 0..1_000_000i64,
        n in 1..300i32,
    ) {
        let at = |after| line(start, target, n, after).unwrap();
        prop_assert_eq!((at(0), at(n)), (start, target));
        let points: Vec<i64> = (0..=n).map(at).collect();
        let rises = points.windows(2).all(|pair| pair[0] <= pair[1]);
        let falls = points.windows(2).all(|pair| pair[0] >= pair[1]);
        let (up, down) = (start <= target, start >= target);
        prop_assert!((!up || rises) && (!down || falls));
        prop_assert_eq!(line(start, target, n, n + 1), None);
    }

    #[test]
    fn a_percentage_of_a_base_never_asks_for_more_than_the_base(
        parts in 1..=1_000_000i64,
        base in 1..100_000_000i64,
        hedge in any_hedge(),
    ) {
        let base = Amount::hedged(base, hedge);
        let heads = *heads_of_percent(Rate::per_million(parts), base).unwrap().amount();
        prop_assert!(heads.value >= 1 && heads.value <= base.value);
        prop_assert_eq!(heads.qualifier, hedge);
        prop_assert!(over_everybody(heads, base).is_none());
    }
}
