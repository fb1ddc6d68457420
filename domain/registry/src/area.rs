//! Administrative areas: their codes, names and order, and finding one by what people call it.
//!
//! Names are not unique (27,545 villages share theirs with another), so a name alone never
//! decides: where two areas remain, the answer lists them and the asker chooses.

mod gazetteer;
mod load;
mod resolve;
mod search;
mod source;

pub use gazetteer::{Area, Gazetteer};
pub use load::{load_areas, load_gazetteer};
pub use resolve::{Candidate, PlaceFault};
pub use search::{AreaHit, AreaQuery, search_areas};
pub use source::{AREA_DECREE, AREA_VALID_FROM};
