//! What is quoted of the clauses that answer.

use std::collections::BTreeSet;

use super::cite::cite;
use super::excerpt::{excerpt, unmarked};
use super::ranking::Ranked;
use super::select::gathers;
use super::sources::Sources;
use super::span::{Sought, Tells, enclosing, quoted, trimmed};
use crate::domain::{AnswerStyle, Citation, Corpus, Part, Query, QuestionType, RankedClause, Span};
use crate::language::analysis::word_count;
use crate::reading::AnswerType;

/// The first of the clauses that answer, quoted.
pub(super) fn citations(
    sources: &Sources,
    query: &Query,
    ranked: &Ranked,
    chosen: &[RankedClause],
) -> Vec<Citation> {
    let corpus = &*sources.corpus;
    let options = &query.options;
    let tells = |words: &str| tells(ranked, words);
    let sought = sought(ranked, &tells);
    let quotes = ranked.reading.asks == QuestionType::Quotation;
    let shown = shown(corpus, ranked.reading.asks, options.style, chosen);
    let shown = shown.into_iter().take(options.max_citations).map(|at| (at, &chosen[at]));
    shown
        .map(|(at, one)| {
            let span = if quotes {
                enclosing(corpus, one.clause, ranked.quoted_places()[at].span)
            } else {
                let labelled = ranked.reading.clauses.contains(&one.clause);
                let span = quoted(corpus, &sources.index, one.clause, labelled, sought);
                let text = &corpus.document_of(&corpus.clauses()[one.clause]).text;
                if labelled { span } else { unmarked(text, span) }
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
    let tells = |words: &str| tells(ranked, words);
    let sought = sought(ranked, &tells);
    let reading = &ranked.reading;
    let words_max = query.options.quote_words().filter(|_| reading.asks != QuestionType::Quotation);
    let text = |citation: &Citation| {
        &sources.corpus.document_of(&sources.corpus.clauses()[citation.clause]).text
    };
    let defines = reading.answer_type.as_ref().is_some_and(AnswerType::defines);
    // Where no length is asked for, a few words more are not worth a cut, nor does half of a definition define.
    let whole = |citation: &Citation, words_max: usize| {
        let most = words_max * if defines { 6 } else { 4 } / 3;
        query.options.quote_words_max.is_none()
            && word_count(text(citation).slice(citation.span)) <= most
    };
    let excerpt_of = |citation: &Citation| match words_max {
        Some(words_max)
            if !reading.clauses.contains(&citation.clause) && !whole(citation, words_max) =>
        {
            excerpt(&sources.corpus, &sources.index, citation, words_max, sought)
        }
        _ => citation.span,
    };
    citations.into_iter().map(|citation| (citation.clone(), excerpt_of(&citation))).collect()
}

fn sought<'a>(ranked: &'a Ranked, tells: Tells<'a>) -> Sought<'a> {
    Sought { terms: &ranked.terms, vector: &ranked.embedding.vector, tells }
}

/// Whether `words` give the detail that is asked for.
fn tells(ranked: &Ranked, words: &str) -> bool {
    let asked = ranked.reading.answer_type.as_ref();
    asked.is_some_and(|asked| asked.stands_out() && asked.given_by(words, Part::Body))
}
