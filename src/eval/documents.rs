//! Whether an answer cites the documents that it should, by questions that ask for several.

use std::collections::BTreeSet;

use serde::Serialize;

use super::questions::LabelledQuestion;
use crate::domain::Answer;

/// The documents that one answer cites. Those that only support it count neither way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DocumentsScore {
    /// Documents cited.
    pub cited: usize,
    /// Documents with grade-2 gold.
    pub wanted: usize,
    /// Documents that are both. Of questions that compare, those cited by a clause of grade 2.
    pub right: usize,
}

/// Scores the documents that `answer` cites, where `question` asks for several.
pub(super) fn documents(question: &LabelledQuestion, answer: &Answer) -> Option<DocumentsScore> {
    let compares = question.kind == "compare";
    if !question.answerable || !(compares || question.kind == "which") {
        return None;
    }
    let with_grade = |grade: u8| -> BTreeSet<&str> {
        let gold = question.gold.iter().filter(|gold| gold.grade == grade);
        gold.map(super::Gold::document).collect()
    };
    let (wanted, supporting) = (with_grade(2), with_grade(1));
    let corpus = &*answer.corpus;
    let mut cited = BTreeSet::new();
    let mut right = BTreeSet::new();
    for citation in &answer.citations {
        let clause = &corpus.clauses()[citation.clause];
        let id = corpus.document_of(clause).id.as_str();
        if wanted.contains(id) || !supporting.contains(id) {
            cited.insert(id);
        }
        let counts = !compares || question.grade(corpus, citation.clause) == 2;
        if counts && wanted.contains(id) {
            right.insert(id);
        }
    }
    Some(DocumentsScore { cited: cited.len(), wanted: wanted.len(), right: right.len() })
}
