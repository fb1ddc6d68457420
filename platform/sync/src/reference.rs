//! Reference files: the law's own parameter files, areas, occupations, groups; each at an address that
//! names its content, so that a phone keeps it until the manifest names another.

use crate::envelope::hex;
use registry::{AREA_DECREE, Gazetteer, groups, occupations};
use regulation::Law;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use terms::{AreaCode, AreaLevel};

/// The parts of the law that the price of a month, the entry and the promise need.
const FOLDERS: [&str; 4] = ["benefit.jkm", "contribution.", "cover.", "eligibility."];

/// What a phone needs to know of a file before it fetches it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are named in section 2 of the contract")]
pub struct Entry {
    pub name: String,
    pub version: String,
    pub sha256: String,
    pub size: usize,
    pub address: String,
}

/// A reference file.
#[derive(Clone, Debug)]
pub struct File {
    /// As the manifest names it.
    pub entry: Entry,
    /// Its type.
    pub mime: &'static str,
    /// Its content.
    pub content: Vec<u8>,
}

/// Every reference file of an office, made once.
#[derive(Debug)]
pub struct References(Vec<File>);

impl References {
    /// The files of a law and of these areas.
    #[must_use]
    pub fn of(law: &Law, areas: &Gazetteer) -> Self {
        let mut files = vec![
            tariff(law),
            table("regencies", AREA_DECREE, &["code", "name", "province"], regencies(areas)),
            table("occupations", "", &["code", "id", "en", "sector", "aliases"], jobs()),
            table("groups", "", &["code", "id", "en"], group_rows()),
        ];
        let all = areas.within(None).filter(|area| area.code.level() == AreaLevel::Regency);
        files.extend(all.map(|regency| {
            let name = format!("villages-{}", regency.code);
            let rows = villages(areas, &regency.code);
            table(&name, AREA_DECREE, &["code", "village", "district"], rows)
        }));
        Self(files)
    }

    /// What there is.
    pub fn manifest(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter().map(|file| &file.entry)
    }

    /// What somebody needs who works in these areas; none is the whole country.
    pub fn needed_in(&self, areas: Option<&[AreaCode]>) -> impl Iterator<Item = &Entry> {
        self.manifest().filter(move |entry| {
            let regency = entry.name.strip_prefix("villages-");
            let Some(regency) = regency.and_then(|code| code.parse::<AreaCode>().ok()) else {
                return true;
            };
            areas.is_none_or(|areas| {
                areas.iter().any(|area| area.contains(&regency) || regency.contains(area))
            })
        })
    }

    /// The file at an address, if that is still its content.
    #[must_use]
    pub fn at(&self, address: &str) -> Option<&File> {
        self.0.iter().find(|file| file.entry.address == address)
    }
}

fn file(name: &str, version: &str, ext: &str, mime: &'static str, content: Vec<u8>) -> File {
    let sha256 = hex(&Sha256::digest(&content));
    let short = sha256.get(..16).unwrap_or_default();
    let version = if version.is_empty() { short } else { version };
    let entry = Entry {
        name: name.to_owned(),
        version: version.to_owned(),
        size: content.len(),
        address: format!("/ref/{name}.{short}.{ext}"),
        sha256,
    };
    File { entry, mime, content }
}

/// Tab-separated rows below a line that names the columns.
fn table(name: &str, version: &str, columns: &[&str], rows: Vec<Vec<String>>) -> File {
    let mut text = columns.join("\t");
    for row in rows {
        text.push('\n');
        let cells = row.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " "));
        text.push_str(&cells.collect::<Vec<_>>().join("\t"));
    }
    text.push('\n');
    file(name, version, "tsv", "text/tab-separated-values; charset=utf-8", text.into_bytes())
}

fn regencies(areas: &Gazetteer) -> Vec<Vec<String>> {
    let regencies = areas.within(None).filter(|area| area.code.level() == AreaLevel::Regency);
    let row = |area: &registry::Area| {
        let province = area.code.parent().and_then(|code| areas.name(&code));
        vec![area.code.to_string(), area.name.to_string(), province.unwrap_or_default().to_owned()]
    };
    regencies.map(row).collect()
}

fn villages(areas: &Gazetteer, regency: &AreaCode) -> Vec<Vec<String>> {
    let villages =
        areas.within(Some(regency)).filter(|area| area.code.level() == AreaLevel::Village);
    let row = |area: &registry::Area| {
        let district = area.code.parent().and_then(|code| areas.name(&code));
        vec![area.code.to_string(), area.name.to_string(), district.unwrap_or_default().to_owned()]
    };
    villages.map(row).collect()
}

