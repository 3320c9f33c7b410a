//! The Language Server Protocol: what is wrong with a text, in the editor that it is written in, and
//! corrections to apply.
//!
//! The crates `lsp-server` and `lsp-types` speak the protocol. What stands here is what becomes of a verdict.

mod corrections;
mod findings;
mod hover;
mod places;
mod session;

pub use session::{capabilities, serve};
