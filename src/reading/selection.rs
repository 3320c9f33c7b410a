//! Which of the documents that say something a question asks for.

use std::ops::Range;

use super::names::Names;
use super::words::{Role, Words};
use crate::language::lexicon::english;
use crate::language::numbers::small_count;

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
    /// Whether each of them says it.
    Every,
}

/// Where the clauses that are ranked come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pool {
    /// The best of the whole corpus.
    #[default]
    Corpus,
    /// The best of each document as well, which is to show what it says.
    Documents,
}

/// In which order documents are told that speak of a topic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sequence {
    /// The surest first.
    #[default]
    BySureness,
    /// From the first to the last: when all of them were adopted is asked.
    ByDate,
    /// From the first to the last, with what changed from each to the next.
    Changes,
}

impl Sequence {
    /// Whether documents are told from the first to the last.
    pub const fn is_by_date(self) -> bool {
        matches!(self, Self::ByDate | Self::Changes)
    }
}

/// "which declaration first mentioned", "which declarations mention", "which do not mention". Marks
/// the words that say so.
pub(super) fn selection(words: &mut Words<'_>, names: &Names) -> DocumentSelection {
    let all = all_gone_through(words, names);
    let every = every_one(words, names).is_some();
    if let Some(range) = all.clone() {
        words.mark(range, Role::Frame);
    }
    for at in asked_nouns(words, names) {
        words.mark(at..at + 1, Role::Frame);
    }
    let count = counted(words, names);
    if let Some(at) = count {
        words.mark(at..at + 2, Role::Frame);
    }
    if let Some(range) = denial(words, names) {
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
    if every {
        return DocumentSelection::Every;
    }
    match order(words, names) {
        Some(order) => DocumentSelection::ByDate(order),
        None if all.is_some() || several(words, names) => DocumentSelection::Several,
        None => DocumentSelection::Any,
    }
}

/// Whether a question that asks for documents expects several: "which declarations mention", but
/// not "which one of the texts" or "which of the texts mentions".
fn several(words: &Words<'_>, names: &Names) -> bool {
    let plural = |word: &str| word.ends_with('s') && is_document_noun(word, names);
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
fn denial(words: &Words<'_>, names: &Names) -> Option<Range<usize>> {
    let asking = &english().questions;
    let saying = &asking.saying;
    let word = |at: usize| words.word(at);
    let asked = (0..words.len())
        .find(|&at| asking.which.has(word(at)) || word(at) == "how" && word(at + 1) == "many")?;
    let noun = (asked + 1..asked + NOUN_WORDS_MAX).find(|&at| {
        is_document_noun(word(at), names) || asking.documents.stand_ins.has(word(at))
    })?;
    let at = (noun + 1..words.len()).find(|&at| !saying.auxiliaries.has(word(at)))?;
    if saying.silent.has(word(at)) {
        return Some(at..at + 1);
    }
    if saying.denying.has(word(at)) {
        let said = at + 1 + usize::from(saying.between.has(word(at + 1)));
        return saying.words.has(word(said)).then_some(at..said);
    }
    // "Mentions neither the one nor the other".
    if saying.words.has(word(at)) && word(at + 1) == "neither" {
        return Some(at..at + 2);
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
fn order(words: &mut Words<'_>, names: &Names) -> Option<Order> {
    let (at, order) = (0..words.len()).find_map(|at| {
        let order = order_of(words.word(at))?;
        let next = words.word(at + 1);
        let of_saying = next.is_empty()
            || next == "to"
            || english().questions.saying.words.has(next)
            || is_document_noun(next, names) && goes_on_to_say(words, at + 2);
        (words.role(at) == Role::Topic && of_saying).then_some((at, order))
    })?;
    words.mark(at..at + 1, Role::Frame);
    Some(order)
}

/// Where "how many" stands that counts documents by what they say: "how many declarations mention",
/// "in how many of the texts is it mentioned", but not "how many documents were forged".
pub(super) fn counted(words: &Words<'_>, names: &Names) -> Option<usize> {
    let word = |at: usize| words.word(at);
    let noun = |at: usize| is_document_noun(word(at), names);
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

/// Whether documents are counted: "how many resolutions".
pub(super) fn counts_documents(words: &Words<'_>, names: &Names) -> bool {
    words.word(0) == "how" && words.word(1) == "many" && is_document_noun(words.word(2), names)
}

/// Whether documents are called by this word, in any corpus or in the titles of this one.
pub(super) fn is_document_noun(word: &str, names: &Names) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    english().documents.kinds.nouns.has(word)
        || word.ends_with("ys") && english().documents.kinds.nouns.has(one)
        || english().questions.documents.others.has(word)
            && (names.in_title(word) || names.in_title(one) || word == "statements")
}

/// The nouns behind "which" by which documents are asked for: they are no topic.
fn asked_nouns(words: &Words<'_>, names: &Names) -> Vec<usize> {
    let asked = |at: &usize| {
        (1..=2).any(|back| {
            at.checked_sub(back).is_some_and(|at| english().questions.which.has(words.word(at)))
        })
    };
    let noun = |at: &usize| is_document_noun(words.word(*at), names);
    (0..words.len()).filter(noun).filter(asked).collect()
}

/// The words that ask for all that say something, other than by "which": "every statement", "all
/// treaties that name it", "list the texts", "where do leaders speak of", "... mentions?".
pub(super) fn all_gone_through(words: &Words<'_>, names: &Names) -> Option<Range<usize>> {
    let asking = &english().questions;
    let known = &asking.documents;
    let idle =
        |at: usize| asking.fillers.has(words.word(at)) || asking.pronouns.has(words.word(at));
    let ends = |at: usize| (at..words.len()).all(idle);
    if let Some(range) = where_said(words) {
        return Some(range);
    }
    let listed = (0..words.len()).find_map(|at| {
        let word = words.word(at);
        let every = known.every.has(word);
        if !every && !known.listed.has(word) {
            return None;
        }
        let noun = (at + 1..words.len()).find(|&at| !known.between.has(words.word(at)))?;
        let plural = words.word(noun).ends_with('s') || every;
        if !plural || !is_document_noun(words.word(noun), names) {
            return None;
        }
        let relative = asking.outcomes.relative.has(words.word(noun + 1));
        let said =
            relative && is_said(words.word(noun + 2)) || words.word(noun + 1) == "mentioning";
        let end = noun + if said { 2 + usize::from(relative) } else { 1 };
        // "List all treaties" asks for the documents themselves.
        let tail = at > 0 && ends(noun + 1);
        (said || tail).then_some(at..end)
    });
    let listed = listed.or_else(|| every_one(words, names));
    let last = (1..words.len()).rev().find(|&at| !idle(at));
    let tail = || last.filter(|&at| known.places.has(words.word(at))).map(|at| at..at + 1);
    listed.or_else(tail)
}

/// The words by which each of all documents is asked for: "do all three declarations mention", "is it in every
/// text?".
fn every_one(words: &Words<'_>, names: &Names) -> Option<Range<usize>> {
    let asking = &english().questions;
    let opens = asking.several.auxiliaries.has(words.word(0));
    (0..words.len()).find_map(|at| {
        if !asking.documents.every_one.has(words.word(at)) {
            return None;
        }
        let between = |at: &usize| {
            let word = words.word(*at);
            asking.documents.between.has(word) || small_count(word).is_some()
        };
        let noun = (at + 1..words.len()).find(|at| !between(at))?;
        let inside = words.word(at.wrapping_sub(1)) == "in";
        let asks = opens && at <= EVERY_WORDS_MAX || inside;
        let start = if inside { at - 1 } else { at };
        (asks && is_document_noun(words.word(noun), names)).then_some(start..noun + 1)
    })
}

/// Whether a document says something by this verb.
fn is_said(word: &str) -> bool {
    let saying = &english().questions.saying;
    saying.words.has(word) || saying.treating.has(word) || matches!(word, "name" | "names")
}

/// "where do leaders speak of", "where is it laid down", "and where is that written?".
fn where_said(words: &Words<'_>) -> Option<Range<usize>> {
    let asking = &english().questions;
    let at = (0..words.len())
        .find(|&at| words.word(at) == "where" && (at == 0 || words.word(at - 1) == "and"))?;
    let auxiliary = asking.saying.auxiliaries.has(words.word(at + 1));
    let placed = (at + 2..words.len()).find(|&at| asking.documents.placed.has(words.word(at)))?;
    if !auxiliary {
        return None;
    }
    // Who says it may stand between, in a few words; what is said, before the verb at the end.
    let few = placed <= at + WHERE_WORDS_MAX;
    Some(if few { at..placed + 1 } else { at..at + 2 })
}

/// Whether the words from `at` on tell a document by what it says: "to mention ...", "that speaks
/// of ...", "mentioning ...".
pub(super) fn goes_on_to_say(words: &Words<'_>, at: usize) -> bool {
    let asking = &english().questions;
    let leads = words.word(at) == "to" || asking.outcomes.relative.has(words.word(at));
    leads && asking.saying.words.has(words.word(at + 1)) || words.word(at) == "mentioning"
}

/// So far behind the start of a question it may ask whether each document does something.
const EVERY_WORDS_MAX: usize = 2;
/// So far behind "where" its verb may stand: "where do the leaders of the two say".
const WHERE_WORDS_MAX: usize = 5;
/// So far behind "which" its noun may stand: "which of the three INTERPOL declarations".
const NOUN_WORDS_MAX: usize = 6;
