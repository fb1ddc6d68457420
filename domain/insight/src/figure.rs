//! What the checker makes of a published figure, by rules a reader can follow.
//!
//! | verdict | rule |
//! |---|---|
//! | `QUARANTINED` | below 1 % of a sub-total of its own, or a target below the result stated with it |
//! | `BASE_UNKNOWN` | a share without numerator and denominator |
//! | `NAME_VARIANT` | a name close to a known one |
//! | `CONSISTENT` | the share said is the quotient of the numbers said, to its last digit |
//! | `ROUNDED` | it is within the rounding of what was said |
//! | `UNIT_ERROR` | it is off by a power of ten |
//! | `INCONSISTENT` | none of these; or the parts do not add up |
//! | `UNCHECKED` | nothing was said that it could be checked against |
//!
//! A figure in quarantine is kept and shown as such; it is never repaired by a guess.

mod name;
mod reading;

use crate::{
    Amount, Bound,
    amount::{rounded, up},
    percent_text,
};
use serde::Serialize;
use terms::{Rate, written};

pub use name::{KnownName, NameVariant, name_variant};
pub use reading::{Reading, reading_of_heads, reading_of_share};

/// What the checker makes of a figure.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// The share said is the quotient, to its last digit.
    Consistent,
    /// The share said is within the rounding of what was said.
    Rounded,
    /// A share without numerator and denominator.
    BaseUnknown,
    /// The numbers said do not go together.
    Inconsistent,
    /// Off by a power of ten.
    UnitError,
    /// A name close to a known one.
    NameVariant,
    /// Too far off to be published.
    Quarantined,
    /// Nothing to check it against.
    Unchecked,
}

impl Verdict {
    /// The stored and printed word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Consistent => "CONSISTENT",
            Self::Rounded => "ROUNDED",
            Self::BaseUnknown => "BASE_UNKNOWN",
            Self::Inconsistent => "INCONSISTENT",
            Self::UnitError => "UNIT_ERROR",
            Self::NameVariant => "NAME_VARIANT",
            Self::Quarantined => "QUARANTINED",
            Self::Unchecked => "UNCHECKED",
        }
    }
}

/// A verdict with its reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in Indonesian.
    pub id: String,
    /// Why, in English.
    pub en: String,
}

fn judged(verdict: Verdict, id: impl Into<String>, en: impl Into<String>) -> Judgement {
    Judgement { verdict, id: id.into(), en: en.into() }
}

/// A number as it was said, and to what it was rounded in saying it ("982 thousand": 1,000).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Said {
    /// The number with its hedge.
    pub amount: Amount,
    /// To what it was rounded; 1 is to the head.
    pub rounded_to: i64,
}

impl Said {
    /// Twice the least and twice the most it may stand for.
    fn doubled(self) -> (i128, i128) {
        let (value, half) = (2 * i128::from(self.amount.value), i128::from(self.rounded_to.max(1)));
        if self.rounded_to <= 1 { (value, value) } else { (value - half, value + half) }
    }
}

/// A share that was said, `31.6`, as a text: its decimals are part of what was said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SaidPercent {
    rate: Rate,
    decimals: u32,
    text: String,
}

impl SaidPercent {
    /// Reads `31.6` or `31,6`; at most four decimals.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().trim_end_matches('%').trim().replace(',', ".");
        let decimals = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let rate = Rate::parse_percent(&digits)?;
        Some(Self { rate, decimals: u32::try_from(decimals).ok()?, text: digits })
    }

    /// The rate.
    #[must_use]
    pub const fn rate(&self) -> Rate {
        self.rate
    }

    /// Half of the last digit said, in parts per million, and never less than half a part.
    fn half_digit(&self) -> i128 {
        10i128.pow(4u32.saturating_sub(self.decimals)) / 2
    }
}

/// A share without numerator and denominator cannot be judged.
#[must_use]
pub fn without_base() -> Judgement {
    judged(
        Verdict::BaseUnknown,
        "Persentase tanpa penyebut; minta pembilang, penyebut, dan sumbernya.",
        "A share without a base; ask for numerator, denominator and source.",
    )
}

/// Nothing was said that the figure could be checked against.
#[must_use]
pub fn unchecked() -> Judgement {
    judged(
        Verdict::Unchecked,
        "Tidak ada angka pembanding dari sumber yang sama.",
        "The source gives nothing to check it against.",
    )
}

