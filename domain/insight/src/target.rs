//! What follows from a target: heads, gaps, pace, growth, ratios; whole numbers, hedges carried.
//!
//! Every answer explains itself. A hedge is never lost: "less than 30 % of 700,000" leaves "more
//! than 70,000" to a target of 280,000. What has no answer (a base of nothing, a period that ends
//! before it begins) is `None`.

use crate::{
    Amount, Bound, Qualifier,
    amount::{rounded, up},
    percent_text, ratio_text,
};
use serde::Serialize;
use terms::{Assessment, Because, Date, Month, Rate, Rupiah, Status, written};

/// A share or ratio as it is written, with its hedge.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Share {
    /// The digits: `80.0`, `1.944`.
    pub text: String,
    /// The hedge.
    pub qualifier: Qualifier,
}

/// A target and what came of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Outcome {
    /// What was reached.
    pub result: i64,
    /// What was missing.
    pub shortfall: i64,
}

/// What was paid out for what was paid in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ClaimsRatio {
    /// Claims for each rupiah of contribution, one decimal.
    pub ratio: String,
    /// The same in per cent.
    pub percent: String,
}

fn whole(n: i128) -> Option<i64> {
    i64::try_from(n).ok()
}

fn because(rule: &str, id: String, en: String) -> Because {
    Because::new(rule, Status::Derived, id, en)
}

/// A percentage of a base in heads: 40 % of 700,000 is 280,000. A fraction of a head counts as one,
/// because fewer would not reach the percentage.
#[must_use]
pub fn heads_of_percent(percent: Rate, base: Amount) -> Option<Assessment<Amount>> {
    let value = whole(up(i128::from(percent.parts()) * i128::from(base.value), 1_000_000)?)?;
    let heads = Amount::hedged(value, base.qualifier.plain());
    let ((of_id, of_en), (id, en)) = (base.said(), heads.said());
    let why = because(
        "insight.heads_of_percent",
        format!("{percent} dari {of_id} adalah {id}."),
        format!("{percent} of {of_en} is {en}."),
    );
    Some(Assessment::new(heads, why.input("percent", percent).input("base", base)))
}

/// What is missing to a target. What is at hand may be hedged; the gap turns the hedge round.
#[must_use]
pub fn gap(target: Amount, at_hand: Amount) -> Option<Assessment<Amount>> {
    let value = target.value.checked_sub(at_hand.value)?;
    let missing = Amount::hedged(value, target.qualifier.and(at_hand.qualifier.turned()));
    let ((to_id, to_en), (have_id, have_en), (id, en)) =
        (target.said(), at_hand.said(), missing.said());
    let least = missing.least().filter(|least| *least != value).map(Amount::exactly);
    let (least_id, least_en) = least.map_or((String::new(), String::new()), |least| {
        let (id, en) = least.said();
        (format!(", jadi paling sedikit {id} lagi"), format!(", so at least {en} more"))
    });
    let why = because(
        "insight.gap",
        format!("Target {to_id}, sudah ada {have_id}: kurang {id}{least_id}."),
        format!("Target {to_en}, there are {have_en}: {en} are missing{least_en}."),
    );
    Some(Assessment::new(missing, why.input("target", target).input("at_hand", at_hand)))
}

/// How many a month close a gap over these months, both included; up to the next whole head.
#[must_use]
pub fn pace(gap: Amount, first: Month, last: Month) -> Option<Assessment<Amount>> {
    let n_months = last.since(first) + 1;
    let value = whole(up(i128::from(gap.value), i128::from(n_months))?)?;
    let each = Amount::hedged(value, gap.qualifier.plain());
    let ((of_id, of_en), (id, en)) = (gap.said(), each.said());
    let [months_id, months_en] = written::months(first, last);
    let why = because(
        "insight.pace",
        format!("{of_id} dalam {n_months} bulan ({months_id}): {id} setiap bulan."),
        format!("{of_en} in {n_months} months ({months_en}): {en} a month."),
    );
    let why = why.input("gap", gap).input("first", first).input("last", last);
    Some(Assessment::new(each, why.input("n_months", n_months)))
}

