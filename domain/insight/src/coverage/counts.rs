//! Counts by state, and what came and went between two days.

use crate::{Amount, StatusWord};
use serde::{Serialize, Serializer, ser::SerializeMap as _};
use terms::Date;

/// How many stand in each state. Every person or membership is in exactly one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// The month is paid.
    pub active: i64,
    /// So many months missed, still covered: the first is one month. As many as the law gives.
    pub grace: Vec<i64>,
    /// Too many months missed.
    pub lapsed: i64,
    /// Registered, nothing in force was paid yet.
    pub registered_unpaid: i64,
    /// Under review.
    pub suspended_review: i64,
    /// Ended by death, age, another segment or request.
    pub ended: i64,
}

impl Counts {
    /// Nobody, under a law with so many months of grace.
    #[must_use]
    pub fn none(grace_months: u8) -> Self {
        Self { grace: vec![0; usize::from(grace_months)], ..Self::default() }
    }

    /// All months of grace together.
    #[must_use]
    pub fn in_grace(&self) -> i64 {
        self.grace.iter().sum()
    }

    /// Covered by the clock: active or in grace.
    #[must_use]
    pub fn protected(&self) -> i64 {
        self.active + self.in_grace()
    }

    /// Any membership that has not ended.
    #[must_use]
    pub fn registered(&self) -> i64 {
        self.protected() + self.lapsed + self.registered_unpaid + self.suspended_review
    }

    /// How many the status word counts.
    #[must_use]
    pub fn of(&self, word: StatusWord) -> i64 {
        match word {
            StatusWord::Active => self.active,
            StatusWord::Registered => self.registered(),
        }
    }

    /// The same as an amount without a hedge.
    #[must_use]
    pub fn amount(&self, word: StatusWord) -> Amount {
        Amount::exactly(self.of(word))
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.active += other.active;
        self.lapsed += other.lapsed;
        self.registered_unpaid += other.registered_unpaid;
        self.suspended_review += other.suspended_review;
        self.ended += other.ended;
        for (months, n) in (1u8..).zip(&other.grace) {
            self.add_grace(months, *n);
        }
    }

    /// `n` more in a state, by its stored word.
    pub(super) fn add_state(&mut self, state: &str, n: i64) {
        match state {
            "active" => self.active += n,
            "lapsed" => self.lapsed += n,
            "registered_unpaid" => self.registered_unpaid += n,
            "suspended_review" => self.suspended_review += n,
            "ended" => self.ended += n,
            // A month of grace that was in fact lived stays one, even when the law later gives fewer.
            word => {
                let months = word.strip_prefix("grace").and_then(|months| months.parse().ok());
                self.add_grace(months.unwrap_or(1), n);
            }
        }
    }

    fn add_grace(&mut self, months: u8, n: i64) {
        let at = usize::from(months.max(1)) - 1;
        if self.grace.len() <= at && n != 0 {
            self.grace.resize(at + 1, 0);
        }
        if let Some(count) = self.grace.get_mut(at) {
            *count += n;
        }
    }

    /// A run of paid months is over since so many month turns; `None` is longer ago than grace.
    pub(super) fn add_tail(&mut self, months_since: Option<i32>, n: i64) {
        self.active -= n;
        match months_since.and_then(|months| usize::try_from(months).ok()) {
            Some(at) if at < self.grace.len() => {
                if let Some(count) = self.grace.get_mut(at) {
                    *count += n;
                }
            }
            _ => self.lapsed += n,
        }
    }
}

/// By state word, then the sums that have a word of their own.
impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("active", &self.active)?;
        for (months, n) in (1..).zip(&self.grace) {
            map.serialize_entry(&format!("grace{months}"), n)?;
        }
        map.serialize_entry("lapsed", &self.lapsed)?;
        map.serialize_entry("registered_unpaid", &self.registered_unpaid)?;
        map.serialize_entry("suspended_review", &self.suspended_review)?;
        map.serialize_entry("ended", &self.ended)?;
        map.serialize_entry("protected", &self.protected())?;
        map.serialize_entry("registered", &self.registered())?;
        map.end()
    }
}

/// Who came and went after one day and up to another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Flows {
    /// After this day.
    pub from: Date,
    /// Up to and including this day.
    pub through: Date,
    /// First spells that began.
    pub new: i64,
    /// Later spells that began.
    pub reactivated: i64,
    /// Those lapsed at the end beyond those at the beginning, and those who came back in between.
    pub lapsed: i64,
    /// Active at the end less active at the beginning.
    pub net_active: i64,
}

impl Flows {
    pub(super) const fn none(from: Date, through: Date) -> Self {
        Self { from, through, new: 0, reactivated: 0, lapsed: 0, net_active: 0 }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.new += other.new;
        self.reactivated += other.reactivated;
        self.lapsed += other.lapsed;
        self.net_active += other.net_active;
    }
}
