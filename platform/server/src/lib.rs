//! HTTP: the API of every department, its document, the pages people print and read, health, jobs.
//!
//! | word | meaning |
//! |---|---|
//! | [`Server`], [`Ground`], [`Options`], [`Limits`] | what is served, from what, how, and what is cut off |
//! | [`serve()`] | serves until told to stop, and leaves without losing an answer |
//! | [`router()`] | the same without a socket |
//! | [`openapi`] | the document of the API; `docs/openapi.json` is a copy that a test keeps |
//!
//! Inside, in reading order: `edge` is around every request (number, deadline, net, log, headers);
//! `door` recognises who asks and parses what; `api` has one module a department; `problem` is the
//! one mapping from refusals to HTTP; `book` writes the document; `pages` are for people; `jobs` do
//! the chores; `connections` keeps slow clients from holding anything.
//!
//! Invariants: nobody reaches an office without being recognised; a command has a key; bad input is
//! never a 500; neither log nor address holds personal data; a payment is answered after its commit.

mod api;
mod assets;
mod book;
mod card;
mod connections;
mod door;
mod duplicates;
mod edge;
mod files;
mod imports;
mod issuer;
mod jobs;
mod metrics;
mod office;
mod outbound;
mod pages;
mod plannings;
mod problem;
mod proving;
mod rate;
mod router;
mod serve;
mod shapes;
mod wire;

pub use api::reports::json_of as month_report_json;
pub use issuer::IssuerSettings;
pub use office::{Ground, Limits, Options, Server};
pub use router::{openapi, router};
pub use serve::serve;
