//! The place of a passage's record in its file.

use columns::{U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use super::format::{HEAD_BYTES, Head, Layout, TextHash};

/// The place of a passage's record.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct Place {
    /// Offset of its head.
    pub(super) start: U64,
    /// The first bytes of the text's hash, to detect a record of another text.
    pub(super) text: U32,
    layout: [u8; 3],
}

impl Place {
    /// Of a record that begins at `start`.
    pub(super) fn new(start: u64, head: &Head) -> Self {
        Self { start: U64::new(start), text: check_of(&head.text), layout: head.layout.to_bytes() }
    }

    /// Of one that is not in the file.
    pub(super) fn none() -> Self {
        Self { start: U64::new(u64::MAX), text: U32::ZERO, layout: Layout::Vector.to_bytes() }
    }

    /// Bytes of the whole record; none where the place is damaged.
    pub(super) fn bytes(&self, dimensions: usize) -> Option<usize> {
        Some(HEAD_BYTES + Layout::from_bytes(self.layout)?.payload_bytes(dimensions))
    }

    /// Whether it is that of a record with this head.
    pub(super) fn is_of(&self, head: &Head) -> bool {
        self.layout == head.layout.to_bytes() && self.text == check_of(&head.text)
    }
}

fn check_of(text: &TextHash) -> U32 {
    U32::from_bytes([text[0], text[1], text[2], text[3]])
}
