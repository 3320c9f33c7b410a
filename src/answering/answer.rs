//! From a ranking to an answer, or to an honest "not found".

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::about;
use super::citations::{citations, excerpts};
use super::cite::cite;
use super::compare::changes_between;
use super::compose::{Composed, Remarks, compose};
use super::decide::{CERTAIN, Decision, decide};
use super::features::account;
use super::force;
use super::in_scope::{elsewhere, hits_in_scope, searched, searched_in};
use super::lead::{lead, says_yes};
use super::meta;
use super::phrase::{capitalised, short_name};
use super::points::with_points;
use super::ranking::{Ranked, evidence};
use super::refusal::{Searched, missing, not_found, refusal};
use super::select::{cited, gathers};
use super::sentences::{Unquoted, nowhere, shortened, unstated_terms};
use super::sources::{Scoring, Sources};
use super::span::{NO_DETAIL, Sought, quoted, trimmed};
use crate::domain::{
    Answer, AnswerPart, AnswerStatus, Change, Citation, Corpus, DocumentCoverage, Part, PartKind,
    Query, QuestionType, RankedClause, Refusal, RefusalKind, RefusalReason, Speaks, Stopped,
    WORDS_ALONE,
};
use crate::language::analysis::word_count;
use crate::reading::Sequence;
use crate::retrieval::{Account, Found, Hit};

/// Answers `query` from what was ranked for it.
pub(super) fn answer(
    sources: &Sources,
    scoring: &Scoring,
    query: &Query,
    ranked: Ranked,
) -> Result<Answer, Stopped> {
    ranked.stop.check()?;
    let corpus = &*sources.corpus;
    if let Some(told) = about::answer(sources, query, &ranked) {
        return Ok(told);
    }
    let decision = decide(sources, scoring, query, &ranked);
    let confidence = decision.confidence();
    let unmet = decision.unmet().to_vec();
    let is_near = matches!(decision, Decision::Nearest { .. });
    let chosen = if decision.answers() { chosen(corpus, &ranked) } else { Vec::new() };
    let chosen = force::strongest_first(sources, &ranked, chosen);
    let (composed, refusal) = match decision {
        Decision::Answer { .. } => (answered(sources, query, &ranked, &chosen), None),
        Decision::Nearest { reason, .. } => {
            let (composed, refusal) = nearest(sources, query, &ranked, reason);
            (composed, Some(refusal))
        }
        Decision::Refuse { reason, .. } => {
            let (composed, refusal) = refused(corpus, query, &ranked, reason);
            (composed, Some(refusal))
        }
    };
    let Composed { mut text, mut parts, mut citations } = composed;
    let account = Account::of(&sources.index, &ranked.question, &ranked.reading, &ranked.terms);
    for citation in &mut citations {
        citation.meets = account.met_by(corpus, citation.clause);
    }
    if ranked.understood.words_alone {
        let start = text.len() + 1;
        text = format!("{text} {WORDS_ALONE}");
        let place = start..text.len();
        parts.push(AnswerPart { kind: PartKind::Note, place, markers: Vec::new(), quoting: None });
    }
    let asks_nothing = refusal.as_ref().is_some_and(|refusal| {
        matches!(refusal.kind(), RefusalKind::AsksNothing | RefusalKind::SmallTalk)
    });
    // Without a word to search for, nothing was searched.
    let coverage = if asks_nothing {
        Vec::new()
    } else {
        coverage(corpus, query, &ranked, &chosen, &citations)
    };
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
        parts,
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

/// What is said to a question that is answered by these clauses.
fn answered(
    sources: &Sources,
    query: &Query,
    ranked: &Ranked,
    chosen: &[RankedClause],
) -> Composed {
    let corpus = &*sources.corpus;
    let citations = citations(sources, query, ranked, chosen);
    let unquoted = unquoted(corpus, ranked, chosen);
    let lead = force::lead(sources, ranked, chosen)
        .or_else(|| lead(corpus, ranked, &citations, &unquoted));
    let changes = compared(sources, ranked, chosen, &citations);
    let unlisted = unlisted(corpus, ranked, chosen, &citations);
    let mut notes = ambiguous(corpus, ranked);
    notes.extend(missing_beside(corpus, ranked));
    notes.extend(left_out(corpus, ranked));
    let unknown = unknown(ranked);
    let markers_before = ranked.markers_before;
    let answering = documents_of(corpus, chosen.iter().map(|one| one.clause));
    let yes = says_yes(ranked, &answering);
    let unsure = unsure(ranked, &answering);
    let remarks =
        Remarks { lead, yes, unsure, unlisted, unquoted, changes, notes, unknown, markers_before };
    let citations = excerpts(sources, query, ranked, citations);
    compose(corpus, ranked.reading.asks, query.options.style, citations, remarks)
}

/// So few words say nothing: "The General Assembly,".
const TITLE_WORDS_MAX: usize = 4;
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
    let hits = hits_in_scope(corpus, query, ranked).filter(|(hit, _)| {
        let clause = &corpus.clauses()[hit.clause];
        clause.part != Part::Frame
            && !clause.is_note()
            && word_count(corpus.text_of(clause)) > TITLE_WORDS_MAX
    });
    let best = hits.filter(|(hit, _)| seen.insert(corpus.clauses()[hit.clause].document));
    let account = account(sources, ranked);
    let met = |clause: usize| -> f64 {
        let met = account.met_by(corpus, clause).into_iter();
        met.filter(|term| term.how.is_met()).map(|term| term.weight).sum()
    };
    // What meets less than half of what the first does is not worth a look.
    let mut first = None;
    let telling = |ranked: &&(Hit, f64)| {
        let own = met(ranked.0.clause);
        own >= *first.get_or_insert(own) / 2.0
    };
    let citations = best.take(most).filter(telling).map(|(hit, relevance)| {
        let (terms, vector) = (&ranked.terms, &ranked.embedding.vector);
        let span = quoted(
            corpus,
            &sources.index,
            hit.clause,
            false,
            Sought { terms, vector, tells: NO_DETAIL },
        );
        cite(corpus, hit.clause, trimmed(corpus, hit.clause, span), *relevance)
    });
    let citations: Vec<Citation> = citations.collect();
    let lead = missing(corpus, &refusal);
    let lead = if citations.is_empty() { lead } else { format!("{lead} Nearest:") };
    let markers_before = ranked.markers_before;
    let remarks = Remarks { lead: Some(lead), markers_before, ..Remarks::default() };
    let (asks, style) = (ranked.reading.asks, query.options.style);
    let citations = excerpts(sources, query, ranked, citations);
    (compose(corpus, asks, style, citations, remarks), refusal)
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
    let parts = not_found(corpus, &refusal, &searched, query.options.style);
    (Composed::without_quotations(parts), refusal)
}

