//! The register on a real database: what is entered, found, changed, merged, and refused.

#![cfg(test)]

mod areas;
mod changes;
mod merging;
mod people;
mod world;
