//! Comparisons: what each document says on a topic, and what changed from one to the next.
//!
//! Whether a document speaks does not depend on what it is compared with: clauses are ranked over
//! the whole corpus, each measured by the best of any adopted document, and then those of the
//! documents compared are looked at.

mod changes;
mod pairs;
mod rows;
mod scope;
mod verbs;
mod wording;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::engine::Engine;
use super::ranking::Ranked;
use crate::domain::{
    COMPARED_MAX, Change, Comparison, ComparisonQuery, Query, QueryReading, QuestionType,
    WORDS_ALONE,
};
use crate::reading::{DocumentSelection, Pool, Reading};
use crate::retrieval::{Embedder, RankError};

pub(super) use wording::changed;

use rows::Found;
use scope::Scope;

impl Engine {
    /// Compares what documents say on the topic of `query`, which has been validated.
    ///
    /// # Errors
    /// When a model fails.
    pub fn compare(
        &self,
        query: &ComparisonQuery,
        embedder: &dyn Embedder,
    ) -> Result<Comparison, RankError> {
        let corpus = &*self.corpus;
        let asked = Query { question: unmarked(&query.topic), ..Query::default() };
        let mut read = self.read(&asked, embedder);
        let scope = Scope::of(corpus, &query.documents, &read.reading);
        let named = std::mem::take(&mut read.reading.scope.named);
        compare_all(&mut read.reading, !query.documents.is_empty());
        let mut ranked = self.rank_read(&asked, read, embedder)?;
        ranked.scope = scope.ranked(corpus);
        let Found { rows, counts, timeline } = rows::find(self, &asked, &ranked, &scope.compared);
        let speaking: BTreeMap<usize, Vec<usize>> = rows
            .iter()
            .map(|row| (row.document, row.clauses.iter().map(|one| one.clause).collect()))
            .filter(|(_, clauses): &(usize, Vec<usize>)| !clauses.is_empty())
            .collect();
        let mut changes = changes_between(self, &ranked, &speaking);
        rows::count_between(&mut changes, &timeline.speaking);
        let id = |&index: &usize| corpus.documents()[index].id.clone();
        let understood = QueryReading {
            asks: QuestionType::Comparison,
            documents: named.iter().map(id).collect(),
            excluded: scope.excluded.iter().map(id).collect(),
            searched: rows.iter().map(|row| id(&row.document)).collect(),
            ..ranked.understood
        };
        let mut comparison = Comparison {
            topic: query.topic.clone(),
            text: String::new(),
            rows,
            counts,
            changes,
            timeline: timeline.timeline,
            left_out_count: scope.left_out.len(),
            left_out: scope.left_out.into_iter().take(COMPARED_MAX).collect(),
            understood,
            corpus: Arc::clone(&self.corpus),
        };
        comparison.text = wording::text(&comparison, &ranked.reading.scope.missing_years);
        if comparison.understood.words_alone {
            comparison.text = format!("{} {WORDS_ALONE}", comparison.text);
        }
        Ok(comparison)
    }
}

/// What changed from each document to the next, of the clauses that bear on the topic by document.
/// Reports, and documents without a date, have no part in it.
pub(super) fn changes_between(
    engine: &Engine,
    ranked: &Ranked,
    clauses: &BTreeMap<usize, Vec<usize>>,
) -> Vec<Change> {
    let spoken: Vec<(usize, &[usize])> = clauses
        .iter()
        .filter(|(document, _)| rows::is_dated(&engine.corpus.documents()[**document]))
        .map(|(document, clauses)| (*document, clauses.as_slice()))
        .collect();
    spoken.windows(2).map(|pair| changes::between(engine, ranked, pair[0], pair[1])).collect()
}

/// Reads a topic as all documents are to be gone through for, whatever it names: which of them are
/// shown is decided apart.
fn compare_all(reading: &mut Reading, chosen: bool) {
    reading.asks = QuestionType::WhichDocument;
    reading.pool = Pool::Documents;
    reading.answer_type = None;
    reading.selection = DocumentSelection::Any;
    reading.asked_speaker = None;
    reading.clauses.clear();
    reading.scope.excluded.clear();
    if chosen {
        reading.scope.missing_years.clear();
        reading.scope.missing_names.clear();
    }
}

/// `topic` without quotation marks: in them it is a topic still, and no quotation to be located.
fn unmarked(topic: &str) -> String {
    let marks = ['"', '\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}', '`'];
    topic.replace(marks, " ").trim().to_owned()
}
