//! Whether the documents that a question names were recognised.

use std::collections::BTreeSet;

use serde::Serialize;

use super::questions::LabelledQuestion;
use crate::domain::Answer;

/// The documents that one question was linked with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinksScore {
    /// Ids of the documents that it was read to name.
    pub linked: BTreeSet<String>,
    /// How many documents with grade-2 gold there are.
    pub wanted: usize,
    /// How many of these are linked.
    pub right: usize,
    /// Whether a document that answers was not searched, because of what the question was read to
    /// name. Questions for several documents need all that answer; others need one.
    pub shut_out: bool,
}

impl LinksScore {
    /// Whether exactly the right documents are linked.
    pub(super) fn is_exact(&self) -> bool {
        self.right == self.wanted && self.linked.len() == self.wanted
    }
}

/// Scores what `answer` understood of the documents that `question` names, where it has an answer.
pub(super) fn links(question: &LabelledQuestion, answer: &Answer) -> Option<LinksScore> {
    if !question.answerable {
        return None;
    }
    let gold = question.gold.iter().filter(|gold| gold.grade == 2);
    let wanted: BTreeSet<&str> = gold.map(super::Gold::document).collect();
    let linked: BTreeSet<String> = answer.understood.documents.iter().cloned().collect();
    let searched: BTreeSet<&str> = answer.understood.searched.iter().map(String::as_str).collect();
    let reached = wanted.intersection(&searched).count();
    let several = matches!(question.kind.as_str(), "which" | "compare");
    let needed = if several { wanted.len() } else { wanted.len().min(1) };
    Some(LinksScore {
        right: wanted.iter().filter(|&&id| linked.contains(id)).count(),
        wanted: wanted.len(),
        shut_out: reached < needed,
        linked,
    })
}
