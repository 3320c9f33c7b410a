//! Ranking: from a reading and its embedding to scored clauses.

use super::admitted::Admitted;
use super::candidates::Proposing;
use super::component::Component;
use super::embedding::Embedding;
use super::held::held;
use super::hit::{Hit, Signals};
use super::index::Index;
use super::lexical::WeightedTerm;
use super::ports::{Unranked, VectorsUnavailable};
use super::priors::{balance, priors};
use super::sign_products::QuestionRows;
use super::weights::Weights;
use crate::domain::{Corpus, Filter, QuestionType, SignalName, Stop};
use crate::reading::Reading;

/// What clauses are ranked for.
#[derive(Clone, Copy)]
pub struct Sought<'a> {
    /// The question, read.
    pub reading: &'a Reading,
    /// The terms of its topic.
    pub terms: &'a [WeightedTerm],
    /// The vectors of its topic.
    pub embedding: &'a Embedding,
    /// Which clauses may be found.
    pub filter: &'a Filter,
}

/// Candidates that are compared before it is asked whether anybody still waits.
const BLOCK: usize = 64;
/// Steps of comparing a token of a question with a clause.
const TOKEN_STEPS: usize = 24;

/// Ranks the clauses that the filter of `sought` admits, best first.
///
/// # Errors
/// When vectors take part and cannot be had at the moment, or it was told to `stop`.
pub fn rank(
    corpus: &Corpus,
    index: &Index,
    sought: Sought<'_>,
    weights: &Weights,
    stop: &Stop,
) -> Result<Vec<Hit>, Unranked> {
    let Sought { reading, terms, embedding, filter } = sought;
    stop.check()?;
    let admitted = Admitted::by_filter(corpus, filter, &reading.scope.excluded);
    let lexical = index.lexical().scores(terms);
    let vector = &embedding.vector;
    let held = held(corpus, index, reading, terms);
    let held = held.as_deref();
    let proposing = Proposing { corpus, index, reading, vector, lexical: &lexical, held, weights };
    stop.check()?;
    let candidates = proposing.candidates(&admitted)?;
    if !weights.words_alone {
        index.vectors().fetch(&candidates)?;
    }
    let token_weights = token_weights(index, &embedding.tokens.ids);
    let token_rows = QuestionRows::from_tokens(&embedding.tokens);
    let coverages = index.lexical().coverages(terms, &candidates);
    let signals_of = |(&position, &coverage): (&usize, &f32)| {
        let held = held.map_or(0.0, |held| held[position]);
        let words = Signals { lexical: lexical[position], coverage, held, ..Signals::default() };
        if weights.words_alone {
            return Ok(weights.seen(words));
        }
        let dense = index.vectors().cosine(position, vector);
        let (max_sim, weakest) = max_sim(index, &token_rows, &token_weights, position)?;
        let segment = segment(index, vector, dense, position, weights);
        Ok::<_, VectorsUnavailable>(weights.seen(Signals {
            dense,
            segment,
            max_sim,
            weakest,
            ..words
        }))
    };
    let mut signals: Vec<Signals> = Vec::with_capacity(candidates.len());
    for (block, coverages) in candidates.chunks(BLOCK).zip(coverages.chunks(BLOCK)) {
        stop.check()?;
        stop.count(block.len() * TOKEN_STEPS * token_weights.len());
        for candidate in block.iter().zip(coverages) {
            signals.push(signals_of(candidate)?);
        }
    }
    let mut hits = fuse(&candidates, &signals, weights);
    if weights.has(Component::Priors) {
        for hit in &mut hits {
            for (name, value, contribution) in priors(corpus, index, reading, hit.clause) {
                hit.score += contribution;
                hit.contributions.push((name, value, contribution));
            }
        }
        if reading.asks == QuestionType::Comparison {
            balance(corpus, reading, &mut hits);
        }
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.clause.cmp(&b.clause)));
    Ok(hits)
}

/// The best cosine of a segment, the clause itself being one. With dense similarity left out, it
/// is one only where it is the only one.
fn segment(index: &Index, vector: &[f32], dense: f32, position: usize, weights: &Weights) -> f32 {
    let segments = index.vectors().segment_cosines(position, vector);
    let whole = segments.is_empty() || weights.has(Component::Dense);
    segments.into_iter().fold(if whole { dense } else { f32::NEG_INFINITY }, f32::max)
}

/// Rarity of each token of the question among the clauses.
fn token_weights(index: &Index, ids: &[u32]) -> Vec<f32> {
    let clauses = index.len() as f32;
    let rarity = |id: &u32| {
        let holding = index.token_frequency(*id) as f32;
        (1.0 + (clauses - holding + 0.5) / (holding + 0.5)).ln()
    };
    ids.iter().map(rarity).collect()
}

/// Tokens of at least this share of the greatest weight count as the question's rarer ones.
const RARE_SHARE: f32 = 0.6;

/// The mean and the least of the best cosines of the question's tokens.
fn max_sim(
    index: &Index,
    query: &QuestionRows,
    weights: &[f32],
    position: usize,
) -> Result<(f32, f32), VectorsUnavailable> {
    let best = query.best_matches(&*index.vectors().tokens(position)?);
    let total: f32 = weights.iter().sum();
    if total <= 0.0 {
        return Ok((0.0, 0.0));
    }
    let mean = best.iter().zip(weights).map(|(best, weight)| best * weight).sum::<f32>() / total;
    let greatest = weights.iter().copied().fold(0.0, f32::max);
    let rare = best.iter().zip(weights).filter(|(_, weight)| **weight >= RARE_SHARE * greatest);
    Ok((mean, rare.map(|(best, _)| *best).fold(1.0, f32::min)))
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
    let parts: [(SignalName, Pick, f32); FUSED] = [
        (SignalName::Dense, |s| s.dense, weights.dense),
        (SignalName::Segment, |s| s.segment, weights.segment),
        (SignalName::MaxSim, |s| s.max_sim, weights.max_sim),
        (SignalName::Lexical, |s| s.lexical, weights.lexical),
    ];
    let spreads = parts.map(|(_, pick, _)| {
        let count = signals.len().max(1) as f32;
        let mean = signals.iter().map(pick).sum::<f32>() / count;
        let square = |value: f32| (value - mean) * (value - mean);
        let variance = signals.iter().map(pick).map(square).sum::<f32>() / count;
        (mean, variance.sqrt())
    });
    let hit = |(&clause, signals): (&usize, &Signals)| {
        let contributions: Vec<(SignalName, f32, f32)> = parts
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
