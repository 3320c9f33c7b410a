//! From a ranking to an answer, or to an honest "not found".

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::abstain::{Shortfall, not_found, unknown_words};
use super::answerable::{CERTAIN, answerable, elsewhere, missing_detail, wordless};
use super::cite::cite;
use super::compare::changes_between;
use super::compose::{Composed, Told, Uncited, compose, silence};
use super::engine::Engine;
use super::meta;
use super::phrase::{capitalised, list, short_name};
use super::quotation::speaker;
use super::ranking::{Ranked, evidence};
use super::select::{cited, in_order};
use super::span::{decisive, enclosing, quoted};
use crate::domain::{
    Answer, AnswerStatus, Change, Citation, Corpus, DocumentCoverage, Query, QuestionType, Span,
    WORDS_ALONE,
};
use crate::reading::{DocumentSelection, Order};
use crate::retrieval::{Embedder, Hit, RankError};

/// A question is answered from this probability on that something answers it.
pub(super) const ANSWERED_MIN: f64 = 0.5;
/// A clause that holds this share of the question's terms, weighted by rarity, touches its topic.
const TOUCHED_MIN: f32 = 0.5;
/// As does one of this relevance. It is low since silence is told as a fact: to call a document
/// silent that is not misleads more than to point at a clause for nothing.
const TOUCHING_MIN: f64 = 0.01;

impl Engine {
    /// Answers `query`, which has been validated.
    ///
    /// # Errors
    /// When a model fails.
    pub fn ask(&self, query: &Query, embedder: &dyn Embedder) -> Result<Answer, RankError> {
        let ranked = self.rank(query, embedder)?;
        Ok(self.answer(query, ranked))
    }

    /// The second half of [`Engine::ask`]: answers `query` from what was ranked for it.
    pub fn answer(&self, query: &Query, ranked: Ranked) -> Answer {
        let corpus = &*self.corpus;
        let answerable = answerable(self, query, &ranked);
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
        let (text, sentences, citations) = if answered {
            let citations = citations(self, query, &ranked);
            let uncited = uncited(corpus, &ranked, &citations);
            let lead = lead(corpus, &ranked, &citations, &uncited);
            let changes = compared(self, &ranked, &citations);
            let told = Told { lead, uncited, changes, unknown: unknown(&ranked) };
            let Composed { text, sentences, citations } =
                compose(corpus, ranked.reading.asks, citations, told);
            (text, sentences, citations)
        } else {
            let clauses = ranked.scope.iter().map(|&document| searched(document)).sum();
            let nearest =
                ranked.hits.iter().find(|(hit, _)| in_scope(hit)).map(|(hit, _)| hit.clause);
            let text = if wordless(query, &ranked) {
                WORDLESS.to_owned()
            } else {
                let shortfall = Shortfall {
                    clauses_searched: clauses,
                    missing_years: &ranked.reading.scope.missing_years,
                    missing_names: &ranked.reading.scope.missing_names,
                    missing_detail: missing_detail(self, query, &ranked),
                    nearest,
                    elsewhere: elsewhere(corpus, query, &ranked),
                };
                not_found(corpus, &ranked.understood, &shortfall)
            };
            let whole = std::iter::once(0..text.len()).collect();
            (text, whole, Vec::new())
        };
        let (mut text, mut sentences) = (text, sentences);
        if ranked.understood.words_alone {
            sentences.push(text.len() + 1..text.len() + 1 + WORDS_ALONE.len());
            text = format!("{text} {WORDS_ALONE}");
        }
        let coverage = coverage(corpus, &ranked, &citations, &searched);
        Answer {
            status: if answered { AnswerStatus::Answered } else { AnswerStatus::NotFound },
            text,
            sentences,
            confidence: if answered { answerable } else { 1.0 - answerable },
            citations,
            coverage,
            evidence: evidence(&ranked.hits, query.options.max_evidence),
            understood: ranked.understood,
            corpus: Arc::clone(&self.corpus),
        }
    }
}

/// What is said to a question that asks nothing.
const WORDLESS: &str = "Not found. The question has no word to search for; name a topic.";

