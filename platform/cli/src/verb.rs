//! One file a subcommand: what may be asked or ordered, and the answer.

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod check;
pub(crate) mod cover;
pub(crate) mod import;
pub(crate) mod key;
pub(crate) mod law;
pub(crate) mod migrate;
pub(crate) mod nik;
pub(crate) mod plan;
pub(crate) mod price;
pub(crate) mod report;
pub(crate) mod restore;
pub(crate) mod serve;
pub(crate) mod user;
