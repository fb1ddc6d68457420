//! The groups cover is counted for, how they lie in each other, and what a figure for one adds up.
//!
//! A *root* is one of the two groups that need protection; a *sum* has no roster of its own: head
//! counts come for RT and RW together, while a person heads one or the other.

use db::{Bulk, DbError, Kind, Tx, Value};
use std::sync::LazyLock;

/// What a group is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// A root of the taxonomy.
    Root,
    /// People are put on its roster.
    Group,
    /// Its figure is the sum of its parts; nobody is on its roster.
    Sum,
}

/// A group of people.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Group {
    /// Its word, as on the command line: `bpd`, `rt_rw`.
    pub code: &'static str,
    /// What it is.
    pub kind: GroupKind,
    /// The group it is counted into.
    pub parent: Option<&'static str>,
    /// What a sum adds up.
    pub parts: Vec<&'static str>,
    /// Its name in Indonesian.
    pub name_id: &'static str,
    /// Its name in English.
    pub name_en: &'static str,
}

/// A word that is no group, or one that has no roster.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum GroupFault {
    /// No such group.
    #[error("“{0}” is not a group; known are: {known}", known = known())]
    Unknown(String),
    /// A sum, or a root.
    #[error("nobody can be put on the roster of “{0}” itself; choose one of: {parts}", parts = groups_counted(.0).join(", "))]
    HasNoRoster(String),
}

impl GroupFault {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Unknown(word) => {
                format!("“{word}” bukan kelompok; yang dikenal: {}", known())
            }
            Self::HasNoRoster(word) => format!(
                "“{word}” tidak punya daftar anggota sendiri; pilih salah satu: {}",
                groups_counted(word).join(", ")
            ),
        }
    }

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "GROUP_UNKNOWN",
            Self::HasNoRoster(_) => "GROUP_HAS_NO_ROSTER",
        }
    }
}

fn known() -> String {
    GROUPS.iter().map(|group| group.code).collect::<Vec<_>>().join(", ")
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let text = include_str!("../../../data/groups.csv");
    text.lines().skip(1).filter(|line| !line.is_empty()).map(read).collect()
});

fn read(line: &'static str) -> Group {
    let column = |at: usize| line.split(',').nth(at).unwrap_or_default();
    let kind = match column(1) {
        "root" => GroupKind::Root,
        "sum" => GroupKind::Sum,
        _ => GroupKind::Group,
    };
    Group {
        code: column(0),
        kind,
        parent: Some(column(2)).filter(|parent| !parent.is_empty()),
        parts: column(3).split_whitespace().collect(),
        name_id: column(4),
        name_en: column(5),
    }
}

/// All groups, parents before their children.
#[must_use]
pub fn groups() -> &'static [Group] {
    &GROUPS
}

/// The group of a word, in any case.
pub fn group(word: &str) -> Result<&'static Group, GroupFault> {
    let code = word.trim().to_lowercase();
    GROUPS
        .iter()
        .find(|group| group.code == code)
        .ok_or_else(|| GroupFault::Unknown(word.chars().take(40).collect()))
}

/// A group people can be put on the roster of.
pub fn group_with_roster(word: &str) -> Result<&'static Group, GroupFault> {
    let group = group(word)?;
    match group.kind {
        GroupKind::Group => Ok(group),
        GroupKind::Root | GroupKind::Sum => Err(GroupFault::HasNoRoster(group.code.into())),
    }
}

/// The groups whose rosters a figure for this one counts: itself and what lies in it, or the parts
/// of a sum and what lies in them. Someone on two of these rosters is still one person.
#[must_use]
pub fn groups_counted(code: &str) -> Vec<&'static str> {
    let Ok(group) = group(code) else { return Vec::new() };
    let mut counted: Vec<&'static str> = match group.kind {
        GroupKind::Sum => group.parts.clone(),
        GroupKind::Root | GroupKind::Group => vec![group.code],
    };
    let mut at = 0;
    while let Some(code) = counted.get(at).copied() {
        counted.extend(GROUPS.iter().filter(|g| g.parent == Some(code)).map(|g| g.code));
        at += 1;
    }
    counted.retain(|code| GROUPS.iter().any(|g| g.code == *code && g.kind == GroupKind::Group));
    counted
}

static ROWS: Bulk = Bulk {
    table: "person_group",
    columns: &[
        ("code", Kind::Text),
        ("kind", Kind::Text),
        ("parent", Kind::Text),
        ("name_id", Kind::Text),
        ("name_en", Kind::Text),
    ],
    conflict: "ON CONFLICT (code) DO NOTHING",
};

static PARTS: Bulk = Bulk {
    table: "person_group_part",
    columns: &[("whole", Kind::Text), ("part", Kind::Text)],
    conflict: "ON CONFLICT (whole, part) DO NOTHING",
};

/// Puts the groups into the database; what is there stays.
pub async fn load_groups(tx: &mut Tx) -> Result<u64, DbError> {
    let text = |text: &str| Value::Text(Some(text.to_owned()));
    let rows = GROUPS.iter().map(|group| {
        let kind = match group.kind {
            GroupKind::Root => "root",
            GroupKind::Group => "group",
            GroupKind::Sum => "sum",
        };
        let parent = Value::Text(group.parent.map(str::to_owned));
        vec![text(group.code), text(kind), parent, text(group.name_id), text(group.name_en)]
    });
    let added = tx.insert_many(&ROWS, rows.collect()).await?;
    let parts = GROUPS
        .iter()
        .flat_map(|group| group.parts.iter().map(|part| vec![text(group.code), text(part)]));
    tx.insert_many(&PARTS, parts.collect()).await?;
    Ok(added)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_roots_and_four_kinds_of_office_holders() {
        let roots: Vec<&str> =
            groups().iter().filter(|g| g.kind == GroupKind::Root).map(|g| g.code).collect();
        assert_eq!(roots, ["office_holders", "vulnerable"]);
        let children: Vec<&str> = groups()
            .iter()
            .filter(|g| g.parent == Some("office_holders"))
            .map(|g| g.code)
            .collect();
        assert_eq!(children, ["bpd", "rt", "rw", "lkd"]);
        assert!(group("non_asn").is_ok());
    }

    #[test]
    fn a_figure_for_rt_rw_adds_both_and_lkd_counts_its_guards() {
        assert_eq!(groups_counted("rt_rw"), ["rt", "rw"]);
        assert_eq!(groups_counted("lkd"), ["lkd", "satlinmas"]);
        assert_eq!(groups_counted("office_holders"), ["bpd", "rt", "rw", "lkd", "satlinmas"]);
        assert_eq!(groups_counted("bpd"), ["bpd"]);
        assert!(groups_counted("nobody").is_empty());
    }

    #[test]
    fn nobody_is_put_on_a_sum() {
        let fault = group_with_roster("RT_RW").unwrap_err();
        assert_eq!(
            fault.to_string(),
            "nobody can be put on the roster of “rt_rw” itself; choose one of: rt, rw"
        );
        assert!(group_with_roster("teachers").unwrap_err().to_string().contains("bpd"));
    }

    #[test]
    fn every_parent_and_part_comes_before_it_is_named() {
        let mut seen = Vec::new();
        for group in groups() {
            assert!(group.parent.iter().chain(&group.parts).all(|code| seen.contains(code)));
            seen.push(group.code);
        }
    }
}
