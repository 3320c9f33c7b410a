//! Rapporteur answers *which declaration said what*, with the clause, word for word.
//!
//! The folders of this crate are floors; imports go downward only, and siblings do not import
//! each other. `ARCHITECTURE.md` holds the map and the invariants, `tests/it/architecture.rs`
//! holds the crate to them.

pub mod answering;
pub mod api;
pub mod backends;
pub mod checking;
pub mod citing;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod domain;
pub mod eval;
pub mod language;
pub mod quoting;
pub mod reading;
pub mod retrieval;
pub mod service;
pub mod telemetry;

// These live with the integration tests, which see this crate from outside: let them do so here.
#[cfg(test)]
extern crate self as rapporteur;
#[cfg(test)]
#[path = "../tests/it/fake_embedder.rs"]
mod fake_embedder;
#[cfg(test)]
#[path = "../tests/it/hostile_texts.rs"]
mod hostile_texts;
