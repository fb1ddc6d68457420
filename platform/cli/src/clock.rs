//! The one place that reads the clock. Everything else is told what day it is.

use jiff::Timestamp;
use terms::{Date, office_date};

/// The instant.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line is the outermost edge: time enters here and is handed in from here"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// Today at the office.
pub(crate) fn today() -> Date {
    office_date(now())
}
