//! Coverage as of any date, with its base: who counts as what, out of how many, and who says so.
//!
//! | word | meaning |
//! |---|---|
//! | [`Place`] | the nation, an area, or several at once ("Serang Raya") |
//! | [`Question`], [`coverage()`], [`breakdown()`] | counts by state on a day, flows between two days, and their parts |
//! | [`StatusWord`] | `active` or `registered`; a share says which, and the two are never mixed |
//! | [`coverage_report()`], [`roll_up`] | numerator, denominator, definition, source: one share, or several together |
//! | [`merge_changes`] | folds what commits appended into cells that cost the same at any size |
//! | [`Amount`], [`Qualifier`], [`target`] | numbers with their hedges, and what follows from them |
//! | [`badge`] | the badge of a village: computed, given with an end, computed again |
//! | [`goal`] | targets as an office sets them, and where each stands |
//! | [`figure`] | what the checker makes of a published figure |
//! | [`figures`], [`load_figures`] | denominators, targets and published figures as data, and into the database |
//! | [`compare`], [`check()`] | kept counts against counts made anew |
//!
//! What is absent: nothing here counts members one by one, and nothing here writes a fact. A share
//! without a known base is answered with the reason, never with a guess.

mod amount;
pub mod badge;
mod check;
mod compare;
mod coverage;
mod data;
mod door;
pub mod figure;
pub mod goal;
mod merge;
mod place;
mod refusal;
mod report;
mod sql;
pub mod target;
mod words;

pub use amount::{Amount, Bound, Qualifier, percent_text, ratio_text};
pub use check::check;
pub use compare::{Counted, Difference, compare};
pub(crate) use coverage::capital;
pub use coverage::{
    Breakdown, By, Counts, Coverage, Flows, Measure, Page, Part, Question, SortBy, breakdown,
    coverage, flows,
};
pub use data::{
    DenominatorEntry, FigureData, FigureEntry, FigureFault, IMPLAUSIBLE_SCOPE, Judged,
    ReadingEntry, SEGMENT_UNKNOWN, Scope, ShareSaid, TargetEntry, figures, load_figures,
};
pub use door::{
    Denominator, OutsideFigure, Target, denominators, outside_figures, targets, targets_among,
};
pub use merge::{Merged, drop_empty_cells, merge_changes};
pub use place::{Place, resolve_place};
pub use refusal::CoverageRefusal;
pub use report::{CoverageReport, OtherBase, RollUp, coverage_report, roll_up};
pub use sql::statements;
pub use words::StatusWord;
