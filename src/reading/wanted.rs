//! Which of the documents that say something a question asks for.

use std::ops::Range;

use super::words::{Role, Words};
use crate::language::question_words::{DOCUMENT_NOUNS, SAYING};

/// Which of the documents that say it a question asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wanted {
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
pub(super) fn wanted(words: &mut Words<'_>) -> Wanted {
    let count = counted(words);
    if let Some(at) = count {
        words.mark(at..at + 2, Role::Frame);
    }
    if let Some(range) = denial(words) {
        words.mark(range, Role::Frame);
        return Wanted::Silent;
    }
    if count.is_some() {
        // "In how many of them is it not mentioned?"
        return if words.any(&["not", "never"]) { Wanted::Any } else { Wanted::Count };
    }
    match order(words) {
        Some(order) => Wanted::ByDate(order),
        None if several(words) => Wanted::Several,
        None => Wanted::Any,
    }
}

/// Whether a question that asks for documents expects several: "which declarations mention", but
/// not "which one of the texts" or "which of the texts mentions".
fn several(words: &Words<'_>) -> bool {
    let plural = |word: &str| word.ends_with('s') && DOCUMENT_NOUNS.contains(&word);
    let singular = |word: &str| word.ends_with('s') && !word.ends_with("ss");
    (0..words.len()).any(|at| {
        let asked = matches!(words.word(at), "which" | "wich" | "what");
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
    let word = |at: usize| words.word(at);
    let said = |at: usize| SAYING.contains(&word(at));
    let asked = (0..words.len()).find(|&at| {
        matches!(word(at), "which" | "wich" | "what") || word(at) == "how" && word(at + 1) == "many"
    })?;
    let noun = |at: &usize| {
        DOCUMENT_NOUNS.contains(&word(*at)) || matches!(word(*at), "one" | "ones" | "them")
    };
    let noun = (asked + 1..asked + NOUN_WORDS_MAX).find(noun)?;
    let at = (noun + 1..words.len()).find(|&at| !AUXILIARIES.contains(&word(at)))?;
    if SILENT.contains(&word(at)) {
        return Some(at..at + 1);
    }
    if DENYING.contains(&word(at)) {
        let between = usize::from(matches!(word(at + 1), "to" | "even" | "yet" | "once"));
        return said(at + 1 + between).then_some(at..at + 1 + between);
    }
    // "Says no state may" denies something else.
    let none =
        word(at + 1) == "nothing" && said(at) || word(at + 1) == "no" && NAMING.contains(&word(at));
    let object = usize::from(matches!(word(at + 2), "mention" | "reference"));
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

/// "which declaration first mentioned ...", "... was the last to speak of", "... says it first",
/// "the first declaration to mention ...". Marks the word that says so.
fn order(words: &mut Words<'_>) -> Option<Order> {
    let (at, order) = (0..words.len()).find_map(|at| {
        let order = match words.word(at) {
            "first" | "earliest" => Order::First,
            "last" | "latest" => Order::Last,
            _ => return None,
        };
        let next = words.word(at + 1);
        let of_saying = next.is_empty()
            || next == "to"
            || SAYING.contains(&next)
            || DOCUMENT_NOUNS.contains(&next) && goes_on_to_say(words, at + 2);
        (words.role(at) == Role::Topic && of_saying).then_some((at, order))
    })?;
    words.mark(at..at + 1, Role::Frame);
    Some(order)
}

/// Where "how many" stands that counts documents by what they say: "how many declarations mention",
/// "in how many of the texts is it mentioned", but not "how many documents were forged".
pub(super) fn counted(words: &Words<'_>) -> Option<usize> {
    let word = |at: usize| words.word(at);
    let noun = |at: usize| DOCUMENT_NOUNS.contains(&word(at));
    let at = (0..words.len()).find(|&at| {
        let of_them = word(at + 2) == "of"
            && matches!(word(at + 3), "the" | "these" | "those" | "your")
            && noun(at + 4);
        word(at) == "how" && word(at + 1) == "many" && (noun(at + 2) || of_them)
    })?;
    let says = |at: usize| SAYING.contains(&word(at)) || word(at) == "about";
    (at..words.len()).any(says).then_some(at)
}

/// Whether the words from `at` on tell a document by what it says: "to mention ...", "that speaks
/// of ...", "mentioning ...".
pub(super) fn goes_on_to_say(words: &Words<'_>, at: usize) -> bool {
    matches!(words.word(at), "to" | "that" | "which") && SAYING.contains(&words.word(at + 1))
        || words.word(at) == "mentioning"
}

/// Verbs of saying whose object is named: "mentions no gangs".
const NAMING: &[&str] = &["mention", "mentions", "contain", "contains", "make", "makes"];

/// What a document is or does that does not say it.
const SILENT: &[&str] = &["silent", "omit", "omits", "lack", "lacks", "ignore", "ignores"];

/// What is put before a verb of saying to deny it.
const DENYING: &[&str] = &[
    "not", "never", "fail", "fails", "failed", "don't", "doesn't", "didn't", "dont", "doesnt",
    "didnt",
];

/// So far behind "which" its noun may stand: "which of the three INTERPOL declarations".
const NOUN_WORDS_MAX: usize = 6;

/// What stands between documents and what they do.
const AUXILIARIES: &[&str] =
    &["do", "does", "did", "have", "has", "had", "is", "are", "was", "were", "that", "which"];
