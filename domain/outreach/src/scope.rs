//! Where an actor may look, as the statements take it.

use access::{Duty, Office};

/// The areas of a duty: `""` is everywhere, nothing is nowhere.
pub(crate) fn of(office: &Office, duty: Duty) -> Vec<String> {
    match office.areas_for(duty) {
        None => vec![String::new()],
        Some(areas) => areas.iter().map(ToString::to_string).collect(),
    }
}
