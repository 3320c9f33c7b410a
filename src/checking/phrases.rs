//! Names of documents in running text that are no place or title: a noun for documents with the
//! proper names, numbers and years around it.

use std::ops::Range;

use super::page::Passage;
use crate::language::dates::is_month_name;
use crate::language::lexicon::english;
use crate::language::verbs;
use crate::reading::Phrasebook;

/// A name of a document.
pub(super) struct Phrase {
    /// Its words.
    pub words: Range<usize>,
}

/// How many words before the noun, and behind it, may belong to a name.
const BEFORE_MAX: usize = 6;
const BEHIND_MAX: usize = 16;

/// The name whose noun stands at word `head` of `passage`, where proper names or a number tell which
/// document it is.
pub(super) fn phrase_at(passage: &Passage, book: &Phrasebook, head: usize) -> Option<Phrase> {
    let kinds = &english().documents.kinds;
    let word = passage.word(head);
    let body = english().text.persons.bodies.has(word);
    let noun =
        kinds.named.has(word) || kinds.instruments.has(word) && passage.is_capital(head) && !body;
    // "Framework Agreement": the last noun counts.
    let goes_on = passage.gap(head + 1) == " " && kinds.named.has(passage.word(head + 1));
    let noun = noun && !goes_on;
    if !noun || english().claims.sources.reports.has(word) {
        return None;
    }
    let start = start(passage, book, head);
    let (end, numbered) = end(passage, book, head);
    let proper = |at: usize| is_proper(passage, book, at);
    let named = (start..head).chain(head + 1..end).any(proper);
    (named || numbered && kinds.telling.has(word)).then_some(Phrase { words: start..end })
}

/// Whether the word at `at` is of a proper name that none of our documents' own nouns is.
fn is_proper(passage: &Passage, book: &Phrasebook, at: usize) -> bool {
    let word = passage.word(at);
    let kinds = &english().documents.kinds;
    passage.is_capital(at)
        && !passage.terms[at].is_stopword()
        && !english().claims.documents.adjectives.has(word)
        && !english().claims.sources.citing.has(word)
        && !kinds.named.has(word)
        && !is_month_name(word)
        && !book.is_publisher(word)
        && !book.in_occasion(word)
        && !book.is_speaker(word)
}

fn start(passage: &Passage, book: &Phrasebook, head: usize) -> usize {
    let mut start = head;
    while start > 0 && head - start < BEFORE_MAX {
        let at = start - 1;
        let gap = passage.gap(start);
        let joined = matches!(gap, " " | "-" | "\u{2013}" | "' " | "\u{2019} ");
        let word = passage.word(at);
        let dated = Phrasebook::year(word).is_some();
        let describes = english().claims.documents.adjectives.has(word);
        let opens = at == 0 || !passage.is_joined(at);
        let verb = opens && (word.ends_with("ing") || !verbs::entries(word).is_empty());
        let capital = passage.is_capital(at) && !passage.terms[at].is_stopword() && !verb;
        let cites = english().claims.sources.citing.has(word) && !is_proper(passage, book, at);
        if !joined || !(capital && !cites || dated || describes) {
            break;
        }
        start = at;
    }
    start
}

/// Where the name ends, behind its noun, and whether a number is part of it.
fn end(passage: &Passage, book: &Phrasebook, head: usize) -> (usize, bool) {
    let small = &english().claims.sources.within;
    let limit = (head + 1 + BEHIND_MAX).min(passage.terms.len());
    let mut end = head + 1;
    let mut numbered = false;
    let digits = |at: usize| {
        let word = passage.word(at);
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
    };
    // "2178 (2014)", "72/233".
    if end < limit && digits(end) && passage.gap(end) == " " {
        numbered = Phrasebook::year(passage.word(end)).is_none();
        end += 1;
        if end < limit && digits(end) && passage.gap(end) == "/" {
            end += 1;
        }
    }
    while end < limit {
        let year = |at: usize| Phrasebook::year(passage.word(at)).is_some();
        let gap = passage.gap(end);
        if year(end) && matches!(gap, " " | " (") {
            end += 1;
            continue;
        }
        let mut next = end;
        while next < limit
            && next - end < 3
            && small.has(passage.word(next))
            && passage.gap(next) == " "
        {
            next += 1;
        }
        let joined = next < limit && matches!(passage.gap(next), " " | "-" | "\u{2013}");
        let goes_on = year(next)
            || is_month_name(passage.word(next))
            || passage.is_capital(next) && !passage.terms[next].is_stopword();
        // Right behind the noun a proper name needs a small word before it.
        let apart =
            next == end && end == head + 1 && !is_proper(passage, book, next) && !year(next);
        if !joined || !goes_on || apart {
            break;
        }
        end = next + 1;
    }
    (end, numbered)
}