/// A part of a whole in per cent, with so many decimals.
#[must_use]
pub fn share(part: Amount, of: Amount, decimals: u32) -> Option<Assessment<Share>> {
    let text = percent_text(part.value, of.value, decimals)?;
    let qualifier = part.qualifier.and(of.qualifier.turned());
    let ((part_id, part_en), (of_id, of_en)) = (part.said(), of.said());
    let (id, en) = qualifier.words();
    let [text_id, _] = written::decimal(&text);
    let why = because(
        "insight.share",
        format!("{part_id} dari {of_id} adalah {id}{text_id} %."),
        format!("{part_en} of {of_en} is {en}{text} %."),
    );
    Some(Assessment::new(Share { text, qualifier }, why.input("part", part).input("whole", of)))
}

/// How many times one number is of another, with so many decimals.
#[must_use]
pub fn factor(of: Amount, base: Amount, decimals: u32) -> Option<Assessment<Share>> {
    let text = ratio_text(of.value, base.value, decimals)?;
    let qualifier = of.qualifier.and(base.qualifier.turned());
    let ((of_id, of_en), (base_id, base_en)) = (of.said(), base.said());
    let (id, en) = qualifier.words();
    let [text_id, _] = written::decimal(&text);
    let why = because(
        "insight.factor",
        format!("{of_id} adalah {id}{text_id} kali {base_id}."),
        format!("{of_en} is {en}{text} times {base_en}."),
    );
    Some(Assessment::new(Share { text, qualifier }, why.input("of", of).input("base", base)))
}

/// Growth in per cent, with so many decimals: from about 50,000 to about 90,000 is about 80 %.
#[must_use]
pub fn growth(before: Amount, after: Amount, decimals: u32) -> Option<Assessment<Share>> {
    let text = percent_text(after.value.checked_sub(before.value)?, before.value, decimals)?;
    let qualifier = after.qualifier.and(before.qualifier.turned());
    let ((from_id, from_en), (to_id, to_en)) = (before.said(), after.said());
    let (id, en) = qualifier.words();
    let [text_id, _] = written::decimal(&text);
    let sign = if text.starts_with('-') { "" } else { "+" };
    let why = because(
        "insight.growth",
        format!("Dari {from_id} menjadi {to_id}: {id}{sign}{text_id} %."),
        format!("From {from_en} to {to_en}: {en}{sign}{text} %."),
    );
    let why = why.input("before", before).input("after", after);
    Some(Assessment::new(Share { text, qualifier }, why))
}

/// What came of a target of which a percentage was reached, to the nearest head.
#[must_use]
pub fn outcome(target: i64, reached: Rate) -> Option<Assessment<Outcome>> {
    let exact = i128::from(target) * i128::from(reached.parts());
    let result = whole(rounded(exact, 1_000_000)?)?;
    let shortfall = target.checked_sub(result)?;
    let [(target_id, target_en), (id, en), (short_id, short_en)] =
        [target, result, shortfall].map(|n| Amount::exactly(n).said());
    let why = because(
        "insight.outcome",
        format!("{reached} dari target {target_id} adalah {id}; kurang {short_id}."),
        format!("{reached} of a target of {target_en} is {en}; {short_en} short."),
    );
    let why = why.input("target", target).input("reached", reached);
    Some(Assessment::new(Outcome { result, shortfall }, why))
}

/// What a stated share of a base, or of a target, is in heads, with both hedges: less than 30 % of
/// 700,000 is less than 210,000.
#[must_use]
pub fn stated_share(percent: Rate, hedge: Qualifier, base: Amount) -> Option<Assessment<Amount>> {
    let exact = i128::from(percent.parts()) * i128::from(base.value);
    let value = whole(rounded(exact, 1_000_000)?)?;
    let heads = Amount::hedged(value, hedge.and(base.qualifier));
    let ((of_id, of_en), (id, en)) = (base.said(), heads.said());
    let (hedge_id, hedge_en) = hedge.words();
    let why = because(
        "insight.stated_share",
        format!("{hedge_id}{percent} dari {of_id} adalah {id}."),
        format!("{hedge_en}{percent} of {of_en} is {en}."),
    );
    Some(Assessment::new(heads, why.input("percent", percent).input("base", base)))
}

/// How many a month came on average in so many months; down to the whole head.
#[must_use]
pub fn pace_so_far(came: Amount, n_months: i32) -> Option<Assessment<Amount>> {
    if n_months < 1 {
        return None;
    }
    let each = Amount::hedged(came.value.div_euclid(n_months.into()), came.qualifier.plain());
    let ((of_id, of_en), (id, en)) = (came.said(), each.said());
    let why = because(
        "insight.pace_so_far",
        format!("{of_id} dalam {n_months} bulan: {id} setiap bulan."),
        format!("{of_en} in {n_months} months: {en} a month."),
    );
    Some(Assessment::new(each, why.input("came", came).input("n_months", n_months)))
}

