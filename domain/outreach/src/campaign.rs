//! Campaigns into the village: campaign, season, planned event, who came, what became of it.
//!
//! | noun | |
//! |---|---|
//! | [`definition`] | a campaign, its goal, the names it has been called by |
//! | [`season`] | the campaign in a branch, from a day to a day |
//! | [`plan`] | an event: where, when, what, for whom, with whom, by which team |
//! | [`said`], [`place`] | days and places as people write them |
//! | [`session`] | which openings of phones belong to a planned event |
//! | [`presence`] | scans, tallies, the two questions |
//! | [`lead`] | somebody who may enrol, until they have |
//! | [`close`] | counts or “not recorded”; reopened with a reason, both kept |
//! | [`task`] | what is left to do, by whom, until when |
//! | [`pipeline`] | how far a village is with each group; who speaks for the campaign there |
//! | [`agreement`] | cooperation agreements and where there is none |
//! | [`funnel`], [`reach`] | what came of it; how far it has come |
//! | [`invitation`], [`token`] | what is told, and the code that is scanned at the door |

pub mod agreement;
pub mod close;
mod contact;
pub mod definition;
pub mod enrolled;
pub mod funnel;
pub mod invitation;
pub mod lead;
pub mod pipeline;
pub mod place;
pub mod plan;
pub mod population;
pub mod presence;
pub mod reach;
mod refusal;
pub mod said;
mod scope;
pub mod season;
pub mod session;
pub(crate) mod sql;
pub mod task;
pub mod token;
pub mod words;

pub use contact::Contact;
pub use refusal::{CampaignRefusal, Said};
