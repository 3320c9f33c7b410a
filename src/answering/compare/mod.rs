//! Comparisons: what each document says on a topic, and what changed from one to the next.
//!
//! Whether a document speaks does not depend on what it is compared with: clauses are ranked over
//! the whole corpus, each measured by the best of any adopted document, and then those of the
//! documents compared are looked at.

mod changes;
mod pairs;
mod reworded;
mod rows;
mod scope;
mod verbs;
mod wording;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ranking::{Ranked, rank};
use super::read_query::read_topic;
use super::sources::{Scoring, Sources};
use crate::domain::{
    COMPARED_MAX, Change, Comparison, ComparisonQuery, Query, QueryReading, QuestionType, Stop,
    WORDS_ALONE,
};
use crate::reading;
use crate::retrieval::{Embedder, RankError, findings};

pub(super) use pairs::without_counterpart;
pub(super) use verbs::{Topic, strongest};
pub(super) use wording::changed;

use rows::Findings;
use scope::Scope;

/// Compares what documents say on the topic of `query`, which has been validated.
pub(super) fn compare(
    sources: &Sources,
    scoring: &Scoring,
    query: &ComparisonQuery,
    embedder: &dyn Embedder,
    stop: &Stop,
) -> Result<Comparison, RankError> {
    stop.check()?;
    let corpus = &*sources.corpus;
    let asked = Query { question: unmarked(&query.topic), ..Query::default() };
    let (mut read, told) = read_topic(sources, &scoring.weights, &asked.question, embedder);
    let scope = Scope::choose(corpus, &query.documents, &told);
    read.reading.scope = whole_corpus(&told, !query.documents.is_empty());
    let mut ranked = rank(sources, scoring, &asked.filter, read, embedder, stop)?;
    ranked.scope = scope.ranked(corpus);
    // What is compared presupposes that several speak.
    ranked.found = findings(corpus, &ranked.hits, true);
    let Findings { rows, counts, timeline, speaking } =
        rows::find(sources, scoring, &asked, &ranked, &scope.compared);
    let bearing: BTreeMap<usize, Vec<usize>> = rows
        .iter()
        .map(|row| (row.document, row.clauses.iter().map(|one| one.clause).collect()))
        .filter(|(_, clauses): &(usize, Vec<usize>)| !clauses.is_empty())
        .collect();
    let mut changes = changes_between(sources, &ranked, &bearing);
    rows::count_between(&mut changes, &speaking);
    let id = |&index: &usize| corpus.documents()[index].id.clone();
    let understood = QueryReading {
        asks: QuestionType::Comparison,
        documents: told.named.iter().map(id).collect(),
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
        timeline,
        left_out_count: scope.left_out.len(),
        left_out: scope.left_out.into_iter().take(COMPARED_MAX).collect(),
        understood,
        corpus: Arc::clone(&sources.corpus),
    };
    comparison.text = wording::text(&comparison, &ranked.reading.scope.missing_years);
    if comparison.understood.words_alone {
        comparison.text = format!("{} {WORDS_ALONE}", comparison.text);
    }
    // Where it was told to stop, not all was compared.
    stop.check()?;
    Ok(comparison)
}

/// What changed from each document to the next, of the clauses that bear on the topic by document;
/// as far as it came before it was told to stop. Reports, and documents without a date, have no
/// part in it.
pub(super) fn changes_between(
    sources: &Sources,
    ranked: &Ranked,
    clauses: &BTreeMap<usize, Vec<usize>>,
) -> Vec<Change> {
    let spoken: Vec<(usize, &[usize])> = clauses
        .iter()
        .filter(|(document, _)| rows::is_dated(&sources.corpus.documents()[**document]))
        .map(|(document, clauses)| (*document, clauses.as_slice()))
        .collect();
    let pairs = spoken.windows(2).take_while(|_| !ranked.stop.is_set());
    pairs.map(|pair| changes::between(sources, ranked, pair[0], pair[1])).collect()
}

/// What of a topic's scope the ranking needs: it goes through the whole corpus, whatever the topic
/// names or excludes. Where documents are `chosen`, none is missed.
fn whole_corpus(told: &reading::Scope, chosen: bool) -> reading::Scope {
    let (years, names) = (told.missing_years.clone(), told.missing_names.clone());
    reading::Scope {
        named: Vec::new(),
        excluded: Vec::new(),
        missing_years: if chosen { Vec::new() } else { years },
        missing_names: if chosen { Vec::new() } else { names },
        ..told.clone()
    }
}

/// `topic` without quotation marks: in them it is a topic still, and no quotation to be located.
fn unmarked(topic: &str) -> String {
    let marks = ['"', '\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}', '`'];
    topic.replace(marks, " ").trim().to_owned()
}
