//! Whether a document speaks of a topic: the one judgement for all who ask.
//!
//! Words go first. A clause that holds what a topic is, in some form, speaks of it wherever it ranks.
//! What puts it otherwise is told by its relevance; the line is higher where the topic's own words
//! are in use.

use std::collections::BTreeMap;

use super::hit::Hit;
use crate::domain::{Corpus, Part, RankedClause, Speaks};

/// From this share of the topic's words on, a clause may speak of it,
pub(super) const HELD_MIN: f32 = 0.7;
/// where none holds clearly more: "artemis" alone is not the Artemis Accords.
const HELD_OF_MOST_MIN: f32 = 0.85;
/// Where none holds as much, the surest clause tells how much those that speak of it hold: if it is
/// as sure as this,
const SURE_MIN: f64 = 0.9;
/// and holds such a share.
const HELD_BY_SUREST_MIN: f32 = 0.6;
/// Those that hold nearly as much speak of it as well.
const HELD_SURELY_MIN: f32 = 0.9;
/// From this relevance on, a clause speaks of the topic in other words.
const RELEVANT_MIN: f64 = 0.4;
/// The same where some clause holds all the words of the topic: those who speak of it use them.
const RELEVANT_BESIDE_WORDS_MIN: f64 = 0.8;
/// The same for the best of its document where documents are so few, several are expected to speak of
/// it, and one surely does.
const RELEVANT_OF_FEW_MIN: f64 = RELEVANT_MIN / 2.4;
const FEW_DOCUMENTS: usize = 6;
const SURELY_MIN: f64 = 0.5;
/// Where none does, the best of all does from this relevance on.
const LEAST: f64 = RELEVANT_MIN / 2.4;
/// What a clause that holds the whole topic is worth at least.
const HELD_RELEVANCE: f64 = 0.9;
/// A clause that holds this share touches the topic,
const TOUCHED_MIN: f32 = 0.5;
/// as does one of this relevance. It is low since silence is told as a fact: to call a document
/// silent that is not misleads more than to point at a clause for nothing.
const TOUCHING_MIN: f64 = 0.01;

/// What one document says on a topic.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Clauses that speak of it, the surest first.
    pub clauses: Vec<RankedClause>,
    /// The first clause of the ranking that comes so near that silence is not certain.
    pub touching: Option<RankedClause>,
    /// The first clause of the ranking.
    pub nearest: Option<RankedClause>,
}

impl Found {
    /// Whether the document speaks of it.
    pub const fn speaks(&self) -> Speaks {
        match (self.clauses.is_empty(), &self.touching) {
            (false, _) => Speaks::Yes,
            (true, Some(_)) => Speaks::Perhaps,
            (true, None) => Speaks::Silent,
        }
    }

    /// The same where nothing answers the topic: what seemed to speak of it may do so.
    #[must_use]
    pub fn doubted(self) -> Self {
        let touching = self.touching.or_else(|| self.clauses.first().copied());
        Self { clauses: Vec::new(), touching, ..self }
    }

    /// How surely it does.
    pub fn relevance(&self) -> f64 {
        let best = self.clauses.first().or(self.nearest.as_ref());
        best.map_or(0.0, |best| best.relevance)
    }
}

/// From which share of the topic's words on clauses speak of it.
fn words_line(hits: &[(Hit, f64)]) -> f32 {
    let most = hits.iter().map(|(hit, _)| hit.signals.held).fold(0.0, f32::max);
    if most >= HELD_MIN {
        return HELD_MIN.max(HELD_OF_MOST_MIN * most);
    }
    let surest = hits.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let surest = surest.filter(|(_, relevance)| *relevance >= SURE_MIN);
    let held = surest.map_or(0.0, |(hit, _)| hit.signals.held);
    if held >= HELD_BY_SUREST_MIN { HELD_SURELY_MIN * held } else { f32::INFINITY }
}

/// What each document with a clause among `hits` says on the topic that these were ranked for; they
/// come best first, with their relevance. `several` are expected to speak where that is presupposed.
pub fn findings(corpus: &Corpus, hits: &[(Hit, f64)], several: bool) -> BTreeMap<usize, Found> {
    let words = words_line(hits);
    let worded = hits.iter().any(|(hit, _)| hit.signals.held >= HELD_MIN);
    let line = if worded { RELEVANT_BESIDE_WORDS_MIN } else { RELEVANT_MIN };
    let mut found: BTreeMap<usize, Found> = BTreeMap::new();
    for &(ref hit, relevance) in hits {
        let clause = &corpus.clauses()[hit.clause];
        let own = found.entry(clause.document).or_default();
        let held = hit.signals.held;
        let holds = held >= words;
        own.nearest.get_or_insert(RankedClause { clause: hit.clause, relevance });
        if holds || relevance >= line {
            let least = if holds { HELD_RELEVANCE * f64::from(held) } else { 0.0 };
            let relevance = relevance.max(least);
            own.clauses.push(RankedClause { clause: hit.clause, relevance });
        }
        if relevance >= TOUCHING_MIN || held >= TOUCHED_MIN {
            own.touching.get_or_insert(RankedClause { clause: hit.clause, relevance });
        }
    }
    let adopted = |document: usize| !corpus.documents()[document].kind.is_report();
    if !found.iter().any(|(document, own)| adopted(*document) && !own.clauses.is_empty()) {
        let document_of = |hit: &Hit| corpus.clauses()[hit.clause].document;
        let best = hits.iter().find(|(hit, _)| adopted(document_of(hit)));
        if let Some(&(ref hit, relevance)) = best.filter(|(_, relevance)| *relevance >= LEAST) {
            let own = found.entry(document_of(hit)).or_default();
            own.clauses.push(RankedClause { clause: hit.clause, relevance });
        }
    }
    let few = several && corpus.documents().len() <= FEW_DOCUMENTS;
    if few && hits.iter().any(|(_, relevance)| *relevance >= SURELY_MIN) {
        for &(ref hit, relevance) in hits {
            let clause = &corpus.clauses()[hit.clause];
            let own = found.entry(clause.document).or_default();
            let likely = relevance >= RELEVANT_OF_FEW_MIN && clause.part != Part::Frame;
            if likely && own.clauses.is_empty() {
                own.clauses.push(RankedClause { clause: hit.clause, relevance });
            }
        }
    }
    for own in found.values_mut() {
        // The ranking breaks ties, since this order is stable.
        own.clauses.sort_by(|a, b| b.relevance.total_cmp(&a.relevance));
    }
    found
}

#[cfg(test)]
mod tests;
