//! Outreach proven on both databases: an evening at the village hall, what the office answers to each
//! command, and that the order in which captures arrive does not matter.

mod answers;
mod evening;
mod ground;
mod order;
mod presence;
