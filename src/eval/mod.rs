//! Floor 6: how good is it?
//!
//! Scores the engine on labelled questions over the corpus, on public retrieval benchmarks in
//! BEIR's layout, on memos whose errors are known, and on quotations that it makes itself; and looks at clauses. Reads files,
//! but writes nothing and prints nothing: reports are values.

use std::path::Path;

use serde::de::DeserializeOwned;

mod ablation;
mod abstention;
mod beir;
mod citations;
mod clauses;
mod documents;
mod fit;
mod links;
mod logistic;
mod memos;
mod metrics;
mod parallel;
mod plot;
mod questions;
mod quotes;
mod report;
mod rows;
mod score;
mod selective;

pub use ablation::{Ablation, Column, Row, ablate_beir, ablate_questions};
pub use abstention::{AbstainerScores, AbstentionReport, AbstentionSet, run as run_abstention};
pub use beir::{Beir, BeirReport, SystemScores, as_corpus, run as run_beir};
pub use citations::{CitationsReport, render_citations, run_citations};
pub use clauses::{ClauseDefect, ClausesReport, Expected, check_clauses, render_clauses};
pub use fit::{Bin, Collection, Fit, FitError, LeftOut, fit, render_calibration};
pub use links::LinksScore;
pub use memos::{Memo, MemoShare, MemosReport, read_memos, render_memos, run_memos};
pub use plot::{reliability_svg, risk_coverage_svg};
pub use questions::{Gold, LabelledQuestion, read as read_questions};
pub use quotes::{
    QuoteCounts, QuoteScore, QuoteSources, QuotesReport, document, render_quotes, run_quotes,
};
pub use report::{render, render_ablation, render_abstention, render_beir};
pub use rows::RowsScore;
pub use score::{QuestionScore, QuestionsReport, TypeScore, run as run_questions};
pub use selective::RiskCoverage;

/// A file of an evaluation set cannot be used. The message completes "failed to ...", and ends with
/// the remedy.
#[derive(Debug, thiserror::Error)]
#[error("read {path}: {message}")]
pub struct EvalError {
    /// The file.
    pub path: String,
    /// What is wrong with it, and what to do.
    pub message: String,
}

impl EvalError {
    fn new(path: &Path, message: impl Into<String>) -> Self {
        Self { path: path.display().to_string(), message: message.into() }
    }
}

/// The text of a file.
fn read_text(path: &Path) -> Result<String, EvalError> {
    std::fs::read_to_string(path).map_err(|error| {
        EvalError::new(path, format!("{error}; check that it exists and may be read"))
    })
}

/// The objects of a file that has one on each line; empty lines are passed over.
fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, EvalError> {
    let content = read_text(path)?;
    let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let parse = |(at, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| {
            let remedy = "write one JSON object a line, with the fields of the others";
            EvalError::new(path, format!("line {}: {error}; {remedy}", at + 1))
        })
    };
    lines.map(parse).collect()
}
