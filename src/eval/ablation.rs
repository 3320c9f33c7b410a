//! Ablation: the ranking with each component left out, one at a time.

use serde::Serialize;

use super::beir::{Beir, Judged};
use super::fit::{Collection, FitError, fit};
use super::metrics::{auroc, mean};
use super::parallel;
use super::questions::LabelledQuestion;
use super::score::{QuestionsReport, Share, run as run_questions};
use crate::answering::Engine;
use crate::retrieval::{Calibration, Component, Embedder, RankError, Weights};

/// What one column of the table scores: a set by a metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// The set.
    pub set: String,
    /// The metric.
    pub metric: &'static str,
}

/// What is left out, and what is scored without it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The component; of the first row, nothing.
    pub left_out: Option<&'static str>,
    /// One value for each column; none where the metric is not defined.
    pub values: Vec<Option<f64>>,
}

/// The table: first with everything, then without each component.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ablation {
    /// What is scored.
    pub columns: Vec<Column>,
    /// The first has everything.
    pub rows: Vec<Row>,
}

impl Ablation {
    /// The columns of both tables beside each other.
    #[must_use]
    pub fn beside(mut self, other: Self) -> Self {
        if self.rows.is_empty() {
            return other;
        }
        self.columns.extend(other.columns);
        for (row, more) in self.rows.iter_mut().zip(other.rows) {
            row.values.extend(more.values);
        }
        self
    }
}

/// Metrics of a set of labelled questions.
const QUESTION_METRICS: [&str; 4] = ["nDCG@5", "recall@5", "first right", "AUROC"];
/// Metrics of a benchmark.
const BEIR_METRICS: [&str; 2] = ["nDCG@10", "recall@100"];

/// Scores `questions`, a set called `name`, with each component left out of `engine`. Relevance and
/// confidence are fitted anew on `fitted_on` for every row: what a model makes of the signals that
/// are left is no measure of the signal that is gone. Where that is empty, they stay as they are.
///
/// # Errors
/// When a model fails, or there is too little to fit on.
pub fn ablate_questions(
    name: &str,
    mut engine: Engine,
    embedder: &dyn Embedder,
    questions: &[LabelledQuestion],
    fitted_on: &[LabelledQuestion],
) -> Result<Ablation, FitError> {
    let mut rows = Vec::new();
    for (left_out, weights) in variants() {
        engine = engine.with_weights(weights).with_calibration(Calibration::default());
        if !fitted_on.is_empty() {
            let questions = fitted_on.to_vec();
            let collection = Collection { name: name.to_owned(), engine: &engine, questions };
            let calibration = fit(&[collection], embedder)?.calibration;
            engine = engine.with_calibration(calibration);
        }
        let report = run_questions(&engine, embedder, questions)?;
        rows.push(Row { left_out, values: values(&report) });
    }
    Ok(Ablation { columns: columns(name, &QUESTION_METRICS), rows })
}

/// Scores a benchmark called `name` with each component left out of `engine`, which is over its
/// corpus. `progress` hears of each query, over all rows.
///
/// # Errors
/// When a model fails.
pub fn ablate_beir(
    name: &str,
    mut engine: Engine,
    embedder: &dyn Embedder,
    beir: &Beir,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Ablation, RankError> {
    let judged = beir.judged();
    let all = judged.len() * (Component::ALL.len() + 1);
    let mut rows = Vec::new();
    for (left_out, weights) in variants() {
        engine = engine.with_weights(weights);
        let score = |&judged: &Judged<'_>| beir.score_shipped(&engine, embedder, judged);
        let before = rows.len() * judged.len();
        let mut heard = |done: usize, _| progress(before + done, all);
        let scores = parallel::map(&judged, &score, &mut heard)?;
        let column = |metric: usize| Some(mean(scores.iter().map(|score| score[metric])));
        rows.push(Row { left_out, values: vec![column(0), column(2)] });
    }
    Ok(Ablation { columns: columns(name, &BEIR_METRICS), rows })
}

/// As shipped, then without each component.
fn variants() -> impl Iterator<Item = (Option<&'static str>, Weights)> {
    let shipped = Weights::default();
    let without = move |component: Component| (Some(component.name()), shipped.without(component));
    std::iter::once((None, shipped)).chain(Component::ALL.into_iter().map(without))
}

fn columns(set: &str, metrics: &[&'static str]) -> Vec<Column> {
    metrics.iter().map(|&metric| Column { set: set.to_owned(), metric }).collect()
}

fn values(report: &QuestionsReport) -> Vec<Option<f64>> {
    let share = |Share { right, of }: Share| (of > 0).then(|| right as f64 / of as f64);
    let answerable = report.all.answerable > 0;
    let confidences: Vec<(f64, bool)> =
        report.questions.iter().map(|score| (score.answerability(), score.answerable)).collect();
    vec![
        answerable.then_some(report.all.ndcg),
        answerable.then_some(report.all.recall),
        share(report.citation_precision),
        auroc(&confidences),
    ]
}
