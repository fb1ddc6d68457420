//! The middle and the edges of a share that is known only from counts.

#![expect(clippy::float_arithmetic, reason = "shares are estimated, not counted")]

use super::series::{exp, ln};

/// A Beta distribution by its two counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beta {
    pub(super) yes: f64,
    pub(super) no: f64,
}

impl Beta {
    pub(super) fn mean(self) -> f64 {
        self.yes / (self.yes + self.no)
    }

    pub(super) fn deviation(self) -> f64 {
        let (mean, n) = (self.mean(), self.yes + self.no);
        (mean * (1.0 - mean) / (n + 1.0)).sqrt()
    }

    /// The shares below which so much of the probability lies, by adding up slices of the density.
    pub(super) fn edges(self, low: f64, high: f64) -> (f64, f64) {
        const SLICES: u32 = 400;
        let top = (self.mean() + 8.0 * self.deviation()).min(1.0);
        let width = top / f64::from(SLICES);
        let log = |x: f64| (self.yes - 1.0) * ln(x) + (self.no - 1.0) * ln(1.0 - x);
        let middles = (0..SLICES).map(|i| (f64::from(i) + 0.5) * width);
        let logs = middles.map(log).collect::<Vec<_>>();
        let most = logs.iter().copied().fold(f64::MIN, f64::max);
        let slices = logs.iter().map(|it| exp(it - most)).collect::<Vec<_>>();
        let total: f64 = slices.iter().sum();
        let edge = |share: f64| {
            let mut sum = 0.0;
            for (i, slice) in (0u32..).zip(&slices) {
                let next = sum + slice;
                if next >= share * total {
                    let part = (share * total - sum) / slice.max(1e-300);
                    return (f64::from(i) + part) * width;
                }
                sum = next;
            }
            top
        };
        (edge(low), edge(high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_those_of_the_tables() {
        // Beta(2, 8): 10 % below 0.0608, 90 % below 0.3684; Beta(1, 1) is even.
        let (low, high) = Beta { yes: 2.0, no: 8.0 }.edges(0.1, 0.9);
        assert!((low - 0.0608).abs() < 0.001 && (high - 0.3684).abs() < 0.001, "{low} {high}");
        let (low, high) = Beta { yes: 1.0, no: 1.0 }.edges(0.1, 0.9);
        assert!((low - 0.1).abs() < 1e-9 && (high - 0.9).abs() < 1e-9, "{low} {high}");
    }
}
