//! From a ranking to an answer, or to an honest "not found".

use std::sync::Arc;

use super::abstain::not_found;
use super::cite::cite;
use super::compose::{Composed, compose};
use super::engine::{Engine, Ranked, evidence};
use super::meta;
use super::phrase::{list, short_name};
use super::quotation::speaker;
use super::select::cited;
use super::span::{decisive, enclosing};
use crate::domain::{Answer, AnswerStatus, Asks, Citation, Corpus, DocumentCoverage, Query, Span};
use crate::retrieval::{Hit, WeightedTerm, probability, question_features, unknown_share};

/// A question is answered from this probability on that something answers it.
const ANSWERED_MIN: f64 = 0.5;

/// Answers `query` from its ranking.
pub(super) fn respond(engine: &Engine, query: &Query, ranked: Ranked) -> Answer {
    let corpus = &*engine.corpus;
    let answerable = answerable(engine, query, &ranked);
    let answered = answerable >= ANSWERED_MIN && !ranked.hits.is_empty();
    let searched = |document: usize| {
        corpus
            .clauses_of(&corpus.documents()[document])
            .iter()
            .filter(|clause| query.filter.admits(corpus, clause))
            .count()
    };
    let in_scope = |hit: &Hit| ranked.scope.contains(&corpus.clauses()[hit.clause].document);
    let (text, citations) = if answered {
        let citations = citations(engine, query, &ranked);
        let silent = silent(&ranked, corpus, &citations);
        let lead = lead(corpus, &ranked, &citations);
        let Composed { text, citations } =
            compose(corpus, ranked.reading.asks, lead, citations, &silent);
        (text, citations)
    } else {
        let clauses = ranked.scope.iter().map(|&document| searched(document)).sum();
        let nearest = ranked.hits.iter().find(|(hit, _)| in_scope(hit)).map(|(hit, _)| hit.clause);
        let missing = &ranked.reading.scope.missing_years;
        (not_found(corpus, &ranked.understood, clauses, missing, nearest), Vec::new())
    };
    let coverage = coverage(corpus, &ranked, &citations, &searched);
    Answer {
        status: if answered { AnswerStatus::Answered } else { AnswerStatus::NotFound },
        text,
        confidence: if answered { answerable } else { 1.0 - answerable },
        citations,
        coverage,
        evidence: evidence(&ranked.hits, query.options.max_evidence),
        understood: ranked.understood,
        corpus: Arc::clone(&engine.corpus),
    }
}

/// Probability that something in scope answers the question.
fn answerable(engine: &Engine, query: &Query, ranked: &Ranked) -> f64 {
    let corpus = &*engine.corpus;
    let scope = &ranked.reading.scope;
    if ranked.reading.asks == Asks::Quotation {
        return ranked.found.iter().map(|found| found.similarity).fold(0.01, f64::max).min(0.99);
    }
    if scope.named.is_empty() && !scope.missing_years.is_empty() || ranked.scope.is_empty() {
        return 0.01;
    }
    let known_by_front_matter = ranked.reading.asks == Asks::Listing
        || matches!(ranked.reading.asks, Asks::When | Asks::Where)
            && meta::lead(corpus, &ranked.reading, &ranked.scope).is_some()
        || !ranked.reading.clauses.is_empty();
    if known_by_front_matter || ranked.found.iter().any(|found| found.verbatim) {
        return 0.99;
    }
    probability(&engine.calibration.question, &evidence_features(engine, query, ranked))
}

/// What the question model sees: of the clauses in scope alone, so that another document's clause
/// does not vouch for the one that is named.
pub(super) fn evidence_features(engine: &Engine, query: &Query, ranked: &Ranked) -> [f64; 6] {
    let corpus = &*engine.corpus;
    let admits = |position: usize| {
        let clause = &corpus.clauses()[position];
        ranked.scope.contains(&clause.document) && query.filter.admits(corpus, clause)
    };
    let hits: Vec<&Hit> =
        ranked.hits.iter().map(|(hit, _)| hit).filter(|hit| admits(hit.clause)).collect();
    let occurs = |term: &WeightedTerm| engine.index.lexical().occurs(&term.stem, &admits);
    question_features(&hits, unknown_share(&engine.index, &ranked.terms, &occurs))
}

