//! How many would enrol and stay: small counts are pulled to what villages like this one show.
//!
//! | word | |
//! |---|---|
//! | [`assumption`] | every default by its name, with where it comes from |
//! | [`conversion`] | of those who came, how many enrol: shrunk by type, with a range |
//! | [`worth`] | uncovered workers, enrolments of a first and second visit, months that are paid |
//!
//! The estimates are floats and stay here: what leaves is whole parts per million or thousandths.

pub mod assumption;
mod beta;
pub mod conversion;
mod series;
pub mod worth;
