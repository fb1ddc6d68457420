//! Of those who came, how many enrol: small counts are pulled to what villages like this one show.
//!
//! Beta-Binomial per type of village: the type's mean and weight come from its visited villages by
//! moments, and from all villages together while the type has too few people. The range holds what
//! happens four times in five; who was never visited is ranked a little better than expected, so that
//! what is unknown gets known.

#![expect(clippy::float_arithmetic, reason = "shares are estimated, not counted")]

use super::{
    assumption::Assumptions,
    beta::Beta,
    series::{exp, ln},
};
use std::collections::BTreeMap;
use terms::Date;

/// One visit whose outcome is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Which village, by its place in the list.
    pub village: usize,
    /// When.
    pub on: Date,
    /// How many came.
    pub came: i64,
    /// How many enrolled and paid their first month.
    pub enrolled: i64,
}

/// What is believed of one village.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Belief {
    /// People who came here, as counted.
    pub came: i64,
    /// Of them enrolled and paid.
    pub enrolled: i64,
    /// Visits with counts.
    pub visits: i64,
    /// What villages like this average, parts per million.
    pub type_ppm: i64,
    /// People the average of the type rests on.
    pub type_came: i64,
    /// What is expected here, parts per million.
    pub mean_ppm: i64,
    /// The lower edge of the range.
    pub low_ppm: i64,
    /// Its upper edge.
    pub high_ppm: i64,
    /// What the village is ranked by: the expectation and a bonus for what is not known.
    pub ranked_ppm: i64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    came: f64,
    enrolled: f64,
}

/// Mean and weight of a group of villages.
#[derive(Clone, Copy, Debug)]
struct Prior {
    mean: f64,
    weight: f64,
}

const WEIGHT_MAX: f64 = 200.0;
const WEIGHT_MIN: f64 = 5.0;

fn whole(x: f64) -> i64 {
    (x * 1e6).round() as i64
}

fn share(ppm: i64) -> f64 {
    ppm as f64 / 1e6
}

/// Mean and weight by moments, from what `first` says while little was seen.
fn prior(villages: &[Seen], first: Prior) -> Prior {
    let came: f64 = villages.iter().map(|it| it.came).sum();
    let enrolled: f64 = villages.iter().map(|it| it.enrolled).sum();
    let mean = (first.mean * first.weight + enrolled) / (first.weight + came);
    let visited = villages.iter().filter(|it| it.came > 0.0).collect::<Vec<_>>();
    let k = visited.len() as f64;
    if visited.len() < 3 || mean <= 0.0 || mean >= 1.0 {
        return Prior { mean, weight: first.weight };
    }
    // How much villages differ beyond what chance alone does (Kleinman's moments).
    let square = |it: &&Seen| it.came * (it.enrolled / it.came - mean).powi(2);
    let spread = visited.iter().map(square).sum::<f64>() / came;
    let even = 1.0 - visited.iter().map(|it| (it.came / came).powi(2)).sum::<f64>();
    let chance = (k - 1.0) / came;
    let apart = (spread / (mean * (1.0 - mean)) - chance) / (even - chance).max(1e-9);
    let weight = if apart <= 0.0 { WEIGHT_MAX } else { 1.0 / apart - 1.0 };
    Prior { mean, weight: weight.clamp(WEIGHT_MIN, WEIGHT_MAX) }
}

