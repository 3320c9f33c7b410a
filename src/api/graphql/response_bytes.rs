//! How much a response may hold: counted while it is put together, so that it stops early.

use std::sync::atomic::{AtomicUsize, Ordering};

use async_graphql::extensions::ResolveInfo;
use async_graphql::{Name, QueryPathSegment, ServerError, Value};

use super::errors::error_with;
use crate::service::ErrorCode;

/// What a field takes in memory beside its name and its text: its place in a map, with a hash and an
/// index.
const FIELD_BYTES: usize = size_of::<(Name, Value)>() + 2 * size_of::<usize>();
/// What an item of a list takes.
const ITEM_BYTES: usize = size_of::<Value>();

/// The bytes of a response, or of the responses to a batch.
#[derive(Debug)]
pub struct ResponseBytes {
    most: usize,
    taken: AtomicUsize,
}

impl ResponseBytes {
    /// Room for `most`.
    pub const fn new(most: usize) -> Self {
        Self { most, taken: AtomicUsize::new(0) }
    }

    /// How many there may be.
    pub(super) const fn most(&self) -> usize {
        self.most
    }

    /// Begins with another response.
    pub(super) fn begin_again(&self) {
        self.taken.store(0, Ordering::Relaxed);
    }

    /// Takes `bytes`, whether there is room or not.
    pub(super) fn take(&self, bytes: usize) {
        self.taken.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Whether more were taken than there may be.
    pub(super) fn are_over(&self) -> bool {
        self.taken.load(Ordering::Relaxed) > self.most
    }
}

/// What a field or an item of a list takes beside its value.
pub(super) fn place_bytes(info: &ResolveInfo<'_>) -> usize {
    match info.path_node.segment {
        QueryPathSegment::Name(name) => FIELD_BYTES + name.len(),
        QueryPathSegment::Index(_) => ITEM_BYTES,
    }
}

/// What `value` takes beside its place; what is inside of it was counted before.
pub(super) fn value_bytes(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        _ => 0,
    }
}

/// A response would be larger than `most` bytes.
pub fn too_large(most: usize) -> ServerError {
    error_with(ErrorCode::ResponseTooLarge, too_large_message(most))
}

/// The same in words.
pub fn too_large_message(most: usize) -> String {
    format!(
        "the response is larger than {most} bytes; request less, or raise \
         --response-bytes-max"
    )
}
