//! A season: what is asked, what is known, and the plan with its reasons.
//!
//! | word | |
//! |---|---|
//! | [`order`] | who asks for what: area, days, teams, rules, promises |
//! | [`facts`] | what is known of each village on the day of asking |
//! | [`question`] | the same as villages, team-days and minutes for the solver |
//! | [`answer`] | the plan: visits with their reasons, what was left out, what floors cost |
//! | [`make`] | from order and facts to the answer; pure |

pub mod answer;
pub mod facts;
mod left_out;
pub mod make;
pub mod order;
pub mod question;
mod tell;
