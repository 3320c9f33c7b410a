//! Which clauses of a ranking are cited.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Asks, Corpus};
use crate::retrieval::{Hit, Reading};

/// A clause is cited from this relevance on.
const CITED_MIN: f64 = 0.5;
/// The most citations of one document.
const PER_DOCUMENT_MAX: usize = 3;

/// The hits to cite, best first. `hits` come with their relevance; the answer is known to be
/// there, so the first is always cited.
pub(super) fn cited<'h>(
    corpus: &Corpus,
    reading: &Reading,
    hits: &'h [(Hit, f64)],
    most: usize,
) -> Vec<&'h (Hit, f64)> {
    let named = &reading.scope.named;
    let in_scope =
        |hit: &Hit| named.is_empty() || named.contains(&corpus.clauses()[hit.clause].document);
    let mut per_document: BTreeMap<usize, usize> = BTreeMap::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut chosen = Vec::new();
    for (rank, entry) in hits.iter().enumerate() {
        let clause = &corpus.clauses()[entry.0.clause];
        let document = clause.document;
        let first_of_named = reading.asks == Asks::Comparison
            && named.contains(&document)
            && !per_document.contains_key(&document)
            && entry.1 >= CITED_MIN / 3.0;
        // A report says no more than that a declaration is said to say so.
        let report = corpus.documents()[document].kind.is_report();
        if report && reading.asks == Asks::WhichDocument && !reading.scope.wants_reports {
            continue;
        }
        if rank > 0 && !first_of_named && (entry.1 < CITED_MIN || !in_scope(&entry.0)) {
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
