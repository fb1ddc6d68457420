//! Who may do what, and the one way to do it.
//!
//! | word | meaning |
//! |---|---|
//! | [`Outside`] | time, law, and a source of ids: all that is handed in and never fetched |
//! | [`Office`] | a database seen by one actor: the scoped handle every department works through |
//! | [`Role`], [`Duty`], [`Grant`] | roles give duties, grants give areas; decided in one table |
//! | [`Command`], [`carry_out`] | the only way to begin a write: once, in one transaction, audited |
//! | [`field`] | what phones seal to the office and sign |
//! | [`Keyring`] | the keys that open personal data; kept beside the database, never in it |
//! | [`users`], [`passwords`] | who signs in, with which roles; the rules that keep power apart |
//! | [`sign_in`], [`sessions`] | signing in, being recognised, tokens for machines |
//! | [`second_factor`], [`passkeys`], [`factors`] | what is more than a password; [`RequireSecondFactor`] says for whom |
//! | [`issuer`] | people another issuer vouches for (OpenID Connect) |
//! | [`webauthn`] | what a passkey says, read and checked |
//! | [`setup`], [`reseal`] | the first administrator; sealing again after a rotation of keys |
//! | [`audit`], [`trail`] | the append-only, hash-chained record of writes and of reads of personal data; looking things up in it |
//!
//! A command that ends without having asked for an area is rolled back: nobody can forget.

mod attempts;
pub mod audit;
mod chance;
mod command;
pub mod factors;
pub mod field;
pub mod issuer;
pub mod keyring;
mod office;
mod outside;
pub mod passkeys;
pub mod passwords;
mod requirement;
pub mod reseal;
mod roles;
pub mod second_factor;
pub mod sessions;
mod settings;
pub mod setup;
pub mod sign_in;
mod sql;
mod ticket;
mod time_codes;
pub mod trail;
pub mod users;
pub mod webauthn;

pub use chance::NoChance;
pub use command::{Command, CommandError, CommandHeader, carry_out};
pub use keyring::{Keyring, KeyringError, SealError, place};
pub use office::{Forbidden, Office};
pub use outside::Outside;
pub use passwords::Passwords;
pub use requirement::{Proof, RequireSecondFactor, Required, RequirementRefusal, required_roles};
pub use roles::{Duty, Grant, Role};
pub use settings::{set_setting, setting};
pub use sql::statements;
