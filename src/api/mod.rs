//! Floor 6: which wire format a question and an answer have.
//!
//! Turns requests into queries to the service, and dresses what comes back. Nothing is ranked,
//! composed or cached here. May import: `domain`, `service`.

pub mod graphql;
pub mod http;
pub mod plain;
pub mod table;
mod wire;
