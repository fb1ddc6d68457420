//! Journeys told through HTTP: a real server on a loopback port, on SQLite and on PostgreSQL.

mod agents;
mod bad_input;
mod branch_month;
mod campaign_coverage;
mod campaign_evening;
mod campaign_forms;
mod campaigns;
mod cases;
mod custody;
mod enrolment;
mod grace;
mod money;
mod office;
mod office_search;
mod office_work;
mod phones;
mod planning;
mod public;
mod public_map;
mod targets;
