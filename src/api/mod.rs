//! Floor 6: how requests and responses look on the wire.
//!
//! Turns requests into queries to the service, and its answers into responses. Ranks and composes nothing.

pub mod bots;
pub mod graphql;
pub mod http;
pub mod lsp;
pub mod mcp;
mod openai;
mod page;
mod places;
pub mod plain;
pub mod table;
mod wire;