/// A share against its own part and whole.
#[must_use]
pub fn judge_share(said: &SaidPercent, part: Said, whole: Said) -> Judgement {
    let Some(text) = percent_text(part.amount.value, whole.amount.value, said.decimals.max(2))
    else {
        return without_base();
    };
    let [[text_id, _], [said_id, _]] = [&text, &said.text].map(|text| written::decimal(text));
    let hedged = part.amount.qualifier.and(whole.amount.qualifier.turned());
    if !hedged.about && hedged.bound != Bound::Equal {
        return judge_bound(said, part.amount, whole.amount, hedged.bound);
    }
    let exact = ppm(part.amount.value, whole.amount.value);
    if exact == Some((i128::from(said.rate.parts()), true)) {
        return judged(
            Verdict::Consistent,
            format!("Dihitung ulang: {text_id} %, sama dengan yang disebut."),
            format!("Recomputed: {text} %, as said."),
        );
    }
    if within_rounding(said, part, whole) {
        return judged(
            Verdict::Rounded,
            format!("Dihitung ulang: {text_id} %; disebut {said_id} % setelah pembulatan."),
            format!("Recomputed: {text} %; said as {} % after rounding.", said.text),
        );
    }
    if off_by_ten(said, part, whole) {
        return judged(
            Verdict::UnitError,
            format!(
                "Dihitung ulang: {text_id} %; yang disebut, {said_id} %, berbeda kelipatan sepuluh."
            ),
            format!(
                "Recomputed: {text} %; what was said, {} %, is off by a power of ten.",
                said.text
            ),
        );
    }
    judged(
        Verdict::Inconsistent,
        format!("Dihitung ulang: {text_id} %, bukan {said_id} %."),
        format!("Recomputed: {text} %, not {} %.", said.text),
    )
}

/// The quotient in parts per million, and whether that is exact.
fn ppm(part: i64, whole: i64) -> Option<(i128, bool)> {
    let scaled = i128::from(part) * 1_000_000;
    let whole = i128::from(whole);
    (whole > 0).then(|| (scaled.div_euclid(whole), scaled.rem_euclid(whole) == 0))
}

/// Whether what was said may be the rounded quotient of what the rounded numbers may stand for.
fn within_rounding(said: &SaidPercent, part: Said, whole: Said) -> bool {
    let ((part_low, part_high), (whole_low, whole_high)) = (part.doubled(), whole.doubled());
    let (Some(low), Some(high)) =
        (rounded(part_low * 2_000_000, whole_high), up(part_high * 2_000_000, whole_low))
    else {
        return false;
    };
    let (said_low, said_high) = {
        let (rate, half) = (2 * i128::from(said.rate.parts()), 2 * said.half_digit());
        (rate - half, rate + half)
    };
    low <= said_high && high >= said_low
}

fn off_by_ten(said: &SaidPercent, part: Said, whole: Said) -> bool {
    [10, 100, 1_000].into_iter().any(|tens| {
        let larger = Said {
            amount: Amount { value: part.amount.value.saturating_mul(tens), ..part.amount },
            ..part
        };
        let smaller = Said {
            amount: Amount { value: whole.amount.value.saturating_mul(tens), ..whole.amount },
            ..whole
        };
        within_rounding(said, larger, whole) || within_rounding(said, part, smaller)
    })
}

/// "Less than 100 thousand of 820 thousand" is at most 12.2 %: 20 % does not fit under it.
fn judge_bound(said: &SaidPercent, part: Amount, whole: Amount, bound: Bound) -> Judgement {
    let edge = ppm(part.value, whole.value).map_or(0, |(ppm, _)| ppm);
    let text = percent_text(part.value, whole.value, 1).unwrap_or_default();
    let [[text_id, _], [said_id, _]] = [&text, &said.text].map(|text| written::decimal(text));
    let rate = i128::from(said.rate.parts());
    let upper = matches!(bound, Bound::AtMost | Bound::LessThan);
    let fits =
        if upper { rate - said.half_digit() <= edge } else { rate + said.half_digit() >= edge };
    let (id, en) =
        if upper { ("paling banyak", "at most") } else { ("paling sedikit", "at least") };
    if fits {
        let (id, en) = (
            format!("Dihitung ulang: {id} {text_id} %; {said_id} % ada di dalamnya."),
            format!("Recomputed: {en} {text} %; {} % fits.", said.text),
        );
        judged(Verdict::Consistent, id, en)
    } else {
        let (id, en) = (
            format!("Dihitung ulang: {id} {text_id} %, bukan {said_id} %."),
            format!("Recomputed: {en} {text} %, not {} %.", said.text),
        );
        judged(Verdict::Inconsistent, id, en)
    }
}

