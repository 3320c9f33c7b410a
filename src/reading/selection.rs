//! Which of the documents that say something a question asks for.

use std::ops::Range;

use super::words::{Role, Words};
use crate::language::lexicon::english;

/// Which of the documents that say it a question asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DocumentSelection {
    /// Whichever.
    #[default]
    Any,
    /// Several: more than one is expected to say it.
    Several,
    /// How many they are.
    Count,
    /// One of them by its date.
    ByDate(Order),
    /// Those that do not say it.
    Silent,
}

/// "which declaration first mentioned", "which declarations mention", "which do not mention". Marks
/// the words that say so.
pub(super) fn selection(words: &mut Words<'_>) -> DocumentSelection {
    let count = counted(words);
    if let Some(at) = count {
        words.mark(at..at + 2, Role::Frame);
    }
    if let Some(range) = denial(words) {
        words.mark(range, Role::Frame);
        return DocumentSelection::Silent;
    }
    if count.is_some() {
        // "In how many of them is it not mentioned?"
        return if words.any(&english().questions.saying.denying) {
            DocumentSelection::Any
        } else {
            DocumentSelection::Count
        };
    }
    match order(words) {
        Some(order) => DocumentSelection::ByDate(order),
        None if several(words) => DocumentSelection::Several,
        None => DocumentSelection::Any,
    }
}

/// Whether a question that asks for documents expects several: "which declarations mention", but
/// not "which one of the texts" or "which of the texts mentions".
fn several(words: &Words<'_>) -> bool {
    let nouns = &english().documents.kinds.nouns;
    let plural = |word: &str| word.ends_with('s') && nouns.has(word);
    let singular = |word: &str| word.ends_with('s') && !word.ends_with("ss");
    (0..words.len()).any(|at| {
        let asked = english().questions.which.has(words.word(at));
        let of_them = words.word(at + 1) == "of";
        let nouns = at + 1..(at + 5).min(words.len());
        asked
            && words.word(at + 1) != "one"
            && nouns.into_iter().any(|noun| {
                let one_does = of_them && singular(words.word(noun + 1));
                (plural(words.word(noun)) || words.word(noun) == "ones") && !one_does
            })
    })
}

/// Where a question that asks for documents denies that they say it: "which declarations do not
/// mention", "which texts never speak of", "which say nothing about", "which are silent on". A denial
/// behind what they say is part of the topic: "which declarations say that crime has no borders".
fn denial(words: &Words<'_>) -> Option<Range<usize>> {
    let asking = &english().questions;
    let saying = &asking.saying;
    let word = |at: usize| words.word(at);
    let asked = (0..words.len())
        .find(|&at| asking.which.has(word(at)) || word(at) == "how" && word(at + 1) == "many")?;
    let noun = (asked + 1..asked + NOUN_WORDS_MAX).find(|&at| {
        english().documents.kinds.nouns.has(word(at)) || asking.documents.stand_ins.has(word(at))
    })?;
    let at = (noun + 1..words.len()).find(|&at| !saying.auxiliaries.has(word(at)))?;
    if saying.silent.has(word(at)) {
        return Some(at..at + 1);
    }
    if saying.denying.has(word(at)) {
        let said = at + 1 + usize::from(saying.between.has(word(at + 1)));
        return saying.words.has(word(said)).then_some(at..said);
    }
    // "Says no state may" denies something else.
    let none = word(at + 1) == "nothing" && saying.words.has(word(at))
        || word(at + 1) == "no" && saying.naming.has(word(at));
    let object = usize::from(saying.objects.has(word(at + 2)));
    none.then_some(at..at + 2 + object)
}

/// Which of several documents is asked for, by date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The first that says it.
    First,
    /// The last.
    Last,
}

/// Which of all documents, by date, `word` tells.
pub(super) fn order_of(word: &str) -> Option<Order> {
    let documents = &english().questions.documents;
    if documents.first.has(word) {
        return Some(Order::First);
    }
    documents.last.has(word).then_some(Order::Last)
}

/// "which declaration first mentioned ...", "... was the last to speak of", "... says it first",
/// "the first declaration to mention ...". Marks the word that says so.
fn order(words: &mut Words<'_>) -> Option<Order> {
    let (at, order) = (0..words.len()).find_map(|at| {
        let order = order_of(words.word(at))?;
        let next = words.word(at + 1);
        let of_saying = next.is_empty()
            || next == "to"
            || english().questions.saying.words.has(next)
            || english().documents.kinds.nouns.has(next) && goes_on_to_say(words, at + 2);
        (words.role(at) == Role::Topic && of_saying).then_some((at, order))
    })?;
    words.mark(at..at + 1, Role::Frame);
    Some(order)
}

/// Where "how many" stands that counts documents by what they say: "how many declarations mention",
/// "in how many of the texts is it mentioned", but not "how many documents were forged".
pub(super) fn counted(words: &Words<'_>) -> Option<usize> {
    let word = |at: usize| words.word(at);
    let noun = |at: usize| english().documents.kinds.nouns.has(word(at));
    let at = (0..words.len()).find(|&at| {
        let of_them = word(at + 2) == "of"
            && english().questions.answer_types.partitive.has(word(at + 3))
            && noun(at + 4);
        word(at) == "how" && word(at + 1) == "many" && (noun(at + 2) || of_them)
    })?;
    let saying = &english().questions.saying.words;
    let says = |at: usize| saying.has(word(at)) || word(at) == "about";
    (at..words.len()).any(says).then_some(at)
}

/// Whether the words from `at` on tell a document by what it says: "to mention ...", "that speaks
/// of ...", "mentioning ...".
pub(super) fn goes_on_to_say(words: &Words<'_>, at: usize) -> bool {
    let asking = &english().questions;
    let leads = words.word(at) == "to" || asking.outcomes.relative.has(words.word(at));
    leads && asking.saying.words.has(words.word(at + 1)) || words.word(at) == "mentioning"
}

/// So far behind "which" its noun may stand: "which of the three INTERPOL declarations".
const NOUN_WORDS_MAX: usize = 6;