/// The clauses that answer, best first, however many citations are wanted.
fn chosen(corpus: &Corpus, ranked: &Ranked) -> Vec<RankedClause> {
    match ranked.reading.asks {
        QuestionType::Quotation => {
            let places = ranked.quoted_places().iter();
            let relevance = |likeness: f64| likeness.min(CERTAIN);
            places
                .map(|place| RankedClause {
                    clause: place.clause,
                    relevance: relevance(place.likeness),
                })
                .collect()
        }
        // The opening of each document says what it is.
        QuestionType::Listing => meta::listed(corpus, &ranked.reading, &ranked.scope)
            .into_iter()
            .map(|document| &corpus.documents()[document].clauses)
            .filter(|clauses| !clauses.is_empty())
            .map(|clauses| RankedClause { clause: clauses.start, relevance: CERTAIN })
            .collect(),
        asks => {
            let mut cited = cited(corpus, ranked);
            if meta::lead(corpus, ranked).is_some() {
                cited.retain(|one| meta::tells_adoption(corpus, one.clause));
                return cited;
            }
            if gathers(asks) { cited } else { with_points(corpus, &ranked.reading, cited) }
        }
    }
}

/// The documents compared that do not surely speak of it.
fn unsure(ranked: &Ranked, answering: &BTreeSet<usize>) -> BTreeSet<usize> {
    let sure = |document: &usize| {
        ranked.found.get(document).is_some_and(|own| own.speaks() == Speaks::Yes)
    };
    let compared = ranked.reading.asks == QuestionType::Comparison;
    answering.iter().filter(|document| compared && !sure(document)).copied().collect()
}

/// "'Washington Declaration' may mean ... or ..." for each name of which one document is meant.
fn ambiguous(corpus: &Corpus, ranked: &Ranked) -> Vec<String> {
    let names = ranked.reading.scope.ambiguous.iter();
    names
        .map(|(name, documents)| {
            let documents = documents.iter().map(|&document| short_name(corpus, document));
            let documents: Vec<String> = documents.collect();
            format!("\u{2018}{name}\u{2019} may mean {}.", documents.join(", or "))
        })
        .collect()
}

/// "The corpus has no London declaration.", where others that are named answer; "The Rome declaration has no
/// Article 99.", where it has others.
fn missing_beside(corpus: &Corpus, ranked: &Ranked) -> Vec<String> {
    let scope = &ranked.reading.scope;
    let names = scope.missing_names.iter();
    let names = names.map(|name| format!("The corpus has no {}.", shortened(name)));
    let document = scope.named.first().map(|&index| capitalised(&short_name(corpus, index)));
    // A paragraph may be counted within the article that is named.
    let articles =
        ranked.reading.missing_labels.iter().filter(|label| label.starts_with("Article"));
    let labels = articles
        .filter_map(|label| document.as_ref().map(|name| format!("{name} has no {label}.")));
    names.chain(labels).collect()
}