/// Citations for the answer, best first.
fn citations(engine: &Engine, query: &Query, ranked: &Ranked) -> Vec<Citation> {
    let corpus = &*engine.corpus;
    if ranked.reading.asks == Asks::Quotation {
        let found = ranked.found.iter().take(query.options.max_citations);
        return found
            .map(|found| {
                let span = enclosing(corpus, found.clause, found.span);
                let span = trimmed(corpus, found.clause, span);
                cite(corpus, found.clause, span, found.similarity.min(0.99))
            })
            .collect();
    }
    cited(corpus, &ranked.reading, &ranked.hits, query.options.max_citations)
        .into_iter()
        .map(|(hit, relevance)| {
            let vector = &ranked.embedding.vector;
            let span = decisive(corpus, &engine.index, hit.clause, &ranked.terms, vector);
            cite(corpus, hit.clause, trimmed(corpus, hit.clause, span), *relevance)
        })
        .collect()
}

/// `span` without the separators that end a clause.
fn trimmed(corpus: &Corpus, position: usize, span: Span) -> Span {
    let text = corpus.document_of(&corpus.clauses()[position]).text.slice(span);
    let kept = text.trim_end_matches([';', ',', ':', ' ', '\u{a0}']);
    let kept = kept.strip_suffix(", and").or_else(|| kept.strip_suffix("; and")).unwrap_or(kept);
    Span::new(span.start, span.start + kept.chars().count() as u32)
}

/// A first sentence of our own, where the question wants one.
fn lead(corpus: &Corpus, ranked: &Ranked, citations: &[Citation]) -> Option<String> {
    if ranked.reading.asks == Asks::Quotation {
        return Some(quotation_lead(corpus, ranked));
    }
    let _ = citations;
    meta::lead(corpus, &ranked.reading, &ranked.scope)
}

fn quotation_lead(corpus: &Corpus, ranked: &Ranked) -> String {
    let verbatim = ranked.found.iter().any(|found| found.verbatim);
    let mut lead = if verbatim {
        "These words are verbatim.".to_owned()
    } else {
        "These words are not verbatim; this is the nearest wording.".to_owned()
    };
    if let Some(name) = ranked.found.first().and_then(|found| {
        let clause = &corpus.clauses()[found.clause];
        corpus.document_of(clause).kind.is_report().then(|| speaker(corpus, found.clause))?
    }) {
        lead.push_str(&format!(" The speaker is {name}."));
    }
    let elsewhere: Vec<String> = ranked
        .reading
        .scope
        .named
        .iter()
        .filter(|named| {
            ranked.found.iter().all(|found| corpus.clauses()[found.clause].document != **named)
        })
        .map(|&index| short_name(corpus, index))
        .collect();
    if !elsewhere.is_empty() {
        lead.push_str(&format!(" They are not in {}.", list(&elsewhere)));
    }
    lead
}

/// Documents to be named as silent: those that a comparison, or the question itself, names.
fn silent(ranked: &Ranked, corpus: &Corpus, citations: &[Citation]) -> Vec<usize> {
    let cited = |document: usize| {
        citations.iter().any(|citation| corpus.clauses()[citation.clause].document == document)
    };
    let asks = ranked.reading.asks;
    let exhaustive = matches!(asks, Asks::Comparison | Asks::WhichDocument);
    ranked
        .scope
        .iter()
        .copied()
        .filter(|&index| exhaustive && !corpus.documents()[index].kind.is_report())
        .filter(|&index| !cited(index))
        .collect()
}

fn coverage(
    corpus: &Corpus,
    ranked: &Ranked,
    citations: &[Citation],
    searched: &dyn Fn(usize) -> usize,
) -> Vec<DocumentCoverage> {
    let of = |position: usize| corpus.clauses()[position].document;
    let mut documents = ranked.scope.clone();
    documents.extend(citations.iter().map(|citation| of(citation.clause)));
    documents.sort_unstable();
    documents.dedup();
    documents
        .into_iter()
        .map(|document| DocumentCoverage {
            document,
            citations: citations
                .iter()
                .filter(|citation| of(citation.clause) == document)
                .map(|citation| citation.marker)
                .collect(),
            searched: searched(document),
            nearest: ranked
                .hits
                .iter()
                .map(|(hit, _)| hit.clause)
                .find(|&position| of(position) == document),
        })
        .collect()
}
