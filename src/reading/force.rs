//! Questions for how strongly clauses on a topic bind: "the strongest verb on terrorism", "must states report?".

use super::words::{Role, Words};
use crate::domain::QuestionType;
use crate::language::lexicon::english;

/// What is asked about the force of clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// Whether they bind.
    Binding,
    /// Which of them has the strongest verb.
    Strongest,
}

/// What the question asks about the force of clauses on its topic, if it does: marks the words that ask.
pub(super) fn force(words: &mut Words<'_>, asks: QuestionType) -> Option<Force> {
    match asks {
        QuestionType::Strength => return Some(Force::Binding),
        QuestionType::Topic => {}
        _ => return None,
    }
    let known = &english().questions.about_documents.facts;
    let mut range = words.find(&known.strongest).filter(|range| range.len() > 1)?;
    while known.using.has(words.word(range.end)) {
        range.end += 1;
    }
    let topic = |at: usize| words.role(at) == Role::Topic && !words.term(at).is_stopword();
    let named = (0..words.len()).any(|at| !range.contains(&at) && topic(at));
    words.mark(range, Role::Frame);
    named.then_some(Force::Strongest)
}

/// So many words has a subject before its duty: "do member states have to".
const SUBJECT_WORDS_MAX: usize = 4;

/// Whether a question that "yes" or "no" answers asks for a duty: "must states report?", "do they have to?".
pub(super) fn asks_for_duty(words: &Words<'_>) -> bool {
    let asking = &english().questions;
    let first = (0..words.len()).find(|&at| !asking.opening.has(words.word(at))).unwrap_or(0);
    let whether = asking.several.auxiliaries.has(words.word(first));
    let duty = words.find(&asking.parts.duties);
    let near = duty.is_some_and(|duty| duty.start <= first + SUBJECT_WORDS_MAX);
    asking.parts.must.has(words.word(first)) || whether && near
}
