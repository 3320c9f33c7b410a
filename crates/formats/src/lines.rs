//! Lines of one paragraph, or of several that stand below each other without an empty line.

use std::collections::HashSet;

use crate::HeadingWords;
use crate::numbering::{self, Mark, NumberKind, Sureness, after_bullet};

/// Letters of a word that may stand behind a hyphen left open: "medium- and".
const SHORT_WORD: usize = 3;

/// For each line, whether a new paragraph begins with it, though no empty line stands before it.
///
/// A bullet begins one. So does a number that is the first of its kind or the one after a number
/// that began one: a wrapped line may begin with any number by chance.
pub(crate) fn beginnings(lines: &[&str], words: &HeadingWords) -> Vec<bool> {
    let mut open: Vec<(NumberKind, Mark, u32)> = Vec::new();
    let mut begins = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let bullet = after_bullet(line).is_some() && !is_dash(line);
        let found = numbering::read(after_bullet(line).unwrap_or(line), words);
        let found = found.filter(|found| found.sureness == Sureness::Sure);
        let mut begun = bullet || at == 0;
        if let Some(found) = found {
            let mark = found.number.mark;
            let next = found.number.readings.iter().find(|reading| {
                let before = (reading.kind, mark, reading.value.wrapping_sub(1));
                reading.value == 1 || open.contains(&before)
            });
            let of_word = mark == Mark::Word && !found.number.printed.contains('(');
            begun |= next.is_some() || of_word;
            if begun {
                for reading in &found.number.readings {
                    open.retain(|(kind, other, _)| (*kind, *other) != (reading.kind, mark));
                    open.push((reading.kind, mark, reading.value));
                }
            }
        }
        begins.push(begun);
    }
    begins
}

/// Whether a line begins with a dash that may be one within a sentence.
fn is_dash(line: &str) -> bool {
    line.starts_with(['–', '—', '*', '+']) && !line.starts_with("* ")
}

/// Words of a document, to tell whether a hyphen at the end of a line belongs to its word.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary(HashSet<String>);

impl Vocabulary {
    /// The words of `text` that stand within its lines.
    pub(crate) fn of(text: &str) -> Self {
        let words = text
            .lines()
            .flat_map(|line| line.split(|one: char| !(one.is_alphanumeric() || one == '-')));
        Self(words.filter(|word| word.len() > SHORT_WORD).map(str::to_lowercase).collect())
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(&word.to_lowercase())
    }
}

/// Adds `line` to `text`, which ends where a line ended.
///
/// A word cut by a hyphen is put together: without the hyphen if the document has it so elsewhere,
/// with the hyphen if not. A hyphen before a short word stays open: "short- and long-term".
pub(crate) fn join(text: &mut String, line: &str, vocabulary: &Vocabulary) {
    let line = line.trim();
    let cut = text.trim_end().len();
    text.truncate(cut);
    if text.is_empty() || line.is_empty() {
        text.push_str(line);
        return;
    }
    if let Some(head) = text.strip_suffix('-') {
        let first = head.rsplit(char::is_whitespace).next().unwrap_or_default();
        let end = line.find(|one: char| !(one.is_alphanumeric() || one == '-'));
        let second = &line[..end.unwrap_or(line.len())];
        let letter = first.chars().next_back().is_some_and(char::is_alphabetic);
        let goes_on = second.chars().next().is_some_and(char::is_alphanumeric);
        if letter && goes_on && second.chars().count() > SHORT_WORD {
            let first = first.trim_start_matches(|one: char| !one.is_alphanumeric());
            if vocabulary.has(&[first, second].concat()) {
                text.pop();
            }
            text.push_str(line);
            return;
        }
    }
    text.push(' ');
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(first: &str, second: &str) -> String {
        let mut text = first.to_owned();
        join(&mut text, second, &Vocabulary::of("the government and cooperation"));
        text
    }

    #[test]
    fn a_hyphen_at_the_end_of_a_line_goes_only_where_the_word_is_known() {
        assert_eq!(joined("the govern-", "ment acts"), "the government acts");
        assert_eq!(joined("a whole-of-", "government act"), "a whole-of-government act");
        assert_eq!(joined("short-", "and long-term"), "short- and long-term");
        assert_eq!(joined("we -", "all of us"), "we - all of us");
        assert_eq!(joined("we", "meet"), "we meet");
    }

    #[test]
    fn lines_begin_paragraphs_in_sequence_only() {
        let words = HeadingWords { article: vec!["article".to_owned()], ..HeadingWords::default() };
        let begins = |lines: &[&str]| beginnings(lines, &words);
        assert_eq!(begins(&["1. We meet", "in peace.", "2. We part."]), [true, false, true]);
        assert_eq!(begins(&["under resolution", "12. The States"]), [true, false]);
        assert_eq!(begins(&["We:", "(a) meet;", "(b) part."]), [true, true, true]);
        assert_eq!(begins(&["for: (i) peace", "(ii) health"]), [true, false]);
        assert_eq!(begins(&["We meet", "• in peace"]), [true, true]);
        assert_eq!(begins(&["We meet", "– in peace"]), [true, false]);
    }
}
