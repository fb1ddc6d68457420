//! Programmes, segments, sectors, payers and funds: the vocabulary of the scheme.

use std::{fmt, str::FromStr};

/// A word that is not one of the known ones.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{word}” is not a {kind}; known are: {known}")]
pub struct UnknownTerm {
    /// What was asked for.
    pub kind: &'static str,
    /// What was given, cut to a safe length.
    pub word: String,
    /// The words that would do.
    pub known: String,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $kind:literal {
        $($(#[$vdoc:meta])* $variant:ident = $word:literal $(| $alias:literal)*),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in reading order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored and printed word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.word()) }
        }

        impl FromStr for $name {
            type Err = UnknownTerm;
            fn from_str(text: &str) -> Result<Self, UnknownTerm> {
                let word = text.trim().to_lowercase();
                match word.as_str() {
                    $($word $(| $alias)* => Ok(Self::$variant),)+
                    _ => Err(UnknownTerm {
                        kind: $kind,
                        word: text.chars().take(40).collect(),
                        known: Self::ALL.iter().map(|t| t.word()).collect::<Vec<_>>().join(", "),
                    }),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_str(self.word()) }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                std::borrow::Cow::<str>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

words! {
    /// A programme of employment social security. `jk` is an alias in the press for `jkm`.
    Programme, "programme" {
        /// Employment injury (*jaminan kecelakaan kerja*).
        Jkk = "jkk",
        /// Death (*jaminan kematian*).
        Jkm = "jkm" | "jk",
        /// Old-age savings (*jaminan hari tua*).
        Jht = "jht",
        /// Pension (*jaminan pensiun*); wage earners only.
        Jp = "jp",
    }
}

words! {
    /// In which capacity a person is a member.
    Segment, "segment" {
        /// Own-account and other non-wage worker (*bukan penerima upah*).
        Bpu = "bpu",
        /// Wage earner (*penerima upah*).
        Pu = "pu",
        /// Construction project worker (*jasa konstruksi*).
        Jakon = "jakon",
        /// Indonesian migrant worker (*pekerja migran Indonesia*).
        Pmi = "pmi",
    }
}

words! {
    /// The sector that decides relief: transport (drivers, couriers), or any other.
    Sector, "sector" {
        /// Drivers and couriers, platform or not.
        Transport = "transport",
        /// Everyone else.
        Other = "other",
    }
}

words! {
    /// Whose money pays the contribution; separate from the segment.
    Payer, "payer" {
        /// The worker.
        SelfPaid = "self",
        /// State budget (*APBN*).
        Apbn = "apbn",
        /// Regional budget (*APBD*), province or regency, revenue share included.
        Apbd = "apbd",
        /// Village budget (*APBDes*), never the central village transfer (*Dana Desa*).
        Apbdes = "apbdes",
        /// A company's or donor's gift (*CSR*).
        Csr = "csr",
        /// The employer of a wage earner.
        Employer = "employer",
    }
}

words! {
    /// A fund kept apart from the others: its journals balance on their own.
    Fund, "fund" {
        /// Pool of money received and not yet allocated.
        Col = "COL" | "col",
        /// Employment injury.
        Jkk = "JKK" | "jkk",
        /// Death.
        Jkm = "JKM" | "jkm",
        /// Old-age savings.
        Jht = "JHT" | "jht",
        /// The institution itself.
        Ops = "OPS" | "ops",
    }
}

/// A set of programmes, kept in reading order; written `jkk,jkm,jht`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Programmes(u8);

impl Programmes {
    /// The base of every non-wage worker: employment injury and death.
    pub const BASE: Self = Self(0b011);
    /// The base and old-age savings.
    pub const BASE_AND_SAVINGS: Self = Self(0b111);

    /// No programme.
    #[must_use]
    pub const fn none() -> Self {
        Self(0)
    }

    /// This set and one more.
    #[must_use]
    pub const fn with(self, programme: Programme) -> Self {
        Self(self.0 | 1 << programme as u8)
    }

    /// Whether a programme is in the set.
    #[must_use]
    pub const fn has(self, programme: Programme) -> bool {
        self.0 & (1 << programme as u8) != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The programmes, in reading order.
    pub fn iter(self) -> impl Iterator<Item = Programme> {
        Programme::ALL.iter().copied().filter(move |p| self.has(*p))
    }
}

impl fmt::Display for Programmes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iter().map(Programme::word).collect::<Vec<_>>().join(","))
    }
}

impl FromStr for Programmes {
    type Err = UnknownTerm;

    fn from_str(text: &str) -> Result<Self, UnknownTerm> {
        text.split([',', '+'])
            .filter(|word| !word.trim().is_empty())
            .try_fold(Self::none(), |set, word| Ok(set.with(word.parse()?)))
    }
}

impl serde::Serialize for Programmes {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.iter())
    }
}

impl<'de> serde::Deserialize<'de> for Programmes {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Vec::<Programme>::deserialize(d)?.into_iter().fold(Self::none(), Self::with))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_press_writes_jk_and_means_jkm() {
        assert_eq!("JK".parse::<Programme>(), Ok(Programme::Jkm));
        assert_eq!("jkm,jkk".parse::<Programmes>().unwrap().to_string(), "jkk,jkm");
        assert_eq!(Programmes::BASE.to_string(), "jkk,jkm");
    }

    #[test]
    fn an_unknown_word_is_told_the_known_ones() {
        let error = "taxi".parse::<Sector>().unwrap_err().to_string();
        assert_eq!(error, "“taxi” is not a sector; known are: transport, other");
    }
}
