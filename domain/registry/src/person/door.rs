//! What a form is read against: the areas in force, the day, and what the law limits.

use crate::Gazetteer;
use access::Outside;
use terms::Date;

/// Everything needed to read forms; made once for a whole list.
#[derive(Clone, Copy, Debug)]
pub struct Door<'a> {
    /// The areas in force.
    pub areas: &'a Gazetteer,
    /// The date at the office.
    pub today: Date,
    /// How many kinds of work one person may have (law: `eligibility.occupations_max`).
    pub occupations_max: usize,
}

/// The parameter that limits kinds of work.
pub(crate) const OCCUPATIONS_MAX: &str = "eligibility.occupations_max";

impl<'a> Door<'a> {
    /// The door as of now. Where the law says nothing about kinds of work, there is no limit.
    #[must_use]
    pub fn new(outside: &Outside, areas: &'a Gazetteer) -> Self {
        let today = outside.today();
        Self { areas, today, occupations_max: occupations_max(outside) }
    }
}

/// How many kinds of work the law in force allows.
pub(crate) fn occupations_max(outside: &Outside) -> usize {
    let limit = outside.law.number_on(OCCUPATIONS_MAX, outside.today());
    limit.ok().and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX)
}
