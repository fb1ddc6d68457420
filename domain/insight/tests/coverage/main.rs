//! Coverage on SQLite files: lives written as commits write them, counts asked as people ask.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod counts;
mod stories;
mod world;
