//! From offsets to lines and columns, both from 1, columns in code points.

use crate::domain::Span;

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// The starts of the lines of a text.
pub(super) struct Lines {
    /// Code point at which each line begins.
    starts: Vec<u32>,
}

impl Lines {
    pub(super) fn find(text: &str) -> Self {
        let breaks = text.chars().zip(1_u32..).filter(|(c, _)| *c == '\n').map(|(_, next)| next);
        Self { starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// The line and column of the code point `at`.
    fn at(&self, at: u32) -> Position {
        let line = self.starts.partition_point(|&start| start <= at);
        let start = self.starts[line.saturating_sub(1)];
        Position { line, column: (at - start) as usize + 1 }
    }

    /// The start of `span`, and its end, exclusive.
    pub(super) fn of_span(&self, span: Span) -> (Position, Position) {
        (self.at(span.start), self.at(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_code_points() {
        let lines = Lines::find("a\u{e9}\n\u{1f694}b\n\nc");
        let cases = [
            (0, (1, 1)),
            (1, (1, 2)),
            (2, (1, 3)),
            (3, (2, 1)),
            (4, (2, 2)),
            (6, (3, 1)),
            (7, (4, 1)),
            (8, (4, 2)),
        ];
        for (at, (line, column)) in cases {
            assert_eq!(lines.at(at), Position { line, column }, "{at}");
        }
    }
}
