//! What a question takes from the one before it.

use super::words::{Role, Words};
use crate::language::analysis::Term;
use crate::language::lexicon::english;
use crate::language::numbers::is_number;

/// Own words of topic from which on a question stands on its own.
const OWN_WORDS: usize = 4;

/// How a question goes on with the one before.
#[expect(clippy::struct_excessive_bools, reason = "each is found out by itself")]
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Following {
    /// It has a pronoun for one thing or several.
    pub(super) pronoun: bool,
    /// That stands for one: "it", not "them".
    pub(super) of_one: bool,
    /// It asks the documents that were not asked before: "do the others mention it?".
    pub(super) others: bool,
    /// It is a topic and nothing else: "And drones?", "What about the death penalty?".
    pub(super) topic_alone: bool,
    /// It opens like a part of a conversation, or says little.
    continues: bool,
}

impl Following {
    /// How the question with these `words` goes on; `terms` are those of its topic.
    pub(super) fn of(words: &Words<'_>, terms: &[Term], others: bool) -> Self {
        let asking = &english().questions;
        Self {
            pronoun: words.any(&asking.pronouns),
            of_one: words.any(&asking.pronouns_of_one),
            others,
            topic_alone: topic_alone(words),
            continues: continues(words, terms),
        }
    }

    /// Whether it goes on with the question before at all.
    pub(super) const fn follows(self) -> bool {
        self.pronoun || self.others || self.continues
    }
}

/// Marks the words by which the other documents are asked: "the others", "which other declarations".
pub(super) fn mark_others(words: &mut Words<'_>) -> bool {
    let asking = &english().questions;
    let nouns = &english().documents.kinds.nouns;
    let stands = |words: &Words<'_>, at: usize| {
        let noun = words.word(at + 1);
        asking.others.has(words.word(at))
            || asking.other.has(words.word(at))
                && (nouns.has(noun) || asking.documents.stand_ins.has(noun) || is_number(noun))
    };
    let found = (0..words.len()).find(|&at| words.role(at) == Role::Topic && stands(words, at));
    if let Some(at) = found {
        let counted = is_number(words.word(at + 1));
        words.mark(at..at + 1 + usize::from(counted), Role::Frame);
    }
    found.is_some()
}

/// Whether a question without pronouns continues the one before: it opens like it, or says little.
fn continues(words: &Words<'_>, terms: &[Term]) -> bool {
    let asking = &english().questions;
    let opening = asking.opening.has(words.word(0));
    let about = words.has_phrase(&asking.about);
    let elliptic = words.any(&asking.continuing) && terms.len() < OWN_WORDS;
    let short = terms.is_empty() || terms.len() < OWN_WORDS / 2 && !is_whole(words);
    opening || about || elliptic || short
}

/// Whether a question asks what is said of its topic, in so many words: "which declarations mention
/// drugs?". However short, it needs none before it.
fn is_whole(words: &Words<'_>) -> bool {
    let asking = &english().questions;
    let first = words.word(0);
    let asks = asking.several.interrogatives.has(first) || asking.several.auxiliaries.has(first);
    let topic = |at: usize| words.role(at) == Role::Topic && !words.term(at).is_stopword();
    let says = (1..words.len()).find(|&at| asking.saying.words.has(words.word(at)));
    asks && says.is_some_and(|says| (says + 1..words.len()).any(topic))
}

/// Whether a question has a topic behind its opening, and nothing that asks for something about it.
fn topic_alone(words: &Words<'_>) -> bool {
    let asking = &english().questions;
    let known = &english().documents;
    let mut first = 0;
    while asking.opening.has(words.word(first)) {
        first += 1;
    }
    if let Some(about) = words.phrase_at(first, &asking.about) {
        first = about.end;
    } else if asking.introducing.has(words.word(first)) {
        first += 1;
    }
    let small = |word: &str| {
        known.articles.has(word)
            || known.lead_ins.prepositions.has(word)
            || known.connectors.conjunctions.has(word)
    };
    let fits = |at: usize| match words.role(at) {
        Role::Scope => true,
        _ if asking.continuing.has(words.word(at)) => false,
        Role::Topic => !words.term(at).is_stopword() || small(words.word(at)),
        Role::Frame => small(words.word(at)) || asking.fillers.has(words.word(at)),
    };
    let topic = |at: usize| words.role(at) == Role::Topic && !words.term(at).is_stopword();
    !known.lead_ins.prepositions.has(words.word(first))
        && (first..words.len()).any(topic)
        && (first..words.len()).all(fits)
}
