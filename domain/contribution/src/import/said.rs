//! What is said of a row: a stable code, the field or fact it is about, and a sentence in each
//! language that a village clerk understands.

use registry::FieldFault;
use sheets::{Field, RowFault, RowResult};
use std::borrow::Cow;

/// The row was taken.
pub(super) const OK: &str = "OK";
/// The person is a member already, as a non-wage worker.
pub(super) const ACTIVE_AS_BPU: &str = "ACTIVE_AS_BPU";
/// The person is a member already, as a wage earner.
pub(super) const ACTIVE_AS_PU: &str = "ACTIVE_AS_PU";
/// The number stood in an earlier row.
pub(super) const DUP_IN_FILE: &str = "DUP_IN_FILE";

/// Something said of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Said {
    pub(super) code: Cow<'static, str>,
    /// The column, or for some codes the fact: the earlier row, who pays.
    pub(super) about: Option<Cow<'static, str>>,
    pub(super) id: String,
    pub(super) en: String,
}

impl Said {
    pub(super) fn new(
        code: &'static str,
        about: impl Into<Cow<'static, str>>,
        id: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self { code: code.into(), about: Some(about.into()), id: id.into(), en: en.into() }
    }

    pub(super) fn of(field: Field, code: &'static str, id: String, en: String) -> Self {
        Self::new(code, field.word(), id, en)
    }

    /// A field that is needed and has no column or nothing in it.
    pub(super) fn missing(field: Field) -> Self {
        let word = field.word();
        Self::of(
            field,
            "MISSING",
            format!("{word} kosong; isi kolom ini"),
            format!("{word} is empty; fill in this column"),
        )
    }

    /// All that is wrong, told at once under the code of the first.
    pub(super) fn together(all: Vec<Self>) -> Option<Self> {
        let mut all = all.into_iter();
        let mut first = all.next()?;
        for other in all {
            first.id = format!("{} | {}", first.id, other.id);
            first.en = format!("{} | {}", first.en, other.en);
        }
        Some(first)
    }

    /// The code as people see it, `MISSING(nama)` or `DUP_IN_FILE(17)`.
    pub(super) fn shown_code(&self) -> String {
        match &self.about {
            Some(about) if !self.code.contains("NIK") && !self.code.contains("MISMATCH") => {
                format!("{}({about})", self.code)
            }
            _ => self.code.to_string(),
        }
    }

    /// As the result sheet has it.
    pub(super) fn result(&self) -> RowResult<'_> {
        RowResult::new(self.shown_code(), &*self.id, &*self.en)
    }

    /// As it is stored: what quotes a number of the person is cut out, since the row itself is sealed.
    pub(super) fn stored(&self) -> (String, String) {
        (without_numbers(&self.id), without_numbers(&self.en))
    }
}

/// The sentence with every run of nine or more digits inside quotation marks hidden: identity,
/// family-card and telephone numbers, whole or damaged.
fn without_numbers(sentence: &str) -> String {
    let mut kept = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, quoted)) = rest.split_once('“') {
        let (inside, after) = quoted.split_once('”').unwrap_or((quoted, ""));
        kept.push_str(before);
        let personal = inside.bytes().filter(u8::is_ascii_digit).count() >= 9;
        kept.push_str(&format!("“{}”", if personal { "•••" } else { inside }));
        rest = after;
    }
    kept.push_str(rest);
    kept
}

impl From<RowFault> for Said {
    fn from(fault: RowFault) -> Self {
        Self::of(fault.field, fault.code, fault.sentence_id, fault.sentence_en)
    }
}

impl From<FieldFault> for Said {
    fn from(fault: FieldFault) -> Self {
        Self::new(fault.code, column_of(fault.field), fault.id, fault.en)
    }
}

/// The column of the canonical sheet that a field of the register comes from.
fn column_of(field: &'static str) -> &'static str {
    let field_of = |field: Field| field.word();
    match field.split('.').next().unwrap_or(field) {
        "name" => field_of(Field::Name),
        "birth_date" => field_of(Field::BirthDate),
        "birth_place" => field_of(Field::BirthPlace),
        "sex" => field_of(Field::Sex),
        "village" => field_of(Field::VillageCode),
        "address" => field_of(Field::Address),
        "phone" => field_of(Field::Phone),
        "family_card" => field_of(Field::Kk),
        "occupations" if field.ends_with("place") => field_of(Field::WorkPlace),
        "occupations" => field_of(Field::Occupation),
        "heirs" => field_of(Field::FamilyContact),
        "groups" => field_of(Field::Group),
        _ => field,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_sentences_hold_no_number_of_a_person() {
        let said = |text: &str| without_numbers(text);
        assert_eq!(said("no_kk “33021500”: 16 angka"), "no_kk “33021500”: 16 angka");
        assert_eq!(said("no_kk “330215000000001”: 16 angka"), "no_kk “•••”: 16 angka");
        assert_eq!(said("a “x” b “0812 3456 7890"), "a “x” b “•••”");
        assert_eq!(said("Gatak (33.10.16.2012)"), "Gatak (33.10.16.2012)");
    }

    #[test]
    fn several_faults_are_one_outcome_with_every_sentence() {
        let faults = vec![Said::missing(Field::Name), Said::missing(Field::VillageCode)];
        let all = Said::together(faults).unwrap();
        assert_eq!(all.shown_code(), "MISSING(nama)");
        assert_eq!(
            all.en,
            "nama is empty; fill in this column | kode_desa is empty; fill in this column"
        );
        assert_eq!(Said::together(Vec::new()), None);
    }
}
