//! One entry of a parameter, one instrument: from its place in a file to its meaning.

use super::{LoadError, reader::Node};
use crate::{Dated, Entry, Instrument, Leaf, Relief, Tier, Tiers, Unit, Value};
use std::collections::BTreeMap;
use terms::{Citation, Month, Programmes, Rate, Rupiah, Status};

pub(super) fn instrument(node: &Node<'_>) -> Result<Instrument, LoadError> {
    node.only(&[
        "id",
        "title",
        "subject_id",
        "subject_en",
        "set",
        "promulgated",
        "in_force",
        "dates_status",
        "link",
        "note",
    ])?;
    let day = |name| node.find(name)?.map(|day| day.as_date(false)).transpose();
    Ok(Instrument {
        id: node.text("id")?.to_owned(),
        title: node.text("title")?.to_owned(),
        subject_id: node.text("subject_id")?.to_owned(),
        subject_en: node.text("subject_en")?.to_owned(),
        set: day("set")?,
        promulgated: day("promulgated")?,
        in_force: day("in_force")?,
        dates_status: status(&node.get("dates_status")?)?,
        link: node.find("link")?.map(|link| link.as_text().map(str::to_owned)).transpose()?,
        note: optional_text(node, "note")?,
    })
}

pub(super) fn unit(root: &Node<'_>) -> Result<Unit, LoadError> {
    let node = root.get("unit")?;
    let word = node.as_text()?;
    Unit::ALL.iter().find(|(known, _)| *known == word).map(|(_, unit)| *unit).ok_or_else(|| {
        let known: Vec<_> = Unit::ALL.iter().map(|(known, _)| *known).collect();
        let known = known.join(", ");
        node.error(
            format!("unit “{word}” tidak dikenal; pilih salah satu: {known}"),
            format!("unit “{word}” is not known; choose one of: {known}"),
        )
    })
}

const COMMON: &[&str] = &["name", "from", "until", "status", "source", "note", "seen_in"];
const RELIEF: &[&str] = &[
    "segment",
    "programmes",
    "sectors",
    "payers",
    "excluded_payers",
    "joined_until",
    "joined_from",
    "full_months_first",
    "settled_through",
    "pays",
];

pub(super) fn entry(
    node: &Node<'_>,
    unit: Unit,
    instruments: &BTreeMap<String, Instrument>,
) -> Result<Entry, LoadError> {
    let own: &[&str] = match unit {
        Unit::Tiers => &["tiers"],
        Unit::Relief => RELIEF,
        _ => &["value"],
    };
    node.only(&[COMMON, own].concat())?;
    let first = node.get("from")?;
    let from = if first.is_unknown() { Dated::Unknown } else { Dated::From(first.as_date(false)?) };
    let until = node.find("until")?.map(|until| until.as_date(true)).transpose()?;
    if let (Dated::From(from), Some(until)) = (from, until)
        && until < from
    {
        return Err(node.get("until")?.error(
            format!("until {until} lebih awal daripada from {from}; perbaiki salah satunya"),
            format!("until {until} is before from {from}; correct one of them"),
        ));
    }
    let status = status(&node.get("status")?)?;
    let value = match unit {
        Unit::Tiers => Value::Tiers(tiers(node, status)?),
        Unit::Relief => Value::Relief(Box::new(relief(node)?)),
        Unit::Words => {
            let words = node.get("value")?.items()?;
            let words: Result<_, _> =
                words.iter().map(|w| w.as_text().map(str::to_owned)).collect();
            Value::Words(words?)
        }
        _ => value(&node.get("value")?, unit)?,
    };
    if status == Status::Unknown && holds_a_figure(&value) {
        return Err(node.get("status")?.error(
            "statusnya unknown tetapi nilainya diisi; tulis status yang benar atau value = \"unknown\"",
            "the status is unknown but a value is given; write the right status or value = \"unknown\"",
        ));
    }
    Ok(Entry {
        name: node.find("name")?.map(|name| name.as_text().map(str::to_owned)).transpose()?,
        from,
        until,
        value,
        status,
        source: source(&node.get("source")?, instruments)?,
        note: optional_text(node, "note")?,
        seen_in: match node.find("seen_in")? {
            Some(list) => list
                .items()?
                .iter()
                .map(|item| item.as_text().map(str::to_owned))
                .collect::<Result<_, _>>()?,
            None => Vec::new(),
        },
        line: node.line(),
    })
}

fn holds_a_figure(value: &Value) -> bool {
    match value {
        Value::One(leaf) => *leaf != Leaf::Unknown,
        Value::Table(leaves) => leaves.values().any(|leaf| *leaf != Leaf::Unknown),
        Value::Relief(relief) => relief.pays.is_some(),
        Value::Words(_) | Value::Tiers(_) => true,
    }
}

fn optional_text(node: &Node<'_>, name: &str) -> Result<String, LoadError> {
    Ok(node.find(name)?.map(|text| text.as_text()).transpose()?.unwrap_or_default().to_owned())
}

