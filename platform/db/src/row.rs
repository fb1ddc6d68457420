//! Rows on their way out: by position, with the types promised.

use crate::{
    Kind,
    door::RowOf,
    postgres::{PgDate, PgInstant},
};
use jiff::{Timestamp, civil::Date};
use serde_json::Value as Json;
use sqlx::Row as _;
use terms::{AreaCode, Month, Private, Rupiah, ids};
use uuid::Uuid;

/// One row, whichever database it came from.
pub struct Row<'r>(pub(crate) RowOf<'r>);

/// A type that a column can be read as.
pub trait Column: Sized + Send {
    /// What it is in the database.
    const KIND: Kind;
    /// Whether NULL is a value of it.
    const NULLABLE: bool = false;
    /// Reads column `at`. The error is a sentence for us.
    fn read(row: &Row<'_>, at: usize) -> Result<Self, String>;
}

/// A type that a whole row can be read as.
pub trait FromRow: Sized + Send {
    /// The columns it promises, in order: kind and whether NULL may come.
    fn promised() -> Vec<(Kind, bool)>;
    /// Reads the row.
    fn read(row: &Row<'_>) -> Result<Self, String>;
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

macro_rules! plain {
    ($($type:ty => $kind:ident;)*) => {$(
        impl Column for $type {
            const KIND: Kind = Kind::$kind;
            fn read(row: &Row<'_>, at: usize) -> Result<Self, String> {
                match row.0 {
                    RowOf::Sqlite(row) => row.try_get_unchecked(at).map_err(said),
                    RowOf::Postgres(row) => row.try_get_unchecked(at).map_err(said),
                }
            }
        }
        impl Column for Option<$type> {
            const KIND: Kind = Kind::$kind;
            const NULLABLE: bool = true;
            fn read(row: &Row<'_>, at: usize) -> Result<Self, String> {
                match row.0 {
                    RowOf::Sqlite(row) => row.try_get_unchecked(at).map_err(said),
                    RowOf::Postgres(row) => row.try_get_unchecked(at).map_err(said),
                }
            }
        }
    )*};
}

plain! {
    i64 => Int;
    String => Text;
    Vec<u8> => Bytes;
    Uuid => Uuid;
}

impl Column for Option<Date> {
    const KIND: Kind = Kind::Date;
    const NULLABLE: bool = true;
    fn read(row: &Row<'_>, at: usize) -> Result<Self, String> {
        match row.0 {
            RowOf::Sqlite(row) => {
                let text: Option<String> = row.try_get_unchecked(at).map_err(said)?;
                text.map(|text| text.parse().map_err(said)).transpose()
            }
            RowOf::Postgres(row) => {
                let date: Option<PgDate> = row.try_get_unchecked(at).map_err(said)?;
                Ok(date.map(|date| date.0))
            }
        }
    }
}

impl Column for Option<Timestamp> {
    const KIND: Kind = Kind::Instant;
    const NULLABLE: bool = true;
    fn read(row: &Row<'_>, at: usize) -> Result<Self, String> {
        match row.0 {
            RowOf::Sqlite(row) => {
                let micros: Option<i64> = row.try_get_unchecked(at).map_err(said)?;
                micros.map(|micros| Timestamp::from_microsecond(micros).map_err(said)).transpose()
            }
            RowOf::Postgres(row) => {
                let instant: Option<PgInstant> = row.try_get_unchecked(at).map_err(said)?;
                Ok(instant.map(|instant| instant.0))
            }
        }
    }
}

impl Column for Option<Json> {
    const KIND: Kind = Kind::Json;
    const NULLABLE: bool = true;
    fn read(row: &Row<'_>, at: usize) -> Result<Self, String> {
        match row.0 {
            RowOf::Sqlite(row) => {
                let text: Option<String> = row.try_get_unchecked(at).map_err(said)?;
                text.map(|text| serde_json::from_str(&text).map_err(said)).transpose()
            }
            RowOf::Postgres(row) => {
                let json: Option<sqlx::types::Json<Json>> =
                    row.try_get_unchecked(at).map_err(said)?;
                Ok(json.map(|json| json.0))
            }
        }
    }
}

macro_rules! never_null {
    ($($type:ty),*) => {$(
        impl Column for $type {
            const KIND: Kind = <Option<$type> as Column>::KIND;
            fn read(row: &Row<'_>, at: usize) -> Result<Self, String> {
                Option::<$type>::read(row, at)?.ok_or_else(|| format!("column {at} was NULL"))
            }
        }
    )*};
}

never_null!(Date, Timestamp, Json);

macro_rules! through {
    ($($type:ty, $base:ty, $make:expr;)*) => {$(
        impl Column for $type {
            const KIND: Kind = <$base as Column>::KIND;
            fn read(row: &Row<'_>, at: usize) -> Result<Self, String> {
                let make: fn($base) -> Result<$type, String> = $make;
                make(<$base as Column>::read(row, at)?)
            }
        }
        impl Column for Option<$type> {
            const KIND: Kind = <$base as Column>::KIND;
            const NULLABLE: bool = true;
            fn read(row: &Row<'_>, at: usize) -> Result<Self, String> {
                let make: fn($base) -> Result<$type, String> = $make;
                Option::<$base>::read(row, at)?.map(make).transpose()
            }
        }
    )*};
}

through! {
    Rupiah, i64, |n| Ok(Rupiah::new(n));
    Month, Date, |date| Ok(Month::of(date));
    AreaCode, String, |text| text.parse().map_err(said);
    Private<String>, String, |text| Ok(Private::new(text));
    ids::PersonId, Uuid, |id| Ok(ids::PersonId(id));
    ids::MembershipId, Uuid, |id| Ok(ids::MembershipId(id));
    ids::PaymentId, Uuid, |id| Ok(ids::PaymentId(id));
    ids::JournalId, Uuid, |id| Ok(ids::JournalId(id));
    ids::CommandId, Uuid, |id| Ok(ids::CommandId(id));
    ids::UserId, Uuid, |id| Ok(ids::UserId(id));
    ids::ListId, Uuid, |id| Ok(ids::ListId(id));
    ids::NoticeId, Uuid, |id| Ok(ids::NoticeId(id));
    ids::HouseholdId, Uuid, |id| Ok(ids::HouseholdId(id));
}

macro_rules! words {
    ($($type:ty),*) => {$(
        impl Column for $type {
            const KIND: Kind = Kind::Text;
            fn read(row: &Row<'_>, at: usize) -> Result<Self, String> {
                String::read(row, at)?.parse().map_err(said)
            }
        }
        impl crate::Bind for $type {
            const KIND: Kind = Kind::Text;
            fn value(self) -> crate::Value { crate::Value::Text(Some(self.word().to_owned())) }
        }
    )*};
}

words!(terms::Programme, terms::Segment, terms::Sector, terms::Payer, terms::Fund);

impl Column for terms::Programmes {
    const KIND: Kind = Kind::Text;
    fn read(row: &Row<'_>, at: usize) -> Result<Self, String> {
        String::read(row, at)?.parse().map_err(said)
    }
}

impl crate::Bind for terms::Programmes {
    const KIND: Kind = Kind::Text;
    fn value(self) -> crate::Value {
        crate::Value::Text(Some(self.to_string()))
    }
}

impl FromRow for () {
    fn promised() -> Vec<(Kind, bool)> {
        Vec::new()
    }
    fn read(_: &Row<'_>) -> Result<Self, String> {
        Ok(())
    }
}

macro_rules! tuples {
    ($(($($name:ident $at:tt),+))*) => {$(
        impl<$($name: Column),+> FromRow for ($($name,)+) {
            fn promised() -> Vec<(Kind, bool)> { vec![$(($name::KIND, $name::NULLABLE)),+] }
            fn read(row: &Row<'_>) -> Result<Self, String> { Ok(($($name::read(row, $at)?,)+)) }
        }
    )*};
}

tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
}

/// A struct whose fields are a row's columns, in order.
///
/// ```
/// db::row! {
///     /// A village and its people.
///     pub struct Village { pub name: String, pub people: Option<i64> }
/// }
/// ```
#[macro_export]
macro_rules! row {
    ($(#[$doc:meta])* $vis:vis struct $name:ident {
        $($(#[$fdoc:meta])* $fvis:vis $field:ident: $type:ty),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        $vis struct $name { $($(#[$fdoc])* $fvis $field: $type),+ }

        impl $crate::FromRow for $name {
            fn promised() -> Vec<($crate::Kind, bool)> {
                vec![$((<$type as $crate::Column>::KIND, <$type as $crate::Column>::NULLABLE)),+]
            }
            fn read(row: &$crate::Row<'_>) -> Result<Self, String> {
                let mut at = 0;
                $(let $field = <$type as $crate::Column>::read(row, at)?; at += 1;)+
                let _ = at;
                Ok(Self { $($field),+ })
            }
        }
    };
}
