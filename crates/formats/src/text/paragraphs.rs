//! Lines of a text file as paragraphs.

use crate::HeadingWords;
use crate::lines::{self, Vocabulary};

/// Lines are wrapped at a column of at most this many characters.
const COLUMN_MAX: usize = 120;
/// A line that ends this many characters before the column is as good as full.
const SLACK: usize = 6;
/// Of a wrapped text, at most one line in this many is longer than the column.
const LONG_LINES: usize = 20;

/// A paragraph and what its place on the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Its words, with the blanks as they are.
    pub(super) text: String,
    /// Blanks before its first line.
    pub(super) indent: usize,
    /// Whether empty lines stand before it and behind it.
    pub(super) alone: bool,
    /// Level of the heading, where a line of marks below it makes it one.
    pub(super) underlined: Option<u8>,
    /// The number of its first line, from 1.
    pub(super) line: usize,
}

/// The paragraphs of `text`.
///
/// An empty line parts them. So does the end of a line, unless the next word had no room there: then
/// the text is wrapped at a column.
pub(super) fn paragraphs(text: &str, words: &HeadingWords) -> Vec<Paragraph> {
    let lines: Vec<&str> = text.lines().collect();
    let column = column(&lines);
    let vocabulary = if column.is_some() { Vocabulary::of(text) } else { Vocabulary::default() };
    let mut paragraphs = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].trim().is_empty() {
            at += 1;
            continue;
        }
        let length = lines[at..].iter().position(|line| line.trim().is_empty());
        let end = length.map_or(lines.len(), |length| at + length);
        group(&lines[at..end], at + 1, column, words, &vocabulary, &mut paragraphs);
        at = end;
    }
    paragraphs
}

/// The column that lines are wrapped at, if they are.
fn column(lines: &[&str]) -> Option<usize> {
    let full = lines.iter().filter(|line| !line.trim().is_empty()).count();
    let lengths = lines.iter().map(|line| length(line));
    let long = lengths.clone().filter(|length| *length > COLUMN_MAX).count();
    let column = lengths.filter(|length| *length <= COLUMN_MAX).max()?;
    (long * LONG_LINES <= full).then_some(column)
}

/// Characters of `line` without the blanks at its end. Past the widest column, it does not matter.
fn length(line: &str) -> usize {
    line.trim_end().chars().take(COLUMN_MAX + 1).count()
}

/// Adds the paragraphs of lines that stand without an empty one between them.
fn group(
    lines: &[&str],
    first: usize,
    column: Option<usize>,
    words: &HeadingWords,
    vocabulary: &Vocabulary,
    paragraphs: &mut Vec<Paragraph>,
) {
    let trimmed: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    let begins = lines::beginnings(&trimmed, words);
    let from = paragraphs.len();
    for (at, line) in trimmed.iter().enumerate() {
        if let Some(level) = rule_level(line) {
            if let Some(last) = paragraphs[from..].last_mut() {
                last.underlined = Some(level);
            }
            continue;
        }
        let before = at.checked_sub(1);
        let wraps = before.is_some_and(|before| {
            rule_level(trimmed[before]).is_none() && wraps(lines[before], line, column)
        });
        match paragraphs[from..].last_mut() {
            Some(last) if wraps && !begins[at] && last.underlined.is_none() => {
                lines::join(&mut last.text, line, vocabulary);
            }
            _ => paragraphs.push(Paragraph {
                text: (*line).to_owned(),
                indent: lines[at].chars().take_while(|one| one.is_whitespace()).count(),
                alone: false,
                underlined: None,
                line: first + at,
            }),
        }
    }
    if let [only] = &mut paragraphs[from..] {
        only.alone = true;
    }
}

/// Whether `next` goes on with what `line` says, only because the line was full.
fn wraps(line: &str, next: &str, column: Option<usize>) -> bool {
    let Some(column) = column else { return false };
    let word = next.split(char::is_whitespace).next().unwrap_or_default();
    let no_room = length(line) + 1 + length(word) + SLACK > column;
    let small = next.chars().next().is_some_and(char::is_lowercase);
    let open = !line.trim_end().ends_with(['.', ';', ':', '!', '?']);
    no_room || (small && open)
}

/// The level of the heading above a line of nothing but marks, such as `=====`.
fn rule_level(line: &str) -> Option<u8> {
    let mark = line.chars().next()?;
    let level = match mark {
        '=' | '*' => 1,
        '-' | '_' | '~' | '–' | '—' | '#' => 2,
        _ => return None,
    };
    let rule = line.len() >= 3 && line.chars().all(|one| one == mark || one.is_whitespace());
    rule.then_some(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let words = HeadingWords::default();
        paragraphs(text, &words).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "We the States have met and have\nspoken of peace and of all that\nmakes for it.\nWe part.\n\nNew.";
        assert_eq!(
            texts(text),
            [
                "We the States have met and have spoken of peace and of all that makes for it.",
                "We part.",
                "New."
            ]
        );
    }

    #[test]
    fn long_lines_are_paragraphs() {
        let line = "We the States have met. ".repeat(10);
        assert_eq!(texts(&format!("{line}\n{line}\nShort")).len(), 3);
    }

    #[test]
    fn a_line_of_marks_makes_a_heading() {
        let found = paragraphs("Peace\n=====\nWe met.", &HeadingWords::default());
        assert_eq!((found[0].underlined, found.len()), (Some(1), 2));
    }
}
