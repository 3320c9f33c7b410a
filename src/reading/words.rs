//! The words of a question, and which of them have been understood.

use std::ops::Range;

use crate::language::analysis::{Term, terms};
use crate::language::lexicon::{PhraseList, WordList};
use crate::language::looks::looked_at;

/// What a word of a question does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Says what the question is about.
    Topic,
    /// Names documents, years or labels: it narrows the search and is not searched for.
    Scope,
    /// Frames the question ("what did ministers say about").
    Frame,
}

/// A question split into words.
#[derive(Debug, Clone)]
pub(crate) struct Words<'a> {
    text: &'a str,
    terms: Vec<Term>,
    roles: Vec<Role>,
}

impl<'a> Words<'a> {
    /// Splits `text`; every word is of the topic until something else is found out.
    pub(crate) fn new(text: &'a str) -> Self {
        let terms = terms(text);
        let roles = vec![Role::Topic; terms.len()];
        Self { text, terms, roles }
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    /// The term at `index`.
    pub(crate) fn term(&self, index: usize) -> &Term {
        &self.terms[index]
    }

    /// The folded word at `index`; empty past either end.
    pub(crate) fn word(&self, index: usize) -> &str {
        looked_at();
        self.terms.get(index).map_or("", |term| term.word.as_str())
    }

    /// The word at `index` as typed.
    pub(crate) fn typed(&self, index: usize) -> &'a str {
        self.terms.get(index).map_or("", |term| &self.text[term.bytes.clone()])
    }

    /// Whether a hyphen or dash alone parts the word at `index` from the one before it.
    pub(crate) fn hyphen_before(&self, index: usize) -> bool {
        let gap = self.gap_before(index);
        matches!(gap.unwrap_or_default(), "-" | "\u{2013}" | "\u{2010}" | "\u{2011}")
    }

    /// Whether a slash alone parts the word at `index` from the one before it.
    pub(crate) fn slash_before(&self, index: usize) -> bool {
        self.gap_before(index) == Some("/")
    }

    /// Whether a bracket opens before the word at `index`.
    pub(crate) fn bracket_before(&self, index: usize) -> bool {
        let gap = self.gap_before(index);
        gap.is_some_and(|gap| gap.trim_start_matches(')').trim_start() == "(")
    }

    /// What stands between the word at `index` and the one before it.
    fn gap_before(&self, index: usize) -> Option<&'a str> {
        let before = index.checked_sub(1).filter(|_| index < self.len())?;
        Some(&self.text[self.terms[before].bytes.end..self.terms[index].bytes.start])
    }

    /// Whether a comma or another mark of the sentence stands before the word at `index`.
    pub(crate) fn mark_before(&self, index: usize) -> bool {
        self.gap_before(index).is_none_or(|gap| gap.contains([',', ';', ':', '?', '!']))
    }

    /// The text from the first to the last word of `range`, as typed.
    pub(crate) fn text_of(&self, range: &Range<usize>) -> &'a str {
        match (self.terms.get(range.start), self.terms.get(range.end.wrapping_sub(1))) {
            (Some(first), Some(last)) => {
                let text = &self.text[first.bytes.start..last.bytes.end];
                let open = text.matches('(').count() > text.matches(')').count();
                let closed = open && self.text[last.bytes.end..].starts_with(')');
                &self.text[first.bytes.start..last.bytes.end + usize::from(closed)]
            }
            _ => "",
        }
    }

    /// The stem at `index`; empty past the end.
    pub(crate) fn stem(&self, index: usize) -> &str {
        self.terms.get(index).map_or("", |term| term.stem.as_str())
    }

    /// What the word at `index` does.
    pub(crate) fn role(&self, index: usize) -> Role {
        self.roles[index]
    }

    /// Gives the words of `range` a role.
    pub(crate) fn mark(&mut self, range: Range<usize>, role: Role) {
        let end = range.end.min(self.roles.len());
        for slot in &mut self.roles[range.start.min(end)..end] {
            *slot = role;
        }
    }

    /// Gives the words that touch the bytes `range` a role.
    pub(crate) fn mark_bytes(&mut self, range: &Range<usize>, role: Role) {
        for (slot, term) in self.roles.iter_mut().zip(&self.terms) {
            if term.bytes.start < range.end && range.start < term.bytes.end {
                *slot = role;
            }
        }
    }

    /// Whether some word is one of `list`.
    pub(crate) fn any(&self, list: &WordList) -> bool {
        self.terms.iter().any(|term| list.has(&term.word))
    }

    /// Where the first of `phrases` stands.
    pub(crate) fn find(&self, phrases: &PhraseList) -> Option<Range<usize>> {
        (0..self.len()).find_map(|at| self.phrase_at(at, phrases))
    }

    /// Where one of `phrases` stands that begins with the word at `at`.
    pub(crate) fn phrase_at(&self, at: usize, phrases: &PhraseList) -> Option<Range<usize>> {
        phrases.at(|ahead| self.word(at + ahead)).map(|length| at..at + length)
    }

    /// Whether one of the phrases occurs.
    pub(crate) fn has_phrase(&self, phrases: &PhraseList) -> bool {
        self.find(phrases).is_some()
    }

    /// The words of `range`, which is not empty, as typed.
    pub(crate) fn text_between(&self, range: Range<usize>) -> &'a str {
        &self.text[self.terms[range.start].bytes.start..self.terms[range.end - 1].bytes.end]
    }

    /// Terms of the topic, function words included.
    pub(crate) fn topic(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter().zip(&self.roles).filter(|(_, role)| **role == Role::Topic).map(|(t, _)| t)
    }

    /// The topic as typed: runs of its words with what stands between them.
    pub(crate) fn topic_text(&self) -> String {
        let mut text = String::new();
        let mut previous: Option<usize> = None;
        for (index, term) in self.terms.iter().enumerate() {
            if self.roles[index] != Role::Topic {
                continue;
            }
            if let Some(before) = previous {
                if before + 1 == index {
                    text.push_str(&self.text[self.terms[before].bytes.end..term.bytes.start]);
                } else {
                    text.push(' ');
                }
            }
            text.push_str(&self.text[term.bytes.clone()]);
            previous = Some(index);
        }
        text
    }
}
