//! What a sentence says by the way: in parentheses, between dashes, in relative and participial
//! clauses, in comparisons. Documents that are named there are not those that speak.

use std::ops::Range;

use super::citation::Citations;
use super::ranges::{holding, overlapping};
use crate::language::analysis::Term;
use crate::language::lexicon::english;
use crate::language::looks::looked_at;
use crate::language::quotation_marks::Marked;

/// Longer parentheses are not read.
const ASIDE_BYTES_MAX: usize = 600;

/// A block that is read for its asides.
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) terms: &'a [Term],
    pub(super) marked: &'a [Marked],
}

/// The asides of `sentence`, in order and apart, in bytes.
pub(super) fn asides(
    of: &Words<'_>,
    sentence: &Range<usize>,
    citations: Citations<'_>,
) -> Vec<Range<usize>> {
    let mut found = in_brackets(of, sentence, citations);
    let brackets = found.clone();
    let commas = commas(of, sentence, &brackets);
    let mut starts: Vec<usize> = vec![sentence.start];
    starts.extend(commas.iter().map(|comma| comma + 1));
    let mut free = sentence.start;
    for (nth, &start) in starts.iter().enumerate() {
        let first = first_word(of, start);
        if start < free || !opens(of, first, nth == 0) {
            continue;
        }
        let next = commas.get(nth).copied();
        // At the start of a sentence it needs a comma behind it.
        if nth == 0 && next.is_none() {
            continue;
        }
        let end = next.unwrap_or(sentence.end);
        found.push(start..end);
        free = end;
    }
    found.sort_by_key(|aside| aside.start);
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for aside in found {
        match apart.last_mut() {
            Some(before) if aside.start < before.end => before.end = before.end.max(aside.end),
            _ => apart.push(aside),
        }
    }
    apart
}

/// Whether the words from word `at` on open an aside: "which", "unlike", "building on", "adopted".
fn opens(of: &Words<'_>, at: usize, fronted: bool) -> bool {
    let word = |at: usize| of.terms.get(at).map_or("", |term| term.word.as_str());
    let known = &english().claims;
    looked_at();
    if known.sources.comparing.at(|ahead| word(at + ahead)).is_some() {
        return true;
    }
    !fronted && (known.sources.relative.has(word(at)) || known.documents.adoption.has(word(at)))
}

fn first_word(of: &Words<'_>, byte: usize) -> usize {
    of.terms.partition_point(|term| term.bytes.start < byte)
}

/// Commas of the sentence outside of quotations, brackets and figures.
fn commas(of: &Words<'_>, sentence: &Range<usize>, brackets: &[Range<usize>]) -> Vec<usize> {
    let quoted = overlapping(of.marked, sentence, |marked| &marked.outer);
    let commas = of.text[sentence.clone()].match_indices(',').map(|(at, _)| sentence.start + at);
    let outside = |at: &usize| {
        holding(quoted, *at, |marked| &marked.outer).is_none()
            && holding(brackets, *at, |range| range).is_none()
            && of.text[at + 1..].starts_with(|c: char| !c.is_alphanumeric())
    };
    commas.filter(outside).collect()
}

/// What stands in parentheses, and between two dashes, and is no source.
fn in_brackets(
    of: &Words<'_>,
    sentence: &Range<usize>,
    citations: Citations<'_>,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let quoted = overlapping(of.marked, sentence, |marked| &marked.outer);
    let mut open: Option<usize> = None;
    let mut depth = 0_usize;
    let mut dash: Option<usize> = None;
    let text = &of.text[sentence.clone()];
    for (at, c) in text.char_indices().map(|(at, c)| (sentence.start + at, c)) {
        if !matches!(c, '(' | '[' | ')' | ']' | '\u{2013}' | '\u{2014}') {
            continue;
        }
        looked_at();
        if holding(quoted, at, |marked| &marked.outer).is_some() {
            continue;
        }
        match c {
            '(' | '[' => {
                depth += 1;
                if depth == 1 {
                    open = Some(at);
                }
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0
                    && let Some(start) = open.take()
                {
                    found.extend(aside_within(of, start + 1..at, citations));
                }
            }
            _ if depth == 0 => {
                let spaced = of.text[..at].ends_with(char::is_whitespace);
                match dash.take() {
                    Some(start) if spaced => {
                        let inside = start..at;
                        let long = inside.len() > ASIDE_BYTES_MAX;
                        let plain = long || citations.is_citation(&of.text[inside.clone()]);
                        if !plain {
                            found.push(inside);
                        }
                    }
                    _ if spaced => dash = Some(at + c.len_utf8()),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// What of the parenthesis at `inside` is an aside: all from a word of comparison on, or all of what
/// is no source.
fn aside_within(
    of: &Words<'_>,
    inside: Range<usize>,
    citations: Citations<'_>,
) -> Option<Range<usize>> {
    if inside.len() > ASIDE_BYTES_MAX {
        return None;
    }
    let words = first_word(of, inside.start)..first_word(of, inside.end);
    let word = |at: usize| of.terms.get(at).map_or("", |term| term.word.as_str());
    let comparing = &english().claims.sources.comparing;
    let compares = words.clone().find(|&at| comparing.at(|ahead| word(at + ahead)).is_some());
    if let Some(at) = compares {
        return Some(of.terms[at].bytes.start..inside.end);
    }
    let empty = words.is_empty();
    (!empty && !citations.is_citation(&of.text[inside.clone()])).then_some(inside)
}
