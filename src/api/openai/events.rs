//! Server-sent events. An answer is complete before its first word is sent, so all events are made at once.

use serde_json::Value;

/// What ends a stream.
const DONE: &str = "data: [DONE]\n\n";

/// Events one after the other.
#[derive(Debug, Default)]
pub(super) struct Events(String);

impl Events {
    /// Adds an event without a name.
    pub(super) fn push(&mut self, data: &Value) {
        // JSON has no line breaks of its own.
        self.0.push_str(&format!("data: {data}\n\n"));
    }

    /// Adds an event called `name`.
    pub(super) fn push_named(&mut self, name: &str, data: &Value) {
        self.0.push_str(&format!("event: {name}\n"));
        self.push(data);
    }

    /// All of them, and the end.
    pub(super) fn finish(mut self) -> String {
        self.0.push_str(DONE);
        self.0
    }
}
