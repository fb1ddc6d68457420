//! The closed list of types that both databases hold alike, and what may be bound as them.

use jiff::{Timestamp, civil::Date};
use serde_json::Value as Json;
use terms::{AreaCode, Bucket, Month, Private, Rupiah, ids};
use uuid::Uuid;

/// A type both databases hold alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Rupiah, counts, rates: `bigint` / `INTEGER`.
    Int,
    /// Codes, names: `text` / `TEXT`.
    Text,
    /// Sealed data and hashes: `bytea` / `BLOB`.
    Bytes,
    /// Identities: `uuid` / 16-byte `BLOB`.
    Uuid,
    /// Days and months: `date` / `TEXT` as `YYYY-MM-DD`.
    Date,
    /// Instants: `timestamptz` / `INTEGER` microseconds.
    Instant,
    /// Open data: `jsonb` / `TEXT`.
    Json,
    /// Many of a kind, bound at once: an array / a JSON text.
    Ints,
    /// Many texts.
    Texts,
    /// Many byte strings.
    ByteStrings,
    /// Many identities.
    Uuids,
}

/// A value on its way into a statement. `None` is NULL of that kind.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each is the kind of the same name")]
pub enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    Uuid(Option<Uuid>),
    Date(Option<Date>),
    Instant(Option<Timestamp>),
    Json(Option<Json>),
    Ints(Vec<i64>),
    Texts(Vec<String>),
    ByteStrings(Vec<Vec<u8>>),
    Uuids(Vec<Uuid>),
}

/// Something that can be bound.
pub trait Bind {
    /// What it is in the database.
    const KIND: Kind;
    /// The value.
    fn value(self) -> Value;
    /// NULL of this kind.
    fn null() -> Value
    where
        Self: Sized,
    {
        match Self::KIND {
            Kind::Int => Value::Int(None),
            Kind::Text => Value::Text(None),
            Kind::Bytes => Value::Bytes(None),
            Kind::Uuid => Value::Uuid(None),
            Kind::Date => Value::Date(None),
            Kind::Instant => Value::Instant(None),
            Kind::Json => Value::Json(None),
            Kind::Ints => Value::Ints(Vec::new()),
            Kind::Texts => Value::Texts(Vec::new()),
            Kind::ByteStrings => Value::ByteStrings(Vec::new()),
            Kind::Uuids => Value::Uuids(Vec::new()),
        }
    }
}

macro_rules! binds {
    ($($type:ty => $kind:ident($self:ident) $value:expr;)*) => {$(
        impl Bind for $type {
            const KIND: Kind = Kind::$kind;
            fn value($self) -> Value { Value::$kind($value) }
        }
    )*};
}

binds! {
    i64 => Int(self) Some(self);
    i32 => Int(self) Some(i64::from(self));
    u32 => Int(self) Some(i64::from(self));
    Rupiah => Int(self) Some(self.get());
    Bucket => Int(self) Some(self.get());
    &str => Text(self) Some(self.to_owned());
    String => Text(self) Some(self);
    &String => Text(self) Some(self.clone());
    AreaCode => Text(self) Some(self.to_string());
    &AreaCode => Text(self) Some(self.to_string());
    Private<String> => Text(self) Some(self.into_revealed());
    &[u8] => Bytes(self) Some(self.to_vec());
    Vec<u8> => Bytes(self) Some(self);
    Uuid => Uuid(self) Some(self);
    ids::PersonId => Uuid(self) Some(self.0);
    ids::MembershipId => Uuid(self) Some(self.0);
    ids::PaymentId => Uuid(self) Some(self.0);
    ids::JournalId => Uuid(self) Some(self.0);
    ids::CommandId => Uuid(self) Some(self.0);
    ids::UserId => Uuid(self) Some(self.0);
    ids::ListId => Uuid(self) Some(self.0);
    ids::NoticeId => Uuid(self) Some(self.0);
    ids::HouseholdId => Uuid(self) Some(self.0);
    Date => Date(self) Some(self);
    Month => Date(self) Some(self.first_day());
    Timestamp => Instant(self) Some(self);
    Json => Json(self) Some(self);
    Vec<i64> => Ints(self) self;
    Vec<String> => Texts(self) self;
    Vec<Vec<u8>> => ByteStrings(self) self;
    Vec<Uuid> => Uuids(self) self;
}

impl<T: Bind> Bind for Option<T> {
    const KIND: Kind = T::KIND;
    fn value(self) -> Value {
        self.map_or_else(T::null, Bind::value)
    }
}
