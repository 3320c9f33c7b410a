//! Which clauses of a ranking are cited.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Asks, Corpus};
use crate::retrieval::{Hit, Reading};

/// A clause is cited from this relevance on.
const CITED_MIN: f64 = 0.5;
/// Below this, a clause is not even cited as the best of its document.
const LEAST: f64 = CITED_MIN / 3.0;
/// The most citations of one document.
const PER_DOCUMENT_MAX: usize = 3;

/// The hits to cite, best first. `hits` come with their relevance; the answer is known to be
/// there, so the first in scope is always cited.
pub(super) fn cited<'h>(
    corpus: &Corpus,
    reading: &Reading,
    hits: &'h [(Hit, f64)],
    most: usize,
) -> Vec<&'h (Hit, f64)> {
    // A report says no more than that a declaration is said to say so: where declarations are
    // asked for it is cited only if none of them can be.
    let reports = reading.asks != Asks::WhichDocument || reading.scope.wants_reports;
    let chosen = choose(corpus, reading, hits, most, reports);
    if chosen.is_empty() { choose(corpus, reading, hits, most, true) } else { chosen }
}

fn choose<'h>(
    corpus: &Corpus,
    reading: &Reading,
    hits: &'h [(Hit, f64)],
    most: usize,
    reports: bool,
) -> Vec<&'h (Hit, f64)> {
    let named = &reading.scope.named;
    let document_of = |hit: &Hit| corpus.clauses()[hit.clause].document;
    let eligible = |(hit, _): &&(Hit, f64)| {
        let document = document_of(hit);
        (named.is_empty() || named.contains(&document))
            && (reports || !corpus.documents()[document].kind.is_report())
    };
    let mut per_document: BTreeMap<usize, usize> = BTreeMap::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut chosen: Vec<&(Hit, f64)> = Vec::new();
    for entry in hits.iter().filter(eligible) {
        let clause = &corpus.clauses()[entry.0.clause];
        let document = clause.document;
        // The best is cited even below the line: the question as a whole has been found answered.
        let best = chosen.is_empty() && (reports || entry.1 >= LEAST);
        let best_of_compared = reading.asks == Asks::Comparison
            && !per_document.contains_key(&document)
            && entry.1 >= LEAST;
        if entry.1 < CITED_MIN && !best && !best_of_compared {
            continue;
        }
        let count = per_document.entry(document).or_default();
        // A caption that two pages share is cited once.
        if *count >= PER_DOCUMENT_MAX || !seen.insert(corpus.text_of(clause)) {
            continue;
        }
        *count += 1;
        chosen.push(entry);
        if chosen.len() == most {
            break;
        }
    }
    chosen
}
