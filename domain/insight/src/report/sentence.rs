//! The definition of a share as a sentence, printed with it.

use super::CoverageReport;
use crate::{Denominator, Question, StatusWord, coverage::capital};

/// What is counted and of what, in Indonesian and English.
pub(super) fn definition(
    question: &Question,
    word: StatusWord,
    bases: &[Denominator],
) -> (String, String) {
    let (whom_id, whom_en) = question.of_whom();
    let mut id = format!("{}, {}.", capital(&whom_id), word.meaning_id());
    let mut en = format!("{}, {}.", capital(&whom_en), word.meaning_en());
    if !bases.is_empty() {
        id.push_str(&format!(" Penyebut: {}.", joined(bases, |base| base.definition_id.clone())));
        en.push_str(&format!(" Base: {}.", joined(bases, |base| base.definition_en.clone())));
    }
    (id, en)
}

/// What the bases say, each once.
pub(super) fn joined(bases: &[Denominator], of: fn(&Denominator) -> String) -> String {
    let mut said: Vec<String> = Vec::new();
    for text in bases.iter().map(of) {
        if !said.contains(&text) {
            said.push(text);
        }
    }
    said.join("; ")
}

/// What is added up, in Indonesian and English.
pub(super) fn rolled_up(reports: &[CoverageReport], mixed: bool) -> (String, String) {
    let each: Vec<String> = reports
        .iter()
        .map(|report| {
            format!("{} ({})", report.question.group.unwrap_or("—"), report.counts.word())
        })
        .collect();
    let each = each.join(", ");
    let (mut id, mut en) = (format!("Jumlah dari {each}."), format!("The sum of {each}."));
    if mixed {
        id.push_str(
            " Sumbernya memakai kata status yang berbeda, jadi ini bukan angka satu status.",
        );
        en.push_str(
            " Their sources use different status words, so this is no figure of one status.",
        );
    }
    (id, en)
}
