//! What lists call a group, an occupation, a family contact.

use super::said::Said;
use registry::{
    GroupFault, GroupKind, HeirForm, Occupation, OccupationForm, Relation, group_with_roster,
    groups, match_occupation, searchable,
};
use sheets::{Field, normal_phone};
use terms::Sector;

/// What a group's text means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum GroupWord {
    /// A group with a roster.
    Roster(&'static str),
    /// The root of several, such as *rentan*: nobody is on its roster, and no one is kept out for it.
    Wide(Said),
    /// No group, or several.
    No(Said),
}

/// Other words for groups, as their own name has them after [`bare`].
const ALIASES: [(&str, &str); 15] = [
    ("badan permusyawaratan desa", "bpd"),
    ("lembaga kemasyarakatan desa", "lkd"),
    ("linmas", "satlinmas"),
    ("hansip", "satlinmas"),
    ("rukun tetangga", "rt"),
    ("rukun warga", "rw"),
    ("rentan", "vulnerable"),
    ("pekerja rentan", "vulnerable"),
    ("kades", "village_head"),
    ("desa", "village_head"),
    ("lurah", "village_head"),
    ("perangkat", "village_official"),
    ("ojek", "motorcycle_taxi"),
    ("pedagang", "market_trader"),
    ("non asn", "non_asn"),
];

