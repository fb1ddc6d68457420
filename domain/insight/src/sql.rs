//! The department's statements: a table of contents.

use crate::{
    check::KeptRow,
    coverage::{FlowRow, StateRow},
    door::{Denominator, OutsideFigure, Target},
    goal::{Goal, StatedResult},
    merge::ChangeRow,
};
use terms::{Date, ids::UserId};

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
/// Any place or one, its key; any state or some; any year or one, its days; any agent or one; anywhere
/// or in these areas; after this id; at most.
pub(crate) type GoalBinds = (
    &'static str,
    String,
    &'static str,
    Vec<String>,
    &'static str,
    Date,
    Date,
    &'static str,
    UserId,
    &'static str,
    Vec<String>,
    String,
    u32,
);
/// Areas, measure, rosters, segment, payer, states, whether tails count, flow, through.
pub(crate) type ChangeBinds = (
    Vec<String>,
    &'static str,
    Vec<String>,
    &'static str,
    &'static str,
    Vec<String>,
    i64,
    &'static str,
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
    GOAL = "sql/goal.sql": (String,) => Goal;
    GOALS = "sql/goals.sql": GoalBinds => Goal;
    GOAL_BEFORE = "sql/goal_before.sql": (String, String, String, String, UserId, String, Date, String) => Goal;
    GOALS_RUNNING = "sql/goals_running.sql": (String, &'static str, Date, UserId) => Goal;
    GOALS_OF_AGENTS = "sql/goals_of_agents.sql": (Vec<db::Uuid>, Date) => Goal;
    GOALS_AMONG = "sql/goals_among.sql": (Vec<String>, Date) => Goal;
    RESULTS_OF = "sql/results_of.sql": (Vec<String>, Date) => StatedResult;
    END_TARGET = "sql/end_target.sql": (String, &'static str, String) => ();
    BASE_BY_ID = "sql/base_by_id.sql": (String,) => Denominator;
    AREAS_ENDED = "sql/areas_ended.sql": (Vec<String>, Date) => (String, String, Date, Option<String>, Option<String>);
    CHANGE_BY_DAY = "sql/change_by_day.sql": ChangeBinds => (Date, i64);
    REGISTER_BEGAN = "sql/register_began.sql": () => (Option<Date>,);
    THRESHOLDS = "sql/thresholds.sql": () => crate::badge::Threshold;
    AWARDS_OF = "sql/awards_of.sql": (Vec<String>, Date) => crate::badge::Award;
    WITHDRAW_BADGE = "sql/withdraw_badge.sql": (db::Uuid, Date, String) => ();
    BADGE_VILLAGES = "sql/badge_villages.sql": (String, Date, String, u32) => (terms::AreaCode,);
    OUTSIDE_FIGURES = "sql/outside_figures.sql": (&'static str, String, String, i64) => OutsideFigure;
}