/// "Left out, since they mention gangs: the Rome declaration."
fn left_out(corpus: &Corpus, ranked: &Ranked) -> Option<String> {
    let (excluded, documents) = ranked.left_out.as_ref()?;
    if documents.is_empty() {
        return None;
    }
    let who = if documents.len() == 1 { "it mentions" } else { "they mention" };
    let names = about::names(corpus, documents);
    Some(format!("Left out, since {who} {}: {names}.", shortened(excluded)))
}

/// What occurs nowhere of the words that documents are asked for by: what is cited puts it
/// otherwise, if it says it.
fn unknown(ranked: &Ranked) -> Option<String> {
    let which = ranked.reading.asks == QuestionType::WhichDocument;
    let years = &ranked.reading.scope.missing_years;
    which.then(|| nowhere(&unstated_terms(&ranked.understood, years, &[]))).flatten()
}

/// What changed from document to document, where the question compares them or asks how something has
/// changed: between the clauses that answer. Of very many documents those that are quoted are compared.
fn compared(
    sources: &Sources,
    ranked: &Ranked,
    chosen: &[RankedClause],
    citations: &[Citation],
) -> Vec<Change> {
    let reading = &ranked.reading;
    let changes = reading.sequence == Sequence::Changes;
    if reading.asks != QuestionType::Comparison && !changes {
        return Vec::new();
    }
    let corpus = &*sources.corpus;
    let document_of = |clause: usize| corpus.clauses()[clause].document;
    let quoted = documents_of(corpus, citations.iter().map(|one| one.clause));
    let mut clauses: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for one in chosen.iter().filter(|one| !changes || quoted.contains(&document_of(one.clause))) {
        clauses.entry(document_of(one.clause)).or_default().push(one.clause);
    }
    changes_between(sources, ranked, &clauses)
}

/// The documents of these clauses.
fn documents_of(corpus: &Corpus, clauses: impl Iterator<Item = usize>) -> BTreeSet<usize> {
    clauses.map(|position| corpus.clauses()[position].document).collect()
}

/// The documents that speak of it and are not quoted, since fewer citations are wanted.
fn unlisted(
    corpus: &Corpus,
    ranked: &Ranked,
    chosen: &[RankedClause],
    citations: &[Citation],
) -> Vec<usize> {
    if !gathers(ranked.reading.asks) {
        return Vec::new();
    }
    let quoted = documents_of(corpus, citations.iter().map(|one| one.clause));
    let speaking = documents_of(corpus, chosen.iter().map(|one| one.clause)).into_iter();
    speaking.filter(|document| !quoted.contains(document)).collect()
}

/// The declarations in scope that do not answer, where the question compares or asks which: with
/// the clause that comes near the topic, if one does, since a document that speaks of the topic
/// must not be called silent.
fn unquoted(corpus: &Corpus, ranked: &Ranked, chosen: &[RankedClause]) -> Vec<Unquoted> {
    if !gathers(ranked.reading.asks) {
        return Vec::new();
    }
    let answering = documents_of(corpus, chosen.iter().map(|one| one.clause));
    let near = |document: usize| {
        ranked.found.get(&document).and_then(|own| own.touching).map(|near| near.clause)
    };
    let scope = ranked.scope.iter().copied();
    scope
        .filter(|&index| !corpus.documents()[index].kind.is_report() && !answering.contains(&index))
        .map(|document| Unquoted { document, near: near(document) })
        .collect()
}

fn coverage(
    corpus: &Corpus,
    query: &Query,
    ranked: &Ranked,
    chosen: &[RankedClause],
    citations: &[Citation],
) -> Vec<DocumentCoverage> {
    let answering = documents_of(corpus, chosen.iter().map(|one| one.clause));
    let documents: BTreeSet<usize> = answering.iter().chain(&ranked.scope).copied().collect();
    let row = |document: usize| {
        let own = |citation: &&Citation| corpus.clauses()[citation.clause].document == document;
        let found = ranked.found.get(&document);
        let speaks = match (answering.contains(&document), found.map(Found::speaks)) {
            // What is compared may be no more than near.
            (true, Some(near)) if ranked.reading.asks == QuestionType::Comparison => near,
            (true, _) => Speaks::Yes,
            (false, told) => told.unwrap_or(Speaks::Silent).max(Speaks::Perhaps),
        };
        DocumentCoverage {
            document,
            speaks,
            markers: citations.iter().filter(own).map(|citation| citation.marker).collect(),
            clauses_searched: searched_in(corpus, query, document),
            nearest: found.and_then(|own| own.nearest),
        }
    };
    documents.into_iter().map(row).collect()
}
