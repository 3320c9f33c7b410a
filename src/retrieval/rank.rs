//! Ranking: from a reading and its embedding to scored clauses.

use super::component::Component;
use super::index::Index;
use super::lexical::WeightedTerm;
use super::ports::Embedding;
use super::priors::{balance, priors};
use super::reading::{Pool, Reading};
use super::vectors::best_matches;
use crate::domain::{Asks, Corpus, Filter};

/// Candidates that each first-stage signal proposes for reranking.
const CANDIDATES: usize = 100;
/// The same out of all documents together, where each is to propose some.
const CANDIDATES_OF_DOCUMENTS: usize = 3_000;

/// The signals of one clause for one question, as measured.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Signals {
    /// Cosine of the question and the clause in its context.
    pub dense: f32,
    /// Best cosine of the question and a segment of the clause.
    pub segment: f32,
    /// Mean over the question's tokens, weighted by rarity, of the best token cosine.
    pub late: f32,
    /// The best token cosine of the question's worst matched token, among its rarer ones: low
    /// where the clause speaks of all but one thing that is asked for.
    pub weakest: f32,
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

/// Weights of the signals, which sum to 1, and what is left out of the ranking altogether.
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
    /// What is left out, to see what it is worth.
    pub left_out: Option<Component>,
}

impl Default for Weights {
    fn default() -> Self {
        Self { dense: 0.25, segment: 0.17, late: 0.37, lexical: 0.21, left_out: None }
    }
}

impl Weights {
    /// These weights without `component`; those of the other signals are raised so that they sum
    /// to 1 again.
    #[must_use]
    pub fn without(self, component: Component) -> Self {
        let mut left = Self { left_out: Some(component), ..self };
        let weight = match component {
            Component::Dense => &mut left.dense,
            Component::Segment => &mut left.segment,
            Component::Late => &mut left.late,
            Component::Lexical => &mut left.lexical,
            _ => return left,
        };
        let rest = 1.0 - std::mem::take(weight);
        for weight in [&mut left.dense, &mut left.segment, &mut left.late, &mut left.lexical] {
            *weight /= rest;
        }
        left
    }

    /// Whether `component` takes part.
    pub fn has(&self, component: Component) -> bool {
        self.left_out != Some(component)
    }

