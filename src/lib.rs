//! Rapporteur answers *which declaration said what*, with the clause, word for word.
//!
//! The folders of this crate are floors; imports go downward only, and siblings do not import
//! each other. `ARCHITECTURE.md` holds the map and the invariants, `tests/it/architecture.rs`
//! holds the crate to them.

pub mod answering;
pub mod api;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod domain;
pub mod retrieval;
pub mod service;
pub mod telemetry;
