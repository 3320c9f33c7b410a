//! The Model Context Protocol: the documents as tools, resources and a prompt for assistants.
//!
//! The crate `rmcp` speaks the protocol, in its revisions from 2024-11-05 on. What stands here is what
//! the tools take, what they answer, and how that is put in words.

mod arguments;
mod ask;
mod bounds;
mod comparison;
mod lookups;
mod outcome;
mod prompt;
mod resources;
mod server;
mod tools;
mod transports;
mod verdicts;

pub use server::McpServer;
pub use transports::stdio;
pub(super) use transports::{Http, http};
