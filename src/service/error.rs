//! What can go wrong, and the one table that says what each surface makes of it.

use crate::domain::InvalidQuery;

/// Why the service did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ServiceError {
    /// The query cannot be answered as it stands.
    #[error(transparent)]
    InvalidQuery(#[from] InvalidQuery),
    /// There is no such thing.
    #[error("{0}")]
    NotFound(String),
    /// It was there, and is lost.
    #[error("{0}")]
    Gone(String),
    /// Too many computations wait already.
    #[error("too many requests are waiting; try again in a moment")]
    Overloaded,
    /// The computation did not finish in time, and ends unless others wait for it.
    #[error("the answer took longer than {deadline_ms} ms; ask for less, or raise --deadline-ms")]
    DeadlineExceeded {
        /// The deadline of every request.
        deadline_ms: u64,
    },
    /// No corpus has been loaded yet.
    #[error("the corpus is still being loaded; ask again once /readyz answers 200")]
    NotReady,
    /// A key is needed, or the one that came does not count.
    #[error("{0}")]
    Unauthenticated(String),
    /// The key, or the way that the service runs, does not allow it.
    #[error("{0}")]
    Forbidden(String),
    /// A defect, or a failure of the embedding model. Details are logged, not shown.
    #[error("internal failure; the log of the service has the details")]
    Internal,
}

impl ServiceError {
    /// The code that this error goes by.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::InvalidQuery(_) => ErrorCode::BadUserInput,
            Self::NotFound(_) => ErrorCode::NotFound,
            Self::Gone(_) => ErrorCode::Gone,
            Self::Overloaded => ErrorCode::Overloaded,
            Self::DeadlineExceeded { .. } => ErrorCode::DeadlineExceeded,
            Self::NotReady => ErrorCode::NotReady,
            Self::Unauthenticated(_) => ErrorCode::Unauthenticated,
            Self::Forbidden(_) => ErrorCode::Forbidden,
            Self::Internal => ErrorCode::Internal,
        }
    }

    /// The same error for those who search: what is asked is called `query` there.
    #[must_use]
    pub fn in_search(self) -> Self {
        match self {
            Self::InvalidQuery(invalid) if invalid.field == "question" => {
                Self::InvalidQuery(InvalidQuery { field: "query", ..invalid })
            }
            other => other,
        }
    }
}

/// The kinds of failure that a caller can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// An argument is at fault.
    BadUserInput,
    /// The GraphQL document cannot be parsed.
    ParseFailed,
    /// The GraphQL document does not fit the schema or its limits.
    ValidationFailed,
    /// The request is not a GraphQL request.
    BadRequest,
    /// No document is known by the hash or id that was sent in place of one.
    PersistedQueryNotFound,
    /// Hashes in place of documents are switched off.
    PersistedQueryNotSupported,
    /// Only documents of the list of trusted ones are carried out.
    PersistedQueryIdRequired,
    /// A page of another origin asked for what its origin may not read.
    OriginRefused,
    /// The connection carries as many subscriptions as it may.
    SubscriptionLimit,
    /// Nothing stands at this address.
    NotFound,
    /// What stood at this address is lost.
    Gone,
    /// The HTTP method does not fit.
    MethodNotAllowed,
    /// No media type that the client accepts can be served.
    NotAcceptable,
    /// The body did not arrive in time.
    RequestTimeout,
    /// The body is too large.
    PayloadTooLarge,
    /// The response would be too large.
    ResponseTooLarge,
    /// The body is not JSON.
    UnsupportedMediaType,
    /// Too much is waiting already.
    Overloaded,
    /// The deadline passed.
    DeadlineExceeded,
    /// No corpus has been loaded yet.
    NotReady,
    /// A defect.
    Internal,
    /// A key is needed, or the one that came does not count.
    Unauthenticated,
    /// The key does not allow it.
    Forbidden,
    /// The caller has asked too often.
    RateLimited,
    /// The address is too long.
    UriTooLong,
    /// The headers are too large.
    HeadersTooLarge,
    /// The request is for another host.
    MisdirectedRequest,
}

