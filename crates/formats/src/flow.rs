//! Words as they come in pieces, made into one line of text.
//!
//! White space of any kind is one blank between words and none at the ends. Ranges that carry
//! links, and those that are set in italics, are kept along.

use std::ops::Range;

use crate::Link;

/// Text that grows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flow {
    text: String,
    links: Vec<Link>,
    italics: Vec<Range<usize>>,
    marks: Vec<String>,
}

impl Flow {
    /// Adds words.
    pub(crate) fn push(&mut self, words: &str) {
        for letter in words.chars() {
            match letter {
                // What no reader sees: soft hyphens, marks of width nought.
                '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}' => {}
                _ if letter.is_whitespace() => self.blank(),
                _ if letter.is_control() => {}
                _ => self.text.push(letter),
            }
        }
    }

    /// Adds words that are set in italics.
    pub(crate) fn push_italic(&mut self, words: &str) {
        let start = self.text.len();
        self.push(words);
        if self.text.len() == start {
            return;
        }
        match self.italics.last_mut() {
            Some(last) if last.end == start => last.end = self.text.len(),
            _ => self.italics.push(start..self.text.len()),
        }
    }

    /// Ends a word, if one is open.
    pub(crate) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\t']) {
            self.text.push(' ');
        }
    }

    /// Bytes so far. A link begins here.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is no word.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Forgets all of it but the marks of notes.
    pub(crate) fn clear(&mut self) {
        self.cut_back(0);
    }

    /// Takes away all from this byte on, and blanks before it.
    pub(crate) fn cut_back(&mut self, start: usize) {
        let end = self.text.get(..start).unwrap_or(&self.text).trim_end().len();
        self.text.truncate(end);
        self.clamp(0, end);
    }

    /// With blanks for the tabs between cells.
    pub(crate) fn without_tabs(mut self) -> Self {
        self.text = self.text.replace('\t', " ");
        self
    }

    /// What was added since `start` leads to `target`.
    pub(crate) fn link(&mut self, start: usize, target: &str) {
        if start < self.text.len() && !target.is_empty() {
            self.links.push(Link { range: start..self.text.len(), target: target.to_owned() });
        }
    }

    /// The mark of a note stands here.
    pub(crate) fn mark(&mut self, note: &str) {
        self.marks.push(note.to_owned());
    }

    /// Marks of notes, in their order.
    pub(crate) fn marks(&self) -> &[String] {
        &self.marks
    }

    /// Adds another text after a blank, or after the tab between two cells.
    pub(crate) fn append(&mut self, other: Self, divider: char) {
        let other = other.trimmed();
        match divider {
            '\t' => {
                self.text.truncate(self.text.trim_end_matches(' ').len());
                self.text.push('\t');
            }
            _ => self.blank(),
        }
        let shift = self.text.len();
        let moved = |range: Range<usize>| range.start + shift..range.end + shift;
        self.links
            .extend(other.links.into_iter().map(|link| Link { range: moved(link.range), ..link }));
        self.italics.extend(other.italics.into_iter().map(moved));
        self.marks.extend(other.marks);
        self.text.push_str(&other.text);
    }

    /// Without white space at the ends.
    pub(crate) fn trimmed(mut self) -> Self {
        let front = self.text.len() - self.text.trim_start().len();
        self.cut(front);
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        self.clamp(0, end);
        self
    }

    /// Takes away the first bytes: a number that has a place of its own.
    pub(crate) fn cut(&mut self, bytes: usize) {
        if bytes > 0 {
            let end = self.text.len();
            self.clamp(bytes, end);
            self.text.drain(..bytes);
        }
    }

    /// Keeps ranges within these bytes, counted from the first of them.
    fn clamp(&mut self, start: usize, end: usize) {
        let inside = |range: &Range<usize>| {
            range.start.clamp(start, end) - start..range.end.clamp(start, end) - start
        };
        for link in &mut self.links {
            link.range = inside(&link.range);
        }
        for range in &mut self.italics {
            *range = inside(range);
        }
        self.links.retain(|link| !link.range.is_empty());
        self.italics.retain(|range| !range.is_empty());
    }

    /// The words in italics that the text begins with, if others follow.
    fn lead_in(&self) -> Option<Range<usize>> {
        let mut end = self.italics.first().filter(|range| range.start == 0)?.end;
        for range in &self.italics[1..] {
            let between = self.text.get(end..range.start)?;
            if !between.trim().is_empty() {
                break;
            }
            end = range.end;
        }
        let words = self.text.get(..end)?.trim_end_matches(|it: char| !it.is_alphanumeric());
        let rest = self.text.get(end..)?;
        (!words.is_empty() && rest.chars().any(char::is_alphanumeric)).then_some(0..words.len())
    }

    /// The text, its links and the words that lead in.
    pub(crate) fn finish(self) -> (String, Vec<Link>, Option<Range<usize>>) {
        let flow = self.trimmed();
        let lead_in = flow.lead_in();
        (flow.text, flow.links, lead_in)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_one_blank() {
        let mut flow = Flow::default();
        for piece in ["  a", "\u{a0}\n b", "\u{ad}c ", " "] {
            flow.push(piece);
        }
        assert_eq!(flow.finish().0, "a bc");
    }

    #[test]
    fn links_move_with_the_text() {
        let mut flow = Flow::default();
        flow.push("  1. See ");
        let start = flow.len();
        flow.push("this ");
        flow.link(start, "https://example.org");
        flow.cut(3);
        let mut cells = Flow::default();
        cells.push("one");
        cells.append(flow, '\t');
        let (text, links, _) = cells.finish();
        assert_eq!(text, "one\tSee this");
        assert_eq!(&text[links[0].range.clone()], "this");
    }

    #[test]
    fn italics_at_the_front_lead_in() {
        let lead_in = |pieces: &[(&str, bool)]| {
            let mut flow = Flow::default();
            for (words, italic) in pieces {
                if *italic { flow.push_italic(words) } else { flow.push(words) }
            }
            let (text, _, range) = flow.finish();
            range.map(|range| text[range].to_owned())
        };
        assert_eq!(
            lead_in(&[("Recalling", true), (" its work", false)]).as_deref(),
            Some("Recalling")
        );
        assert_eq!(
            lead_in(&[("Also ", true), (" recalling, ", true), ("x", false)]).as_deref(),
            Some("Also recalling")
        );
        assert_eq!(lead_in(&[("All of it", true)]), None);
        assert_eq!(lead_in(&[("Its ", false), ("work", true), ("x", false)]), None);
    }
}