fn status(node: &Node<'_>) -> Result<Status, LoadError> {
    const ALL: [Status; 5] = [
        Status::Confirmed,
        Status::Reported,
        Status::Derived,
        Status::Unconfirmed,
        Status::Unknown,
    ];
    let word = node.as_text()?;
    ALL.into_iter().find(|status| status.word() == word).ok_or_else(|| {
        node.error(
            format!("status “{word}” tidak dikenal; pilih confirmed, reported, derived, unconfirmed, atau unknown"),
            format!("status “{word}” is not known; choose confirmed, reported, derived, unconfirmed or unknown"),
        )
    })
}

fn source(
    node: &Node<'_>,
    instruments: &BTreeMap<String, Instrument>,
) -> Result<Citation, LoadError> {
    node.only(&["instrument", "article", "article_status"])?;
    let id = node.text("instrument")?;
    let instrument = instruments.get(id).ok_or_else(|| {
        node.error(
            format!("peraturan “{id}” tidak ada di instruments.toml; tambahkan di sana atau perbaiki ejaannya"),
            format!("instrument “{id}” is not in instruments.toml; add it there or correct the spelling"),
        )
    })?;
    let article = node.find("article")?.map(|article| article.as_text()).transpose()?;
    Ok(Citation {
        instrument: id.to_owned(),
        title: instrument.title.clone(),
        article: article.map(str::to_owned),
        status: match node.find("article_status")? {
            Some(node) => status(&node)?,
            None => Status::Unknown,
        },
    })
}

fn value(node: &Node<'_>, unit: Unit) -> Result<Value, LoadError> {
    match node.fields() {
        Some(fields) => {
            let leaves: Result<_, _> = fields
                .into_iter()
                .map(|(name, node)| leaf(&node, unit).map(|leaf| (name.to_owned(), leaf)))
                .collect();
            Ok(Value::Table(leaves?))
        }
        None => leaf(node, unit).map(Value::One),
    }
}

fn leaf(node: &Node<'_>, unit: Unit) -> Result<Leaf, LoadError> {
    if node.is_unknown() {
        return Ok(Leaf::Unknown);
    }
    match unit {
        Unit::Rupiah => node.as_number().map(Rupiah::new).map(Leaf::Rupiah),
        Unit::Percent => percent(node).map(Leaf::Rate),
        Unit::Flag => node.as_flag().map(Leaf::Flag),
        Unit::Word => node.as_text().map(str::to_owned).map(Leaf::Word),
        _ => node.as_number().map(Leaf::Number),
    }
}

fn percent(node: &Node<'_>) -> Result<Rate, LoadError> {
    Rate::parse_percent(node.as_text()?).ok_or_else(|| {
        node.error(
            "persen ditulis sebagai teks, misalnya \"0.24\", paling banyak empat angka di belakang koma",
            "a percentage is written as a text, for example \"0.24\", with at most four decimals",
        )
    })
}

fn tiers(node: &Node<'_>, of_entry: Status) -> Result<Tiers, LoadError> {
    let nodes = node.list("tiers")?;
    let rows: Result<Vec<Tier>, LoadError> = nodes
        .iter()
        .map(|row| {
            row.only(&["band", "from", "base", "amount", "status"])?;
            let number = |name| row.get(name)?.as_number();
            let band = number("band")?;
            Ok(Tier {
                band: u32::try_from(band).unwrap_or(u32::MAX),
                from: Rupiah::new(number("from")?),
                base: Rupiah::new(number("base")?),
                amount: Rupiah::new(number("amount")?),
                status: match row.find("status")? {
                    Some(own) => status(&own)?,
                    None => of_entry,
                },
            })
        })
        .collect();
    Tiers::new(rows?).map_err(|at| {
        nodes.get(at).unwrap_or(node).error(
            "baris tabel harus mulai dari 0, naik, dan bernomor urut",
            "the rows of the table must begin at 0, rise, and be numbered in order",
        )
    })
}

fn relief(node: &Node<'_>) -> Result<Relief, LoadError> {
    let month = |name: &str| node.find(name)?.map(|month| month.as_month()).transpose();
    let pays = node.get("pays")?;
    let full = node.find("full_months_first")?.map(|full| full.as_number()).transpose()?;
    Ok(Relief {
        segment: node.get("segment")?.as_term()?,
        programmes: node
            .terms("programmes")?
            .into_iter()
            .fold(Programmes::none(), Programmes::with),
        sectors: node.terms("sectors")?,
        payers: node.terms("payers")?,
        excluded_payers: node.terms("excluded_payers")?,
        first: node.get("from")?.as_month()?,
        last: Month::of(node.get("until")?.as_date(true)?),
        joined_until: month("joined_until")?,
        joined_from: month("joined_from")?,
        full_months_first: u32::try_from(full.unwrap_or(0)).unwrap_or(u32::MAX),
        settled_through: month("settled_through")?,
        pays: if pays.is_unknown() { None } else { Some(percent(&pays)?) },
    })
}