    /// `signals` with 0 for what is left out: what all clauses have alike decides nothing.
    fn seen(&self, mut signals: Signals) -> Signals {
        match self.left_out {
            Some(Component::Dense) => signals.dense = 0.0,
            Some(Component::Segment) => signals.segment = 0.0,
            Some(Component::Late) => signals.late = 0.0,
            Some(Component::Weakest) => signals.weakest = 0.0,
            Some(Component::Lexical) => signals.lexical = 0.0,
            Some(Component::Coverage) => signals.coverage = 0.0,
            _ => {}
        }
        signals
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
    if !weights.has(Component::Dense) {
        // Of the vectors of whole clauses, only those of clauses with one segment are left.
        for &clause in &index.segment_clauses {
            segment[clause as usize] = f32::NEG_INFINITY;
        }
    }
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
    let proposing = [
        (Component::Dense, &dense),
        (Component::Segment, &segment),
        (Component::Lexical, &lexical),
    ];
    let proposing: Vec<&[f32]> = proposing
        .into_iter()
        .filter(|(component, _)| weights.has(*component))
        .map(|(_, signal)| signal.as_slice())
        .collect();
    let mut candidates = candidates(&admitted, &proposing);
    if reading.pool == Pool::Documents {
        candidates.extend(candidates_of_documents(corpus, &admitted, &proposing));
        candidates.sort_unstable();
        candidates.dedup();
    }
    let token_weights = token_weights(index, &embedding.tokens.ids);
    let signals: Vec<Signals> = candidates
        .iter()
        .map(|&position| {
            let (late, weakest) = late(index, embedding, &token_weights, position);
            weights.seen(Signals {
                dense: dense[position],
                segment: segment[position],
                late,
                weakest,
                lexical: lexical[position],
                coverage: coverage(index, query, position),
            })
        })
        .collect();
    let mut hits = fuse(&candidates, &signals, weights);
    if weights.has(Component::Priors) {
        for hit in &mut hits {
            for (name, value, contribution) in priors(corpus, index, reading, hit.clause) {
                hit.score += contribution;
                hit.contributions.push((name, value, contribution));
            }
        }
        if reading.asks == Asks::Comparison {
            balance(corpus, reading, &mut hits);
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

/// The clauses that some signal places among the first of their document. The more documents there
/// are, the fewer each proposes, but every signal has its best of each.
fn candidates_of_documents(corpus: &Corpus, admitted: &[usize], signals: &[&[f32]]) -> Vec<usize> {
    let document = |position: &usize| corpus.clauses()[*position].document;
    let documents: Vec<&[usize]> = admitted.chunk_by(|a, b| document(a) == document(b)).collect();
    let each = (CANDIDATES_OF_DOCUMENTS / documents.len().max(1)).clamp(1, CANDIDATES);
    let mut chosen = Vec::new();
    for own in documents {
        for signal in signals {
            let mut order = own.to_vec();
            order.sort_by(|a, b| signal[*b].total_cmp(&signal[*a]).then(a.cmp(b)));
            chosen.extend(order.into_iter().take(each));
        }
    }
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

/// Tokens of at least this share of the greatest weight count as the question's rarer ones.
const RARE_SHARE: f32 = 0.6;

/// The mean and the least of the best cosines of the question's tokens.
fn late(index: &Index, query: &Embedding, weights: &[f32], position: usize) -> (f32, f32) {
    let best = best_matches(&query.tokens, &index.tokens[position]);
    let total: f32 = weights.iter().sum();
    if total <= 0.0 {
        return (0.0, 0.0);
    }
    let mean = best.iter().zip(weights).map(|(best, weight)| best * weight).sum::<f32>() / total;
    let greatest = weights.iter().copied().fold(0.0, f32::max);
    let rare = best.iter().zip(weights).filter(|(_, weight)| **weight >= RARE_SHARE * greatest);
    (mean, rare.map(|(best, _)| *best).fold(1.0, f32::min))
}

fn coverage(index: &Index, query: &[WeightedTerm], position: usize) -> f32 {
    let weight = |term: &WeightedTerm| index.lexical.idf(&term.stem) * term.weight;
    let total: f32 = query.iter().map(weight).sum();
    let held = query.iter().filter(|term| index.lexical.holds(position, &term.stem));
    if total > 0.0 { held.map(weight).sum::<f32>() / total } else { 0.0 }
}

/// What one standard deviation of all signals together adds to a score.
pub(super) const DEVIATION_SCORE: f32 = 0.25;

/// Signals that are fused; their contributions are the first of a hit.
pub(super) const FUSED: usize = 4;

/// Convex combination of the signals, each counted in standard deviations from its mean over the
/// candidates (Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval",
/// 2023). A signal that singles out a few clauses thus weighs more than one that likes them all:
/// the weights depend on the query.
fn fuse(candidates: &[usize], signals: &[Signals], weights: &Weights) -> Vec<Hit> {
    type Pick = fn(&Signals) -> f32;
    let parts: [(&'static str, Pick, f32); FUSED] = [
        ("dense", |s| s.dense, weights.dense),
        ("segment", |s| s.segment, weights.segment),
        ("late", |s| s.late, weights.late),
        ("lexical", |s| s.lexical, weights.lexical),
    ];
    let spreads = parts.map(|(_, pick, _)| {
        let count = signals.len().max(1) as f32;
        let mean = signals.iter().map(pick).sum::<f32>() / count;
        let square = |value: f32| (value - mean) * (value - mean);
        let variance = signals.iter().map(pick).map(square).sum::<f32>() / count;
        (mean, variance.sqrt())
    });
    let hit = |(&clause, signals): (&usize, &Signals)| {
        let contributions: Vec<(&'static str, f32, f32)> = parts
            .iter()
            .zip(spreads)
            .map(|(&(name, pick, weight), (mean, deviation))| {
                let value = pick(signals);
                let deviations = if deviation > 0.0 { (value - mean) / deviation } else { 0.0 };
                (name, value, weight * DEVIATION_SCORE * deviations)
            })
            .collect();
        let score = contributions.iter().map(|(.., contribution)| contribution).sum();
        Hit { clause, score, signals: *signals, contributions }
    };
    candidates.iter().zip(signals).map(hit).collect()
}
