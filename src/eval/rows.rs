//! Whether the rows of a comparison that speak are those of the right documents.

use std::collections::BTreeSet;

use serde::Serialize;

use super::questions::LabelledQuestion;
use crate::answering::Engine;
use crate::domain::{Comparison, ComparisonQuery, Speaks, Stop};
use crate::retrieval::{Embedder, RankError};

/// The rows of one comparison, reports aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RowsScore {
    /// Documents that speak by the comparison.
    pub speaking: usize,
    /// Documents compared that have grade-2 gold.
    pub wanted: usize,
    /// Documents that are both.
    pub right: usize,
}

impl RowsScore {
    /// Whether exactly the right documents speak.
    pub const fn is_exact(self) -> bool {
        self.right == self.speaking && self.right == self.wanted
    }
}

/// Compares documents on what a question asks which of them say, or how they differ on; `None` for
/// questions that ask neither.
///
/// # Errors
/// When a model fails.
pub(super) fn rows(
    engine: &Engine,
    embedder: &dyn Embedder,
    question: &LabelledQuestion,
) -> Result<Option<RowsScore>, RankError> {
    if !matches!(question.kind.as_str(), "which" | "compare") || !question.answerable {
        return Ok(None);
    }
    let query = ComparisonQuery { topic: question.question.clone(), documents: Vec::new() };
    Ok(Some(scored(question, &engine.compare(&query, embedder, &Stop::never())?)))
}

fn scored(question: &LabelledQuestion, comparison: &Comparison) -> RowsScore {
    let documents = comparison.corpus.documents();
    let gold = question.gold.iter().filter(|gold| gold.grade == 2);
    let gold: BTreeSet<&str> = gold.map(super::Gold::document).collect();
    let mut score = RowsScore { speaking: 0, wanted: 0, right: 0 };
    for row in &comparison.rows {
        let document = &documents[row.document];
        if document.kind.is_report() {
            continue;
        }
        let (speaks, wanted) = (row.speaks == Speaks::Yes, gold.contains(document.id.as_str()));
        score.speaking += usize::from(speaks);
        score.wanted += usize::from(wanted);
        score.right += usize::from(speaks && wanted);
    }
    score
}
