//! The JSON body of a comparison.

use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::{CitationBody, DocumentBody, RankedClauseBody, VerbBody};
use super::text_span_body::TextSpanBody;
use crate::api::graphql::Links;
use crate::api::wire::{ChangeKind, DifferenceKind, LeftOutReason, PairedBy, Speaks};
use crate::domain::{self, Comparison, Corpus};

/// What each document says on a topic, and the changes from one to the next.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Comparison)]
pub(super) struct ComparisonBody {
    /// The topic as typed, with its white space tidied.
    topic: String,
    /// The findings in plain sentences; every quoted string is verbatim.
    text: String,
    /// Whether only words were compared, because the vector search did not answer.
    words_alone: bool,
    /// One row for each document compared, silent ones included, in order of date; at most 100.
    rows: Vec<RowBody>,
    counts: CountsBody,
    /// The change from each document that speaks of the topic to the next one.
    changes: Vec<ChangeBody>,
    timeline: TimelineBody,
    /// Documents that were left out when none were chosen; at most 100.
    left_out: Vec<LeftOutBody>,
    /// How many were left out in all.
    left_out_count: usize,
    /// SHA-256 of the state of the corpus that was compared.
    corpus_digest: String,
}

/// How many documents speak of the topic, those without a row included.
#[derive(Serialize, ToSchema)]
#[schema(as = ComparisonCounts)]
struct CountsBody {
    /// Documents compared.
    compared: usize,
    /// Those that speak of it.
    speaking: usize,
    /// Those that may touch on it.
    touching: usize,
    /// Those that are silent.
    silent: usize,
}

/// What one document says.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ComparisonRow)]
struct RowBody {
    document: DocumentBody,
    speaks: Speaks,
    /// The strongest verb that governs the topic; null if there is none, and for reports.
    verb: Option<ClauseVerbBody>,
    /// The decisive words of the most relevant clause; null if no clause is on the topic.
    citation: Option<CitationBody>,
    /// Clauses on the topic, the most relevant first; at most 10.
    clauses: Vec<RankedClauseBody>,
    /// How many clauses are on the topic in all.
    clause_count: usize,
    /// How many of its clauses were searched.
    clauses_searched: usize,
    /// The clause that comes nearest, on the topic or not.
    nearest: Option<RankedClauseBody>,
}

/// A verb, and the clause that has it.
#[derive(Serialize, ToSchema)]
#[schema(as = ClauseVerb)]
struct ClauseVerbBody {
    verb: VerbBody,
    /// Id of the clause.
    clause: String,
}

/// Who spoke first, last and most strongly: ids of documents.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ComparisonTimeline)]
struct TimelineBody {
    first: Vec<String>,
    last: Vec<String>,
    strongest: Vec<String>,
    /// Documents before the first that may touch on the topic.
    earlier_touching: Vec<String>,
}

/// A document that was not compared.
#[derive(Serialize, ToSchema)]
#[schema(as = LeftOut)]
struct LeftOutBody {
    /// Id of the document.
    document: String,
    reason: LeftOutReason,
}

/// From a document that speaks of the topic to the next that does.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ComparisonChange)]
struct ChangeBody {
    /// Id of the earlier document.
    from: String,
    /// Id of the later one.
    to: String,
    kind: ChangeKind,
    /// How many documents between the two speak of the topic and have no row.
    between: usize,
    from_verb: Option<ClauseVerbBody>,
    to_verb: Option<ClauseVerbBody>,
    /// How each clause on the topic changed.
    clauses: Vec<WordingChangeBody>,
}

/// How a clause on the topic changed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WordingChange)]
struct WordingChangeBody {
    kind: ChangeKind,
    /// Id of the clause of the earlier document; null if it is new.
    from: Option<String>,
    /// Id of the clause of the later one; null if it was dropped.
    to: Option<String>,
    from_verb: Option<ClauseVerbBody>,
    to_verb: Option<ClauseVerbBody>,
    /// Why the two are counterparts; null if there is only one.
    paired_by: Option<PairedBy>,
    #[schema(minimum = 0, maximum = 1)]
    similarity: Option<f64>,
    /// Word by word, if the two share wording.
    differences: Vec<DifferenceBody>,
}