/// What is believed of each village, given its type and what was seen until `today`.
#[must_use]
pub fn beliefs(
    types: &[String],
    outcomes: &[Outcome],
    today: Date,
    with: &Assumptions,
) -> Vec<Belief> {
    let mut seen = vec![Seen::default(); types.len()];
    let mut beliefs = vec![Belief::default(); types.len()];
    for it in outcomes.iter().filter(|it| it.came > 0 && it.village < types.len()) {
        let enrolled = it.enrolled.clamp(0, it.came);
        let days = (today - it.on).get_days().max(0);
        let halves = f64::from(days) / (30.44 * with.of("half_life_months") as f64);
        let weight = exp(-ln(2.0) * halves);
        seen[it.village].came += weight * it.came as f64;
        seen[it.village].enrolled += weight * enrolled as f64;
        let belief = &mut beliefs[it.village];
        belief.came += it.came;
        belief.enrolled += enrolled;
        belief.visits += 1;
    }
    let first = Prior {
        mean: share(with.of("conversion_ppm")),
        weight: with.of("conversion_weight") as f64,
    };
    let all = prior(&seen, first);
    let mut of_type: BTreeMap<&str, (Vec<Seen>, i64)> = BTreeMap::new();
    for ((of, seen), belief) in types.iter().zip(&seen).zip(&beliefs) {
        let entry = of_type.entry(of).or_default();
        entry.0.push(*seen);
        entry.1 += belief.came;
    }
    let least = with.of("type_exposure_min");
    let priors: BTreeMap<&str, (Prior, i64)> = of_type
        .into_iter()
        .map(|(of, (seen, n))| (of, (if n < least { all } else { prior(&seen, all) }, n)))
        .collect();
    let bonus = with.of("optimism_milli") as f64 / 1e3;
    for ((of, seen), belief) in types.iter().zip(&seen).zip(&mut beliefs) {
        let (prior, n) = priors.get(of.as_str()).copied().unwrap_or((all, 0));
        let yes = prior.mean * prior.weight + seen.enrolled;
        let no = (1.0 - prior.mean) * prior.weight + seen.came - seen.enrolled;
        let beta = Beta { yes: yes.max(1e-3), no: no.max(1e-3) };
        let (low, high) = beta.edges(0.1, 0.9);
        belief.type_ppm = whole(prior.mean);
        belief.type_came = n;
        belief.mean_ppm = whole(beta.mean());
        belief.low_ppm = whole(low);
        belief.high_ppm = whole(high);
        belief.ranked_ppm = whole((beta.mean() + bonus * beta.deviation()).min(1.0));
    }
    beliefs
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 21);

    fn seen(village: usize, came: i64, enrolled: i64) -> Outcome {
        Outcome { village, on: TODAY, came, enrolled }
    }

    fn types(n: usize) -> Vec<String> {
        vec!["desa".to_owned(); n]
    }

    #[test]
    fn a_small_count_is_pulled_to_villages_like_it() {
        let with = Assumptions::of_province("33");
        let others = [seen(1, 100, 6), seen(2, 100, 9), seen(3, 100, 14), seen(4, 100, 7)];
        let mut outcomes = others.to_vec();
        outcomes.push(seen(0, 80, 12));
        let all = beliefs(&types(6), &outcomes, TODAY, &with);
        let here = all[0];
        assert_eq!((here.came, here.enrolled, here.visits), (80, 12, 1));
        assert!((90_000..115_000).contains(&here.type_ppm), "{here:?}");
        assert!(here.type_ppm < here.mean_ppm && here.mean_ppm < 150_000, "{here:?}");
        assert!(here.low_ppm < here.mean_ppm && here.mean_ppm < here.high_ppm, "{here:?}");
        // Where nobody was yet the type is all there is, and the bonus is larger.
        let there = all[5];
        assert_eq!(there.mean_ppm, there.type_ppm);
        let bonus = |it: Belief| it.ranked_ppm - it.mean_ppm;
        assert!(bonus(there) > bonus(here), "{there:?} {here:?}");
        assert!(there.high_ppm - there.low_ppm > here.high_ppm - here.low_ppm);
    }

    #[test]
    fn failures_count() {
        let with = Assumptions::of_province("33");
        let all = beliefs(&types(2), &[seen(0, 60, 0)], TODAY, &with);
        assert!(all[0].mean_ppm < 60_000, "{:?}", all[0]);
        assert!(all[1].mean_ppm < 150_000, "villages like it are believed less too: {:?}", all[1]);
    }

    #[test]
    fn old_records_weigh_less() {
        let with = Assumptions::of_province("33");
        let old = Outcome { on: date(2023, 8, 11), ..seen(0, 80, 40) };
        let fresh = beliefs(&types(1), &[seen(0, 80, 40)], TODAY, &with)[0];
        let stale = beliefs(&types(1), &[old], TODAY, &with)[0];
        assert!(stale.mean_ppm < fresh.mean_ppm, "{stale:?} {fresh:?}");
        assert_eq!((stale.came, stale.enrolled), (80, 40), "what was counted is said as counted");
    }

    #[test]
    fn without_records_there_is_the_guess() {
        let with = Assumptions::of_province("33");
        let belief = beliefs(&types(1), &[], TODAY, &with)[0];
        assert_eq!((belief.mean_ppm, belief.type_ppm), (150_000, 150_000));
        assert!(belief.ranked_ppm > belief.mean_ppm);
    }
}
