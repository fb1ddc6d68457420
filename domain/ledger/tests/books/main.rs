//! The books as others use them: posting, closing, savings, the check, and lives at random.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on says where and why"
)]

mod check;
mod ground;
mod life;
mod savings;
mod scenarios;
mod templates;
