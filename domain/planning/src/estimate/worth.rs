//! What a visit is worth: enrolments of people not covered yet, held down by what a session can do, in
//! months that will be paid.

#![expect(clippy::float_arithmetic, reason = "what is expected is estimated, not counted")]

use super::{assumption::Assumptions, conversion::Belief, series::exp};

/// An estimate with its range, in whole people or thousandths as its place says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Range {
    /// The lower edge.
    pub low: i64,
    /// What is expected.
    pub mean: i64,
    /// The upper edge.
    pub high: i64,
}

/// What is known of a village's workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workers {
    /// People who live there.
    pub people: i64,
    /// How their number was estimated, A to D.
    pub method: char,
    /// Workers not covered yet, as the village itself counts them.
    pub counted: Option<i64>,
    /// Own-account members who are covered.
    pub covered: i64,
}

/// Half a normal range of four in five, in standard deviations.
const RANGE: f64 = 1.2816;

fn share(ppm: i64) -> f64 {
    ppm as f64 / 1e6
}

/// How far the number of workers may be off, by the method it was estimated with (judgement).
fn doubt(method: char) -> f64 {
    let people: f64 = match method {
        'A' => 0.08,
        'B' => 0.20,
        _ => 0.30,
    };
    let rate: f64 = 0.12;
    (people * people + rate * rate).sqrt()
}

/// Workers not covered yet, rounded as an estimate is: two figures.
#[must_use]
pub fn uncovered(workers: Workers, with: &Assumptions) -> Range {
    if let Some(n) = workers.counted {
        return Range { low: n, mean: n, high: n };
    }
    let informal = workers.people as f64
        * share(with.of("informal_per_resident_ppm"))
        * share(with.of("eligible_ppm"));
    let off = RANGE * doubt(workers.method);
    let left = |informal: f64| two_figures((informal.round() as i64 - workers.covered).max(0));
    Range {
        low: left(informal * (1.0 - off)),
        mean: (informal.round() as i64 - workers.covered).max(0),
        high: left(informal * (1.0 + off)),
    }
}

fn two_figures(n: i64) -> i64 {
    let mut unit = 1;
    while n / unit >= 100 {
        unit *= 10;
    }
    (n + unit / 2) / unit * unit
}

/// What one visit brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Visit {
    /// Enrolments in thousandths, as expected.
    pub enrolments: Range,
    /// Months paid in the first year, in thousandths, as expected.
    pub paid_months: i64,
    /// What the planner ranks by: paid months with the bonus for what is not known, and the weight.
    pub value: i64,
    /// How full the session gets, in per cent of what it can do.
    pub capacity_percent: i64,
}

/// Months of the first twelve that a new member pays, in thousandths: the first, and each after it
/// with the chance that the one before was followed.
#[must_use]
pub fn months_kept(paid_on: i64, stopped: i64, with: &Assumptions) -> i64 {
    let weight = with.of("months_kept_weight") as f64;
    let first = share(with.of("months_kept_ppm")) * weight;
    let chance = (first + paid_on as f64) / (weight + (paid_on + stopped) as f64);
    let (mut month, mut sum) = (1.0, 0.0);
    for _ in 0..12 {
        sum += month;
        month *= chance;
    }
    (sum * 1e3).round() as i64
}

/// How a session is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its minutes.
    pub minutes: i64,
    /// Officers who enrol.
    pub staff: i64,
}

impl Session {
    /// Enrolments it can hold.
    #[must_use]
    pub fn capacity(self, with: &Assumptions) -> i64 {
        self.minutes * self.staff / with.of("minutes_per_enrolment").max(1)
    }
}

