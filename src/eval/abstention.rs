//! Abstention on a benchmark in which some questions have no answer.
//!
//! Every question is asked of the whole corpus. Once by the engine, whose confidence says whether
//! to answer; beside it, in the same run, by the cosine of whole texts alone.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::beir::Beir;
use super::metrics::auroc;
use super::score::answerability;
use super::selective::{Attempt, RiskCoverage};
use super::{EvalError, parallel, read_lines};
use crate::answering::Engine;
use crate::domain::{AnswerStatus, Query};
use crate::retrieval::{Embedder, Priority, RankError};

/// A benchmark whose queries say by `metadata.answerable` whether they have an answer.
#[derive(Debug)]
pub struct AbstentionSet {
    beir: Beir,
    queries: Vec<Asked>,
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(rename = "_id")]
    id: String,
    text: String,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Debug, Default, Deserialize)]
struct Metadata {
    answerable: Option<bool>,
}

/// What one way to answer, and to be sure of it, scored.
#[derive(Debug, Clone, Serialize)]
pub struct AbstainerScores {
    /// `shipped`; `cosine`; or `shipped by cosine`: the engine's choice of paragraph, answered
    /// where the best cosine is high enough.
    pub system: &'static str,
    /// How often an answerable question has the greater confidence than one that is not.
    pub auroc: Option<f64>,
    /// Where it is a mistake to answer what has no answer.
    pub answerable: RiskCoverage,
    /// Where it is a mistake, too, to cite first a paragraph that is not the one with the answer.
    pub right_paragraph: RiskCoverage,
}

/// What all of them scored.
#[derive(Debug, Clone, Serialize)]
pub struct AbstentionReport {
    /// Paragraphs of the corpus.
    pub paragraphs: usize,
    /// Questions with an answer.
    pub answerable: usize,
    /// Questions without.
    pub unanswerable: usize,
    /// How many questions the engine, as it ships, answered.
    pub answered: usize,
    /// Of those, how many have an answer.
    pub answered_answerable: usize,
    /// One row for each.
    pub systems: Vec<AbstainerScores>,
}

/// One question, asked.
struct Outcome {
    answerable: bool,
    answered: bool,
    /// How surely something answers it; whether the first citation is right.
    shipped: (f64, bool),
    /// The best cosine; whether its paragraph is right.
    cosine: (f64, bool),
}

/// How a way to answer sees a question: its confidence, and whether its paragraph is right.
type Pick = fn(&Outcome) -> (f64, bool);

impl AbstentionSet {
    /// Reads the set in `folder`, as [`Beir::read`] does; of its queries, every `every`-th.
    ///
    /// # Errors
    /// When a file is missing or malformed, or a query does not say whether it has an answer.
    pub fn read(folder: &Path, every: usize) -> Result<Self, EvalError> {
        let path = folder.join("queries.jsonl");
        let queries: Vec<Asked> = read_lines(&path)?;
        if let Some(silent) = queries.iter().find(|query| query.metadata.answerable.is_none()) {
            let message = format!(
                "query {} does not say whether it has an answer; give each a \
                 `metadata.answerable` of true or false",
                silent.id
            );
            return Err(EvalError::new(&path, message));
        }
        let queries = queries.into_iter().step_by(every.max(1)).collect();
        Ok(Self { beir: Beir::read(folder)?, queries })
    }

    /// The benchmark that it is made of.
    pub fn beir(&self) -> &Beir {
        &self.beir
    }
}

