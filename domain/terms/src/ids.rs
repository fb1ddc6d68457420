//! One identity type per thing, made by whoever first knew the thing (UUIDv7).

use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> { text.parse().map(Self) }
        }
    )*};
}

ids! {
    /// A person in the register.
    PersonId
    /// A person's membership (*kepesertaan*) in one segment.
    MembershipId
    /// A payment as a channel reported it.
    PaymentId
    /// A journal of the ledger.
    JournalId
    /// A command: the same id with the same content answers the same.
    CommandId
    /// Someone who signs in.
    UserId
    /// A file of people handed in at once.
    ListId
    /// A message to be sent.
    NoticeId
    /// A household (*keluarga*, one family card).
    HouseholdId
}

/// Where a person's rows live: 0 to 255, from the person's id. It leads every large key, so that
/// all of one person's rows, and the rollups they feed, stay together on any engine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Bucket(u8);

impl Bucket {
    /// The bucket of a person. The last byte of a UUIDv7 is random, so buckets fill evenly.
    #[must_use]
    pub const fn of(person: PersonId) -> Self {
        let bytes = person.0.as_bytes();
        Self(bytes[15])
    }

    /// As stored.
    #[must_use]
    pub fn get(self) -> i64 {
        i64::from(self.0)
    }
}
