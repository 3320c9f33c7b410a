//! Ranking: from a reading and its embedding to scored clauses.

use super::index::Index;
use super::lexical::WeightedTerm;
use super::ports::Embedding;
use super::reading::Reading;
use super::vectors::best_matches;
use crate::domain::{Asks, Clause, Corpus, Filter, Part};

/// Candidates that each first-stage signal proposes for reranking.
const CANDIDATES: usize = 100;

/// The signals of one clause for one question, as measured.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Signals {
    /// Cosine of the question and the clause in its context.
    pub dense: f32,
    /// Best cosine of the question and a segment of the clause.
    pub segment: f32,
    /// Mean over the question's tokens, weighted by rarity, of the best token cosine.
    pub late: f32,
    /// BM25.
    pub lexical: f32,
    /// Share of the question's terms, weighted by rarity, that the clause holds.
    pub coverage: f32,
}

/// One clause with its score.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Position of the clause.
    pub clause: usize,
    /// What the ranking is ordered by.
    pub score: f32,
    /// As measured.
    pub signals: Signals,
    /// What each part added to the score.
    pub contributions: Vec<(&'static str, f32, f32)>,
}

/// Weights of the signals, each normalised to 0..1 over the candidates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Of [`Signals::dense`].
    pub dense: f32,
    /// Of [`Signals::segment`].
    pub segment: f32,
    /// Of [`Signals::late`].
    pub late: f32,
    /// Of [`Signals::lexical`].
    pub lexical: f32,
    /// Of [`Signals::coverage`].
    pub coverage: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self { dense: 0.2, segment: 0.15, late: 0.4, lexical: 0.2, coverage: 0.05 }
    }
}

/// Ranks the clauses that `filter` admits, best first.
pub fn rank(
    corpus: &Corpus,
    index: &Index,
    reading: &Reading,
    query: &[WeightedTerm],
    embedding: &Embedding,
    filter: &Filter,
    weights: &Weights,
) -> Vec<Hit> {
    let dense = index.clauses.scores(&embedding.vector);
    let mut segment = dense.clone();
    let scores = index.segments.scores(&embedding.vector);
    for (&clause, score) in index.segment_clauses.iter().zip(scores) {
        let best = &mut segment[clause as usize];
        *best = best.max(score);
    }
    let lexical = index.lexical.scores(query);
    let admitted: Vec<usize> = (0..corpus.clauses().len())
        .filter(|&position| filter.admits(corpus, &corpus.clauses()[position]))
        .filter(|&position| !reading.scope.excluded.contains(&corpus.clauses()[position].document))
        .collect();
    let candidates = candidates(&admitted, &[&dense, &segment, &lexical]);
    let token_weights = token_weights(index, &embedding.tokens.ids);
    let signals: Vec<Signals> = candidates
        .iter()
        .map(|&position| Signals {
            dense: dense[position],
            segment: segment[position],
            late: late(index, embedding, &token_weights, position),
            lexical: lexical[position],
            coverage: coverage(index, query, position),
        })
        .collect();
    let mut hits = fuse(&candidates, &signals, weights);
    for hit in &mut hits {
        for (name, value, contribution) in priors(corpus, reading, hit.clause) {
            hit.score += contribution;
            hit.contributions.push((name, value, contribution));
        }
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.clause.cmp(&b.clause)));
    hits
}

