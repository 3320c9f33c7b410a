//! From a ranking to an answer, or to an honest "not found".

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::about;
use super::cite::cite;
use super::compare::changes_between;
use super::compose::{Composed, Remarks, compose};
use super::decide::{CERTAIN, Decision, decide};
use super::in_scope::{elsewhere, hits_in_scope, searched, searched_in};
use super::lead::lead;
use super::meta;
use super::ranking::{Ranked, evidence};
use super::refusal::{Searched, nearest as nearest_lead, not_found, refusal};
use super::select::{cited, touches};
use super::sentences::{Unquoted, nowhere, unstated_terms};
use super::sources::{Scoring, Sources};
use super::span::{decisive, enclosing, quoted, trimmed};
use crate::domain::{
    Answer, AnswerStatus, Change, Citation, Corpus, DocumentCoverage, Query, QuestionType,
    RankedClause, Refusal, RefusalKind, RefusalReason, Speaks, Stopped, WORDS_ALONE,
};
use crate::retrieval::Account;

/// Answers `query` from what was ranked for it.
pub(super) fn answer(
    sources: &Sources,
    scoring: &Scoring,
    query: &Query,
    ranked: Ranked,
) -> Result<Answer, Stopped> {
    ranked.stop.check()?;
    let corpus = &*sources.corpus;
    if let Some(told) = about::answer(&sources.corpus, query, &ranked) {
        return Ok(told);
    }
    let decision = decide(sources, scoring, query, &ranked);
    let confidence = decision.confidence();
    let unmet = decision.unmet().to_vec();
    let is_near = matches!(decision, Decision::Nearest { .. });
    let (composed, refusal) = match decision {
        Decision::Answer { .. } => (answered(sources, query, &ranked), None),
        Decision::Nearest { reason, .. } => {
            let (composed, refusal) = nearest(sources, query, &ranked, reason);
            (composed, Some(refusal))
        }
        Decision::Refuse { reason, .. } => {
            let (composed, refusal) = refused(corpus, query, &ranked, reason);
            (composed, Some(refusal))
        }
    };
    let Composed { mut text, mut sentences, mut citations } = composed;
    let account = Account::of(&sources.index, &ranked.question, &ranked.reading, &ranked.terms);
    for citation in &mut citations {
        citation.meets = account.met_by(corpus, citation.clause);
    }
    if ranked.understood.words_alone {
        sentences.push(text.len() + 1..text.len() + 1 + WORDS_ALONE.len());
        text = format!("{text} {WORDS_ALONE}");
    }
    let asks_nothing = refusal.as_ref().is_some_and(|refusal| {
        matches!(refusal.kind(), RefusalKind::AsksNothing | RefusalKind::SmallTalk)
    });
    // Without a word to search for, nothing was searched.
    let coverage =
        if asks_nothing { Vec::new() } else { coverage(corpus, query, &ranked, &citations) };
    let coverage = if is_near { without_answers(coverage) } else { coverage };
    // Where it was told to stop, not all was compared.
    ranked.stop.check()?;
    Ok(Answer {
        status: match &refusal {
            None => AnswerStatus::Answered,
            Some(_) if is_near => AnswerStatus::Nearest,
            Some(_) => AnswerStatus::NotFound,
        },
        refusal,
        unmet,
        text,
        sentences,
        confidence,
        coverage,
        citations,
        evidence: if asks_nothing {
            Vec::new()
        } else {
            evidence(&ranked.hits, query.options.max_evidence)
        },
        quotation: ranked.quoted.map(|quoted| quoted.verdict),
        understood: ranked.understood,
        corpus: Arc::clone(&sources.corpus),
    })
}

/// What is said to a question that is answered.
fn answered(sources: &Sources, query: &Query, ranked: &Ranked) -> Composed {
    let corpus = &*sources.corpus;
    let citations = citations(sources, query, ranked);
    let unquoted = unquoted(corpus, ranked, &citations);
    let lead = lead(corpus, ranked, &citations, &unquoted);
    let changes = compared(sources, ranked, &citations);
    let remarks = Remarks { lead, unquoted, changes, unknown: unknown(ranked) };
    compose(corpus, ranked.reading.asks, citations, remarks)
}

/// How many clauses are quoted that come near and do not answer.
const NEAREST_MAX: usize = 2;

/// What is said where a part that the question is about is missing: that first, and then what comes
/// nearest.
fn nearest(
    sources: &Sources,
    query: &Query,
    ranked: &Ranked,
    reason: RefusalReason,
) -> (Composed, Refusal) {
    let corpus = &*sources.corpus;
    let refusal = refusal(reason);
    let most = NEAREST_MAX.min(query.options.max_citations);
    let mut seen = BTreeSet::new();
    let hits = hits_in_scope(corpus, query, ranked);
    let best = hits.filter(|(hit, _)| seen.insert(corpus.clauses()[hit.clause].document));
    let citations = best.take(most).map(|(hit, relevance)| {
        let (terms, vector) = (&ranked.terms, &ranked.embedding.vector);
        let span = quoted(corpus, &sources.index, hit.clause, false, terms, vector);
        cite(corpus, hit.clause, trimmed(corpus, hit.clause, span), *relevance)
    });
    let lead = format!("{} Nearest:", nearest_lead(corpus, &refusal));
    let remarks = Remarks { lead: Some(lead), ..Remarks::default() };
    (compose(corpus, ranked.reading.asks, citations.collect(), remarks), refusal)
}

/// The same rows where nothing answers: what is cited only comes near.
fn without_answers(mut coverage: Vec<DocumentCoverage>) -> Vec<DocumentCoverage> {
    for row in coverage.iter_mut().filter(|row| row.speaks == Speaks::Yes) {
        row.speaks = Speaks::Perhaps;
    }
    coverage
}

