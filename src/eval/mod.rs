//! Floor 4: how good is it?
//!
//! Scores the engine on labelled questions over the corpus, and on public retrieval benchmarks in
//! BEIR's layout. Reads files, but writes nothing and prints nothing: reports are values. May
//! import: `domain`, `corpus`, `retrieval`, `answering`.

mod ablation;
mod abstention;
mod beir;
mod fit;
mod metrics;
mod parallel;
mod plot;
mod questions;
mod report;
mod score;
mod selective;

pub use ablation::{Ablation, Column, Row, ablate_beir, ablate_questions};
pub use abstention::{AbstainerScores, AbstentionReport, AbstentionSet, run as run_abstention};
pub use beir::{Beir, BeirReport, SystemScores, as_corpus, run as run_beir};
pub use fit::{Bin, Fit, FitError, fit, render_calibration};
pub use plot::{reliability_svg, risk_coverage_svg};
pub use questions::{Gold, LabelledQuestion, read as read_questions};
pub use report::{render, render_ablation, render_abstention, render_beir};
pub use score::{QuestionScore, QuestionsReport, TypeScore, run as run_questions};
pub use selective::RiskCoverage;

/// A file of an evaluation set cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("read {path}: {message}")]
pub struct EvalError {
    /// The file.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
}
