//! Puts the areas into the database, and takes them out again into memory.

use super::{AREA_DECREE, AREA_VALID_FROM, Area, Gazetteer, source};
use crate::sql;
use db::{Bulk, DbError, Kind, Tx, Value};

static AREAS: Bulk = Bulk {
    table: "area",
    columns: &[
        ("code", Kind::Text),
        ("level", Kind::Int),
        ("kind", Kind::Text),
        ("name", Kind::Text),
        ("parent", Kind::Text),
        ("search_name", Kind::Text),
        ("valid_from", Kind::Date),
        ("valid_to", Kind::Date),
        ("decree", Kind::Text),
    ],
    conflict: "ON CONFLICT (code) DO NOTHING",
};

static ALIASES: Bulk = Bulk {
    table: "area_alias",
    columns: &[
        ("alias", Kind::Text),
        ("code", Kind::Text),
        ("name", Kind::Text),
        ("note", Kind::Text),
    ],
    conflict: "ON CONFLICT (alias, code) DO NOTHING",
};

/// Rows sent at once: memory stays small and the statements alike.
const ROWS_AT_ONCE: usize = 10_000;

/// Loads the areas and their other names; answers how many areas were added. Areas that are there
/// stay as they are: an installation may have entered a newer decree.
pub async fn load_areas(tx: &mut Tx) -> Result<u64, DbError> {
    let (n,): (i64,) = tx.one(&sql::COUNT_AREAS, (AREA_DECREE,)).await?;
    let all = Gazetteer::embedded();
    let mut added = 0;
    if n < i64::try_from(all.len()).unwrap_or(i64::MAX) {
        let mut areas = all.within(None).peekable();
        while areas.peek().is_some() {
            let rows = areas.by_ref().take(ROWS_AT_ONCE).map(row).collect();
            added += tx.insert_many(&AREAS, rows).await?;
        }
    }
    let aliases = source::aliases().into_iter().map(|alias| {
        vec![
            Value::Text(Some(crate::spelling::searchable(&alias.name))),
            Value::Text(Some(alias.code.to_string())),
            Value::Text(Some(alias.name)),
            Value::Text(Some(alias.note)),
        ]
    });
    tx.insert_many(&ALIASES, aliases.collect()).await?;
    Ok(added)
}

fn row(area: &Area) -> Vec<Value> {
    let level = area.code.level() as i64 + 1;
    vec![
        Value::Text(Some(area.code.to_string())),
        Value::Int(Some(level)),
        Value::Text(Some(area.kind.to_string())),
        Value::Text(Some(area.name.to_string())),
        Value::Text(area.code.parent().map(|parent| parent.to_string())),
        Value::Text(Some(source::search_name(&area.code, &area.name))),
        Value::Date(Some(AREA_VALID_FROM)),
        Value::Date(None),
        Value::Text(Some(AREA_DECREE.into())),
    ]
}

/// The areas this database holds in force, into memory. Ended codes are left out: people keep
/// numbers with them, nobody moves there.
pub async fn load_gazetteer(tx: &mut Tx) -> Result<Gazetteer, DbError> {
    let mut areas = Vec::with_capacity(91_599);
    tx.each(&sql::AREAS_IN_FORCE, (), |(code, kind, name): (terms::AreaCode, String, String)| {
        areas.push(Area { code, kind: kind.into(), name: name.into() });
    })
    .await?;
    let aliases: Vec<(String, terms::AreaCode)> = tx.all(&sql::AREA_ALIASES, ()).await?;
    Ok(Gazetteer::new(areas, aliases))
}
