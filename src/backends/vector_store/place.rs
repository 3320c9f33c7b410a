//! The place of a passage's record in its file.

use columns::{U16, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use super::format::{self, HEAD_BYTES, Head, TextHash};

/// The place of a passage's record.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct Place {
    /// Offset of its head.
    pub(super) start: U64,
    /// The first bytes of the text's hash, to detect a record of another text.
    pub(super) text: U32,
    pub(super) tokens: U16,
}

impl Place {
    /// Of a record that begins at `start`.
    pub(super) fn new(start: u64, head: &Head) -> Self {
        Self {
            start: U64::new(start),
            text: check_of(&head.text),
            tokens: U16::new(head.tokens as u16),
        }
    }

    /// Of one that is not in the file.
    pub(super) fn none() -> Self {
        Self { start: U64::new(u64::MAX), text: U32::ZERO, tokens: U16::ZERO }
    }

    /// Bytes of the whole record.
    pub(super) fn bytes(&self, dimensions: usize) -> usize {
        HEAD_BYTES + format::payload_bytes(usize::from(self.tokens.get()), dimensions)
    }
}

pub(super) fn check_of(text: &TextHash) -> U32 {
    U32::from_bytes([text[0], text[1], text[2], text[3]])
}
