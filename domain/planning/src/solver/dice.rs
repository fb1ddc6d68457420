//! Chance that is handed in: a seeded generator of our own, so that the same seed gives the same plan anywhere.

/// Mixes a number until no bit of it can be guessed from another (the finaliser of SplitMix64).
pub(crate) fn mix(seed: u64) -> u64 {
    let z = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A stream of numbers that a seed decides wholly.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(mix(seed.wrapping_add(0x9e37_79b9_7f4a_7c15)))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number from 0 up to but not including `n`; 0 where there is nothing to choose.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.next()) * (n as u128);
        (wide >> 64) as usize
    }

    /// Which of several weighted ways; the weights are positive.
    pub(crate) fn weighted(&mut self, weights: &[u64]) -> usize {
        let total: u64 = weights.iter().sum();
        let mut left = self.below(total as usize) as u64;
        for (i, weight) in weights.iter().enumerate() {
            if left < *weight {
                return i;
            }
            left -= weight;
        }
        weights.len().saturating_sub(1)
    }

    /// An exponential variable of mean 1,000: how far below the present a plan may fall and still be taken.
    pub(crate) fn exponential_milli(&mut self) -> i64 {
        // -1000 ln(x) at the middles of 32 equal parts of [1/2, 1); each halving adds 1000 ln 2.
        const WITHIN_HALF: [i64; 32] = [
            678, 647, 618, 589, 562, 535, 508, 483, 458, 433, 409, 386, 363, 341, 319, 298, 277,
            257, 237, 217, 198, 179, 161, 143, 125, 107, 90, 73, 56, 40, 24, 8,
        ];
        let bits = self.next();
        let halvings = i64::from((bits | (1 << 40)).trailing_zeros());
        let part = ((bits >> 59) & 31) as usize;
        halvings * 693 + WITHIN_HALF[part]
    }
}