/// The list has no English names yet; the column is there and empty.
fn jobs() -> Vec<Vec<String>> {
    let row = |job: &registry::Occupation| {
        let aliases = job.aliases().join(";");
        vec![job.id.clone(), job.label.clone(), String::new(), job.sector.word().into(), aliases]
    };
    occupations().iter().map(row).collect()
}

fn group_rows() -> Vec<Vec<String>> {
    let row = |group: &registry::Group| {
        vec![group.code.to_owned(), group.name_id.to_owned(), group.name_en.to_owned()]
    };
    groups().iter().map(row).collect()
}

fn tariff(law: &Law) -> File {
    let wanted = |key: &str| FOLDERS.iter().any(|folder| key.starts_with(folder));
    let mut parameters = Map::new();
    let (mut cited, mut version) = (BTreeSet::new(), String::new());
    for parameter in law.parameters().filter(|parameter| wanted(&parameter.key)) {
        let read = toml::from_str::<toml::Value>(&parameter.text);
        let read = read.expect("a law that was loaded from this text parses again");
        parameters.insert(parameter.key.clone(), as_json(read));
        cited.extend(parameter.entries.iter().map(|entry| entry.source.instrument.clone()));
        version = version.max(parameter.read_through.to_string());
    }
    let titles = cited.into_iter().filter_map(|id| {
        let title = law.instrument(&id)?.title.clone();
        Some((id, Value::String(title)))
    });
    let titles: Map<String, Value> = titles.collect();
    let whole = json!({ "version": version, "parameters": parameters, "instruments": titles });
    file("tariff", &version, "json", "application/json", whole.to_string().into_bytes())
}

/// Numbers, words and lists as they are; a date as its text.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        // Written as it stands in the file: nothing is counted with it here.
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(list) => list.into_iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, as_json(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references() -> References {
        References::of(Law::built_in(), Gazetteer::embedded())
    }

    #[test]
    fn every_regency_has_its_villages_and_no_file_is_large() {
        let all = references();
        let of = |name: &str| all.0.iter().find(|file| file.entry.name == name).unwrap();
        let villages = String::from_utf8(of("villages-33.02").content.clone()).unwrap();
        assert!(villages.starts_with("code\tvillage\tdistrict\n33.02."), "{}", &villages[..60]);
        assert_eq!(villages.lines().filter(|line| line.split('\t').count() != 3).count(), 0);
        let listed = String::from_utf8(of("regencies").content.clone()).unwrap().lines().count();
        assert_eq!(all.manifest().filter(|e| e.name.starts_with("villages-")).count(), listed - 1);
        for file in &all.0 {
            assert!(file.content.len() < 250_000, "{}", file.entry.name);
            assert_eq!(all.at(&file.entry.address).unwrap().entry, file.entry);
        }
    }

    #[test]
    fn the_tariff_is_the_law_s_own_text() {
        let all = references();
        let file = all.0.iter().find(|file| file.entry.name == "tariff").unwrap();
        let tariff: Value = serde_json::from_slice(&file.content).unwrap();
        let jkm = &tariff["parameters"]["contribution.jkm_bpu"];
        assert_eq!(jkm["key"], "contribution.jkm_bpu");
        for parameter in Law::built_in().parameters() {
            let sent = &tariff["parameters"][&parameter.key];
            if FOLDERS.iter().any(|folder| parameter.key.starts_with(folder)) {
                let entries = sent["entry"].as_array().unwrap();
                assert_eq!(entries.len(), parameter.entries.len(), "{}", parameter.key);
                assert_eq!(sent["read_through"], parameter.read_through.to_string());
            } else {
                assert!(sent.is_null());
            }
        }
        assert!(!file.content.windows(9).any(|part| part == b"__toml_pr"));
    }

    #[test]
    fn a_clerk_of_one_village_fetches_one_file_of_villages() {
        let all = references();
        let village: AreaCode = "33.02.15.2006".parse().unwrap();
        let needed: Vec<&str> =
            all.needed_in(Some(&[village])).map(|entry| entry.name.as_str()).collect();
        assert_eq!(needed, ["tariff", "regencies", "occupations", "groups", "villages-33.02"]);
        assert_eq!(all.needed_in(None).count(), all.manifest().count());
    }
}
