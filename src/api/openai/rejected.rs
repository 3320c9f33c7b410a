//! Why a request was not carried out.

use crate::domain::InvalidQuery;
use crate::service::{ErrorCode, ServiceError};

/// Why a request was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api) struct Rejected {
    /// The kind of failure.
    pub(in crate::api) code: ErrorCode,
    /// What is wrong, and the remedy.
    pub(in crate::api) message: String,
    /// The parameter at fault.
    pub(in crate::api) param: Option<&'static str>,
    /// The name that `OpenAI` has for it, where clients look for one.
    pub(in crate::api) name: Option<&'static str>,
}

impl Rejected {
    /// The parameter `param` is at fault.
    pub(super) fn parameter(param: &'static str, message: impl AsRef<str>) -> Self {
        let message = format!("{param}: {}", message.as_ref());
        Self { code: ErrorCode::BadRequest, message, param: Some(param), name: None }
    }

    /// The service failed at the question, which stands in `param`.
    pub(super) fn service(error: ServiceError, param: &'static str) -> Self {
        match error {
            ServiceError::InvalidQuery(InvalidQuery { message, .. }) => {
                Self::parameter(param, format!("the question {message}"))
            }
            error => {
                Self { code: error.code(), message: error.to_string(), param: None, name: None }
            }
        }
    }
}
