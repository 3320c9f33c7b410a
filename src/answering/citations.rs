//! What is quoted of the clauses that answer.

use std::collections::BTreeSet;

use super::cite::cite;
use super::ranking::Ranked;
use super::select::gathers;
use super::sources::Sources;
use super::span::{enclosing, excerpt, quoted, trimmed};
use crate::domain::{AnswerStyle, Citation, Corpus, Query, QuestionType, RankedClause, Span};

/// The first of the clauses that answer, quoted.
pub(super) fn citations(
    sources: &Sources,
    query: &Query,
    ranked: &Ranked,
    chosen: &[RankedClause],
) -> Vec<Citation> {
    let corpus = &*sources.corpus;
    let options = &query.options;
    let (terms, vector) = (&ranked.terms, &ranked.embedding.vector);
    let quotes = ranked.reading.asks == QuestionType::Quotation;
    let shown = shown(corpus, ranked.reading.asks, options.style, chosen);
    let shown = shown.into_iter().take(options.max_citations).map(|at| (at, &chosen[at]));
    shown
        .map(|(at, one)| {
            let span = if quotes {
                enclosing(corpus, one.clause, ranked.quoted_places()[at].span)
            } else {
                let labelled = ranked.reading.clauses.contains(&one.clause);
                quoted(corpus, &sources.index, one.clause, labelled, terms, vector)
            };
            cite(corpus, one.clause, trimmed(corpus, one.clause, span), one.relevance)
        })
        .collect()
}

/// The clauses that are cited: all, but in short the best, or the best of each document where it goes through
/// documents.
fn shown(
    corpus: &Corpus,
    asks: QuestionType,
    style: AnswerStyle,
    chosen: &[RankedClause],
) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let mut first_of_document =
        |at: &usize| seen.insert(corpus.clauses()[chosen[*at].clause].document);
    match style {
        AnswerStyle::Memo | AnswerStyle::Full => (0..chosen.len()).collect(),
        AnswerStyle::Short if gathers(asks) => {
            (0..chosen.len()).filter(|at| first_of_document(at)).collect()
        }
        AnswerStyle::Short => (0..chosen.len().min(1)).collect(),
    }
}

/// What the text quotes of each citation. What a question quotes, or asks for by its label, is quoted whole.
pub(super) fn excerpts(
    sources: &Sources,
    query: &Query,
    ranked: &Ranked,
    citations: Vec<Citation>,
) -> Vec<(Citation, Span)> {
    let (terms, vector) = (&ranked.terms, &ranked.embedding.vector);
    let reading = &ranked.reading;
    let words_max = query.options.quote_words().filter(|_| reading.asks != QuestionType::Quotation);
    let excerpt_of = |citation: &Citation| match words_max {
        Some(words_max) if !reading.clauses.contains(&citation.clause) => {
            excerpt(&sources.corpus, &sources.index, citation, words_max, terms, vector)
        }
        _ => citation.span,
    };
    citations.into_iter().map(|citation| (citation.clone(), excerpt_of(&citation))).collect()
}
