//! The JSON body of a comparison.

use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::{CitationBody, DocumentBody, VerbBody};
use super::enums::{ChangeKind, DifferenceKind, LeftOutReason, PairedBy, Speaks};
use crate::api::graphql::Links;
use crate::domain::{self, Comparison, Corpus};

/// What each document says on a topic, and what changed from one to the next.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Comparison)]
pub(super) struct ComparisonBody {
    /// The topic, as typed but for white space.
    topic: String,
    /// The findings in plain sentences; every quoted string is verbatim.
    text: String,
    /// Whether meanings could not be compared at the moment: words alone decided.
    words_alone: bool,
    /// One row for each document compared, in order of date, also where it is silent; at most 100.
    rows: Vec<RowBody>,
    counts: CountsBody,
    /// From each document that speaks of the topic to the next that does.
    changes: Vec<ChangeBody>,
    timeline: TimelineBody,
    /// Documents that were not compared though nobody chose others, at most 100.
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
    documents: usize,
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
    /// The strongest verb under which the topic stands; null where none does, and for reports.
    verb: Option<ClauseVerbBody>,
    /// The words that decide; null where no clause bears on the topic.
    quotation: Option<CitationBody>,
    /// Clauses that bear on the topic, the surest first; at most 10.
    clauses: Vec<RelevanceBody>,
    /// How many bear on it.
    clause_count: usize,
    /// How many of its clauses were searched.
    searched: usize,
    /// The clause that comes nearest, whether it bears on the topic or not.
    nearest: Option<RelevanceBody>,
}

/// A clause, and how surely it bears on the topic.
#[derive(Serialize, ToSchema)]
#[schema(as = ClauseRelevance)]
struct RelevanceBody {
    /// Id of the clause.
    clause: String,
    #[schema(minimum = 0, maximum = 1)]
    relevance: f64,
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
    /// What became of each clause that bears on the topic.
    clauses: Vec<WordingChangeBody>,
}

/// What became of a clause that bears on the topic.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WordingChange)]
struct WordingChangeBody {
    kind: ChangeKind,
    /// Id of the clause of the earlier document; null where it is new.
    from: Option<String>,
    /// Id of the clause of the later one; null where it was dropped.
    to: Option<String>,
    from_verb: Option<ClauseVerbBody>,
    to_verb: Option<ClauseVerbBody>,
    /// What the two have in common; null where there is but one.
    paired_by: Option<PairedBy>,
    #[schema(minimum = 0, maximum = 1)]
    similarity: Option<f64>,
    /// Word by word, where the two share wording.
    differences: Vec<DifferenceBody>,
}

/// A run of words: offsets into the texts of the two documents.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ClauseDifference)]
struct DifferenceBody {
    kind: DifferenceKind,
    before_start: u32,
    before_end: u32,
    after_start: u32,
    after_end: u32,
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
                documents: counts.documents,
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
        let relevance = |one: &domain::Bearing| RelevanceBody {
            clause: corpus.id_of(&corpus.clauses()[one.clause]),
            relevance: one.relevance,
        };
        let quotation = row.quotation.as_ref();
        Self {
            document: DocumentBody::new(&corpus.documents()[row.document]),
            speaks: row.speaks.into(),
            verb: verb(corpus, row.verb),
            quotation: quotation.map(|citation| CitationBody::new(corpus, citation, links)),
            clauses: row.clauses.iter().map(relevance).collect(),
            clause_count: row.clause_count,
            searched: row.searched,
            nearest: row.nearest.as_ref().map(relevance),
        }
    }
}

fn verb(corpus: &Corpus, verb: Option<domain::ClauseVerb>) -> Option<ClauseVerbBody> {
    verb.map(|verb| ClauseVerbBody {
        verb: VerbBody::new(verb.in_corpus(corpus)),
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
        let difference = |run: &domain::Difference| DifferenceBody {
            kind: run.kind.into(),
            before_start: run.left.start,
            before_end: run.left.end,
            after_start: run.right.start,
            after_end: run.right.end,
        };
        Self {
            kind: one.kind.into(),
            from: one.from.map(id),
            to: one.to.map(id),
            from_verb: verb(corpus, one.from_verb),
            to_verb: verb(corpus, one.to_verb),
            paired_by: one.pairing.map(|pairing| pairing.by.into()),
            similarity: one.pairing.map(|pairing| pairing.similarity),
            differences: one.differences.iter().map(difference).collect(),
        }
    }
}
