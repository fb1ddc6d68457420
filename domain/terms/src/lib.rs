//! The words of the office, as types that cannot hold a wrong value.
//!
//! Everything here is parsed at the door and trusted inside. Nothing here reads a clock, a file
//! or a database, and nothing here knows a rule of law: rates and amounts live in `law/`.
//!
//! | word | type |
//! |---|---|
//! | money | [`Rupiah`], [`Rate`], [`Rounding`] |
//! | time | [`Month`], [`Date`], [`Timestamp`], [`OFFICE_TIME`]; [`written`] out in two languages |
//! | people | [`Nik`], [`Sex`], [`Private`] |
//! | places | [`AreaCode`], [`AreaLevel`] |
//! | the scheme | [`Programme`], [`Programmes`], [`Segment`], [`Sector`], [`Payer`], [`Fund`] |
//! | explanations | [`Assessment`], [`Because`], [`Status`], [`Citation`] |
//! | identities | [`ids`], [`Bucket`] |

mod area;
mod because;
pub mod ids;
mod money;
mod month;
mod nik;
mod private;
mod scheme;
pub mod written;

pub use area::{AreaCode, AreaCodeError, AreaLevel};
pub use because::{Assessment, Because, Citation, Status};
pub use ids::Bucket;
pub use jiff::{Timestamp, civil::Date};
pub use money::{MoneyError, Rate, Rounding, Rupiah};
pub use month::{Month, MonthError, OFFICE_TIME, office_date};
pub use nik::{Nik, NikError, NikWarning, Sex};
pub use private::Private;
pub use scheme::{Fund, Payer, Programme, Programmes, Sector, Segment, UnknownTerm};
