//! Text addressed by Unicode code points.
//!
//! Offsets that leave the service are code points (0-based, end exclusive), as in the W3C Web
//! Annotation data model; Rust slices by bytes. [`Text`] converts between the two in constant
//! time through a table with one entry for every [`STRIDE`] code points.

use std::ops::Range;

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

/// An immutable text that is sliced by [`Span`]s of code points.
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    content: String,
    /// Byte offset of every `STRIDE`-th code point; empty where all of the text is ASCII.
    offsets: Vec<u32>,
    chars: u32,
}

impl Text {
    /// Takes over `content` and indexes it. Texts are limited to 4 GiB by their offsets' width;
    /// the corpus limits files far below that.
    pub fn new(content: String) -> Self {
        if content.is_ascii() {
            let chars = content.len() as u32;
            return Self { content, offsets: Vec::new(), chars };
        }
        let mut offsets = Vec::with_capacity(content.len() / STRIDE + 1);
        let mut chars = 0_usize;
        for (byte, _) in content.char_indices() {
            if chars.is_multiple_of(STRIDE) {
                offsets.push(byte as u32);
            }
            chars += 1;
        }
        Self { content, offsets, chars: chars as u32 }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// Length in code points.
    pub const fn len(&self) -> u32 {
        self.chars
    }

    /// Whether the text is empty.
    pub const fn is_empty(&self) -> bool {
        self.chars == 0
    }

    /// Up to 32 code points on either side of `span`: what tells a passage from others of the same
    /// words, as W3C's `TextQuoteSelector` has it.
    pub fn around(&self, span: Span) -> (&str, &str) {
        const CONTEXT_CHARS: u32 = 32;
        let before = Span::new(span.start.saturating_sub(CONTEXT_CHARS), span.start);
        let after = Span::new(span.end, span.end.saturating_add(CONTEXT_CHARS));
        (self.slice(before), self.slice(after))
    }

    /// The characters of `span`; what lies past the end of the text is left out.
    pub fn slice(&self, span: Span) -> &str {
        let start = self.byte_of(span.start);
        let end = self.byte_of(span.end).max(start);
        &self.content[start..end]
    }

    /// The span of code points that `bytes` covers. Offsets inside a character count as its start.
    pub fn span_of(&self, bytes: Range<usize>) -> Span {
        Span::new(self.char_of(bytes.start), self.char_of(bytes.end))
    }

    /// Byte offset of code point `index` (of the end, where `index` is past it).
    pub fn byte_of(&self, index: u32) -> usize {
        if index >= self.chars {
            return self.content.len();
        }
        let index = index as usize;
        if self.offsets.is_empty() {
            return index;
        }
        let base = self.offsets[index / STRIDE] as usize;
        self.content[base..]
            .char_indices()
            .nth(index % STRIDE)
            .map_or(self.content.len(), |(byte, _)| base + byte)
    }

    /// Code point that stands at byte offset `byte`.
    pub fn char_of(&self, byte: usize) -> u32 {
        if byte >= self.content.len() {
            return self.chars;
        }
        if self.offsets.is_empty() {
            return byte as u32;
        }
        let block = self.offsets.partition_point(|&at| at as usize <= byte) - 1;
        let base = self.offsets[block] as usize;
        let within =
            self.content[base..].char_indices().take_while(|(at, _)| base + at < byte).count();
        let inside_char = !self.content.is_char_boundary(byte);
        (block * STRIDE + within) as u32 - u32::from(inside_char)
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Text({} code points)", self.chars)
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
        fn bytes_and_code_points_convert_both_ways(content in "\\PC{0,300}") {
            let text = Text::new(content.clone());
            for (index, (byte, _)) in content.char_indices().enumerate() {
                prop_assert_eq!(text.byte_of(index as u32), byte);
                prop_assert_eq!(text.char_of(byte), index as u32);
            }
            prop_assert_eq!(text.char_of(content.len()), text.len());
        }
    }
}