/// Citations for the answer, best first.
fn citations(engine: &Engine, query: &Query, ranked: &Ranked) -> Vec<Citation> {
    let corpus = &*engine.corpus;
    if ranked.reading.asks == QuestionType::Quotation {
        let found = ranked.found.iter().take(query.options.max_citations);
        return found
            .map(|found| {
                let span = enclosing(corpus, found.clause, found.span);
                let span = trimmed(corpus, found.clause, span);
                cite(corpus, found.clause, span, found.similarity.min(CERTAIN))
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
                let span = decisive(corpus, &engine.index, first, &ranked.terms, vector);
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
            let span = quoted(corpus, &engine.index, hit.clause, labelled, terms, vector);
            cite(corpus, hit.clause, trimmed(corpus, hit.clause, span), *relevance)
        })
        .collect()
}

/// `span` without the separators that end a clause, and without a word that only leads on to what
/// is not quoted any more.
pub(super) fn trimmed(corpus: &Corpus, position: usize, span: Span) -> Span {
    let text = corpus.document_of(&corpus.clauses()[position]).text.slice(span);
    let kept = text.trim_end_matches([';', ',', ':', ' ', '\u{a0}']);
    let kept = [", and", "; and", ", therefore", "; therefore"]
        .iter()
        .find_map(|ending| kept.strip_suffix(ending))
        .unwrap_or(kept);
    Span::new(span.start, span.start + kept.chars().count() as u32)
}

/// A first sentence of our own, where the question wants one.
fn lead(
    corpus: &Corpus,
    ranked: &Ranked,
    citations: &[Citation],
    uncited: &[Uncited],
) -> Option<String> {
    match ranked.reading.selection {
        DocumentSelection::ByDate(order) => {
            return order_lead(corpus, ranked, order, citations, uncited);
        }
        DocumentSelection::Silent => {
            return Some(silent_lead(corpus, &speaking(corpus, ranked), uncited));
        }
        DocumentSelection::Count => return count_lead(&speaking(corpus, ranked), uncited),
        DocumentSelection::Any | DocumentSelection::Several => {}
    }
    if ranked.reading.asks == QuestionType::Quotation {
        return Some(quotation_lead(corpus, ranked));
    }
    meta::lead(corpus, &ranked.reading, &ranked.scope)
}

/// Adopted documents that speak of it, however few citations are wanted.
fn speaking(corpus: &Corpus, ranked: &Ranked) -> BTreeSet<usize> {
    let cited = cited(corpus, &ranked.reading, &ranked.hits, usize::MAX);
    let documents = cited.iter().map(|(hit, _)| corpus.clauses()[hit.clause].document);
    documents.filter(|&index| !corpus.documents()[index].kind.is_report()).collect()
}

/// How many documents may speak of it, beside those that do.
fn doubtful(speaking: &BTreeSet<usize>, uncited: &[Uncited]) -> usize {
    let doubtful = |one: &&Uncited| one.near.is_some() && !speaking.contains(&one.document);
    uncited.iter().filter(doubtful).count()
}

/// Which documents are silent, where these are asked for: what the others say is quoted behind it.
fn silent_lead(corpus: &Corpus, speaking: &BTreeSet<usize>, uncited: &[Uncited]) -> String {
    silence(corpus, uncited).unwrap_or_else(|| {
        let clearly = if doubtful(speaking, uncited) == 0 { "" } else { "clearly " };
        format!("No adopted document searched is {clearly}silent on this.")
    })
}

/// How many documents speak of it, where that is asked and any does.
fn count_lead(speaking: &BTreeSet<usize>, uncited: &[Uncited]) -> Option<String> {
    let others = uncited.iter().filter(|one| !speaking.contains(&one.document)).count();
    let (count, all) = (speaking.len(), speaking.len() + others);
    let verb = if count == 1 { "speaks" } else { "speak" };
    let doubt = match doubtful(speaking, uncited) {
        0 => String::new(),
        more => format!(", and {more} more may"),
    };
    (count > 0)
        .then(|| format!("{count} of {all} adopted documents searched {verb} of this{doubt}."))
}

/// What occurs nowhere of the words that documents are asked for by: what is cited puts it
/// otherwise, if it says it.
fn unknown(ranked: &Ranked) -> Option<String> {
    let missing_years = &ranked.reading.scope.missing_years;
    let searched = Shortfall { clauses_searched: 1, missing_years, ..Shortfall::default() };
    let which = ranked.reading.asks == QuestionType::WhichDocument;
    which.then(|| unknown_words(&ranked.understood, &searched)).flatten()
}

/// "The Rome declaration is the first that clearly speaks of this." Nothing is said where none
/// clearly does, or where only one was asked about. One that may come before it is not passed over.
fn order_lead(
    corpus: &Corpus,
    ranked: &Ranked,
    order: Order,
    citations: &[Citation],
    uncited: &[Uncited],
) -> Option<String> {
    let document = in_order(corpus, &ranked.reading, &ranked.hits)?;
    let cited =
        citations.iter().any(|citation| corpus.clauses()[citation.clause].document == document);
    let scope = &ranked.reading.scope;
    if !cited || scope.named.len() == 1 {
        return None;
    }
    let name = short_name(corpus, document);
    let narrowed = !scope.named.is_empty() || !scope.excluded.is_empty();
    let subject =
        if narrowed { format!("Of those asked about, {name}") } else { capitalised(&name) };
    // Documents stand in order of date.
    let (place, doubt) = match order {
        Order::First => ("first", "an earlier one"),
        Order::Last => ("last", "a later one"),
    };
    let before = |one: &Uncited| match order {
        Order::First => one.document < document,
        Order::Last => one.document > document,
    };
    let doubted = uncited.iter().any(|one| one.near.is_some() && before(one));
    let doubt = if doubted { format!(", though {doubt} may touch on it") } else { String::new() };
    Some(format!("{subject} is the {place} that clearly speaks of this{doubt}."))
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

/// What changed from document to document, where the question compares them: between the clauses
/// that are cited.
fn compared(engine: &Engine, ranked: &Ranked, citations: &[Citation]) -> Vec<Change> {
    if ranked.reading.asks != QuestionType::Comparison {
        return Vec::new();
    }
    let corpus = &*engine.corpus;
    let mut clauses: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for citation in citations {
        let document = corpus.clauses()[citation.clause].document;
        clauses.entry(document).or_default().push(citation.clause);
    }
    changes_between(engine, ranked, &clauses)
}

/// Whether a clause comes so near the topic that its document must not be called silent.
pub(super) fn touches((hit, relevance): &(Hit, f64)) -> bool {
    *relevance >= TOUCHING_MIN || hit.signals.coverage >= TOUCHED_MIN
}

/// The declarations in scope that are not cited, where the question compares or asks which: with
/// the clause that comes near the topic, if one does, since a document that speaks of the topic
/// must not be called silent.
fn uncited(corpus: &Corpus, ranked: &Ranked, citations: &[Citation]) -> Vec<Uncited> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn documents_are_counted_however_few_are_quoted() {
        let corpus = sample::corpus();
        let not_quoted = |document, near| Uncited { document, near };
        let uncited = [not_quoted(1, Some(3)), not_quoted(2, None)];
        let count = |speaking: &[usize]| count_lead(&speaking.iter().copied().collect(), &uncited);
        let told = |text: &str| Some(text.to_owned());
        assert_eq!(count(&[0, 1]), told("2 of 3 adopted documents searched speak of this."));
        assert_eq!(
            count(&[0]),
            told("1 of 3 adopted documents searched speaks of this, and 1 more may.")
        );
        assert_eq!(count(&[]), None);
        let silent = |speaking: &[usize]| {
            silent_lead(&corpus, &speaking.iter().copied().collect(), &uncited[..1])
        };
        assert_eq!(silent(&[1]), "No adopted document searched is silent on this.");
        assert_eq!(silent(&[]), "No adopted document searched is clearly silent on this.");
    }
}
