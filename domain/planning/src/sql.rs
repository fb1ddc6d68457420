//! The statements of this department.

use crate::{
    keep::{Change, Kept},
    season::facts::Held,
};
use db::{Json, Uuid, statements};
use terms::{AreaCode, Date, Timestamp, ids::UserId};

statements! {
    EVENTS_HELD = "sql/events_held.sql": (Vec<String>, Date) => Held;
    EVENTS_PLANNED = "sql/events_planned.sql": (Vec<String>, Date, Date) => (String, Date);
    ENROLLED_AT_EVENTS = "sql/enrolled_at_events.sql": (Vec<String>,) => (Uuid, i64, i64);
    MONTHS_KEPT = "sql/months_kept.sql": (Vec<String>, Date) => (i64, i64);

    ADD_PLAN = "sql/add_plan.sql": (Uuid, AreaCode, String, Date, Date, Timestamp, UserId) => ();
    ADD_VERSION = "sql/add_version.sql": (Uuid, i64, Uuid, &'static str, Json, Json, i64, Timestamp, UserId) => ();
    VERSION_OF_COMMAND = "sql/version_of_command.sql": (Uuid,) => (Uuid, i64);
    TOUCH_PLAN = "sql/touch_plan.sql": (Uuid, i64, i64) => ();
    PLAN = "sql/plan.sql": (Uuid,) => Kept;
    PLAN_VERSION = "sql/plan_version.sql": (Uuid, i64) => (Json, Json);
    PLANS = "sql/plans.sql": (Vec<String>, Timestamp, Uuid, u32) => Kept;
    CHANGES = "sql/changes.sql": (Uuid,) => Change;
}
