//! Whether a question was taken to name the documents that it means.

use std::collections::BTreeSet;

use serde::Serialize;

use super::questions::LabelledQuestion;
use crate::domain::Answer;

/// The documents that one question was taken to name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkedScore {
    /// Their ids.
    pub named: Vec<String>,
    /// Documents with grade-2 gold.
    pub wanted: usize,
    /// Documents that are both.
    pub right: usize,
}

impl LinkedScore {
    /// Whether exactly the right documents were taken to be named.
    pub fn is_exact(&self) -> bool {
        self.right == self.wanted && self.right == self.named.len()
    }

    /// Whether others were taken to be named, and none that answers.
    pub fn excludes(&self) -> bool {
        !self.named.is_empty() && self.right == 0
    }
}

/// Scores the documents that `question` was taken to name, where `answer` can tell.
pub(super) fn linked(question: &LabelledQuestion, answer: &Answer) -> Option<LinkedScore> {
    if !question.answerable || !matches!(question.kind.as_str(), "compare" | "lookup") {
        return None;
    }
    let gold = question.gold.iter().filter(|gold| gold.grade == 2);
    let wanted: BTreeSet<&str> = gold.map(super::Gold::document).collect();
    let named = answer.understood.documents.clone();
    let right = named.iter().filter(|id| wanted.contains(id.as_str())).count();
    Some(LinkedScore { named, wanted: wanted.len(), right })
}
