//! One file a subcommand: what may be asked, and the answer.

pub(crate) mod cover;
pub(crate) mod law;
pub(crate) mod nik;
pub(crate) mod price;
