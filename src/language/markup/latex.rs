//! What `LaTeX` writes by commands: quotation marks, footnotes, comments.

use super::{Cleaner, Debris, HTML, TAG_BYTES_MAX};

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

    /// Commands around words: `\emph{words}`, `\enquote{words}`; and escaped signs: `\%`.
    pub(super) fn command(&mut self) -> bool {
        const SIGNS: &str = "%&_#$";
        if !self.also.emphasis {
            return false;
        }
        if let Some(&(_, quotes)) = self.command_ends.last().filter(|(end, _)| *end == self.at) {
            self.command_ends.pop();
            self.take(Debris::Markup, None, usize::from(!quotes));
            if quotes {
                self.put('\u{201d}', 1);
            }
            return true;
        }
        let Some(rest) = self.rest().strip_prefix('\\') else { return false };
        if rest.starts_with(|c| SIGNS.contains(c)) {
            self.take(Debris::Markup, None, 1);
            return true;
        }
        let name = &rest[..rest.bytes().take_while(u8::is_ascii_lowercase).count()];
        let quotes = HTML.quoting.has(name);
        let Some(inner) = rest[name.len()..].strip_prefix('{') else { return false };
        if !quotes && !HTML.commands.has(name) {
            return false;
        }
        let mut depth = 0_usize;
        let end = inner.bytes().take(TAG_BYTES_MAX * 4).position(|b| {
            let closes = b == b'}' && depth == 0;
            depth = match b {
                b'{' => depth + 1,
                b'}' => depth.saturating_sub(1),
                _ => depth,
            };
            closes
        });
        let Some(end) = end else { return false };
        let head = 1 + name.len() + 1;
        self.command_ends.push((self.at + head + end, quotes));
        self.take(Debris::Markup, None, if quotes { 0 } else { head });
        if quotes {
            self.put('\u{201c}', head);
        }
        true
    }

    /// The blank of `LaTeX` at which no line ends: `Article~6`.
    pub(super) fn tie(&mut self) -> bool {
        let around = [self.before(), self.rest().chars().nth(1)];
        let ties = self.also.emphasis
            && around.iter().all(|side| side.is_some_and(|c| c.is_alphanumeric() || c == '.'));
        if ties {
            self.put(' ', 1);
        }
        ties
    }
}

/// Whether `text` is the source of a document of `LaTeX`: it opens environments, or has a heading of it.
pub(crate) fn is_latex(text: &str) -> bool {
    ["\\begin{", "\\section{", "\\subsection{"].iter().any(|command| text.contains(command))
}

/// A line of `LaTeX` without the comment at its end.
pub(crate) fn uncommented(line: &str) -> &str {
    let comment = line.match_indices('%').find(|(at, _)| !line[..*at].ends_with('\\'));
    comment.map_or(line, |(at, _)| &line[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_end_a_line() {
        assert!(is_latex("\\section{A}") && !is_latex("50 % of all"));
        assert_eq!(uncommented("All of it. % really?"), "All of it. ");
        assert_eq!(uncommented("50\\% of it"), "50\\% of it");
    }
}
