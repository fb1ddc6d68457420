//! What the law says on a date: loaded from `law/`, cited, computed; pure, without clock or database.
//!
//! Everything is asked of a [`Law`], as of a date, and answers with its *because*. What was not
//! read is refused ([`LawError`]), never guessed.
//!
//! | question | answer |
//! |---|---|
//! | which law is this? | [`Law::built_in`], [`Law::from_dir`], [`LoadErrors`] |
//! | what does a parameter say, since when, on whose word? | [`Parameter`], [`Entry`], [`Value`], [`show`] |
//! | what does a month cost a non-wage worker? | [`contribution`]: [`Law::price`], [`Law::price_months`], [`Law::price_amount`] |
//! | what does a month of a wage earner cost? | [`wage_earner`]: [`Law::price_wage_earner`] |
//! | is somebody covered? | [`cover`]: [`cover::cover`], [`cover::timeline`] |
//! | from when is the death benefit full? | [`qualifying`] |
//! | what is paid when something happens? | [`benefit`] |
//! | may somebody enter? in which sector? | [`eligibility`] |
//! | what does an agent earn? | [`agent`] |
//! | what is asked of a village for the badge? | [`badge`] |
//! | the same, as the command line and the API answer it | [`calculator`] |
//! | worked examples as data | [`cases`] |
//!
//! Invariants: two rules that both apply are an error at loading, not a precedence; the fast price
//! and the explained price are one computation; cover is a fold over payments in the order in
//! which they became known.

pub mod agent;
pub mod badge;
pub mod benefit;
pub mod calculator;
pub mod cases;
pub mod contribution;
pub mod cover;
pub mod eligibility;
mod error;
mod found;
mod instrument;
mod law;
mod load;
mod parameter;
pub mod qualifying;
mod relief;
pub mod show;
mod tier;
pub mod wage_earner;

pub use error::LawError;
pub use instrument::Instrument;
pub use law::Law;
pub use load::{LoadError, LoadErrors};
pub use parameter::{Dated, Entry, Leaf, Parameter, Unit, Value};
pub use relief::Relief;
pub use tier::{Tier, Tiers};
