//! The verdict of a published figure, from what its own source said.

use super::{FigureData, FigureEntry, ShareSaid};
use crate::{
    Amount, Qualifier,
    figure::{self, Judgement, Reading, Said, SaidPercent},
};
use terms::Rate;

/// Nobody said which segment a number is of.
pub const SEGMENT_UNKNOWN: &str = "SEGMENT_UNKNOWN";
/// A number of everyone that is far off what other places have: its scope must be stated first.
pub const IMPLAUSIBLE_SCOPE: &str = "IMPLAUSIBLE_SCOPE";

/// A figure with what the checker makes of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// The number in its unit.
    pub value: i64,
    /// `persons`, `ppm` or `rupiah`.
    pub unit: &'static str,
    /// The verdict and its reason.
    pub judgement: Judgement,
    /// What is open about it.
    pub flags: Vec<&'static str>,
    /// What it would be of each base it could have.
    pub readings: Vec<Reading>,
}

impl FigureEntry {
    /// The number as it was said; a share is in parts per million.
    #[must_use]
    pub fn amount(&self) -> Amount {
        Amount::hedged(self.number().0, self.qualifier)
    }

    /// The share, where it is one.
    #[must_use]
    pub fn rate(&self) -> Option<Rate> {
        self.said().map(|said| said.rate())
    }

    fn said(&self) -> Option<SaidPercent> {
        self.percent.as_deref().and_then(SaidPercent::parse)
    }

    fn number(&self) -> (i64, &'static str) {
        match (self.persons, self.rupiah, self.said()) {
            (Some(persons), ..) => (persons, "persons"),
            (_, Some(rupiah), _) => (rupiah, "rupiah"),
            (.., said) => (said.map_or(0, |said| said.rate().parts()), "ppm"),
        }
    }

    /// What the checker makes of it. `data` holds the figures it is held against.
    #[must_use]
    pub fn judge(&self, data: &FigureData) -> Judged {
        let (value, unit) = self.number();
        let readings = self.reading.iter().map(|reading| {
            let (id, en) = (&reading.base_id, &reading.base_en);
            match self.rate() {
                Some(share) => figure::reading_of_share(share, id, en, reading.of),
                None => figure::reading_of_heads(value, id, en, reading.of),
            }
        });
        Judged {
            value,
            unit,
            judgement: self.judgement(data),
            flags: self.flags(data),
            readings: readings.collect(),
        }
    }

    fn judgement(&self, data: &FigureData) -> Judgement {
        let sub_total = self.sub_total.as_deref().and_then(|id| data.figure(id));
        let result = self.result.as_deref().and_then(SaidPercent::parse).map(|said| said.rate());
        let sum = self.share.as_ref().filter(|share| !share.parts.is_empty());
        let quarantined = sub_total
            .and_then(|sub| figure::judge_sub_total(self.amount(), sub.amount()))
            .or_else(|| figure::judge_target(self.rate()?, result?))
            .or_else(|| sum.and_then(|sum| figure::judge_sum(&sum.parts, sum.part?)));
        quarantined.unwrap_or_else(|| match (&self.share, self.said()) {
            (Some(share), said) => share.judge(said),
            (None, Some(_)) if self.base.is_none() => figure::without_base(),
            _ => figure::unchecked(),
        })
    }

    fn flags(&self, data: &FigureData) -> Vec<&'static str> {
        let mut flags = Vec::new();
        if self.segment == "unknown" {
            flags.push(SEGMENT_UNKNOWN);
        }
        let implausible = self.scope.as_ref().is_some_and(|scope| {
            let like = data.figure(&scope.like).map_or(0, |like| like.amount().value);
            let value = self.amount().value;
            figure::is_implausible_scope(value, scope.population, like, scope.like_population)
        });
        if implausible {
            flags.push(IMPLAUSIBLE_SCOPE);
        }
        flags
    }

    /// Whether what it names exists and what it says can be read.
    pub(super) fn check(&self, data: &FigureData) -> Result<(), String> {
        let id = &self.id;
        let units = [self.persons.is_some(), self.percent.is_some(), self.rupiah.is_some()];
        if units.iter().filter(|given| **given).count() != 1 {
            return Err(format!("“{id}”: give persons, a percent or rupiah, one of them"));
        }
        let share = self.share.as_ref().and_then(|share| share.said.as_deref());
        let percents = [self.percent.as_deref(), self.result.as_deref(), share];
        for percent in percents.into_iter().flatten() {
            if SaidPercent::parse(percent).is_none() {
                return Err(format!("“{id}”: “{percent}” is not a percentage"));
            }
        }
        let like = self.scope.as_ref().map(|scope| scope.like.as_str());
        for other in [self.sub_total.as_deref(), like].into_iter().flatten() {
            if data.figure(other).is_none() {
                return Err(format!("“{id}”: no figure “{other}”"));
            }
        }
        Ok(())
    }
}

impl ShareSaid {
    fn judge(&self, said: Option<SaidPercent>) -> Judgement {
        let own = self.said.as_deref().and_then(SaidPercent::parse);
        let (Some(said), Some(part)) = (said.or(own), self.part) else {
            return figure::unchecked();
        };
        let qualifier = self.part_qualifier.unwrap_or(Qualifier::EXACT);
        let part =
            Said { amount: Amount::hedged(part, qualifier), rounded_to: self.part_rounded_to };
        let whole = Said { amount: Amount::exactly(self.whole), rounded_to: self.whole_rounded_to };
        figure::judge_share(&said, part, whole)
    }
}
