//! Reads lists of people that clerks send as CSV, XLSX or ODS, row by row, and never trusts the file.
//!
//! The file is known by its content, never by its name. Memory does not grow with it: one row is held
//! at a time, and for XLSX a bounded table of shared texts. Every limit is counted while reading, never
//! taken from what the file says about itself. Nothing in a cell is ever carried out.
//!
//! | step | word |
//! |---|---|
//! | open a file, find the sheet and its header row | [`open`], [`open_file`], [`Sheet`], [`Limits`] |
//! | read it once to its end before acting on any of it | [`prove`] |
//! | why a file is refused | [`SheetRefusal`] |
//! | one row of cells | [`Row`], [`Cell`] |
//! | which column is which | [`Columns`], [`Field`] |
//! | one person, or what is wrong with the row | [`parse_row`], [`ParsedRow`], [`PersonRow`], [`RowFault`] |
//! | the sheet that goes back | [`ResultCsv`], [`ResultXlsx`], [`RowResult`] |
//! | any table as a workbook | [`Workbook`] |
//! | the sheet to start from | [`template_csv`] |

mod amounts;
mod archive;
mod cell;
mod columns;
mod dates;
mod limits;
mod names;
mod ods;
mod refusal;
mod result;
mod result_xlsx;
mod row;
mod separated;
mod sheet;
mod sniff;
mod workbook;
mod xlsx;
mod xml;

pub use amounts::{AmountError, parse_rupiah};
pub use cell::{Cell, Row};
pub use columns::{Columns, Field};
pub use dates::{DateError, parse_date, parse_month, split_ttl};
pub use limits::Limits;
pub use names::{clean, normal_name, normal_phone, payer_of};
pub use refusal::{Foreign, SheetRefusal};
pub use result::{ResultCsv, RowResult, csv_field, template_csv};
pub use result_xlsx::ResultXlsx;
pub use row::{ParsedRow, PersonRow, RowFault, RowOutcome, SkippedRow, VillageRef, parse_row};
pub use sheet::{Sheet, SheetKind, Source, open, open_file, prove};
pub use workbook::Workbook;
