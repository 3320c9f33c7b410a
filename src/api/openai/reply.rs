//! What is sent back.

use serde_json::Value;

/// What is sent back.
#[derive(Debug)]
pub(in crate::api) enum Reply {
    /// A JSON body.
    Json(Value),
    /// A stream of events, in full.
    Events(String),
}
