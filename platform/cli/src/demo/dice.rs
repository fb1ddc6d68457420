//! Chance that can be thrown again: the same seed makes the same demonstration on every machine.

/// A small generator (SplitMix64). Not for secrets: nothing here is one.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// Dice for the `n`-th of something, so that each person is thrown apart from the others.
    pub(super) fn of(name: &str, n: u64) -> Self {
        // FNV-1a: the same number for the same name, on every machine and with every compiler.
        let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut dice = Self(seed ^ n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        dice.throw();
        dice
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `sides`.
    pub(super) fn below(&mut self, sides: u64) -> u64 {
        self.throw() % sides.max(1)
    }

    /// One of some things.
    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let at = self.below(of.len() as u64);
        usize::try_from(at).ok().and_then(|at| of.get(at)).expect("there is something to pick")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_throws_every_time() {
        let throws = |n| {
            let mut dice = Dice::of("demo", n);
            [dice.below(1_000), dice.below(1_000), dice.below(1_000)]
        };
        assert_eq!(throws(1), throws(1));
        assert_ne!(throws(1), throws(2));
        assert_eq!(throws(0), [throws(0)[0], throws(0)[1], throws(0)[2]]);
    }

    #[test]
    fn every_side_comes_up() {
        let mut dice = Dice::of("demo", 7);
        let mut seen = [0u32; 6];
        for _ in 0..6_000 {
            seen[usize::try_from(dice.below(6)).unwrap()] += 1;
        }
        assert!(seen.iter().all(|n| (850..1_150).contains(n)), "{seen:?}");
    }
}
