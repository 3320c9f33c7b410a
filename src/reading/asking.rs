//! The words by which questions are asked.

use crate::language::analysis::folded_words;
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
        &asking.several.requests,
    ];
    lists.iter().any(|list| list.has(word))
}

/// The word that asks, or asks how was voted, of which `word` is a slip of the keyboard: "wich", "agianst".
pub(crate) fn asking_word_meant(word: &str) -> Option<&'static str> {
    let slip = |asking: &&str| strsim::osa_distance(asking, word) == 1;
    let asking = &english().questions;
    let votes = &asking.about_documents.votes.mended;
    let mut known = asking.interrogatives.iter().chain(votes.iter());
    known.find(slip).filter(|_| !votes.has(word))
}

/// Whether `word` asks about votes, whether documents speak of them or not: "abstentions".
pub(crate) fn is_of_votes(word: &str) -> bool {
    english().questions.about_documents.votes.mended.has(word)
}

/// Whether `question` asks when a text was published, and not when it was adopted.
pub(crate) fn asks_of_publication(question: &str) -> bool {
    let publishing = &english().questions.events.publishing;
    folded_words(question).any(|(word, _)| publishing.has(&word))
}

/// Whether `question` asks if documents mention something, so that "yes" may answer it.
pub(crate) fn asks_whether(question: &str) -> bool {
    let asking = &english().questions.saying;
    let words: Vec<_> = folded_words(question).map(|(word, _)| word).collect();
    let first = words.first().is_some_and(|first| asking.whether.has(first));
    let denied = words.iter().any(|word| asking.denying.has(word));
    let word = |at: usize| words.get(at).map_or("", |word| &**word);
    let mentions = |from: usize| asking.of_mention.at(|at| word(from + at)).is_some();
    first && !denied && (1..words.len()).any(mentions)
}
