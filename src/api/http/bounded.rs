//! Responses that are no larger than they may be.

use std::io::{self, Write};

use axum::body::HttpBody;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::failure::Failure;
use crate::api::graphql::too_large_message;
use crate::service::ErrorCode;

/// A response would be larger than `most` bytes.
pub(super) fn too_large(most: usize) -> Failure {
    Failure::new(ErrorCode::ResponseTooLarge, too_large_message(most))
}

/// `value` as JSON; none if it is longer than `most` bytes.
pub(super) fn json(value: &impl Serialize, most: usize) -> Option<Vec<u8>> {
    let mut room = Room { bytes: Vec::new(), most };
    match serde_json::to_writer(&mut room, value) {
        Ok(()) => Some(room.bytes),
        Err(error) if error.is_io() => None,
        Err(error) => unreachable!("what is encoded has string keys only: {error}"),
    }
}

/// Refuses a response that is to hold `chars` characters and has no room for them.
pub(super) fn holds(most: usize, chars: u32) -> Result<(), Failure> {
    if chars as usize > most { Err(too_large(most)) } else { Ok(()) }
}

/// `response`, unless it has a body of more than `most` bytes.
pub(super) fn within(most: usize, response: Response) -> Response {
    match response.body().size_hint().exact() {
        Some(bytes) if bytes > most as u64 => too_large(most).into_response(),
        _ => response,
    }
}

/// A buffer of limited size.
struct Room {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Room {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_written_as_far_as_there_is_room() {
        let value = serde_json::json!({ "a": ["b", 1] });
        assert_eq!(json(&value, 13).as_deref(), Some(&br#"{"a":["b",1]}"#[..]));
        assert_eq!(json(&value, 12), None);
    }

    #[test]
    fn what_is_larger_becomes_a_failure() {
        let response = |text: &'static str| within(5, text.into_response());
        assert_eq!(response("12345").status(), 200);
        assert_eq!(response("123456").status(), 422);
    }
}
