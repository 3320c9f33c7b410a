//! The port to the web services that answers are sent to: chat platforms and code forges.

use std::fmt::{self, Debug};

use secrecy::SecretString;

/// How a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryMethod {
    /// Reads something.
    Get,
    /// Adds something.
    Post,
    /// Changes something.
    Patch,
}

impl DeliveryMethod {
    /// Its name in HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
        }
    }
}

/// A request to a web service. Its address may hold a secret: it is never logged.
#[derive(Clone)]
pub struct Delivery {
    /// What it is, for logs: "Slack's chat.postMessage".
    pub what: &'static str,
    /// How it is sent.
    pub method: DeliveryMethod,
    /// Where it goes.
    pub url: String,
    /// The token that is sent as `Authorization: Bearer`, where one is.
    pub bearer: Option<SecretString>,
    /// JSON; empty with [`DeliveryMethod::Get`].
    pub body: Vec<u8>,
}

impl Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, method, body, .. } = self;
        write!(f, "{} to {what}, {} bytes", method.name(), body.len())
    }
}

/// What a web service answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// A request that a web service did not answer. The message has no address in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DeliveryError(pub String);

/// Sends requests, each for a limited time, and reads answers of a limited size.
pub trait Courier: Debug + Send + Sync {
    /// Sends `delivery`, and waits for the answer, whatever its status is.
    ///
    /// # Errors
    /// When no answer came in time, or it is too long.
    fn deliver(&self, delivery: &Delivery) -> Result<Delivered, DeliveryError>;
}
