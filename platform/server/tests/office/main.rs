//! The office through its front door: one world a test, on SQLite, without and with a socket.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod app;
mod front_door;
mod ground;
mod main_job;
mod papers;
mod sockets;
