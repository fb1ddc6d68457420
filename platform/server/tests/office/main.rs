//! The office through its front door: one world a test, on SQLite, without and with a socket.

mod front_door;
mod ground;
mod main_job;
mod papers;
mod sockets;
