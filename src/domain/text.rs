//! Text addressed by Unicode code points.
//!
//! Offsets that leave the service are code points (0-based, end exclusive), as in the W3C Web
//! Annotation data model; Rust slices by bytes. [`Text`] converts between the two in constant
//! time through a table with one entry for every [`STRIDE`] code points.
//!
//! A text that lies in a file is not read before it is used: its checksum is compared then, once.

use std::ops::Range;
use std::sync::OnceLock;

use bytes::Bytes;
use bytestring::ByteString;
use columns::{Column, U32};
use crc32fast::Hasher;

/// Code points between two entries of the offset table.
const STRIDE: usize = 64;

/// A half-open range of Unicode code points in a [`Text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First code point, 0-based.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, both in code points.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Length in code points.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span covers nothing.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies inside this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a code point.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// An immutable text that is sliced by [`Span`]s of code points. Clones share its bytes.
#[derive(Clone)]
pub struct Text {
    stored: StoredText,
    /// The content, as soon as it is known to be whole.
    content: OnceLock<ByteString>,
    /// The code points that take two units in UTF-16, in order, as soon as somebody asks.
    astral: OnceLock<Box<[u32]>>,
}

/// What a [`Text`] is made of, as it lies in a file.
#[derive(Debug, Clone)]
pub struct StoredText {
    /// The characters in UTF-8.
    pub content: Bytes,
    /// Byte offset of every 64th code point; none where all of the text is ASCII.
    pub offsets: Column<U32>,
    /// Length in code points.
    pub chars: u32,
    /// CRC-32 of all of that.
    pub checksum: u32,
}

impl StoredText {
    /// How many offsets belong to a text of so many bytes and code points.
    pub fn offsets_len(bytes: usize, chars: u32) -> usize {
        if bytes == chars as usize { 0 } else { (chars as usize).div_ceil(STRIDE) }
    }

    /// CRC-32 of the content, the offsets and the length.
    fn checksum(&self) -> u32 {
        let mut hasher = Hasher::new();
        hasher.update(&self.content);
        hasher.update(&self.offsets.bytes());
        hasher.update(&self.chars.to_le_bytes());
        hasher.finalize()
    }
}

impl Text {
    /// Takes over `content` and indexes it. Texts are limited to 4 GiB by their offsets' width;
    /// the corpus limits files far below that.
    pub fn new(content: String) -> Self {
        let mut offsets = Vec::new();
        let mut chars = content.len();
        if !content.is_ascii() {
            offsets.reserve(content.len() / STRIDE + 1);
            chars = 0;
            for (byte, _) in content.char_indices() {
                if chars.is_multiple_of(STRIDE) {
                    offsets.push(U32::new(byte as u32));
                }
                chars += 1;
            }
        }
        let content = ByteString::from(content);
        let stored = StoredText {
            content: content.as_bytes().clone(),
            offsets: offsets.into(),
            chars: chars as u32,
            checksum: 0,
        };
        Self { stored, content: content.into(), astral: OnceLock::new() }
    }

    /// The text that lies in a file, of which nothing is read yet; none where its parts do not go
    /// together.
    pub fn from_stored(stored: StoredText) -> Option<Self> {
        let offsets = StoredText::offsets_len(stored.content.len(), stored.chars);
        (stored.offsets.len() == offsets).then(|| Self {
            stored,
            content: OnceLock::new(),
            astral: OnceLock::new(),
        })
    }

    /// What it is made of, to be put into a file.
    pub fn to_stored(&self) -> StoredText {
        let stored = self.stored.clone();
        StoredText { checksum: stored.checksum(), ..stored }
    }

    /// The whole text.
    ///
    /// # Panics
    /// When it lies in a file and is not what was written there: it must not be quoted.
    pub fn as_str(&self) -> &str {
        self.content.get_or_init(|| {
            let whole = self.stored.checksum() == self.stored.checksum;
            let content = whole.then(|| ByteString::try_from(self.stored.content.clone()).ok());
            content.flatten().expect(
                "a text in the file of the index is damaged; delete that file and start again",
            )
        })
    }

    /// Length in code points.
    pub const fn len(&self) -> u32 {
        self.stored.chars
    }

    /// Whether the text is empty.
    pub const fn is_empty(&self) -> bool {
        self.stored.chars == 0
    }

    /// Up to 32 code points on either side of `span`: what tells a passage from others of the same
    /// words, as W3C's `TextQuoteSelector` has it.
    pub fn around(&self, span: Span) -> (&str, &str) {
        const CONTEXT_CHARS: u32 = 32;
        let before = Span::new(span.start.saturating_sub(CONTEXT_CHARS), span.start);
        let after = Span::new(span.end, span.end.saturating_add(CONTEXT_CHARS));
        (self.slice(before), self.slice(after))
    }

