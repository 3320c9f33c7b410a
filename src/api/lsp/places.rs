//! From offsets in code points to lines and UTF-16 columns, both from 0, as editors count.

use lsp_types::{Position, Range};

use crate::domain::{Span, Text};

/// A text with the starts of its lines.
pub(super) struct Places<'a> {
    text: &'a Text,
    /// The code point at which each line begins.
    starts: Vec<u32>,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a Text) -> Self {
        let chars = text.as_str().chars().zip(1_u32..);
        let breaks = chars.filter(|(c, _)| *c == '\n').map(|(_, next)| next);
        Self { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    fn position(&self, at: u32) -> Position {
        let line = self.starts.partition_point(|&start| start <= at) - 1;
        let column = self.text.utf16_of(at) - self.text.utf16_of(self.starts[line]);
        Position::new(line as u32, column)
    }

    pub(super) fn range(&self, span: Span) -> Range {
        Range::new(self.position(span.start), self.position(span.end))
    }
}

/// Whether two ranges share a place; a cursor is a range without length.
pub(super) fn touch(one: &Range, other: &Range) -> bool {
    one.start <= other.end && other.start <= one.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf16_units_of_their_line() {
        let text = Text::new("a\u{e9}\n\u{1f694}b\n\nc".to_owned());
        let places = Places::new(&text);
        let cases = [(0, (0, 0)), (2, (0, 2)), (3, (1, 0)), (4, (1, 2)), (6, (2, 0)), (8, (3, 1))];
        for (at, (line, column)) in cases {
            assert_eq!(places.position(at), Position::new(line, column), "{at}");
        }
    }

    #[test]
    fn a_cursor_touches_what_it_stands_at() {
        let range = |start, end| Range::new(Position::new(0, start), Position::new(0, end));
        for (cursor, expected) in [(1, false), (2, true), (3, true), (5, true), (6, false)] {
            assert_eq!(touch(&range(cursor, cursor), &range(2, 5)), expected, "{cursor}");
        }
    }
}
