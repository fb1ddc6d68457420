//! What is ordered with a list, and what is answered.

use super::{
    ImportRefusal,
    words::{GroupWord, group_word},
};
use access::{Duty, Office};
use registry::Gazetteer;
use serde::Serialize;
use std::collections::BTreeMap;
use terms::{AreaCode, Payer, Programme, Programmes, Rupiah, ids::ListId};

/// What is ordered with a list: for which area, and what holds where a row says nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ImportOrder {
    /// The list, made by whoever hands it in. A file that is known keeps the id it has.
    #[serde(skip)]
    pub list: ListId,
    /// The name of the file, for sentences only.
    #[serde(skip)]
    pub file_name: String,
    /// The area the list is for; people of other areas are refused.
    pub area: AreaCode,
    /// Whose money pays where a row does not say.
    pub payer: Payer,
    /// The group people are in where a row does not say.
    pub group: Option<String>,
    /// Programmes of everyone.
    pub programmes: Programmes,
    /// Income where a row does not say; none takes the lowest tier of the law and says so.
    pub income: Option<Rupiah>,
    /// Opens a payment code for each new member, for so many months where a row does not say.
    pub code_months: Option<u32>,
}

impl ImportOrder {
    /// Whether it can be ordered, and by this actor.
    pub(super) fn check(&self, office: &Office) -> Result<(), ImportRefusal> {
        office.allow(Duty::ImportList, &self.area)?;
        if !Gazetteer::embedded().knows(&self.area) {
            return Err(ImportRefusal::Area(self.area.clone()));
        }
        let base = Programmes::BASE.iter().all(|programme| self.programmes.has(programme));
        if !base || self.programmes.has(Programme::Jp) {
            return Err(ImportRefusal::Programmes);
        }
        if self.payer == Payer::Employer {
            return Err(ImportRefusal::Payer);
        }
        if self.income.is_some_and(|income| income <= Rupiah::ZERO) {
            return Err(ImportRefusal::Income);
        }
        if let Some(n) = self.code_months {
            office.allow(Duty::OpenCode, &self.area)?;
            if !(1..=12).contains(&n) {
                return Err(ImportRefusal::Months);
            }
        }
        match self.group.as_deref().map(group_word) {
            Some(GroupWord::No(said) | GroupWord::Wide(said)) => {
                Err(ImportRefusal::Group { id: said.id, en: said.en })
            }
            Some(GroupWord::Roster(_)) | None => Ok(()),
        }
    }

    /// As it is kept with the list.
    pub(super) fn kept(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// How far a list is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Progress {
    /// Rows read so far.
    pub n_rows: u64,
    /// Rows of the file, footers included.
    pub n_total: u64,
    /// Enrolled.
    pub n_accepted: u64,
    /// Kept with their reasons.
    pub n_refused: u64,
}

/// What came of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Imported {
    /// The list.
    pub list: ListId,
    /// The same content had been read before: this is what came of it then.
    pub was_known: bool,
    /// Rows with a person in them, or meant to have one.
    pub n_rows: u64,
    /// Enrolled by this list.
    pub n_accepted: u64,
    /// Kept with their reasons.
    pub n_refused: u64,
    /// Members already, who were left as they are.
    pub n_already: u64,
    /// Rows by outcome code.
    pub by_outcome: BTreeMap<String, u64>,
}
