//! What is paid when something happens: formulas only, each amount with its reason.
//!
//! Whether somebody is insured on the day is the cover clock's answer, and whether an event was
//! an accident at work is a person's; here the law only says how much.
//!
//! | programme | functions |
//! |---|---|
//! | death (JKM) | [`Law::death_benefit`] |
//! | employment injury (JKK) | [`Law::injury_death`], [`Law::total_disability`], [`Law::partial_disability`], [`Law::temporary_incapacity`] |
//! | cost of an injury | [`Law::transport_cost`], [`Law::home_care`], [`Law::aid`], [`Law::prosthesis`] |
//! | scholarship | [`Law::scholarship`], [`Law::scholarship_most`] |
//! | old-age savings (JHT) | [`Law::savings_return_rate`], [`credit_return`], [`Law::savings_part`], [`Law::savings_tax`] |
//!
//! [`Law::death_benefit`]: crate::Law::death_benefit
//! [`Law::injury_death`]: crate::Law::injury_death
//! [`Law::total_disability`]: crate::Law::total_disability
//! [`Law::partial_disability`]: crate::Law::partial_disability
//! [`Law::temporary_incapacity`]: crate::Law::temporary_incapacity
//! [`Law::transport_cost`]: crate::Law::transport_cost
//! [`Law::home_care`]: crate::Law::home_care
//! [`Law::aid`]: crate::Law::aid
//! [`Law::prosthesis`]: crate::Law::prosthesis
//! [`Law::scholarship`]: crate::Law::scholarship
//! [`Law::scholarship_most`]: crate::Law::scholarship_most
//! [`Law::savings_return_rate`]: crate::Law::savings_return_rate
//! [`Law::savings_part`]: crate::Law::savings_part
//! [`Law::savings_tax`]: crate::Law::savings_tax

mod cost;
mod death;
mod disability;
mod incapacity;
mod injury;
mod savings;
mod scholarship;

pub use cost::{Aid, TransportCost, TransportMode};
pub use death::{DeathBenefit, DeathInput};
pub use disability::{Loss, PartialDisability};
pub use incapacity::Incapacity;
pub use injury::InjuryGrant;
pub use savings::{PartialReason, SavingsCredit, credit_return};
pub use scholarship::{Level, ScholarshipCause};

use crate::LawError;

fn not_due(rule: &str, id: impl Into<String>, en: impl Into<String>) -> LawError {
    LawError::NotDue { rule: rule.to_owned(), id: id.into(), en: en.into() }
}
