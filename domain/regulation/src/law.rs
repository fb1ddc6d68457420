//! The whole law as loaded: instruments, parameters, and what prices need at hand.

use crate::{
    Instrument, LawError, LoadErrors, Parameter, contribution::Tariff, found::Found, load,
};
use std::{collections::BTreeMap, path::Path, sync::LazyLock};
use terms::{Date, Rate, Rounding, Rupiah};

include!(concat!(env!("OUT_DIR"), "/law_files.rs"));

/// The law. Cheap to share, immutable; another law is another value.
#[derive(Clone, Debug)]
pub struct Law {
    pub(crate) instruments: BTreeMap<String, Instrument>,
    pub(crate) parameters: BTreeMap<String, Parameter>,
    pub(crate) tariff: Tariff,
}

static BUILT_IN: LazyLock<Law> = LazyLock::new(|| {
    let files = LAW_FILES.iter().filter(|(name, _)| !name.starts_with("cases/"));
    Law::from_texts(files.map(|(name, text)| (*name, *text)))
        .expect("a test loads the law this program was built with")
});

impl Law {
    /// The law this program was built with.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// The law of a folder laid out like `law/`; its `cases/` are not read here.
    pub fn from_dir(folder: &Path) -> Result<Self, LoadErrors> {
        let files = load::read_folder(folder)?;
        Self::from_texts(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    }

    /// The law of texts, each with its path below the folder, `contribution/jkm_bpu.toml`.
    pub fn from_texts<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, LoadErrors> {
        load::load(files)
    }

    /// Every parameter with its history, by key.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.values()
    }

    /// One parameter with its history.
    pub fn parameter(&self, key: &str) -> Result<&Parameter, LawError> {
        self.parameters
            .get(key)
            .ok_or_else(|| LawError::NoSuchParameter { parameter: key.chars().take(80).collect() })
    }

    /// Every instrument, by id.
    pub fn instruments(&self) -> impl Iterator<Item = &Instrument> {
        self.instruments.values()
    }

    /// One instrument.
    #[must_use]
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.instruments.get(id)
    }

    /// An amount of the law on a date.
    pub fn rupiah_on(&self, key: &str, date: Date) -> Result<Rupiah, LawError> {
        Ok(self.rupiah(key, date)?.value)
    }

    /// A number of the law on a date: months, days, years, a count.
    pub fn number_on(&self, key: &str, date: Date) -> Result<i64, LawError> {
        Ok(self.number(key, date)?.value)
    }

    /// A word of the law on a date.
    pub fn word_on(&self, key: &str, date: Date) -> Result<&str, LawError> {
        Ok(self.look(key, "", date)?.word()?.value)
    }

    /// A yes or no of the law on a date.
    pub fn flag_on(&self, key: &str, date: Date) -> Result<bool, LawError> {
        Ok(self.look(key, "", date)?.flag()?.value)
    }

    pub(crate) fn look<'a>(
        &'a self,
        key: &str,
        name: &'a str,
        date: Date,
    ) -> Result<Found<'a, &'a crate::Leaf>, LawError> {
        Found::look(self.parameter(key)?, name, date)
    }

    pub(crate) fn rupiah(&self, key: &str, date: Date) -> Result<Found<'_, Rupiah>, LawError> {
        self.look(key, "", date)?.rupiah()
    }

    pub(crate) fn rupiah_of<'a>(
        &'a self,
        key: &str,
        name: &'a str,
        date: Date,
    ) -> Result<Found<'a, Rupiah>, LawError> {
        self.look(key, name, date)?.rupiah()
    }

    pub(crate) fn rate_of<'a>(
        &'a self,
        key: &str,
        name: &'a str,
        date: Date,
    ) -> Result<Found<'a, Rate>, LawError> {
        self.look(key, name, date)?.rate()
    }

    pub(crate) fn number(&self, key: &str, date: Date) -> Result<Found<'_, i64>, LawError> {
        self.look(key, "", date)?.number()
    }

    pub(crate) fn number_of<'a>(
        &'a self,
        key: &str,
        name: &'a str,
        date: Date,
    ) -> Result<Found<'a, i64>, LawError> {
        self.look(key, name, date)?.number()
    }

    /// What becomes of a fraction of a rupiah on a date.
    pub fn rounding(&self, date: Date) -> Result<Rounding, LawError> {
        match self.word_on("contribution.rounding", date)? {
            "down" => Ok(Rounding::Down),
            _ => Ok(Rounding::HalfUp),
        }
    }
}