/// Where the straight line from a start to a target stands after so many of its months; up to the next
/// whole head on the way up, so that being on the line is enough.
#[must_use]
pub fn line(start: i64, target: i64, n_months: i32, after: i32) -> Option<i64> {
    if n_months < 1 || !(0..=n_months).contains(&after) {
        return None;
    }
    let way = i128::from(target) - i128::from(start);
    whole(i128::from(start) + up(way * i128::from(after), i128::from(n_months))?)
}

/// The months that are left to a target on a day: the first is the month of the next day, or the one
/// in which the target begins.
#[must_use]
pub fn months_left(from_on: Date, until_on: Date, on: Date) -> Option<(Month, Month)> {
    let next = Month::of(on.tomorrow().ok()?);
    let (first, last) = (next.max(Month::of(from_on)), Month::of(until_on));
    (first <= last).then_some((first, last))
}

/// How many per cent of everybody a number is, when it is more than everybody; nothing otherwise. A
/// base that is only a lower bound, or about right, accuses nobody.
#[must_use]
pub fn over_everybody(heads: Amount, base: Amount) -> Option<String> {
    let most = matches!(base.qualifier.bound, Bound::Equal | Bound::AtMost | Bound::LessThan);
    let is_firm = most && !base.qualifier.about;
    (is_firm && heads.value > base.value).then(|| percent_text(heads.value, base.value, 1))?
}

/// Claims for contributions: 1.5 billion for 500 million is 3.0, or 300 %.
#[must_use]
pub fn claims_ratio(contributions: Rupiah, claims: Rupiah) -> Option<Assessment<ClaimsRatio>> {
    let ratio = ratio_text(claims.get(), contributions.get(), 1)?;
    let percent = percent_text(claims.get(), contributions.get(), 1)?;
    let [[ratio_id, _], [percent_id, _]] = [&ratio, &percent].map(|text| written::decimal(text));
    let why = because(
        "insight.claims_ratio",
        format!("Klaim {claims} dari iuran {contributions}: {ratio_id} kali, {percent_id} %."),
        format!(
            "Claims of {claims} for contributions of {contributions}: {ratio} times, {percent} %."
        ),
    );
    let why = why.input("contributions", contributions).input("claims", claims);
    Some(Assessment::new(ClaimsRatio { ratio, percent }, why))
}

/// How many whole worker-years an amount of contributions pays, at the price of a year.
#[must_use]
pub fn worker_years(contributions: Rupiah, price_of_a_year: Rupiah) -> Option<Assessment<i64>> {
    if price_of_a_year.get() <= 0 {
        return None;
    }
    let years = contributions.get().div_euclid(price_of_a_year.get());
    let (id, en) = Amount::exactly(years).said();
    let why = because(
        "insight.worker_years",
        format!("{contributions} membayar {id} tahun-pekerja penuh seharga {price_of_a_year}."),
        format!("{contributions} pays {en} whole worker-years at {price_of_a_year}."),
    );
    let why = why.input("contributions", contributions).input("price_of_a_year", price_of_a_year);
    Some(Assessment::new(years, why))
}

/// What some heads cost, at a price each.
#[must_use]
pub fn budget(heads: Amount, price_each: Rupiah) -> Option<Assessment<Rupiah>> {
    let total = price_each.times(heads.value).ok()?;
    let (id, en) = heads.said();
    let why = because(
        "insight.budget",
        format!("{id} orang dengan {price_each} masing-masing: {total}."),
        format!("{en} people at {price_each} each: {total}."),
    );
    Some(Assessment::new(total, why.input("heads", heads).input("price_each", price_each)))
}

/// How many benefits of one amount some claims are worth, one decimal.
#[must_use]
pub fn benefits_worth(claims: Rupiah, benefit: Rupiah) -> Option<Assessment<String>> {
    let text = ratio_text(claims.get(), benefit.get(), 1)?;
    let why = because(
        "insight.benefits_worth",
        format!("Klaim {claims} setara {text} santunan sebesar {benefit}."),
        format!("Claims of {claims} are worth {text} benefits of {benefit}."),
    );
    Some(Assessment::new(text, why.input("claims", claims).input("benefit", benefit)))
}

#[cfg(test)]
mod tests;
