//! Personal data that cannot be printed by accident.

use std::fmt;

/// A personal datum. `Debug` prints dots; reading it is [`Private::reveal`], which a search finds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Wraps a datum as it enters.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The datum itself. Every caller is a place where personal data is read.
    pub const fn reveal(&self) -> &T {
        &self.0
    }

    /// Takes the datum out.
    pub fn into_revealed(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

impl<T> From<T> for Private<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_datum_does_not_print() {
        assert_eq!(format!("{:?}", Private::new("3273014507909999")), "•••");
    }
}
