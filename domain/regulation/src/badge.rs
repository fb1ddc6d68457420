//! What is asked of a village for the badge *Desa Sadar*, and what was only reported of it somewhere.

use crate::{Dated, Law, LawError, Leaf, Value};
use terms::{Assessment, Date, Rate};

/// What was reported of a condition without a date: shown, never used by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reported {
    /// The value as it is written.
    pub value: String,
    /// What was said.
    pub note: String,
    /// Where.
    pub seen_in: Vec<String>,
}

impl Law {
    /// The share a criterion asks for on a day (`officials_share`, `rt_rw_share`, `workers_share`).
    pub fn badge_share(&self, criterion: &str, on: Date) -> Result<Assessment<Rate>, LawError> {
        let found = self.rate_of(&format!("badge.{criterion}"), "", on)?;
        Ok(Assessment::new(found.value, found.because()))
    }

    /// For how many months a badge holds.
    pub fn badge_valid_months(&self, on: Date) -> Result<Assessment<i64>, LawError> {
        let found = self.number("badge.valid_months", on)?;
        Ok(Assessment::new(found.value, found.because()))
    }

    /// What was reported of a condition without a date.
    #[must_use]
    pub fn badge_reported(&self, criterion: &str) -> Vec<Reported> {
        let Ok(parameter) = self.parameter(&format!("badge.{criterion}")) else {
            return Vec::new();
        };
        let undated = parameter.entries.iter().filter(|entry| entry.from == Dated::Unknown);
        let reported = undated.filter_map(|entry| match &entry.value {
            Value::One(Leaf::Unknown) => None,
            Value::One(leaf) => Some(Reported {
                value: leaf.to_string(),
                note: entry.note.clone(),
                seen_in: entry.seen_in.clone(),
            }),
            _ => None,
        });
        reported.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_nobody_confirmed_is_shown_and_not_used() {
        let law = Law::built_in();
        let on: Date = "2026-11-21".parse().unwrap();
        for criterion in ["officials_share", "rt_rw_share", "workers_share"] {
            assert!(matches!(law.badge_share(criterion, on), Err(LawError::Unknown { .. })));
        }
        assert!(law.badge_valid_months(on).is_err());
        let reported = law.badge_reported("officials_share");
        assert_eq!((reported.len(), reported[0].value.as_str()), (1, "100 %"));
        assert!(law.badge_reported("rt_rw_share").is_empty());
    }
}