    /// Where code point `index` stands in UTF-16, in code units. The text is gone through once.
    pub fn utf16_of(&self, index: u32) -> u32 {
        let index = index.min(self.len());
        if self.stored.offsets.is_empty() {
            return index;
        }
        let astral = self.astral.get_or_init(|| {
            let chars = self.as_str().chars().zip(0_u32..);
            chars.filter(|(char, _)| char.len_utf16() == 2).map(|(_, at)| at).collect()
        });
        index + astral.partition_point(|&at| at < index) as u32
    }

    /// The characters of `span`; what lies past the end of the text is left out.
    pub fn slice(&self, span: Span) -> &str {
        let start = self.byte_of(span.start);
        let end = self.byte_of(span.end).max(start);
        &self.as_str()[start..end]
    }

    /// The span of code points that `bytes` covers. Offsets inside a character count as its start.
    pub fn span_of(&self, bytes: Range<usize>) -> Span {
        Span::new(self.char_of(bytes.start), self.char_of(bytes.end))
    }

    /// Byte offset of code point `index` (of the end, where `index` is past it).
    pub fn byte_of(&self, index: u32) -> usize {
        let content = self.as_str();
        if index >= self.len() {
            return content.len();
        }
        let index = index as usize;
        if self.stored.offsets.is_empty() {
            return index;
        }
        let base = self.stored.offsets[index / STRIDE].get() as usize;
        let mut within = content[base..].char_indices();
        within.nth(index % STRIDE).map_or(content.len(), |(byte, _)| base + byte)
    }

    /// Code point that stands at byte offset `byte`.
    pub fn char_of(&self, byte: usize) -> u32 {
        let content = self.as_str();
        if byte >= content.len() {
            return self.len();
        }
        let offsets: &[U32] = &self.stored.offsets;
        if offsets.is_empty() {
            return byte as u32;
        }
        let block = offsets.partition_point(|&at| at.get() as usize <= byte) - 1;
        let base = offsets[block].get() as usize;
        let within = content[base..].char_indices().take_while(|(at, _)| base + at < byte).count();
        let inside_char = !content.is_char_boundary(byte);
        (block * STRIDE + within) as u32 - u32::from(inside_char)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Text({} code points)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn slices_by_code_points(content in "\\PC{0,300}", a in 0_usize..320, b in 0_usize..320) {
            let (start, end) = (a.min(b), a.max(b));
            let expected: String = content.chars().skip(start).take(end - start).collect();
            let text = Text::new(content);
            prop_assert_eq!(text.slice(Span::new(start as u32, end as u32)), expected);
        }

        #[test]
        fn utf_16_is_counted_in_its_own_units(content in "[a\u{e9}\u{1f600}]{0,300}", at in 0_usize..320) {
            let expected: usize = content.chars().take(at).map(char::len_utf16).sum();
            prop_assert_eq!(Text::new(content).utf16_of(at as u32) as usize, expected);
        }

        #[test]
        fn bytes_and_code_points_convert_both_ways(content in "\\PC{0,300}") {
            let text = Text::new(content.clone());
            for (index, (byte, _)) in content.char_indices().enumerate() {
                prop_assert_eq!(text.byte_of(index as u32), byte);
                prop_assert_eq!(text.char_of(byte), index as u32);
            }
            prop_assert_eq!(text.char_of(content.len()), text.len());
        }
    }
    #[test]
    fn a_stored_text_is_the_same_and_a_damaged_one_is_never_read() {
        for content in ["", "plain", &"\u{e9}t\u{e9} ".repeat(50)] {
            let text = Text::new(content.to_owned());
            let stored = text.to_stored();
            let restored = Text::from_stored(stored.clone()).expect("its parts go together");
            assert_eq!((&restored, restored.len()), (&text, text.len()));
            assert_eq!(restored.slice(Span::new(1, 70)), text.slice(Span::new(1, 70)));
            let flipped = |bytes: &Bytes, at: usize| {
                let mut bytes = bytes.to_vec();
                bytes[at] ^= 1;
                Bytes::from(bytes)
            };
            let contents = (0..content.len())
                .map(|at| StoredText { content: flipped(&stored.content, at), ..stored.clone() });
            let offsets = (0..stored.offsets.bytes().len()).map(|at| {
                let offsets = Column::from_bytes(flipped(&stored.offsets.bytes(), at));
                StoredText { offsets: offsets.expect("as many bytes"), ..stored.clone() }
            });
            let checksum = StoredText { checksum: !stored.checksum, ..stored.clone() };
            for damaged in contents.chain(offsets).chain([checksum]) {
                let text = Text::from_stored(damaged).expect("as many offsets");
                let read = std::panic::catch_unwind(|| text.slice(Span::new(0, 1)).len());
                let message = read.expect_err("it is damaged");
                let message = message.downcast_ref::<String>().expect("a message");
                assert!(message.contains("delete that file"), "{message}");
            }
            let longer = StoredText { chars: stored.chars + 64, ..stored };
            assert!(Text::from_stored(longer).is_none());
        }
    }
}
