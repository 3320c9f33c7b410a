//! Text as a reader sees it: white space of any kind is one blank, and none stands at the ends.

use std::ops::Range;

/// Text in the making.
#[derive(Default)]
pub(crate) struct Prose {
    text: String,
    /// White space was seen since the last visible character.
    gap: bool,
}

impl Prose {
    /// Adds text as it stands in the file.
    pub(crate) fn push_str(&mut self, text: &str) {
        for char in text.chars() {
            self.push(char);
        }
    }

    /// Adds a character. Those that only help to lay out lines are left out.
    pub(crate) fn push(&mut self, char: char) {
        match char {
            '\u{ad}' | '\u{feff}' => {}
            _ if char.is_whitespace() || char.is_control() => self.gap = true,
            _ => {
                if self.gap && !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.gap = false;
                self.text.push(char);
            }
        }
    }

    /// Parts words: what follows begins a new one.
    pub(crate) fn part(&mut self) {
        self.gap = true;
    }

    /// Where the text ends now: the beginning of a range to be asked for by `since`.
    pub(crate) fn mark(&self) -> usize {
        self.text.len()
    }

    /// The visible text since a mark; None if there is none.
    pub(crate) fn since(&self, mark: usize) -> Option<Range<usize>> {
        let added = &self.text[mark..];
        let from = mark + added.len() - added.trim_start().len();
        (from < self.text.len()).then_some(from..self.text.len())
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The text.
    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_one_blank() {
        let mut prose = Prose::default();
        prose.push_str("\t\u{a0}17\u{2011}18 ");
        let mark = prose.mark();
        prose.push_str(" \r\n co\u{ad}operation ");
        assert_eq!(prose.since(mark), Some(8..19));
        assert_eq!(prose.since(prose.mark()), None);
        assert_eq!(prose.into_text(), "17\u{2011}18 cooperation");
    }
}
