//! What a tool has to say.

use rmcp::model::{CallToolResult, ContentBlock};
use serde::Serialize;
use serde_json::Value;

use crate::domain::InvalidQuery;
use crate::service::ServiceError;

/// A tool's answer, or why it has none: assistants read either.
pub(super) type Outcome = Result<CallToolResult, ServiceError>;

/// An answer as data, with `text` for those who read.
pub(super) fn told(body: &impl Serialize, text: String) -> CallToolResult {
    let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
    result.structured_content = Some(value(body));
    result
}

/// An answer as data, repeated as text: connectors of chat products read no other text of `search` and `fetch`.
pub(super) fn repeated(body: &impl Serialize) -> CallToolResult {
    CallToolResult::structured(value(body))
}

fn value(body: &impl Serialize) -> Value {
    serde_json::to_value(body).expect("answers have string keys only")
}

/// What went wrong, in words that say what to do.
pub(super) fn failed(error: &ServiceError) -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(error.to_string())])
}

/// An argument is at fault.
pub(super) fn unfit(field: &'static str, message: impl Into<String>) -> ServiceError {
    InvalidQuery { field, message: message.into() }.into()
}

/// The value called `name` among `known`; the first error says which there are.
pub(super) fn named<T: Copy>(
    field: &'static str,
    name: &str,
    known: &[(&'static str, T)],
) -> Result<T, ServiceError> {
    known.iter().find(|(own, _)| *own == name).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let shown: String = name.chars().take(80).collect();
        unfit(field, format!("no '{shown}'; use one of: {}", names.join(", ")))
    })
}
