//! Questions for how often something is mentioned.

use super::words::{Role, Words};
use crate::language::lexicon::english;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// The places where it stands.
    Places,
    /// The clauses that have it.
    Clauses,
}

/// What a question counts that asks how often documents mention something: marks the words that ask.
pub(super) fn counted(words: &mut Words<'_>) -> Option<Counted> {
    let known = &english().questions.documents;
    let (range, counted) = match words.find(&known.how_often) {
        Some(range) => (range, Counted::Places),
        None => (words.find(&known.in_how_many)?, Counted::Clauses),
    };
    let saying = &english().questions.saying;
    let says = |at: usize| saying.words.has(words.word(at)) || saying.objects.has(words.word(at));
    if !(range.end..words.len()).any(says) {
        return None;
    }
    words.mark(range, Role::Frame);
    Some(counted)
}
