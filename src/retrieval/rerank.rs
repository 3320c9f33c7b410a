//! Reranking: a model that reads the question and a clause together has its say on the first.

use super::hit::Hit;
use super::index::in_context;
use super::ports::{RerankError, Reranker};
use super::priors::balance;
use super::rank::{DEVIATION_SCORE, FUSED};
use crate::domain::{Corpus, QuestionType, SignalName};
use crate::reading::Reading;

/// Clauses that the model reads: each costs a run of it.
const READ_MAX: usize = 30;

/// What the model counts beside all other signals together.
const SHARE: f32 = 0.5;

/// Lets `reranker` read the first of `hits`, which come best first, and puts all in order again.
///
/// Its scores are fused as the other signals are: each counts in deviations from the mean of those
/// that were read, by half, and the other signals by what is left, so that scores keep their
/// scale. What the reading of the question adds stays whole. A clause that was not read counts like
/// the worst that was: not to be read is no merit.
///
/// # Errors
/// When the model fails, or does not give one finite number for each clause.
pub fn rerank(
    corpus: &Corpus,
    reading: &Reading,
    reranker: &dyn Reranker,
    text: &str,
    hits: &mut [Hit],
) -> Result<(), RerankError> {
    let read = hits.len().min(READ_MAX);
    let passages: Vec<String> =
        hits[..read].iter().map(|hit| in_context(corpus, &corpus.clauses()[hit.clause])).collect();
    let passages: Vec<&str> = passages.iter().map(String::as_str).collect();
    if passages.is_empty() {
        return Ok(());
    }
    let values = reranker.scores(text, &passages)?;
    if values.len() != read || values.iter().any(|value| !value.is_finite()) {
        let found = values.iter().filter(|value| value.is_finite()).count();
        return Err(RerankError(format!(
            "the model gave {found} finite scores for {read} clauses"
        )));
    }
    let mean = values.iter().sum::<f32>() / read as f32;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / read as f32;
    let deviation = variance.sqrt();
    let least = values.iter().copied().fold(f32::INFINITY, f32::min);
    for (at, hit) in hits.iter_mut().enumerate() {
        let value = values.get(at).copied().unwrap_or(least);
        let deviations = if deviation > 0.0 { (value - mean) / deviation } else { 0.0 };
        for (.., contribution) in hit.contributions.iter_mut().take(FUSED) {
            hit.score -= SHARE * *contribution;
            *contribution *= 1.0 - SHARE;
        }
        let contribution = SHARE * DEVIATION_SCORE * deviations;
        hit.score += contribution;
        hit.contributions.push((SignalName::CrossEncoder, value, contribution));
    }
    if reading.asks == QuestionType::Comparison {
        balance(corpus, reading, hits);
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.clause.cmp(&b.clause)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;
    use crate::reading::Phrasebook;
    use crate::retrieval::Signals;

    /// Says of each passage what it was told to.
    #[derive(Debug)]
    struct Says(fn(&str) -> f32);

    impl Reranker for Says {
        fn scores(&self, _: &str, passages: &[&str]) -> Result<Vec<f32>, RerankError> {
            Ok(passages.iter().map(|passage| (self.0)(passage)).collect())
        }
    }

    /// Likes each passage less than the one before, by 1.
    #[derive(Debug)]
    struct Descends;

    impl Reranker for Descends {
        fn scores(&self, _: &str, passages: &[&str]) -> Result<Vec<f32>, RerankError> {
            assert_eq!(passages.len(), READ_MAX, "no more are read");
            Ok((0..passages.len()).map(|at| -(at as f32)).collect())
        }
    }

    /// Hits with these scores, half from signals and half from a prior.
    fn hits(scores: &[f32]) -> Vec<Hit> {
        let hit = |(clause, &score): (usize, &f32)| Hit {
            clause,
            score,
            signals: Signals::default(),
            contributions: (0..FUSED)
                .map(|_| (SignalName::Dense, 1.0, score / 2.0 / FUSED as f32))
                .chain([(SignalName::Scope, 1.0, score / 2.0)])
                .collect(),
        };
        scores.iter().enumerate().map(hit).collect()
    }

    fn reranked(question: &str, says: fn(&str) -> f32, scores: &[f32]) -> Vec<Hit> {
        let corpus = sample::corpus();
        let reading = Phrasebook::new(&corpus).read_question(&corpus, question, &[], &|_| true);
        let mut hits = hits(scores);
        rerank(&corpus, &reading, &Says(says), question, &mut hits).expect("scores");
        hits
    }

    #[test]
    fn the_model_is_fused_with_the_signals_and_priors_stay_whole() {
        // Of the sample's first two clauses, the second speaks of police.
        let says = |passage: &str| if passage.contains("police") { 3.0 } else { 1.0 };
        let hits = reranked("on duties", says, &[0.4, 0.2]);
        assert_eq!(hits.iter().map(|hit| hit.clause).collect::<Vec<_>>(), [1, 0]);
        for (hit, (value, score)) in hits.iter().zip([
            // Half of the signals, the prior, and one deviation for or against it.
            (3.0, 0.05 + 0.1 + 0.125),
            (1.0, 0.1 + 0.2 - 0.125),
        ]) {
            assert!((hit.score - score).abs() < 1e-6, "{hit:?}");
            let sum: f32 = hit.contributions.iter().map(|(.., contribution)| contribution).sum();
            assert!((hit.score - sum).abs() < 1e-6, "{hit:?}");
            let (name, said, _) = hit.contributions.last().expect("contributions");
            assert_eq!((*name, *said), (SignalName::CrossEncoder, value));
        }
    }

    #[test]
    fn a_model_that_likes_all_alike_changes_no_order() {
        let hits = reranked("on duties", |_| 2.0, &[0.4, 0.2, 0.1]);
        assert_eq!(hits.iter().map(|hit| hit.clause).collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    fn compared_documents_stay_level() {
        let corpus = sample::corpus();
        let position = |id: &str| corpus.clause_position(id).expect("a clause");
        let says = |passage: &str| if passage.contains("Rome") { 5.0 } else { 0.0 };
        let scores = vec![0.3; corpus.clauses().len()];
        let hits = reranked("Compare Rome and Monaco on police", says, &scores);
        let best = |document: &str| {
            let of = |hit: &&Hit| corpus.document_of(&corpus.clauses()[hit.clause]).id == document;
            hits.iter().find(of).expect("every clause is a hit").score
        };
        assert!((best("rome-2012") - best("monaco-2014")).abs() < 1e-6);
        assert_eq!(hits[0].clause, position("rome-2012/INTRO"));
    }

    #[test]
    fn what_is_not_read_counts_like_the_worst_that_is() {
        let corpus = sample::corpus();
        let mut hits: Vec<Hit> =
            hits(&[0.5; READ_MAX + 2]).into_iter().map(|hit| Hit { clause: 0, ..hit }).collect();
        hits[0].clause = 1;
        let reading = Reading::unread("police");
        rerank(&corpus, &reading, &Descends, "police", &mut hits).expect("scores");
        assert_eq!(hits[0].clause, 1);
        let said = |hit: &Hit| hit.contributions.last().map(|(_, value, _)| *value);
        let worst = hits.iter().filter(|hit| said(hit) == Some(1.0 - READ_MAX as f32));
        assert_eq!(worst.count(), 3);
    }

    #[test]
    fn what_is_no_score_is_refused() {
        let corpus = sample::corpus();
        for (says, expected) in [
            ((|_| f32::NAN) as fn(&str) -> f32, "0 finite scores for 2"),
            (|_| f32::INFINITY, "0 f"),
        ] {
            let reading = Reading::unread("police");
            let error = rerank(&corpus, &reading, &Says(says), "police", &mut hits(&[0.2, 0.1]));
            let error = error.expect_err("no scores").to_string();
            assert!(error.starts_with("rerank clauses: ") && error.contains(expected), "{error}");
        }
    }
}
