//! References that are parts of one citation, put together: author, title, meeting, place, date and
//! clause.

use std::ops::Range;

use super::fields::{add_fields, with_date};
use super::page::Passage;
use super::reference::{Lists, Reference, Sureness};
use crate::domain::{Corpus, ItemVerdict};
use crate::language::analysis::terms;
use crate::language::dates::is_month_name;
use crate::language::lexicon::english;
use crate::reading::Phrasebook;

/// How far apart parts of one citation may stand, in bytes.
const GAP_BYTES_MAX: usize = 120;

/// `found`, which are in order, those of one citation as one.
pub(super) fn wholes(
    passage: &Passage,
    (corpus, book): (&Corpus, &Phrasebook),
    lists: &Lists,
    found: Vec<Reference>,
    resolve: &dyn Fn(&str, &mut Reference),
) -> Vec<Reference> {
    let mut wholes: Vec<Reference> = Vec::with_capacity(found.len());
    for mut next in found {
        // Taken in by the title before it.
        if wholes.last().is_some_and(|last| next.range.start < last.range.end) {
            continue;
        }
        add_fields(passage, corpus, &mut next, resolve);
        match wholes.last_mut() {
            Some(last) if belongs(passage, last, &next) => join(passage, lists, last, next),
            _ => wholes.push(next),
        }
    }
    let mut free = 0;
    for whole in &mut wholes {
        if whole.titled {
            whole.range.start = with_author(passage, book, free, whole.range.start);
            whole.range.end = with_date(passage, whole.range.end);
            add_number(passage, whole, resolve);
        }
        free = whole.range.end;
    }
    // A date may have taken in what was read as a name.
    let mut end = 0;
    wholes.retain(|whole| {
        let apart = whole.range.start >= end;
        end = end.max(whole.range.end);
        apart
    });
    wholes
}

/// Whether `next` goes on with the citation that `last` is of.
fn belongs(passage: &Passage, last: &Reference, next: &Reference) -> bool {
    if last.range.end > next.range.start || last.is_foreign() || next.is_foreign() {
        return false;
    }
    let text = passage.text();
    let gap = &text[last.range.end..next.range.start];
    // Two titles are two documents, unless one is another name of the other.
    let alike = || next.documents.iter().any(|id| last.documents.contains(id));
    if last.titled && next.titled && !alike() {
        return false;
    }
    if gap.len() > GAP_BYTES_MAX || gap.contains([';', '!', '?']) || last.clause.is_some() {
        return false;
    }
    let lone = next.label.is_some() && next.documents.iter().all(|id| last.documents.contains(id));
    let short = gap.chars().all(|c| matches!(c, ' ' | ',' | '(' | ')' | '\u{a7}' | '\u{b6}' | '.'))
        && !passage.sentences.iter().any(|sentence| sentence.start == next.range.start);
    let plain = || terms(gap).iter().all(|term| is_plain(gap, &term.word, &term.bytes));
    if last.label.is_none() && lone && last.sureness == Sureness::Document {
        let titled = last.titled && plain();
        return titled
            || short
                && next.range.end - next.range.start < GAP_BYTES_MAX
                && same_brackets(text, last, next);
    }
    last.titled && next.sureness <= Sureness::Document && plain() && last.label.is_none()
}

/// Whether no bracket opens or closes between the two.
fn same_brackets(text: &str, last: &Reference, next: &Reference) -> bool {
    !text[last.range.end..next.range.start].contains(['(', ')'])
}

/// Whether the word at `bytes` of a gap is one of a citation.
fn is_plain(gap: &str, word: &str, bytes: &Range<usize>) -> bool {
    let typed = &gap[bytes.clone()];
    typed.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || is_month_name(word)
        || english().claims.sources.citing.has(word)
}

/// Adds `next` to `last`.
fn join(passage: &Passage, lists: &Lists, last: &mut Reference, next: Reference) {
    let missing = passage.text()[next.range.clone()].to_owned();
    last.range.end = next.range.end;
    last.sureness = last.sureness.max(next.sureness);
    if next.label.is_some() && next.documents.iter().all(|id| last.documents.contains(id)) {
        if last.verdict == ItemVerdict::Valid {
            last.verdict = next.verdict;
            last.missing = next.missing;
        }
        last.documents = next.documents;
        (last.clause, last.clauses) = (next.clause, next.clauses);
        last.label = next.label;
        return;
    }
    let both: Vec<usize> =
        last.documents.iter().copied().filter(|id| next.documents.contains(id)).collect();
    if last.documents.is_empty() && last.verdict == ItemVerdict::Valid {
        last.documents = next.documents;
        (last.clause, last.clauses, last.label) = (next.clause, next.clauses, next.label);
    } else if !both.is_empty() {
        last.documents = lists.shared(both);
        if next.verdict != ItemVerdict::Valid {
            (last.verdict, last.missing) = (next.verdict, next.missing);
        } else if next.clause.is_some() {
            (last.clause, last.label) = (next.clause, next.label);
            last.clauses = next.clauses;
        }
    } else if last.verdict == ItemVerdict::Valid && !next.documents.is_empty() {
        (last.verdict, last.missing) = (ItemVerdict::Mismatched, missing);
    }
}

/// Where a citation begins whose title stands at byte `start`: at its author, who stands before it.
fn with_author(passage: &Passage, book: &Phrasebook, free: usize, start: usize) -> usize {
    const AUTHOR_WORDS_MAX: usize = 8;
    let end = passage.terms_in(&(free..start));
    let mut first = end.end;
    while first > end.start && end.end - first < AUTHOR_WORDS_MAX {
        let at = first - 1;
        let gap = &passage.text()[passage.terms[at].bytes.end
            ..passage.terms.get(first).map_or(start, |term| term.bytes.start).min(start)];
        let marks = |c: char| {
            matches!(c, ' ' | ',' | '.' | '\u{201c}' | '"' | '\u{2018}' | '\'' | '-' | '\u{2013}')
        };
        let small = english().text.persons.small_words.has(passage.word(at));
        if !gap.chars().all(marks) || !(passage.is_capital(at) || small) {
            break;
        }
        first = at;
    }
    while first < end.end && !passage.is_capital(first) {
        first += 1;
    }
    // Whoever it is has published something.
    let known = (first..end.end).any(|at| book.is_publisher(passage.word(at)));
    if known { passage.terms[first].bytes.start } else { start }
}

/// The number of a paragraph that ends the citation of a web page: ", 2014-11-05, 2".
fn add_number(passage: &Passage, whole: &mut Reference, resolve: &dyn Fn(&str, &mut Reference)) {
    let rest = &passage.text()[whole.range.end..];
    let Some(number) = rest.strip_prefix(", ") else { return };
    let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let behind = &number[digits..];
    let ends = behind.is_empty() || behind.starts_with([')', ';', ']']) || behind == ".";
    if whole.label.is_none() && (1..=4).contains(&digits) && ends {
        resolve(&number[..digits], whole);
        whole.range.end += 2 + digits;
    }
}
