//! Reads the law's texts and refuses what contradicts itself, naming file, line and what to do.

mod entry;
mod reader;

use crate::{Dated, Entry, Instrument, Law, Parameter, Unit, Value, contribution::Tariff};
use reader::Node;
use std::{collections::BTreeMap, fmt, path::Path};
use terms::{Date, Month, Status};
use toml::de::DeTable;

/// One thing that is wrong with a law file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("law/{file}, line {line}: {en}")]
pub struct LoadError {
    /// File below the law folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what to do, in Indonesian.
    pub id: String,
    /// What is wrong and what to do, in English.
    pub en: String,
}

/// Everything that is wrong; the law is loaded whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Default, thiserror::Error)]
pub struct LoadErrors(pub Vec<LoadError>);

impl fmt::Display for LoadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, error) in self.0.iter().enumerate() {
            if n > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl From<LoadError> for LoadErrors {
    fn from(error: LoadError) -> Self {
        Self(vec![error])
    }
}

fn whole(file: &str, id: impl Into<String>, en: impl Into<String>) -> LoadError {
    LoadError { file: file.to_owned(), line: 1, id: id.into(), en: en.into() }
}

/// The parameters the rules ask for, with their units: a law without them is not complete.
const REQUIRED: &[(&str, Unit)] = &[
    ("contribution.tiers_jkk_bpu", Unit::Tiers),
    ("contribution.tiers_jht_bpu", Unit::Tiers),
    ("contribution.jkm_bpu", Unit::Rupiah),
    ("contribution.jkk_pu", Unit::Percent),
    ("contribution.jkk_pu_labour_intensive", Unit::Percent),
    ("contribution.jkm_pu", Unit::Percent),
    ("contribution.jht_pu", Unit::Percent),
    ("contribution.jp_pu", Unit::Percent),
    ("contribution.jp_ceiling", Unit::Rupiah),
    ("contribution.jkp_recomposition", Unit::Percent),
    ("contribution.daily_wage_days", Unit::Days),
    ("contribution.due_day", Unit::Day),
    ("contribution.due_after_months", Unit::Months),
    ("contribution.penalty", Unit::Percent),
    ("contribution.rounding", Unit::Word),
    (AHEAD, Unit::Months),
    ("cover.grace_months", Unit::Months),
    ("cover.arrears_payable_max", Unit::Months),
    ("cover.reactivation_charges_arrears", Unit::Flag),
    ("cover.reactivation_opens_new_spell", Unit::Flag),
    ("cover.late_payment_after_event_allowed", Unit::Word),
    ("cover.jkm_full_after_months", Unit::Months),
    ("cover.jkm_short_amount", Unit::Rupiah),
    ("benefit.jkm", Unit::Rupiah),
    ("benefit.jkk_multiples", Unit::Times),
    ("benefit.jkk_lump", Unit::Rupiah),
    ("benefit.disability_partial", Unit::Percent),
    ("benefit.stmb", Unit::Percent),
    ("benefit.stmb_days_per_month", Unit::Days),
    ("benefit.jkk_transport", Unit::Rupiah),
    ("benefit.jkk_home_care", Unit::Rupiah),
    ("benefit.jkk_home_care_months", Unit::Months),
    ("benefit.jkk_aids", Unit::Rupiah),
    ("benefit.jkk_prosthesis", Unit::Percent),
    ("benefit.scholarship_amounts", Unit::Rupiah),
    ("benefit.scholarship_years", Unit::Years),
    ("benefit.scholarship_limits", Unit::Rupiah),
    ("benefit.scholarship_children_max", Unit::Number),
    ("benefit.scholarship_months_min", Unit::Months),
    ("benefit.jht_partial", Unit::Percent),
    ("benefit.jht_partial_years_min", Unit::Years),
    ("benefit.jht_return", Unit::Percent),
    ("benefit.jht_tax_percent", Unit::Percent),
    ("benefit.jht_tax_free", Unit::Rupiah),
    ("eligibility.entry_age_max", Unit::Years),
    ("eligibility.occupations_max", Unit::Number),
    ("eligibility.transport_labels", Unit::Words),
    ("agent.fee_percent", Unit::Percent),
    ("agent.bonus", Unit::Rupiah),
    ("agent.bonus_members_min", Unit::Number),
    ("agent.split", Unit::Percent),
    ("agent.custody_hours", Unit::Number),
    ("agent.custody_limit", Unit::Rupiah),
];

const AHEAD: &str = "contribution.ahead_months";

/// Reads every `.toml` below a folder, except its cases.
pub(crate) fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, LoadErrors> {
    let mut files = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(path) = todo.pop() {
        let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let unreadable = |error: std::io::Error| {
            whole(
                &name,
                format!("berkas atau folder tidak terbaca ({error}); periksa nama dan izinnya"),
                format!("cannot be read ({error}); check its name and permissions"),
            )
        };
        if path.is_dir() {
            for entry in std::fs::read_dir(&path).map_err(unreadable)? {
                todo.push(entry.map_err(unreadable)?.path());
            }
        } else if name.ends_with(".toml") && !name.starts_with("cases/") {
            files.push((name.clone(), std::fs::read_to_string(&path).map_err(unreadable)?));
        } else if path == folder {
            return Err(unreadable(std::io::ErrorKind::NotFound.into()).into());
        }
    }
    files.sort();
    Ok(files)
}

/// Reads, then proves that the whole does not contradict itself.
pub(crate) fn load<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Law, LoadErrors> {
    let files: Vec<_> = files.into_iter().collect();
    let mut errors = Vec::new();
    let mut instruments = BTreeMap::new();
    match files.iter().find(|(name, _)| *name == "instruments.toml") {
        Some((file, text)) => match read_instruments(file, text) {
            Ok(read) => instruments = read,
            Err(LoadErrors(found)) => errors.extend(found),
        },
        None => errors.push(whole(
            "instruments.toml",
            "berkas tidak ada; setiap peraturan yang dikutip harus tercantum di sini",
            "the file is missing; every instrument that is cited must be listed here",
        )),
    }
    if !errors.is_empty() {
        return Err(LoadErrors(errors));
    }
    let mut parameters = BTreeMap::new();
    for (file, text) in files.iter().filter(|(name, _)| *name != "instruments.toml") {
        match read_parameter(file, text, &instruments) {
            Ok(parameter) => drop(parameters.insert(parameter.key.clone(), parameter)),
            Err(LoadErrors(found)) => errors.extend(found),
        }
    }
    if errors.is_empty() {
        errors.extend(missing(&parameters));
        errors.extend(overlaps(&parameters));
    }
    if !errors.is_empty() {
        return Err(LoadErrors(errors));
    }
    look_ahead(&mut parameters);
    let tariff = Tariff::of(&parameters).map_err(|parameter| {
        LoadErrors::from(whole(&parameter, "parameter tidak ada", "the parameter is missing"))
    })?;
    Ok(Law { instruments, parameters, tariff })
}

fn parse<'a>(file: &str, text: &'a str) -> Result<toml::Spanned<DeTable<'a>>, LoadError> {
    DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        LoadError {
            file: file.to_owned(),
            line: reader::line_of(text, at),
            id: format!("tulisan tidak terbaca sebagai TOML ({}); bandingkan dengan baris serupa di berkas lain", error.message()),
            en: format!("not readable as TOML ({}); compare with a like line of another file", error.message()),
        }
    })
}