/// Without the office held in it and the number of the unit: *Ketua RT 03* is *rt*.
fn bare(text: &str) -> String {
    let text = searchable(text);
    let words = text.split(' ').filter(|word| {
        let office = ["ketua", "kepala", "anggota", "pengurus", "kelompok", "sekretaris"];
        !office.contains(word) && !word.bytes().all(|b| b.is_ascii_digit())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The group a text means.
pub(super) fn group_word(text: &str) -> GroupWord {
    let asked = bare(text);
    let name = |group: &registry::Group| {
        let (long, short) = group.name_id.split_once('(').unwrap_or((group.name_id, ""));
        [group.code, long, short].map(bare).contains(&asked)
    };
    let alias = ALIASES.iter().find(|(word, _)| *word == asked).map(|(_, code)| *code);
    let code = alias.or_else(|| groups().iter().find(|group| name(group)).map(|group| group.code));
    match group_with_roster(code.unwrap_or(text.trim())) {
        Ok(group) => GroupWord::Roster(group.code),
        Err(fault) => {
            let root = |group: &&registry::Group| Some(group.code) == code;
            let wide = groups().iter().find(root).is_some_and(|g| g.kind == GroupKind::Root);
            let said = not_a_roster(&fault);
            if wide { GroupWord::Wide(said) } else { GroupWord::No(said) }
        }
    }
}

fn not_a_roster(fault: &GroupFault) -> Said {
    Said::of(Field::Group, fault.code(), fault.indonesian(), fault.to_string())
}

/// What an occupation's text means: what is recorded, the sector it prices as, what is to be said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Work {
    pub(super) occupation: Option<String>,
    pub(super) sector: Sector,
    pub(super) note: Option<Said>,
}

/// The occupation a text means. One that nobody knows is a note and prices as sector *other*;
/// several of one sector are a note too; several of two sectors cannot be priced and are refused.
pub(super) fn occupation_word(text: &str) -> Result<Work, Said> {
    let found = match_occupation(text);
    let sector = found.first().map_or(Sector::Other, |first| first.sector);
    let shown: String = text.trim().chars().take(60).collect();
    match found.as_slice() {
        [only] => Ok(Work { occupation: Some(only.id.clone()), sector, note: None }),
        [] => Ok(Work { occupation: None, sector, note: Some(unknown_work(&shown)) }),
        several => {
            let said = several_kinds_of_work(&shown, several);
            let one_sector = several.iter().all(|other| other.sector == sector);
            if one_sector {
                Ok(Work { occupation: None, sector, note: Some(said) })
            } else {
                Err(said)
            }
        }
    }
}

fn unknown_work(shown: &str) -> Said {
    Said::of(
        Field::Occupation,
        "OCCUPATION_UNKNOWN",
        format!(
            "Pekerjaan “{shown}” tidak dikenal dan belum dicatat; iurannya dihitung sebagai sektor lain. Pilih dari daftar pekerjaan"
        ),
        format!(
            "The occupation “{shown}” is not known and was not recorded; it is priced as sector other. Choose one from the list of occupations"
        ),
    )
}

fn several_kinds_of_work(shown: &str, several: &[&Occupation]) -> Said {
    let ids = several.iter().map(|o| o.id.as_str()).collect::<Vec<_>>().join(", ");
    Said::of(
        Field::Occupation,
        "OCCUPATION_AMBIGUOUS",
        format!("“{shown}” bisa berarti beberapa pekerjaan; pilih salah satu: {ids}"),
        format!("“{shown}” could mean several occupations; choose one of: {ids}"),
    )
}

/// The form of an occupation.
pub(super) fn occupation_form(occupation: String, place: Option<String>) -> OccupationForm {
    OccupationForm { occupation, place, hours: None }
}

/// Whom to reach in the family: a name, a number, or both in one cell.
pub(super) fn contact_form(text: &str) -> Option<HeirForm> {
    let digit = |c: char| c.is_ascii_digit() || c == '+';
    let (name, number) = match text.find(digit) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let phone = normal_phone(number.trim_end_matches(|c: char| !c.is_ascii_digit()));
    if phone.is_none() && !number.is_empty() {
        return None;
    }
    let name = name.trim_matches(|c: char| !c.is_alphabetic() && c != '.').trim();
    let name = if name.is_empty() { "Kontak keluarga" } else { name };
    Some(HeirForm { name: name.to_owned(), relation: Relation::Contact, birth_date: None, phone })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_name_groups_in_many_ways() {
        for (text, code) in [
            ("BPD", "bpd"),
            ("Ketua RT", "rt"),
            ("RT 03", "rt"),
            ("Anggota BPD", "bpd"),
            ("Badan Permusyawaratan Desa", "bpd"),
            ("LINMAS", "satlinmas"),
            ("satlinmas", "satlinmas"),
            ("Nelayan", "fisher"),
            ("motorcycle_taxi", "motorcycle_taxi"),
            ("Perangkat Desa", "village_official"),
            ("Kepala Desa", "village_head"),
        ] {
            assert_eq!(group_word(text), GroupWord::Roster(code), "{text}");
        }
        let GroupWord::Wide(said) = group_word("Pekerja Rentan") else { panic!() };
        assert_eq!(said.code, "GROUP_HAS_NO_ROSTER");
        let GroupWord::No(said) = group_word("RT/RW") else { panic!() };
        assert!(said.en.ends_with("choose one of: rt, rw"));
        let GroupWord::No(said) = group_word("arisan") else { panic!() };
        assert_eq!(said.code, "GROUP_UNKNOWN");
    }

    #[test]
    fn an_unknown_occupation_is_noted_and_one_of_two_prices_is_refused() {
        let known = occupation_word("Petani padi").unwrap();
        assert_eq!((known.occupation.as_deref(), known.note), (Some("petani-padi"), None));
        let unknown = occupation_word("xyzzy").unwrap();
        assert_eq!((unknown.occupation, unknown.sector), (None, Sector::Other));
        assert_eq!(unknown.note.unwrap().code, "OCCUPATION_UNKNOWN");
        let sectors = |text: &str| {
            let found = match_occupation(text);
            found.iter().any(|o| o.sector == Sector::Transport)
                && found.iter().any(|o| o.sector == Sector::Other)
        };
        let torn = ["sopir", "pengemudi becak motor", "taksi becak", "ojek becak"];
        let torn = torn.into_iter().find(|text| sectors(text)).expect("a text of two sectors");
        assert_eq!(occupation_word(torn).unwrap_err().code, "OCCUPATION_AMBIGUOUS");
    }

    #[test]
    fn a_contact_is_a_name_a_number_or_both() {
        let read = |text| contact_form(text).map(|form| (form.name, form.phone));
        let phone = Some("+6281234567890".to_owned());
        assert_eq!(read("Istri: 0812-3456-7890"), Some(("Istri".into(), phone.clone())));
        assert_eq!(read("081234567890"), Some(("Kontak keluarga".into(), phone)));
        assert_eq!(read("Ibu Wati"), Some(("Ibu Wati".into(), None)));
        assert_eq!(read("Wati 12"), None);
    }
}