/// What each surface makes of a code: its name in GraphQL, its HTTP status, its exit status.
const TABLE: [(ErrorCode, &str, u16, u8); 27] = [
    (ErrorCode::BadUserInput, "BAD_USER_INPUT", 422, 2),
    (ErrorCode::ParseFailed, "GRAPHQL_PARSE_FAILED", 400, 2),
    (ErrorCode::ValidationFailed, "GRAPHQL_VALIDATION_FAILED", 400, 2),
    (ErrorCode::BadRequest, "BAD_REQUEST", 400, 2),
    (ErrorCode::PersistedQueryNotFound, "PERSISTED_QUERY_NOT_FOUND", 404, 2),
    (ErrorCode::PersistedQueryNotSupported, "PERSISTED_QUERY_NOT_SUPPORTED", 400, 2),
    (ErrorCode::PersistedQueryIdRequired, "PERSISTED_QUERY_ID_REQUIRED", 400, 2),
    (ErrorCode::OriginRefused, "ORIGIN_REFUSED", 403, 2),
    (ErrorCode::SubscriptionLimit, "SUBSCRIPTION_LIMIT", 429, 3),
    (ErrorCode::NotFound, "NOT_FOUND", 404, 1),
    (ErrorCode::Gone, "GONE", 410, 1),
    (ErrorCode::MethodNotAllowed, "METHOD_NOT_ALLOWED", 405, 2),
    (ErrorCode::NotAcceptable, "NOT_ACCEPTABLE", 406, 2),
    (ErrorCode::RequestTimeout, "REQUEST_TIMEOUT", 408, 3),
    (ErrorCode::PayloadTooLarge, "PAYLOAD_TOO_LARGE", 413, 2),
    (ErrorCode::ResponseTooLarge, "RESPONSE_TOO_LARGE", 422, 2),
    (ErrorCode::UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", 415, 2),
    (ErrorCode::Overloaded, "OVERLOADED", 503, 3),
    (ErrorCode::DeadlineExceeded, "DEADLINE_EXCEEDED", 504, 3),
    (ErrorCode::NotReady, "NOT_READY", 503, 3),
    (ErrorCode::Internal, "INTERNAL", 500, 3),
    (ErrorCode::Unauthenticated, "UNAUTHENTICATED", 401, 2),
    (ErrorCode::Forbidden, "FORBIDDEN", 403, 2),
    (ErrorCode::RateLimited, "RATE_LIMITED", 429, 3),
    (ErrorCode::UriTooLong, "URI_TOO_LONG", 414, 2),
    (ErrorCode::HeadersTooLarge, "HEADERS_TOO_LARGE", 431, 2),
    (ErrorCode::MisdirectedRequest, "MISDIRECTED_REQUEST", 421, 2),
];

impl ErrorCode {
    fn row(self) -> (Self, &'static str, u16, u8) {
        *TABLE.iter().find(|row| row.0 == self).expect("the table has a row for each code")
    }

    /// The name under `extensions.code` of a GraphQL error.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// The code that goes by `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The HTTP status of a response that carries nothing but this error.
    pub fn http_status(self) -> u16 {
        self.row().2
    }

    /// The exit status of a command that fails with it: 1 not found, 2 bad input, 3 failure.
    pub fn exit_status(self) -> u8 {
        self.row().3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_service_error_has_its_code_status_and_exit_status() {
        let invalid = InvalidQuery { field: "question", message: "is empty".into() };
        let cases = [
            (ServiceError::InvalidQuery(invalid), "BAD_USER_INPUT", 422, 2),
            (ServiceError::NotFound("no such clause".into()), "NOT_FOUND", 404, 1),
            (ServiceError::Gone("lost".into()), "GONE", 410, 1),
            (ServiceError::Overloaded, "OVERLOADED", 503, 3),
            (ServiceError::DeadlineExceeded { deadline_ms: 1 }, "DEADLINE_EXCEEDED", 504, 3),
            (ServiceError::NotReady, "NOT_READY", 503, 3),
            (ServiceError::Unauthenticated("send a key".into()), "UNAUTHENTICATED", 401, 2),
            (ServiceError::Forbidden("another key".into()), "FORBIDDEN", 403, 2),
            (ServiceError::Internal, "INTERNAL", 500, 3),
        ];
        for (error, name, status, exit) in cases {
            let code = error.code();
            let row = (code.name(), code.http_status(), code.exit_status());
            assert_eq!(row, (name, status, exit), "{error}");
        }
    }

    #[test]
    fn names_lead_back_to_codes() {
        for (code, name, ..) in TABLE {
            assert_eq!(ErrorCode::from_name(name), Some(code));
            assert_eq!(code.name(), name);
        }
        assert_eq!(ErrorCode::from_name("NO_SUCH_CODE"), None);
    }
}