fn read_instruments(file: &str, text: &str) -> Result<BTreeMap<String, Instrument>, LoadErrors> {
    let table = parse(file, text)?;
    let root = Node::root(file, text, &table);
    root.only(&["instrument"])?;
    let mut instruments = BTreeMap::new();
    let mut errors = Vec::new();
    for node in root.list("instrument")? {
        match entry::instrument(&node) {
            Ok(instrument) if instruments.contains_key(&instrument.id) => errors.push(node.error(
                format!("peraturan “{}” tercantum dua kali; hapus salah satu", instrument.id),
                format!("instrument “{}” is listed twice; remove one", instrument.id),
            )),
            Ok(instrument) => drop(instruments.insert(instrument.id.clone(), instrument)),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(instruments) } else { Err(LoadErrors(errors)) }
}

fn read_parameter(
    file: &str,
    text: &str,
    instruments: &BTreeMap<String, Instrument>,
) -> Result<Parameter, LoadErrors> {
    let table = parse(file, text)?;
    let root = Node::root(file, text, &table);
    root.only(&["key", "title_id", "title_en", "unit", "read_through", "entry"])?;
    let key = root.text("key")?;
    let expected = file.trim_end_matches(".toml").replace('/', ".");
    if key != expected {
        return Err(root
            .get("key")?
            .error(
                format!("key harus “{expected}”, sama dengan nama berkas"),
                format!("the key must be “{expected}”, like the path of the file"),
            )
            .into());
    }
    let unit = entry::unit(&root)?;
    let read_through = root.date("read_through")?;
    let mut entries = Vec::new();
    let mut errors = Vec::new();
    for node in root.list("entry")? {
        match entry::entry(&node, unit, instruments) {
            Ok(entry) => entries.push(entry),
            Err(error) => errors.push(error),
        }
    }
    if unit != Unit::Relief {
        errors.extend(out_of_order(file, &entries));
    }
    if !errors.is_empty() {
        return Err(LoadErrors(errors));
    }
    entries.sort_by_key(|entry| entry.from == Dated::Unknown);
    Ok(Parameter {
        key: key.to_owned(),
        title_id: root.text("title_id")?.to_owned(),
        title_en: root.text("title_en")?.to_owned(),
        unit,
        read_through,
        ahead_until: read_through,
        file: file.to_owned(),
        entries,
        text: text.to_owned(),
    })
}

fn out_of_order(file: &str, entries: &[Entry]) -> Vec<LoadError> {
    let dated: Vec<(Date, &Entry)> = entries
        .iter()
        .filter_map(|entry| match entry.from {
            Dated::From(date) => Some((date, entry)),
            Dated::Unknown => None,
        })
        .collect();
    let mut errors = Vec::new();
    for pair in dated.windows(2) {
        let [(earlier, before), (later, entry)] = pair else { continue };
        let wrong =
            |id: String, en: String| LoadError { file: file.to_owned(), line: entry.line, id, en };
        if earlier == later {
            errors.push(wrong(
                format!("dua isian untuk tanggal {later}; gabungkan atau hapus salah satu"),
                format!("two entries for {later}; merge them or remove one"),
            ));
        } else if earlier > later {
            errors.push(wrong(
                format!("isian {later} berdiri setelah {earlier}; urutkan dari yang terlama"),
                format!("the entry of {later} stands after {earlier}; put the oldest first"),
            ));
        } else if before.until.is_some_and(|until| until >= *later) {
            errors.push(wrong(
                format!("isian sebelumnya masih berlaku pada {later}; perbaiki until-nya"),
                format!("the entry before still runs on {later}; correct its until"),
            ));
        }
    }
    errors
}

fn missing(parameters: &BTreeMap<String, Parameter>) -> Vec<LoadError> {
    let mut errors = Vec::new();
    for (key, unit) in REQUIRED {
        let file = format!("{}.toml", key.replace('.', "/"));
        match parameters.get(*key) {
            None => errors.push(whole(
                &file,
                format!("berkas tidak ada; aturan memerlukan parameter {key}"),
                format!("the file is missing; the rules need the parameter {key}"),
            )),
            Some(parameter) if parameter.unit != *unit => errors.push(whole(
                &file,
                format!("unit harus “{}”", unit.word()),
                format!("the unit must be “{}”", unit.word()),
            )),
            Some(_) => {}
        }
    }
    errors
}

/// Two rules that both apply are an error: the law must say which, not the order of files.
fn overlaps(parameters: &BTreeMap<String, Parameter>) -> Vec<LoadError> {
    let rules: Vec<_> = parameters
        .values()
        .flat_map(|parameter| parameter.entries.iter().map(move |entry| (parameter, entry)))
        .filter_map(|(parameter, entry)| match &entry.value {
            Value::Relief(relief) => Some((parameter, entry, relief)),
            _ => None,
        })
        .collect();
    let mut errors = Vec::new();
    for (n, (first_of, first, a)) in rules.iter().enumerate() {
        for (parameter, entry, b) in rules.iter().skip(n + 1) {
            if a.overlaps(b) {
                let other = format!("law/{}, line {}", first_of.file, first.line);
                errors.push(LoadError {
                    file: parameter.file.clone(),
                    line: entry.line,
                    id: format!("aturan keringanan ini dan aturan di {other} berlaku untuk bulan, sektor, pembayar, dan program yang sama; persempit salah satu"),
                    en: format!("this relief and the one at {other} both apply to the same months, sectors, payers and programmes; narrow one of them"),
                });
            }
        }
    }
    errors
}

fn look_ahead(parameters: &mut BTreeMap<String, Parameter>) {
    let months = parameters.get(AHEAD).and_then(|parameter| {
        parameter.entries.iter().rev().find_map(|entry| match &entry.value {
            Value::One(crate::Leaf::Number(months)) if entry.status != Status::Unknown => {
                i32::try_from(*months).ok()
            }
            _ => None,
        })
    });
    for parameter in parameters.values_mut() {
        parameter.ahead_until =
            Month::of(parameter.read_through).plus(months.unwrap_or(0)).last_day();
    }
}
