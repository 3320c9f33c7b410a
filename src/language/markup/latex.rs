//! What `LaTeX` writes by commands: quotation marks and footnotes.

use super::{Cleaner, TAG_BYTES_MAX};

impl Cleaner<'_> {
    /// The quotation marks of `LaTeX`: two backticks, two apostrophes.
    pub(super) fn latex(&mut self, c: char) -> bool {
        let (mark, closes) = if c == '`' { ("``", false) } else { ("''", true) };
        let rest = self.rest();
        let fits = rest.starts_with(mark)
            && if closes { self.latex } else { !self.latex && self.at < self.latex_end };
        if !fits || !closes && rest[2..].starts_with(['`', ' ']) {
            return false;
        }
        self.latex = !closes;
        self.put(if closes { '\u{201d}' } else { '\u{201c}' }, 2);
        true
    }

    /// The footnotes of `LaTeX` as parentheses: `\footnote{Rome 2012, P2A.}`.
    pub(super) fn footnote(&mut self) -> bool {
        const OPEN: &str = "\\footnote{";
        if self.footnote_end == Some(self.at) {
            self.footnote_end = None;
            self.put(')', 1);
            return true;
        }
        let Some(inner) = self.rest().strip_prefix(OPEN).filter(|_| self.also.emphasis) else {
            return false;
        };
        let end = inner.bytes().take(TAG_BYTES_MAX).position(|b| matches!(b, b'{' | b'}'));
        let Some(end) = end.filter(|&end| inner.as_bytes()[end] == b'}') else { return false };
        self.footnote_end = Some(self.at + OPEN.len() + end);
        self.put('(', OPEN.len());
        true
    }
}
