//! The messages of `graphql-transport-ws`, and the codes that it closes with.

use secrecy::SecretString;
use serde_json::{Map, Value, json};

use crate::api::http::access::key_among;
use crate::api::http::request::{Params, from_object};

/// The longest id of an operation, in bytes.
const ID_BYTES_MAX: usize = 256;

/// What a client says.
#[derive(Debug)]
pub(super) enum Incoming {
    /// It begins.
    Init {
        /// The API key that it presents.
        key: Option<SecretString>,
    },
    /// Is the server there?
    Ping,
    /// The client is there.
    Pong,
    /// Carry out an operation.
    Subscribe {
        /// What its results are to be marked with.
        id: String,
        /// The operation.
        params: Box<Params>,
    },
    /// Nothing more of an operation is wanted.
    Complete {
        /// What it is marked with.
        id: String,
    },
}

/// Why a connection is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Close {
    pub(super) code: u16,
    /// At most 123 bytes, as the protocol of `WebSocket` has it.
    pub(super) reason: String,
}

impl Close {
    /// The client offers no subprotocol that is spoken here.
    pub(super) const SUBPROTOCOL: Self = Self { code: 4406, reason: String::new() };

    pub(super) fn new(code: u16, reason: &str) -> Self {
        let mut end = reason.len().min(120);
        while !reason.is_char_boundary(end) {
            end -= 1;
        }
        Self { code, reason: reason[..end].to_owned() }
    }

    fn bad(reason: &str) -> Self {
        Self::new(4400, reason)
    }
}

/// Reads a message.
///
/// # Errors
/// The close that a malformed one leads to.
pub(super) fn parse(text: &str) -> Result<Incoming, Close> {
    let Ok(Value::Object(mut fields)) = serde_json::from_str(text) else {
        return Err(Close::bad("a message must be a JSON object"));
    };
    let kind = fields.remove("type").unwrap_or_default();
    let payload = fields.remove("payload").unwrap_or_default();
    let payload: Option<Map<String, Value>> = match payload {
        Value::Null => None,
        Value::Object(payload) => Some(payload),
        _ => return Err(Close::bad("payload: must be an object")),
    };
    match kind.as_str().unwrap_or_default() {
        "connection_init" => Ok(Incoming::Init { key: payload.as_ref().and_then(key_among) }),
        "ping" => Ok(Incoming::Ping),
        "pong" => Ok(Incoming::Pong),
        "complete" => Ok(Incoming::Complete { id: id(&mut fields)? }),
        "subscribe" => {
            let id = id(&mut fields)?;
            let payload = payload.ok_or_else(|| Close::bad("payload: is missing"))?;
            let params = from_object(payload).map_err(|error| Close::bad(error.message()))?;
            Ok(Incoming::Subscribe { id, params: Box::new(params) })
        }
        _ => Err(Close::bad("type: must be one that a client of graphql-transport-ws sends")),
    }
}

fn id(fields: &mut Map<String, Value>) -> Result<String, Close> {
    match fields.remove("id") {
        Some(Value::String(id)) if !id.is_empty() && id.len() <= ID_BYTES_MAX => Ok(id),
        _ => Err(Close::bad("id: must be a string of 1 to 256 bytes")),
    }
}

/// A result of the operation `id`; `body` is JSON.
pub(super) fn next(id: &str, body: &[u8]) -> String {
    let body = String::from_utf8_lossy(body);
    format!("{{\"id\":{},\"type\":\"next\",\"payload\":{body}}}", Value::from(id))
}

/// The operation `id` could not be carried out.
pub(super) fn error(id: &str, errors: &Value) -> String {
    json!({ "id": id, "type": "error", "payload": errors }).to_string()
}

/// Nothing more comes of the operation `id`.
pub(super) fn complete(id: &str) -> String {
    json!({ "id": id, "type": "complete" }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_closes_with_the_reason() {
        let long = format!(r#"{{"type": "complete", "id": "{}"}}"#, "x".repeat(300));
        let cases = [
            ("", "a message"),
            ("[]", "a message"),
            ("{}", "type: "),
            (r#"{"type": 7}"#, "type: "),
            (r#"{"type": "connection_ack"}"#, "type: "),
            (r#"{"type": "connection_init", "payload": 7}"#, "payload: must"),
            (r#"{"type": "subscribe", "payload": {"query": "{ a }"}}"#, "id: "),
            (r#"{"type": "subscribe", "id": "", "payload": {"query": "{ a }"}}"#, "id: "),
            (r#"{"type": "subscribe", "id": 1, "payload": {"query": "{ a }"}}"#, "id: "),
            (r#"{"type": "subscribe", "id": "1"}"#, "payload: is missing"),
            (r#"{"type": "subscribe", "id": "1", "payload": {"query": 7}}"#, "query: must be"),
            (&long, "id: "),
        ];
        for (text, reason) in cases {
            let close = parse(text).expect_err(text);
            assert_eq!(close.code, 4400, "{text}");
            assert!(close.reason.starts_with(reason), "{text}: {}", close.reason);
        }
    }

    #[test]
    fn reasons_fit_into_a_frame() {
        assert_eq!(Close::new(4400, &"\u{20ac}".repeat(100)).reason.len(), 120);
    }

    #[test]
    fn messages_are_json() {
        let parse = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        let next = parse(&next("a\"b", b"{\"data\":{}}"));
        assert_eq!(next, json!({ "id": "a\"b", "type": "next", "payload": { "data": {} } }));
        assert_eq!(parse(&complete("1")), json!({ "id": "1", "type": "complete" }));
    }
}
