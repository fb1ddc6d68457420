//! Puts the figures into the database; loading again changes nothing but what was edited.

use super::{DenominatorEntry, FigureData, FigureEntry, TargetEntry};
use db::{Bulk, DbError, Kind, Tx, Value};
use terms::Date;

/// What stands of a head count, whether it comes with the program or an office enters it.
pub(crate) const DENOMINATOR_COLUMNS: &[(&str, Kind)] = &[
    ("id", Kind::Text),
    ("area", Kind::Text),
    ("person_group", Kind::Text),
    ("segment", Kind::Text),
    ("counts", Kind::Text),
    ("basis", Kind::Text),
    ("value", Kind::Int),
    ("qualifier", Kind::Text),
    ("definition_id", Kind::Text),
    ("definition_en", Kind::Text),
    ("source", Kind::Text),
    ("publisher", Kind::Text),
    ("event_on", Kind::Date),
    ("stated_on", Kind::Date),
    ("valid_from", Kind::Date),
    ("status", Kind::Text),
];

static DENOMINATORS: Bulk = Bulk {
    table: "denominator",
    columns: DENOMINATOR_COLUMNS,
    conflict: "ON CONFLICT (id) DO UPDATE SET area = excluded.area, \
               person_group = excluded.person_group, segment = excluded.segment, \
               counts = excluded.counts, basis = excluded.basis, value = excluded.value, \
               qualifier = excluded.qualifier, definition_id = excluded.definition_id, \
               definition_en = excluded.definition_en, source = excluded.source, \
               publisher = excluded.publisher, event_on = excluded.event_on, \
               stated_on = excluded.stated_on, valid_from = excluded.valid_from, \
               status = excluded.status",
};

static TARGETS: Bulk = Bulk {
    table: "target",
    columns: &[
        ("id", Kind::Text),
        ("area", Kind::Text),
        ("person_group", Kind::Text),
        ("segment", Kind::Text),
        ("value", Kind::Int),
        ("percent_ppm", Kind::Int),
        ("of_denominator", Kind::Text),
        ("from_on", Kind::Date),
        ("until_on", Kind::Date),
        ("owner", Kind::Text),
        ("source", Kind::Text),
        ("publisher", Kind::Text),
        ("status", Kind::Text),
    ],
    conflict: "ON CONFLICT (id) DO UPDATE SET area = excluded.area, \
               person_group = excluded.person_group, segment = excluded.segment, \
               value = excluded.value, percent_ppm = excluded.percent_ppm, \
               of_denominator = excluded.of_denominator, from_on = excluded.from_on, \
               until_on = excluded.until_on, owner = excluded.owner, source = excluded.source, \
               publisher = excluded.publisher, status = excluded.status",
};

static OUTSIDE: Bulk = Bulk {
    table: "outside_figure",
    columns: &[
        ("id", Kind::Text),
        ("area", Kind::Text),
        ("subject", Kind::Text),
        ("person_group", Kind::Text),
        ("segment", Kind::Text),
        ("value", Kind::Int),
        ("unit", Kind::Text),
        ("qualifier", Kind::Text),
        ("base", Kind::Text),
        ("status_word", Kind::Text),
        ("sentence", Kind::Text),
        ("source", Kind::Text),
        ("publisher", Kind::Text),
        ("event_on", Kind::Date),
        ("stated_on", Kind::Date),
        ("as_of", Kind::Date),
        ("verdict", Kind::Text),
        ("flags", Kind::Text),
        ("reason_id", Kind::Text),
        ("reason_en", Kind::Text),
        ("readings", Kind::Json),
    ],
    conflict: "ON CONFLICT (id) DO UPDATE SET area = excluded.area, subject = excluded.subject, \
               person_group = excluded.person_group, segment = excluded.segment, \
               value = excluded.value, unit = excluded.unit, qualifier = excluded.qualifier, \
               base = excluded.base, status_word = excluded.status_word, \
               sentence = excluded.sentence, source = excluded.source, \
               publisher = excluded.publisher, event_on = excluded.event_on, \
               stated_on = excluded.stated_on, as_of = excluded.as_of, \
               verdict = excluded.verdict, flags = excluded.flags, \
               reason_id = excluded.reason_id, reason_en = excluded.reason_en, \
               readings = excluded.readings",
};

/// Loads all figures; answers how many there are.
pub async fn load_figures(tx: &mut Tx, data: &FigureData) -> Result<u64, DbError> {
    let denominators = data.denominators.iter().map(denominator).collect();
    let targets = data.targets.iter().map(target).collect();
    let figures = data.outside.iter().map(|entry| outside(entry, data)).collect();
    Ok(tx.insert_many(&DENOMINATORS, denominators).await?
        + tx.insert_many(&TARGETS, targets).await?
        + tx.insert_many(&OUTSIDE, figures).await?)
}

fn text(text: &str) -> Value {
    Value::Text(Some(text.to_owned()))
}

fn maybe(text: Option<&str>) -> Value {
    Value::Text(text.map(str::to_owned))
}

const fn day(day: Option<Date>) -> Value {
    Value::Date(day)
}

fn denominator(entry: &DenominatorEntry) -> Vec<Value> {
    vec![
        text(&entry.id),
        text(&entry.area),
        text(&entry.group),
        text(&entry.segment),
        text(entry.counts.word()),
        text(&entry.basis),
        Value::Int(Some(entry.value)),
        text(entry.qualifier.sign()),
        text(&entry.definition_id),
        text(&entry.definition_en),
        text(&entry.source),
        text(&entry.publisher),
        day(entry.event_on),
        day(entry.stated_on),
        day(Some(entry.valid_from)),
        text(&entry.status),
    ]
}

fn target(entry: &TargetEntry) -> Vec<Value> {
    vec![
        text(&entry.id),
        text(&entry.area),
        text(&entry.group),
        text(&entry.segment),
        Value::Int(entry.heads),
        Value::Int(entry.rate().map(terms::Rate::parts)),
        maybe(entry.of.as_deref()),
        day(Some(entry.from_on)),
        day(Some(entry.until_on)),
        text(&entry.owner),
        text(&entry.source),
        text(&entry.publisher),
        text(&entry.status),
    ]
}

fn outside(entry: &FigureEntry, data: &FigureData) -> Vec<Value> {
    let judged = entry.judge(data);
    // Plain numbers and texts: nothing in a reading can fail to be written as JSON.
    let readings = serde_json::to_value(&judged.readings).unwrap_or_default();
    vec![
        text(&entry.id),
        text(&entry.area),
        text(&entry.subject),
        text(&entry.group),
        text(&entry.segment),
        Value::Int(Some(judged.value)),
        text(judged.unit),
        text(entry.qualifier.sign()),
        maybe(entry.base.as_deref()),
        maybe(entry.status_word.as_deref()),
        text(&entry.sentence),
        text(&entry.source),
        text(&entry.publisher),
        day(entry.event_on),
        day(entry.stated_on),
        day(entry.as_of),
        text(judged.judgement.verdict.word()),
        text(&judged.flags.join(" ")),
        text(&judged.judgement.id),
        text(&judged.judgement.en),
        Value::Json(Some(readings)),
    ]
}
