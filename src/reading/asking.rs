//! The words by which questions are asked.

use crate::language::lexicon::english;

/// Whether `word` is one of those by which questions are asked.
pub(crate) fn is_asking_word(word: &str) -> bool {
    let asking = &english().questions;
    let lists = [
        &english().documents.kinds.nouns,
        &asking.saying.words,
        &asking.comparing.always,
        &asking.comparing.of_several,
        &asking.fillers,
        &asking.pronouns,
        &asking.events.words,
        &asking.parts.binding,
        &asking.parts.operative,
        &asking.parts.preambular,
    ];
    lists.iter().any(|list| list.has(word))
}

/// The word that asks, of which `word` is a slip of the keyboard: "wich".
pub(crate) fn asking_word_meant(word: &str) -> Option<&'static str> {
    let slip = |asking: &&str| strsim::osa_distance(asking, word) == 1;
    english().questions.interrogatives.iter().find(slip)
}
