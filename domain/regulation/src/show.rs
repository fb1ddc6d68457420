//! The law for reading: every parameter's history with its sources, as text or as data.

use crate::{Dated, Entry, Law, Parameter, Value};
use std::fmt::Write as _;

/// One line a parameter: key, title, what it says on a day.
#[must_use]
pub fn list(law: &Law, on: terms::Date) -> String {
    let mut text = String::new();
    for parameter in law.parameters() {
        let now = match parameter.find(on) {
            Some(entry) => brief(entry),
            None => "-".to_owned(),
        };
        let _ = writeln!(text, "{:<42} {now:<36} {}", parameter.key, parameter.title_id);
    }
    text
}

/// A parameter's whole history with its sources.
#[must_use]
pub fn history(parameter: &Parameter) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}\n  {}\n  {}", parameter.key, parameter.title_id, parameter.title_en);
    let _ = writeln!(
        text,
        "  unit {}, read through {}, law/{}",
        parameter.unit.word(),
        parameter.read_through,
        parameter.file
    );
    for entry in &parameter.entries {
        let _ = write!(text, "\n  {}", from(entry));
        if let Some(until) = entry.until {
            let _ = write!(text, " until {until}");
        }
        if let Some(name) = &entry.name {
            let _ = write!(text, " ({name})");
        }
        let _ = writeln!(text, "  [{}, line {}]", entry.status.word(), entry.line);
        write_value(&mut text, &entry.value);
        let article = match &entry.source.article {
            Some(article) => format!(", {article} [article {}]", entry.source.status.word()),
            None => String::new(),
        };
        let _ = writeln!(text, "    source: {}{article}", entry.source.title);
        if !entry.note.is_empty() {
            let _ = writeln!(text, "    note: {}", entry.note);
        }
        for seen in &entry.seen_in {
            let _ = writeln!(text, "    seen in: {seen}");
        }
    }
    text
}

fn from(entry: &Entry) -> String {
    match entry.from {
        Dated::From(date) => format!("from {date}"),
        Dated::Unknown => "date unknown, never used".to_owned(),
    }
}

fn brief(entry: &Entry) -> String {
    match &entry.value {
        Value::One(leaf) => format!("{leaf} [{}]", entry.status.word()),
        Value::Table(leaves) => format!("{} values [{}]", leaves.len(), entry.status.word()),
        Value::Words(words) => format!("{} labels [{}]", words.len(), entry.status.word()),
        Value::Tiers(tiers) => format!("{} bands [{}]", tiers.rows().len(), entry.status.word()),
        Value::Relief(_) => format!("relief [{}]", entry.status.word()),
    }
}

fn write_value(text: &mut String, value: &Value) {
    let _ = match value {
        Value::One(leaf) => writeln!(text, "    {leaf}"),
        Value::Table(leaves) => {
            leaves.iter().try_for_each(|(name, leaf)| writeln!(text, "    {name}: {leaf}"))
        }
        Value::Words(words) => writeln!(text, "    {}", words.join("; ")),
        Value::Tiers(tiers) => tiers.rows().iter().try_for_each(|tier| {
            writeln!(
                text,
                "    band {:>2} from {:>13} base {:>13} pays {:>10} [{}]",
                tier.band,
                tier.from.to_string(),
                tier.base.to_string(),
                tier.amount.to_string(),
                tier.status.word()
            )
        }),
        Value::Relief(relief) => writeln!(
            text,
            "    {} {}..{}: pays {}; sectors {:?}; payers {:?}",
            relief.programmes,
            relief.first,
            relief.last,
            relief.pays.map_or_else(|| "unknown".to_owned(), |pays| pays.to_string()),
            relief.sectors,
            relief.payers
        ),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_shows_every_date_with_its_source() {
        let law = Law::built_in();
        let text = history(law.parameter("benefit.jkm").unwrap());
        for part in
            ["from 2015-07-01", "Rp16.200.000", "from 2019-12-02", "PP 82/2019", "seen in: "]
        {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
        let text = history(law.parameter("agent.fee_percent").unwrap());
        assert!(text.contains("date unknown, never used") && text.contains("15 %"), "{text}");
        let list = list(law, "2026-11-21".parse().unwrap());
        assert_eq!(list.lines().count(), law.parameters().count());
        assert!(list.contains("contribution.jkm_bpu"));
    }
}