/// A run of words that two clauses have in common, or in which they differ.
#[derive(Serialize, ToSchema)]
#[schema(as = ClauseDifference)]
struct DifferenceBody {
    kind: DifferenceKind,
    /// The words of the earlier clause; empty if they were added.
    before: TextSpanBody,
    /// The words of the later clause; empty if they were left out.
    after: TextSpanBody,
}

impl ComparisonBody {
    pub(super) fn new(comparison: &Comparison, links: &Links) -> Self {
        let corpus = &*comparison.corpus;
        let id = |&index: &usize| corpus.documents()[index].id.clone();
        let ids = |indices: &[usize]| indices.iter().map(id).collect();
        let (counts, timeline) = (comparison.counts, &comparison.timeline);
        let left_out = |one: &domain::LeftOut| LeftOutBody {
            document: id(&one.document),
            reason: one.reason.into(),
        };
        Self {
            topic: comparison.topic.clone(),
            text: comparison.text.clone(),
            words_alone: comparison.understood.words_alone,
            rows: comparison.rows.iter().map(|row| RowBody::new(corpus, row, links)).collect(),
            counts: CountsBody {
                compared: counts.compared,
                speaking: counts.speaking,
                touching: counts.touching,
                silent: counts.silent,
            },
            changes: comparison.changes.iter().map(|one| ChangeBody::new(corpus, one)).collect(),
            timeline: TimelineBody {
                first: ids(&timeline.first),
                last: ids(&timeline.last),
                strongest: ids(&timeline.strongest),
                earlier_touching: ids(&timeline.earlier_touching),
            },
            left_out: comparison.left_out.iter().map(left_out).collect(),
            left_out_count: comparison.left_out_count,
            corpus_digest: comparison.corpus_digest().to_string(),
        }
    }
}

impl RowBody {
    fn new(corpus: &Corpus, row: &domain::ComparisonRow, links: &Links) -> Self {
        let ranked = |one: &domain::RankedClause| RankedClauseBody::new(corpus, *one);
        let quotation = row.quotation.as_ref();
        Self {
            document: DocumentBody::new(corpus, row.document),
            speaks: row.speaks.into(),
            verb: verb(corpus, row.verb),
            citation: quotation.map(|citation| CitationBody::new(corpus, citation, links)),
            clauses: row.clauses.iter().map(ranked).collect(),
            clause_count: row.clause_count,
            clauses_searched: row.clauses_searched,
            nearest: row.nearest.as_ref().map(ranked),
        }
    }
}

fn verb(corpus: &Corpus, verb: Option<domain::ClauseVerb>) -> Option<ClauseVerbBody> {
    verb.map(|verb| ClauseVerbBody {
        verb: VerbBody::new(corpus, verb.clause, verb.in_corpus(corpus)),
        clause: corpus.id_of(&corpus.clauses()[verb.clause]),
    })
}

impl ChangeBody {
    fn new(corpus: &Corpus, change: &domain::Change) -> Self {
        Self {
            from: corpus.documents()[change.from].id.clone(),
            to: corpus.documents()[change.to].id.clone(),
            kind: change.kind.into(),
            between: change.between,
            from_verb: verb(corpus, change.from_verb),
            to_verb: verb(corpus, change.to_verb),
            clauses: change.clauses.iter().map(|one| WordingChangeBody::new(corpus, one)).collect(),
        }
    }
}

impl WordingChangeBody {
    fn new(corpus: &Corpus, one: &domain::WordingChange) -> Self {
        let id = |position: usize| corpus.id_of(&corpus.clauses()[position]);
        let difference = |run: &domain::Difference| {
            let (from, to) = one.from.zip(one.to)?;
            Some(DifferenceBody {
                kind: run.kind.into(),
                before: TextSpanBody::in_document(corpus, from, run.left),
                after: TextSpanBody::in_document(corpus, to, run.right),
            })
        };
        Self {
            kind: one.kind.into(),
            from: one.from.map(id),
            to: one.to.map(id),
            from_verb: verb(corpus, one.from_verb),
            to_verb: verb(corpus, one.to_verb),
            paired_by: one.pairing.map(|pairing| pairing.by.into()),
            similarity: one.pairing.map(|pairing| pairing.similarity),
            differences: one.differences.iter().filter_map(difference).collect(),
        }
    }
}
