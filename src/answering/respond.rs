//! From a ranking to an answer, or to an honest "not found".

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::abstain::not_found;
use super::cite::cite;
use super::compose::{Composed, Uncited, compose};
use super::engine::{Engine, Ranked, evidence};
use super::meta;
use super::phrase::{list, short_name};
use super::quotation::speaker;
use super::select::cited;
use super::span::{decisive, enclosing};
use crate::domain::{Answer, AnswerStatus, Asks, Citation, Corpus, DocumentCoverage, Query, Span};
use crate::retrieval::analysis::{Term, terms};
use crate::retrieval::{Hit, WeightedTerm, probability, question_features, unknown_share};

/// A question is answered from this probability on that something answers it.
const ANSWERED_MIN: f64 = 0.5;
/// What is known from front matter, or stands there word for word, is as sure as anything here.
const CERTAIN: f64 = 0.99;
/// What cannot be answered from this corpus.
const HOPELESS: f64 = 0.01;
/// A clause that holds this share of the question's terms, weighted by rarity, touches its topic.
const TOUCHED_MIN: f32 = 0.5;
/// As does one of this relevance. It is low since silence is told as a fact: to call a document
/// silent that is not misleads more than to point at a clause for nothing.
const TOUCHING_MIN: f64 = 0.01;

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
    let in_scope =
        |hit: &Hit| ranked.scope.binary_search(&corpus.clauses()[hit.clause].document).is_ok();
    let (text, citations) = if answered {
        let citations = citations(engine, query, &ranked);
        let uncited = uncited(corpus, &ranked, &citations);
        let lead = lead(corpus, &ranked);
        let Composed { text, citations } =
            compose(corpus, ranked.reading.asks, lead, citations, &uncited);
        (text, citations)
    } else {
        let clauses = ranked.scope.iter().map(|&document| searched(document)).sum();
        let nearest = ranked.hits.iter().find(|(hit, _)| in_scope(hit)).map(|(hit, _)| hit.clause);
        let missing = &ranked.reading.scope.missing_years;
        let text = if wordless(query, &ranked) {
            WORDLESS.to_owned()
        } else {
            not_found(corpus, &ranked.understood, clauses, missing, nearest)
        };
        (text, Vec::new())
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

/// What is said to a question that asks nothing.
const WORDLESS: &str = "Not found. The question has no word to search for; name a topic.";

/// Whether the question, with what it carries over from earlier ones, has function words and
/// marks only. Its embedding would still be near some clause.
fn wordless(query: &Query, ranked: &Ranked) -> bool {
    let reading = &ranked.reading;
    reading.earlier_terms.is_empty()
        && reading.scope.named.is_empty()
        && terms(&query.question).iter().all(Term::is_stopword)
}

/// Probability that something in scope answers the question.
fn answerable(engine: &Engine, query: &Query, ranked: &Ranked) -> f64 {
    let corpus = &*engine.corpus;
    let scope = &ranked.reading.scope;
    if ranked.reading.asks == Asks::Quotation {
        return ranked
            .found
            .iter()
            .map(|found| found.similarity)
            .fold(HOPELESS, f64::max)
            .min(CERTAIN);
    }
    if scope.named.is_empty() && !scope.missing_years.is_empty()
        || ranked.scope.is_empty()
        || wordless(query, ranked)
    {
        return HOPELESS;
    }
    let known_by_front_matter = ranked.reading.asks == Asks::Listing
        || matches!(ranked.reading.asks, Asks::When | Asks::Where)
            && meta::lead(corpus, &ranked.reading, &ranked.scope).is_some()
        || !ranked.reading.clauses.is_empty();
    if known_by_front_matter || ranked.found.iter().any(|found| found.verbatim) {
        return CERTAIN;
    }
    probability(&engine.calibration.question, &evidence_features(engine, query, ranked))
}

/// What the question model sees: of the clauses in scope alone, so that another document's clause
/// does not vouch for the one that is named.
pub(super) fn evidence_features(engine: &Engine, query: &Query, ranked: &Ranked) -> [f64; 6] {
    let corpus = &*engine.corpus;
    let admits = |position: usize| {
        let clause = &corpus.clauses()[position];
        ranked.scope.binary_search(&clause.document).is_ok() && query.filter.admits(corpus, clause)
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
                cite(corpus, found.clause, span, found.similarity.min(CERTAIN))
            })
            .collect();
    }
    if ranked.reading.asks == Asks::Listing {
        // The opening of each document says what it is.
        let listed = meta::listed(corpus, &ranked.reading, &ranked.scope);
        let opened = listed.into_iter().map(|document| &corpus.documents()[document].clauses);
        return opened
            .filter(|clauses| !clauses.is_empty())
            .take(query.options.max_citations)
            .map(|clauses| {
                let (first, vector) = (clauses.start, &ranked.embedding.vector);
                let span = decisive(corpus, &engine.index, first, &ranked.terms, vector);
                cite(corpus, first, trimmed(corpus, first, span), CERTAIN)
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

/// `span` without the separators that end a clause, and without a word that only leads on to what
/// is not quoted any more.
fn trimmed(corpus: &Corpus, position: usize, span: Span) -> Span {
    let text = corpus.document_of(&corpus.clauses()[position]).text.slice(span);
    let kept = text.trim_end_matches([';', ',', ':', ' ', '\u{a0}']);
    let kept = [", and", "; and", ", therefore", "; therefore"]
        .iter()
        .find_map(|ending| kept.strip_suffix(ending))
        .unwrap_or(kept);
    Span::new(span.start, span.start + kept.chars().count() as u32)
}

/// A first sentence of our own, where the question wants one.
fn lead(corpus: &Corpus, ranked: &Ranked) -> Option<String> {
    if ranked.reading.asks == Asks::Quotation {
        return Some(quotation_lead(corpus, ranked));
    }
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

/// The declarations in scope that are not cited, where the question compares or asks which: with
/// the clause that comes near the topic, if one does, since a document that speaks of the topic
/// must not be called silent.
fn uncited(corpus: &Corpus, ranked: &Ranked, citations: &[Citation]) -> Vec<Uncited> {
    if !matches!(ranked.reading.asks, Asks::Comparison | Asks::WhichDocument) {
        return Vec::new();
    }
    let document_of = |position: usize| corpus.clauses()[position].document;
    let cited: BTreeSet<usize> = citations.iter().map(|c| document_of(c.clause)).collect();
    let mut near: BTreeMap<usize, usize> = BTreeMap::new();
    for (hit, relevance) in &ranked.hits {
        if *relevance >= TOUCHING_MIN || hit.signals.coverage >= TOUCHED_MIN {
            near.entry(document_of(hit.clause)).or_insert(hit.clause);
        }
    }
    let scope = ranked.scope.iter().copied();
    scope
        .filter(|&index| !corpus.documents()[index].kind.is_report() && !cited.contains(&index))
        .map(|document| Uncited { document, near: near.get(&document).copied() })
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
