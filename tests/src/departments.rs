//! Every department with its statements.

use db::Promise;

/// The folder of each department and every statement it has.
#[must_use]
pub fn departments() -> Vec<(&'static str, Vec<&'static dyn Promise>)> {
    vec![
        ("platform/access", access::statements()),
        ("domain/ledger", ledger::statements()),
        ("domain/registry", registry::statements()),
        ("domain/contribution", contribution::statements()),
        ("domain/outreach", outreach::statements()),
        ("domain/insight", insight::statements()),
        ("domain/planning", planning::statements()),
        ("platform/sync", sync::statements()),
    ]
}
