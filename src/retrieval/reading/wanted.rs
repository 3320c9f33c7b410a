//! Which of the documents that say something a question asks for.

use super::lexicon::{DOCUMENT_NOUNS, SAYING};
use super::words::{Role, Words};

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
    if let Some(at) = counted(words) {
        words.mark(at..at + 2, Role::Frame);
        return Wanted::Count;
    }
    if let Some(at) = denial(words) {
        words.mark(at..at + 1, Role::Frame);
        return Wanted::Silent;
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
    (0..words.len()).any(|at| {
        let asked = matches!(words.word(at), "which" | "wich" | "what");
        let of_them = words.word(at + 1) == "of";
        let nouns = at + 1..(at + 5).min(words.len());
        asked
            && words.word(at + 1) != "one"
            && nouns.into_iter().any(|noun| {
                let one_does = of_them && words.word(noun + 1).ends_with('s');
                (plural(words.word(noun)) || words.word(noun) == "ones") && !one_does
            })
    })
}

/// Where a question that asks for documents denies that they say it: "which declarations do not
/// mention", "which of them never speaks of", "which say nothing about", "which are silent on".
fn denial(words: &Words<'_>) -> Option<usize> {
    let asked = |at: usize| matches!(words.word(at), "which" | "wich" | "what");
    let first = (0..words.len()).find(|&at| asked(at))?;
    let word = |at: usize| words.word(at);
    let said = |at: usize| SAYING.contains(&word(at));
    (first + 1..words.len().min(first + DENIAL_WORDS_MAX)).find(|&at| {
        let of_verb = DENYING.contains(&word(at))
            && (said(at + 1) || matches!(word(at + 1), "to" | "even") && said(at + 2));
        // "Says no state may" denies something else.
        let of_object = word(at) == "nothing" && said(at - 1)
            || word(at) == "no" && NAMING.contains(&word(at - 1));
        let subject = || {
            DOCUMENT_NOUNS.contains(&word(at - 1))
                || matches!(word(at - 1), "is" | "are" | "was" | "were" | "them" | "ones")
        };
        of_verb || of_object || SILENT.contains(&word(at)) && subject()
    })
}

/// So far behind "which" the word stands by which saying is denied.
const DENIAL_WORDS_MAX: usize = 8;

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

/// Where "how many" stands that counts documents: "how many declarations", "how many of the texts".
pub(super) fn counted(words: &Words<'_>) -> Option<usize> {
    let noun = |at: usize| DOCUMENT_NOUNS.contains(&words.word(at));
    (0..words.len()).find(|&at| {
        let of_the = words.word(at + 2) == "of" && words.word(at + 3) == "the" && noun(at + 4);
        words.word(at) == "how" && words.word(at + 1) == "many" && (noun(at + 2) || of_the)
    })
}

/// Whether the words from `at` on tell a document by what it says: "to mention ...", "that speaks
/// of ...", "mentioning ...".
pub(super) fn goes_on_to_say(words: &Words<'_>, at: usize) -> bool {
    matches!(words.word(at), "to" | "that" | "which") && SAYING.contains(&words.word(at + 1))
        || words.word(at) == "mentioning"
}

/// Verbs of saying whose object is named: "mentions no gangs".
const NAMING: &[&str] = &[
    "mention", "mentions", "contain", "contains", "make", "makes", "give", "gives", "have", "has",
];

/// What a document is or does that does not say it.
const SILENT: &[&str] = &["silent", "omit", "omits", "lack", "lacks", "ignore", "ignores"];

/// What is put before a verb of saying to deny it.
const DENYING: &[&str] = &[
    "not", "never", "fail", "fails", "failed", "don't", "doesn't", "didn't", "dont", "doesnt",
    "didnt", "without",
];