/// The clauses that some signal places among its first, in order of position.
fn candidates(admitted: &[usize], signals: &[&[f32]]) -> Vec<usize> {
    if admitted.len() <= CANDIDATES {
        return admitted.to_vec();
    }
    let mut chosen = Vec::with_capacity(CANDIDATES * signals.len());
    for signal in signals {
        let mut order = admitted.to_vec();
        let by_score = |a: &usize, b: &usize| signal[*b].total_cmp(&signal[*a]).then(a.cmp(b));
        order.select_nth_unstable_by(CANDIDATES - 1, by_score);
        chosen.extend_from_slice(&order[..CANDIDATES]);
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// Rarity of each token of the question among the clauses.
fn token_weights(index: &Index, ids: &[u32]) -> Vec<f32> {
    let clauses = index.tokens.len() as f32;
    let rarity = |id: &u32| {
        let holding = index.token_frequencies.get(id).map_or(0.0, |&count| count as f32);
        (1.0 + (clauses - holding + 0.5) / (holding + 0.5)).ln()
    };
    ids.iter().map(rarity).collect()
}

fn late(index: &Index, query: &Embedding, weights: &[f32], position: usize) -> f32 {
    let best = best_matches(&query.tokens, &index.tokens[position]);
    let total: f32 = weights.iter().sum();
    if total <= 0.0 {
        return 0.0;
    }
    best.iter().zip(weights).map(|(best, weight)| best * weight).sum::<f32>() / total
}

fn coverage(index: &Index, query: &[WeightedTerm], position: usize) -> f32 {
    let weight = |term: &WeightedTerm| index.lexical.idf(&term.stem) * term.weight;
    let total: f32 = query.iter().map(weight).sum();
    let held = query.iter().filter(|term| index.lexical.holds(position, &term.stem));
    if total > 0.0 { held.map(weight).sum::<f32>() / total } else { 0.0 }
}

/// Convex combination of the signals, each spread over 0..1 between its least and its greatest
/// value among the candidates (Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid
/// Retrieval", 2023).
fn fuse(candidates: &[usize], signals: &[Signals], weights: &Weights) -> Vec<Hit> {
    type Pick = fn(&Signals) -> f32;
    let parts: [(&'static str, Pick, f32); 5] = [
        ("dense", |s| s.dense, weights.dense),
        ("segment", |s| s.segment, weights.segment),
        ("late", |s| s.late, weights.late),
        ("lexical", |s| s.lexical, weights.lexical),
        ("coverage", |s| s.coverage, weights.coverage),
    ];
    let ranges = parts.map(|(_, pick, _)| {
        let values = signals.iter().map(pick);
        values.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
    });
    let hit = |(&clause, signals): (&usize, &Signals)| {
        let contributions: Vec<(&'static str, f32, f32)> = parts
            .iter()
            .zip(ranges)
            .map(|(&(name, pick, weight), (low, high))| {
                let value = pick(signals);
                let spread = if high > low { (value - low) / (high - low) } else { 0.0 };
                (name, value, weight * spread)
            })
            .collect();
        let score = contributions.iter().map(|(.., contribution)| contribution).sum();
        Hit { clause, score, signals: *signals, contributions }
    };
    candidates.iter().zip(signals).map(hit).collect()
}

/// What the question's reading adds to the score of a clause.
fn priors(corpus: &Corpus, reading: &Reading, position: usize) -> Vec<(&'static str, f32, f32)> {
    let clause = &corpus.clauses()[position];
    let document = corpus.document_of(clause);
    let mut priors = Vec::new();
    let named = &reading.scope.named;
    if !named.is_empty() && !named.contains(&clause.document) {
        // A report about a document that is named stays nearer than an unrelated document.
        let about = document.kind.is_report()
            && named.iter().any(|&index| corpus.documents()[index].year() == document.year());
        priors.push(("scope", 0.0, if about { -0.25 } else { -0.6 }));
    }
    if reading.clauses.contains(&position) {
        priors.push(("label", 1.0, 1.0));
    }
    if let Some(prior) = part_prior(reading, clause) {
        priors.push(("part", 1.0, prior));
    }
    let factual = matches!(reading.asks, Asks::Who | Asks::HowMany | Asks::When | Asks::Where);
    if document.kind.is_report() && !reading.scope.wants_reports && !factual {
        priors.push(("report", 1.0, -0.12));
    }
    if clause.verbs.iter().any(|verb| reading.verbs.contains(&verb.lemma)) {
        priors.push(("verb", 1.0, 0.05));
    }
    priors
}

fn part_prior(reading: &Reading, clause: &Clause) -> Option<f32> {
    let event = matches!(reading.asks, Asks::When | Asks::Where | Asks::Listing);
    match clause.part {
        Part::Frame if event => Some(0.25),
        Part::Frame => Some(-0.15),
        part if reading.parts.contains(&part) => Some(0.05),
        _ => None,
    }
}
