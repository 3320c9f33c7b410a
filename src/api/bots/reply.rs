//! What a platform gets back.

use serde_json::Value;

use crate::service::ErrorCode;

/// A response with status 200.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::api) enum Reply {
    /// That it was received.
    Empty,
    /// JSON.
    Json(Value),
}

/// A request that is refused before anything is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api) struct Rejected {
    pub(in crate::api) code: ErrorCode,
    /// What is wrong, and the remedy.
    pub(in crate::api) message: String,
}

impl Rejected {
    /// Who sent it cannot show that it is the platform.
    pub(super) fn unsigned(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::Unauthenticated, message: message.into() }
    }

    /// It is not in the platform's form.
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::BadRequest, message: message.into() }
    }

    /// Too many late answers are under way.
    pub(super) fn busy() -> Self {
        let message = "too many answers are under way; send it again in a moment";
        Self { code: ErrorCode::Overloaded, message: message.into() }
    }
}