/// What the first and later visits bring, after `recent` visits before the season.
#[must_use]
pub fn visits(
    uncovered: Range,
    belief: &Belief,
    months: i64,
    (session, weight_percent): (Session, i64),
    (recent, most): (i64, usize),
    with: &Assumptions,
) -> Vec<Visit> {
    let capacity = session.capacity(with).max(1) as f64;
    let reach = share(with.of("reach_ppm"));
    let fatigue = share(with.of("fatigue_ppm"));
    let mut tired = (0..recent.min(12)).fold(1.0, |tired, _| tired * fatigue);
    let (mut left, mut left_ranked) = (uncovered.mean as f64, uncovered.mean as f64);
    let held = |asked: f64| capacity * (1.0 - exp(-asked / capacity));
    let mean = share(belief.mean_ppm).max(1e-9);
    // Workers and conversion are off independently: their relative errors add as squares.
    let off = |edge: i64, workers: i64| {
        let conversion = share(edge) / mean - 1.0;
        let workers =
            if uncovered.mean == 0 { 0.0 } else { workers as f64 / uncovered.mean as f64 - 1.0 };
        (conversion * conversion + workers * workers).sqrt()
    };
    let under = off(belief.low_ppm, uncovered.low).min(1.0);
    let over = off(belief.high_ppm, uncovered.high);
    let thousandths = |x: f64| (x * 1e3).round() as i64;
    let mut all = Vec::with_capacity(most);
    for _ in 0..most {
        let asked = left * reach * mean * tired;
        let ranked = left_ranked * reach * share(belief.ranked_ppm) * tired;
        let (enrolled, enrolled_ranked) = (held(asked), held(ranked));
        let enrolments = Range {
            low: thousandths(held(asked * (1.0 - under))),
            mean: thousandths(enrolled),
            high: thousandths(held(asked * (1.0 + over))),
        };
        let weighted = enrolled_ranked * months as f64 / 1e3 * weight_percent as f64 / 100.0;
        all.push(Visit {
            enrolments,
            paid_months: thousandths(enrolled * months as f64 / 1e3),
            value: thousandths(weighted),
            capacity_percent: (enrolled / capacity * 100.0).round() as i64,
        });
        left = (left - enrolled).max(0.0);
        left_ranked = (left_ranked - enrolled_ranked).max(0.0);
        tired *= fatigue;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::conversion::beliefs;
    use super::*;
    use jiff::civil::date;

    fn with() -> Assumptions {
        Assumptions::of_province("33")
    }

    fn guess() -> Belief {
        beliefs(&["desa".into()], &[], date(2026, 11, 21), &with())[0]
    }

    const SESSION: Session = Session { minutes: 120, staff: 4 };

    #[test]
    fn klaten_has_as_many_informal_workers_as_the_study_says() {
        let workers = Workers { people: 1_302_648, method: 'A', counted: None, covered: 0 };
        assert_eq!(uncovered(workers, &with()).mean, 421_667);
    }

    #[test]
    fn an_estimate_is_a_range_of_two_figures_and_a_count_is_itself() {
        let workers = Workers { people: 3_500, method: 'A', counted: None, covered: 100 };
        assert_eq!(uncovered(workers, &with()), Range { low: 820, mean: 1_033, high: 1_200 });
        let counted = Workers { counted: Some(640), ..workers };
        assert_eq!(uncovered(counted, &with()), Range { low: 640, mean: 640, high: 640 });
        let full = Workers { covered: 5_000, ..workers };
        assert_eq!(uncovered(full, &with()).mean, 0, "nobody is left, none is missing");
    }

    #[test]
    fn a_session_holds_sixty_and_a_second_visit_brings_less() {
        let range = Range { low: 900, mean: 1_000, high: 1_100 };
        assert_eq!(SESSION.capacity(&with()), 60);
        let all = visits(range, &guess(), 5_700, (SESSION, 100), (0, 3), &with());
        assert_eq!(all[0].enrolments.mean, 23_608, "60 (1 - exp(-1000 × 0.2 × 0.15 / 60))");
        assert!(all[0].enrolments.low < 23_608 && all[0].enrolments.high > 23_608);
        assert!(all.windows(2).all(|it| it[1].value < it[0].value), "{all:?}");
        let crowd = Range { low: 90_000, mean: 90_000, high: 90_000 };
        let full = visits(crowd, &guess(), 5_700, (SESSION, 100), (0, 1), &with())[0];
        assert_eq!(full.capacity_percent, 100);
        let tired = visits(range, &guess(), 5_700, (SESSION, 100), (1, 1), &with())[0];
        assert!(tired.value < all[0].value, "somebody was here lately");
    }

    #[test]
    fn months_that_are_paid_are_learned() {
        let guess = months_kept(0, 0, &with());
        assert_eq!(guess, 5_718, "(1 - 0.85^12) / 0.15");
        assert!(months_kept(0, 500, &with()) < 1_100, "everybody stopped after the first");
        assert!(months_kept(10_000, 10, &with()) > 11_000);
    }
}
