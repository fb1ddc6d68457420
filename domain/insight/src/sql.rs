//! The department's statements: a table of contents.

use crate::{
    check::KeptRow,
    coverage::{FlowRow, StateRow},
    door::{Denominator, OutsideFigure, Target},
    merge::ChangeRow,
};
use terms::Date;

/// Part, areas, measure, groups, segment, payer, first day of the month, day, first tail in grace.
pub(crate) type CountBinds = (
    &'static str,
    Vec<String>,
    &'static str,
    Vec<String>,
    &'static str,
    &'static str,
    Date,
    Date,
    Date,
);
/// Part, areas, measure, groups, segment, payer, after, through.
pub(crate) type FlowBinds =
    (&'static str, Vec<String>, &'static str, Vec<String>, &'static str, &'static str, Date, Date);

db::statements! {
    TAKE_CHANGES = "sql/take_changes.sql": (i64,) => ChangeRow;
    DROP_EMPTY_CELLS = "sql/drop_empty_cells.sql": () => ();
    KEPT_OF_REGENCIES = "sql/kept_of_regencies.sql": () => KeptRow;
    COUNTS_ON = "sql/counts_on.sql": CountBinds => StateRow;
    FLOWS_BETWEEN = "sql/flows_between.sql": FlowBinds => FlowRow;
    AREAS_INSIDE = "sql/areas_inside.sql": (Vec<String>, i64, Date) => (String, String);
    AREAS_NAMED = "sql/areas_named.sql": (Vec<String>,) => (String, String);
    DENOMINATORS_ON = "sql/denominators_on.sql": (Vec<String>, Vec<String>, &'static str, Date) => Denominator;
    TARGETS_ON = "sql/targets_on.sql": (String, Date) => Target;
    TARGETS_AMONG = "sql/targets_among.sql": (Vec<String>, &'static str, &'static str, Date) => Target;
    OUTSIDE_FIGURES = "sql/outside_figures.sql": (&'static str, String, String, i64) => OutsideFigure;
}
