//! One `.sql` file, the types it binds, the rows it answers.

use crate::{Bind, Dialect, FromRow, Kind, Value};
use std::{marker::PhantomData, sync::OnceLock};

/// What a statement binds: a tuple of [`Bind`]s, or one alone in a tuple.
pub trait Binds {
    /// The kinds it promises, in order.
    fn kinds() -> Vec<Kind>;
    /// The values, in order.
    fn values(self) -> Vec<Value>;
}

impl Binds for () {
    fn kinds() -> Vec<Kind> {
        Vec::new()
    }
    fn values(self) -> Vec<Value> {
        Vec::new()
    }
}

macro_rules! tuples {
    ($(($($name:ident $at:tt),+))*) => {$(
        impl<$($name: Bind),+> Binds for ($($name,)+) {
            fn kinds() -> Vec<Kind> { vec![$($name::KIND),+] }
            fn values(self) -> Vec<Value> { vec![$(self.$at.value()),+] }
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
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13)
}

/// A statement with its promises. Made by [`statements!`](crate::statements), kept in a `static`.
pub struct Statement<B, R> {
    name: &'static str,
    text: &'static str,
    sqlite: OnceLock<String>,
    postgres: OnceLock<String>,
    promise: PhantomData<fn(B) -> R>,
}

impl<B, R> Statement<B, R> {
    /// A statement of this name and text.
    #[must_use]
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Self {
            name,
            text,
            sqlite: OnceLock::new(),
            postgres: OnceLock::new(),
            promise: PhantomData,
        }
    }

    /// Its name, for errors and traces.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The text as one database takes it.
    pub fn sql(&'static self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite.get_or_init(|| expand(self.text, dialect)),
            Dialect::Postgres => self.postgres.get_or_init(|| expand(self.text, dialect)),
        }
    }
}

/// What a statement promises, whatever its types: for the test that prepares them all.
pub trait Promise: Sync {
    /// Its name.
    fn name(&self) -> &'static str;
    /// The text as one database takes it.
    fn sql(&'static self, dialect: Dialect) -> &'static str;
    /// Kinds it binds.
    fn binds(&self) -> Vec<Kind>;
    /// Kinds it answers, and whether each may be NULL.
    fn answers(&self) -> Vec<(Kind, bool)>;
}

impl<B: Binds, R: FromRow> Promise for Statement<B, R> {
    fn name(&self) -> &'static str {
        self.name
    }
    fn sql(&'static self, dialect: Dialect) -> &'static str {
        Statement::sql(self, dialect)
    }
    fn binds(&self) -> Vec<Kind> {
        B::kinds()
    }
    fn answers(&self) -> Vec<(Kind, bool)> {
        R::promised()
    }
}

/// Writes out the two things the dialects spell differently: `{list $1 uuid}` (rows of one column
/// `item` from a bound list of `int`, `text`, `bytes` or `uuid`), and `{sqlite: …}` / `{postgres: …}`
/// for a word that only one of them needs.
fn expand(text: &str, dialect: Dialect) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((inside, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(&spelled(inside, dialect));
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn spelled(inside: &str, dialect: Dialect) -> String {
    if let Some(list) = inside.strip_prefix("list ") {
        let (bind, kind) = list.split_once(' ').unwrap_or((list, "text"));
        let (array, item) = match kind {
            "int" => ("bigint[]", "value"),
            "bytes" => ("bytea[]", "unhex(value)"),
            "uuid" => ("uuid[]", "unhex(value)"),
            _ => ("text[]", "value"),
        };
        return match dialect {
            Dialect::Postgres => {
                format!("(SELECT item FROM unnest({bind}::{array}) AS list (item))")
            }
            Dialect::Sqlite => format!("(SELECT {item} AS item FROM json_each({bind}))"),
        };
    }
    match (inside.split_once(':'), dialect) {
        (Some(("sqlite", text)), Dialect::Sqlite)
        | (Some(("postgres", text)), Dialect::Postgres) => text.trim().to_owned(),
        (Some(("sqlite" | "postgres", _)), _) => String::new(),
        _ => format!("{{{inside}}}"),
    }
}

/// A department's statements: a table of contents, and the list the promises test walks.
///
/// ```ignore
/// db::statements! {
///     FIND_PERSON = "sql/find_person.sql": (Uuid,) => PersonRow;
/// }
/// ```
#[macro_export]
macro_rules! statements {
    ($($name:ident = $file:literal: $binds:ty => $row:ty;)*) => {
        $(pub(crate) static $name: $crate::Statement<$binds, $row> =
            $crate::Statement::new($file, include_str!($file));)*

        /// Every statement of this department, for the test that prepares them all.
        #[must_use]
        pub fn statements() -> Vec<&'static dyn $crate::Promise> {
            vec![$(&$name),*]
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_spelled_for_each_database() {
        let text = "SELECT 1 FROM a WHERE id IN {list $1 uuid}{sqlite: }{postgres: FOR UPDATE}";
        assert_eq!(
            expand(text, Dialect::Sqlite),
            "SELECT 1 FROM a WHERE id IN (SELECT unhex(value) AS item FROM json_each($1))"
        );
        assert_eq!(
            expand(text, Dialect::Postgres),
            "SELECT 1 FROM a WHERE id IN (SELECT item FROM unnest($1::uuid[]) AS list (item))FOR UPDATE"
        );
    }
}