/// Asks every question of `set`. `progress` hears of each.
///
/// # Errors
/// When a model fails.
pub fn run(
    set: &AbstentionSet,
    engine: &Engine,
    embedder: &dyn Embedder,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<AbstentionReport, RankError> {
    let ask = |asked: &Asked| outcome(set, engine, embedder, asked);
    let outcomes = parallel::map(&set.queries, &ask, progress)?;
    Ok(report(engine.corpus().clauses().len(), &outcomes))
}

fn report(paragraphs: usize, outcomes: &[Outcome]) -> AbstentionReport {
    let count = |is: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| is(outcome)).count();
    let systems: [(&'static str, Pick); 3] = [
        ("shipped", |outcome| outcome.shipped),
        ("cosine", |outcome| outcome.cosine),
        ("shipped by cosine", |outcome| (outcome.cosine.0, outcome.shipped.1)),
    ];
    AbstentionReport {
        paragraphs,
        answerable: count(|outcome| outcome.answerable),
        unanswerable: count(|outcome| !outcome.answerable),
        answered: count(|outcome| outcome.answered),
        answered_answerable: count(|outcome| outcome.answered && outcome.answerable),
        systems: systems.into_iter().map(|(name, pick)| scores(name, outcomes, pick)).collect(),
    }
}

fn scores(system: &'static str, outcomes: &[Outcome], pick: Pick) -> AbstainerScores {
    let curve = |error: &dyn Fn(&Outcome) -> bool| {
        let attempt =
            |outcome: &Outcome| Attempt { confidence: pick(outcome).0, error: error(outcome) };
        RiskCoverage::from_attempts(outcomes.iter().map(attempt).collect())
    };
    let scored: Vec<(f64, bool)> =
        outcomes.iter().map(|outcome| (pick(outcome).0, outcome.answerable)).collect();
    AbstainerScores {
        system,
        auroc: auroc(&scored),
        answerable: curve(&|outcome| !outcome.answerable),
        right_paragraph: curve(&|outcome| !outcome.answerable || !pick(outcome).1),
    }
}

fn outcome(
    set: &AbstentionSet,
    engine: &Engine,
    embedder: &dyn Embedder,
    asked: &Asked,
) -> Result<Outcome, RankError> {
    let right = |position: Option<usize>| {
        position.is_some_and(|position| set.beir.is_relevant(&asked.id, position))
    };
    let query = Query { question: asked.text.clone(), ..Query::default() };
    let answer = engine.ask(&query, embedder)?;
    let answered = answer.status == AnswerStatus::Answered;
    // What is not answered would have cited the clause that ranks first.
    let cited = answer.citations.first().map(|citation| citation.clause);
    let first = cited.or(answer.evidence.first().map(|evidence| evidence.clause));
    let embeddings = embedder.embed(&[&asked.text], Priority::Question)?;
    let cosines = embeddings.first().map(|embedding| engine.dense_scores(&embedding.vector));
    let best =
        cosines.iter().flatten().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
    Ok(Outcome {
        answerable: asked.metadata.answerable == Some(true),
        answered,
        shipped: (answerability(answer.status, answer.confidence), right(first)),
        cosine: (
            best.map_or(-1.0, |(_, cosine)| f64::from(*cosine)),
            right(best.map(|(at, _)| at)),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_system_is_scored_by_its_own_confidence_and_paragraph() {
        let outcome = |answerable, answered, shipped, cosine| Outcome {
            answerable,
            answered,
            shipped,
            cosine,
        };
        let outcomes = [
            outcome(true, true, (0.9, true), (0.2, false)),
            outcome(true, false, (0.4, true), (0.8, true)),
            // A paragraph that a question without an answer was made for is no answer to it.
            outcome(false, true, (0.6, true), (0.5, true)),
        ];
        let report = report(7, &outcomes);
        assert_eq!((report.paragraphs, report.answerable, report.unanswerable), (7, 2, 1));
        assert_eq!((report.answered, report.answered_answerable), (2, 1));
        let areas = |risks: [f64; 3]| risks.iter().sum::<f64>() / 3.0;
        assert_eq!(report.systems.len(), 3);
        for (scores, (name, answerable, paragraph)) in report.systems.iter().zip([
            ("shipped", [0.0, 0.5, 1.0 / 3.0], [0.0, 0.5, 1.0 / 3.0]),
            ("cosine", [0.0, 0.5, 1.0 / 3.0], [0.0, 0.5, 2.0 / 3.0]),
            ("shipped by cosine", [0.0, 0.5, 1.0 / 3.0], [0.0, 0.5, 1.0 / 3.0]),
        ]) {
            assert_eq!((scores.system, scores.auroc), (name, Some(0.5)));
            for (curve, risks) in
                [(&scores.answerable, answerable), (&scores.right_paragraph, paragraph)]
            {
                assert!((curve.area - areas(risks)).abs() < 1e-12, "{scores:?}");
            }
        }
    }
}