/// Parts that are said to make a sum; `None` when they do.
#[must_use]
pub fn judge_sum(parts: &[i64], sum: i64) -> Option<Judgement> {
    let found: i128 = parts.iter().map(|part| i128::from(*part)).sum();
    (found != i128::from(sum)).then(|| {
        judged(
            Verdict::Inconsistent,
            format!("Bagian-bagiannya berjumlah {found}, bukan {sum}."),
            format!("Its parts add up to {found}, not {sum}."),
        )
    })
}

/// A total against a sub-total of its own: below 1 % of it the unit or the number is wrong.
#[must_use]
pub fn judge_sub_total(total: Amount, sub_total: Amount) -> Option<Judgement> {
    let far_below = i128::from(total.value) * 100 < i128::from(sub_total.value);
    far_below.then(|| {
        let [id, en] = [sub_total.said().0, sub_total.said().1];
        judged(
            Verdict::Quarantined,
            format!(
                "Di bawah 1 % dari subtotalnya sendiri, {id}; tanyakan satuannya (ribu?) sebelum dipakai."
            ),
            format!("Below 1 % of its own sub-total, {en}; ask for the unit (thousands?) before use."),
        )
    })
}

/// A target below the result stated with it: one of the two is misprinted.
#[must_use]
pub fn judge_target(target: Rate, result: Rate) -> Option<Judgement> {
    (target < result).then(|| {
        judged(
            Verdict::Quarantined,
            format!("Target {target} lebih kecil dari hasil {result} dalam kalimat yang sama."),
            format!("The target of {target} is below the result of {result} in the same sentence."),
        )
    })
}

/// Whether a number that claims to be of everyone is more than ten times off the share that the
/// nation has: then its scope must be stated first.
#[must_use]
pub fn is_implausible_scope(
    value: i64,
    population: i64,
    nation_value: i64,
    nation_population: i64,
) -> bool {
    let here = i128::from(value) * i128::from(nation_population);
    let there = i128::from(nation_value) * i128::from(population);
    here * 10 < there || there * 10 < here
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Qualifier;

    fn exactly(value: i64) -> Said {
        Said { amount: Amount::exactly(value), rounded_to: 1 }
    }

    fn to(value: i64, rounded_to: i64) -> Said {
        Said { amount: Amount::exactly(value), rounded_to }
    }

    fn verdict(said: &str, part: Said, whole: Said) -> Verdict {
        judge_share(&SaidPercent::parse(said).unwrap(), part, whole).verdict
    }

    #[test]
    fn a_share_is_judged_by_the_digits_that_were_said() {
        assert_eq!(verdict("25", exactly(1), exactly(4)), Verdict::Consistent);
        assert_eq!(verdict("33.3", exactly(1), exactly(3)), Verdict::Rounded);
        assert_eq!(verdict("33.4", exactly(1), exactly(3)), Verdict::Inconsistent);
        assert_eq!(verdict("31.4", exactly(214_687), exactly(684_654)), Verdict::Rounded);
        assert_eq!(verdict("31.6", exactly(214_687), exactly(684_654)), Verdict::Inconsistent);
        assert_eq!(verdict("3.14", exactly(214_687), exactly(684_654)), Verdict::UnitError);
    }

    #[test]
    fn rounded_numbers_leave_room() {
        let (active, registered) = (to(41_560_000, 10_000), to(61_080_000, 10_000));
        assert_eq!(verdict("68.05", active, registered), Verdict::Rounded);
        assert_eq!(
            verdict("68.05", exactly(41_560_000), exactly(61_080_000)),
            Verdict::Inconsistent
        );
    }

    #[test]
    fn a_bound_must_have_room_for_the_share() {
        let under = Amount::hedged(100_000, "<".parse::<Qualifier>().unwrap());
        let under = Said { amount: under, rounded_to: 1 };
        assert_eq!(verdict("20", under, exactly(820_000)), Verdict::Inconsistent);
        assert_eq!(verdict("12", under, exactly(820_000)), Verdict::Consistent);
    }

    #[test]
    fn the_parts_of_a_sum_and_the_parts_of_a_total() {
        assert_eq!(judge_sum(&[1, 2], 3), None);
        assert_eq!(judge_sum(&[1, 2], 4).unwrap().verdict, Verdict::Inconsistent);
        let sub_total = Amount::exactly(1_000);
        assert_eq!(judge_sub_total(Amount::exactly(10), sub_total), None, "just 1 %");
        assert!(judge_sub_total(Amount::exactly(9), sub_total).is_some());
    }
}
