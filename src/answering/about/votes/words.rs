//! Words of votes in a question.

use crate::language::analysis::Term;
use crate::language::lexicon::{PhraseList, english};

/// How many words of a phrase of `list` begin at `at`.
pub(super) fn begins(words: &[Term], at: usize, list: &PhraseList) -> Option<usize> {
    list.at(|ahead| words.get(at + ahead).map_or("", |term| term.word.as_str()))
}

/// Whether a vote is named at `at`: "voted", "abstentions".
pub(super) fn is_vote(words: &[Term], at: usize) -> bool {
    begins(words, at, &english().questions.about_documents.votes.asking) == Some(1)
}