/// What is said to a question that is refused.
fn refused(
    corpus: &Corpus,
    query: &Query,
    ranked: &Ranked,
    reason: RefusalReason,
) -> (Composed, Refusal) {
    let refusal = refusal(reason);
    let searched = Searched {
        scope: &ranked.reading.scope,
        understood: &ranked.understood,
        clauses: searched(corpus, query, ranked),
        nearest: hits_in_scope(corpus, query, ranked).next().map(|(hit, _)| hit.clause),
        elsewhere: elsewhere(corpus, query, ranked),
    };
    let text = not_found(corpus, &refusal, &searched);
    let sentences = std::iter::once(0..text.len()).collect();
    (Composed { text, sentences, citations: Vec::new() }, refusal)
}

/// Citations for the answer, best first.
fn citations(sources: &Sources, query: &Query, ranked: &Ranked) -> Vec<Citation> {
    let corpus = &*sources.corpus;
    if ranked.reading.asks == QuestionType::Quotation {
        let places = ranked.quoted_places().iter().take(query.options.max_citations);
        return places
            .map(|place| {
                let span = enclosing(corpus, place.clause, place.span);
                let span = trimmed(corpus, place.clause, span);
                cite(corpus, place.clause, span, place.likeness.min(CERTAIN))
            })
            .collect();
    }
    if ranked.reading.asks == QuestionType::Listing {
        // The opening of each document says what it is.
        let listed = meta::listed(corpus, &ranked.reading, &ranked.scope);
        let opened = listed.into_iter().map(|document| &corpus.documents()[document].clauses);
        return opened
            .filter(|clauses| !clauses.is_empty())
            .take(query.options.max_citations)
            .map(|clauses| {
                let (first, vector) = (clauses.start, &ranked.embedding.vector);
                let span = decisive(corpus, &sources.index, first, &ranked.terms, vector);
                cite(corpus, first, trimmed(corpus, first, span), CERTAIN)
            })
            .collect();
    }
    cited(corpus, &ranked.reading, &ranked.hits, query.options.max_citations)
        .into_iter()
        .map(|(hit, relevance)| {
            let vector = &ranked.embedding.vector;
            let labelled = ranked.reading.clauses.contains(&hit.clause);
            let terms = &ranked.terms;
            let span = quoted(corpus, &sources.index, hit.clause, labelled, terms, vector);
            cite(corpus, hit.clause, trimmed(corpus, hit.clause, span), *relevance)
        })
        .collect()
}

/// What occurs nowhere of the words that documents are asked for by: what is cited puts it
/// otherwise, if it says it.
fn unknown(ranked: &Ranked) -> Option<String> {
    let which = ranked.reading.asks == QuestionType::WhichDocument;
    let years = &ranked.reading.scope.missing_years;
    which.then(|| nowhere(&unstated_terms(&ranked.understood, years, &[]))).flatten()
}

/// What changed from document to document, where the question compares them: between the clauses
/// that are cited.
fn compared(sources: &Sources, ranked: &Ranked, citations: &[Citation]) -> Vec<Change> {
    if ranked.reading.asks != QuestionType::Comparison {
        return Vec::new();
    }
    let corpus = &*sources.corpus;
    let mut clauses: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for citation in citations {
        let document = corpus.clauses()[citation.clause].document;
        clauses.entry(document).or_default().push(citation.clause);
    }
    changes_between(sources, ranked, &clauses)
}

/// The declarations in scope that are not cited, where the question compares or asks which: with
/// the clause that comes near the topic, if one does, since a document that speaks of the topic
/// must not be called silent.
fn unquoted(corpus: &Corpus, ranked: &Ranked, citations: &[Citation]) -> Vec<Unquoted> {
    if !matches!(ranked.reading.asks, QuestionType::Comparison | QuestionType::WhichDocument) {
        return Vec::new();
    }
    let document_of = |position: usize| corpus.clauses()[position].document;
    let cited: BTreeSet<usize> = citations.iter().map(|c| document_of(c.clause)).collect();
    let mut near: BTreeMap<usize, usize> = BTreeMap::new();
    for (hit, _) in ranked.hits.iter().filter(|entry| touches(entry)) {
        near.entry(document_of(hit.clause)).or_insert(hit.clause);
    }
    let scope = ranked.scope.iter().copied();
    scope
        .filter(|&index| !corpus.documents()[index].kind.is_report() && !cited.contains(&index))
        .map(|document| Unquoted { document, near: near.get(&document).copied() })
        .collect()
}

fn coverage(
    corpus: &Corpus,
    query: &Query,
    ranked: &Ranked,
    citations: &[Citation],
) -> Vec<DocumentCoverage> {
    let document_of = |position: usize| corpus.clauses()[position].document;
    let mut documents = ranked.scope.clone();
    documents.extend(citations.iter().map(|citation| document_of(citation.clause)));
    documents.sort_unstable();
    documents.dedup();
    documents
        .into_iter()
        .map(|document| {
            let markers: Vec<u32> = citations
                .iter()
                .filter(|citation| document_of(citation.clause) == document)
                .map(|citation| citation.marker)
                .collect();
            let mut own = ranked.hits.iter().filter(|(hit, _)| document_of(hit.clause) == document);
            let speaks = match (markers.is_empty(), own.clone().any(touches)) {
                (false, _) => Speaks::Yes,
                (true, true) => Speaks::Perhaps,
                (true, false) => Speaks::Silent,
            };
            DocumentCoverage {
                document,
                speaks,
                markers,
                clauses_searched: searched_in(corpus, query, document),
                nearest: own
                    .next()
                    .map(|&(ref hit, relevance)| RankedClause { clause: hit.clause, relevance }),
            }
        })
        .collect()
}
