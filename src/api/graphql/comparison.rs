//! Comparisons: what each document says on a topic, and what changed from one to the next.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::cache_control;
use super::citation::Citation;
use super::clause::{Clause, OperativeVerb};
use super::clause_version::ClauseDifference;
use super::document::Document;
use super::enums::{ChangeKind, LeftOutReason, PairedBy, Speaks};
use super::ranked_clause::RankedClause;
use super::reading::QueryReading;
use crate::domain::{self, Corpus};

/// A comparison as it was served.
pub(super) struct Comparison {
    /// What the service gave.
    pub(super) comparison: Arc<domain::Comparison>,
    /// Whether nothing had to be computed for it.
    pub(super) cached: bool,
}

impl Comparison {
    fn corpus(&self) -> &Arc<Corpus> {
        &self.comparison.corpus
    }
}

/// What each document says on a topic, and the changes from one to the next.
#[Object]
impl Comparison {
    /// The topic as typed, with its white space tidied.
    async fn topic(&self) -> &str {
        &self.comparison.topic
    }

    /// The findings in plain sentences with `[1]` markers; every quoted string is verbatim.
    async fn text(&self) -> &str {
        &self.comparison.text
    }

    /// One row for each document compared, silent ones included, in order of date; at most 100. If
    /// more are compared, those that speak of the topic are shown first.
    async fn rows(&self) -> Vec<ComparisonRow> {
        let row = |row: &domain::ComparisonRow| ComparisonRow::new(self.corpus(), row);
        self.comparison.rows.iter().map(row).collect()
    }

    /// How many documents were compared, those beyond the limit of rows included.
    async fn counts(&self) -> ComparisonCounts {
        let domain::ComparisonCounts { compared, speaking, touching, silent } =
            self.comparison.counts;
        ComparisonCounts { compared, speaking, touching, silent }
    }

    /// The change from each document that speaks of the topic to the next one. Reports and documents
    /// without a date are left out.
    async fn changes(&self) -> Vec<ComparisonChange> {
        let change = |index| ComparisonChange { comparison: Arc::clone(&self.comparison), index };
        (0..self.comparison.changes.len()).map(change).collect()
    }

    /// Which documents said it first, last and most strongly.
    async fn timeline(&self) -> ComparisonTimeline {
        let documents = |indices: &[usize]| -> Vec<Document> {
            indices.iter().map(|&index| Document::new(self.corpus(), index)).collect()
        };
        let timeline = &self.comparison.timeline;
        ComparisonTimeline {
            first: documents(&timeline.first),
            last: documents(&timeline.last),
            strongest: documents(&timeline.strongest),
            earlier_touching: documents(&timeline.earlier_touching),
        }
    }

    /// Documents that were left out when none were chosen, with the reason; at most 100.
    async fn left_out(&self) -> Vec<LeftOut> {
        let one = |one: &domain::LeftOut| LeftOut {
            document: Document::new(self.corpus(), one.document),
            reason: one.reason.into(),
        };
        self.comparison.left_out.iter().map(one).collect()
    }

    /// How many documents were left out in all.
    async fn left_out_count(&self) -> usize {
        self.comparison.left_out_count
    }

    /// How the topic was understood.
    async fn understood(&self) -> QueryReading {
        QueryReading::new(self.corpus(), &self.comparison.understood)
    }

    /// SHA-256 of the state of the corpus that was compared, in hexadecimal digits.
    async fn corpus_digest(&self) -> String {
        self.comparison.corpus_digest().to_string()
    }

    /// Whether the comparison came from the cache.
    #[graphql(cache_control(no_cache), directive = cache_control::apply(0))]
    async fn cached(&self) -> bool {
        self.cached
    }
}

/// How many documents speak of a topic.
#[derive(SimpleObject)]
pub(super) struct ComparisonCounts {
    /// Documents compared.
    compared: usize,
    /// Of them, those that speak of it.
    speaking: usize,
    /// Those that may touch on it.
    touching: usize,
    /// Those that are silent.
    silent: usize,
}

/// Which documents spoke first, last and most strongly: several if they share a date or a strength.
#[derive(SimpleObject)]
pub(super) struct ComparisonTimeline {
    /// The first that speak.
    first: Vec<Document>,
    /// The last that speak.
    last: Vec<Document>,
    /// Those with the strongest verb.
    strongest: Vec<Document>,
    /// Documents before the first that may touch on the topic, so that `first` is not certain.
    earlier_touching: Vec<Document>,
}

/// A document that was not compared.
#[derive(SimpleObject)]
pub(super) struct LeftOut {
    /// The document.
    document: Document,
    /// Why it was not compared.
    reason: LeftOutReason,
}

/// What one document says on the topic.
#[derive(SimpleObject)]
pub(super) struct ComparisonRow {
    /// The document.
    document: Document,
    /// Whether it speaks of the topic.
    speaks: Speaks,
    /// The strongest verb that governs the topic; null if there is none, and for reports, whose words
    /// bind nobody.
    verb: Option<ClauseVerb>,
    /// The decisive words of the most relevant clause; null if no clause is on the topic.
    citation: Option<Citation>,
    /// Clauses on the topic, the most relevant first; at most 10.
    clauses: Vec<RankedClause>,
    /// How many clauses are on the topic in all.
    clause_count: usize,
    /// How many of its clauses were searched.
    clauses_searched: usize,
    /// The clause that comes nearest, on the topic or not.
    nearest: Option<RankedClause>,
}

impl ComparisonRow {
    fn new(corpus: &Arc<Corpus>, row: &domain::ComparisonRow) -> Self {
        let ranked = |one: &domain::RankedClause| RankedClause::in_corpus(corpus, *one);
        Self {
            document: Document::new(corpus, row.document),
            speaks: row.speaks.into(),
            verb: row.verb.map(|verb| ClauseVerb::new(corpus, verb)),
            citation: row.quotation.as_ref().map(|citation| Citation::new(corpus, citation)),
            clauses: row.clauses.iter().map(ranked).collect(),
            clause_count: row.clause_count,
            clauses_searched: row.clauses_searched,
            nearest: row.nearest.as_ref().map(ranked),
        }
    }
}

/// A verb, and the clause that has it.
#[derive(SimpleObject)]
pub(super) struct ClauseVerb {
    /// The verb.
    verb: OperativeVerb,
    /// The clause.
    clause: Clause,
}

impl ClauseVerb {
    fn new(corpus: &Arc<Corpus>, verb: domain::ClauseVerb) -> Self {
        Self {
            verb: OperativeVerb::new(corpus, verb.clause, verb.verb),
            clause: Clause::new(corpus, verb.clause),
        }
    }
}

/// A change of a comparison.
pub(super) struct ComparisonChange {
    comparison: Arc<domain::Comparison>,
    index: usize,
}

impl ComparisonChange {
    fn change(&self) -> &domain::Change {
        &self.comparison.changes[self.index]
    }

    fn verb(&self, verb: Option<domain::ClauseVerb>) -> Option<ClauseVerb> {
        verb.map(|verb| ClauseVerb::new(&self.comparison.corpus, verb))
    }
}

/// From a document that speaks of the topic to the next that does.
#[Object]
impl ComparisonChange {
    /// The earlier document.
    async fn from(&self) -> Document {
        Document::new(&self.comparison.corpus, self.change().from)
    }

    /// The later document.
    async fn to(&self) -> Document {
        Document::new(&self.comparison.corpus, self.change().to)
    }

    /// How the strongest verbs of the two compare: strengthened, weakened or unchanged.
    async fn kind(&self) -> ChangeKind {
        self.change().kind.into()
    }

    /// How many documents between the two speak of the topic and have no row.
    async fn between(&self) -> usize {
        self.change().between
    }

    /// The strongest verb of the earlier document.
    async fn from_verb(&self) -> Option<ClauseVerb> {
        self.verb(self.change().from_verb)
    }

    /// The strongest verb of the later one.
    async fn to_verb(&self) -> Option<ClauseVerb> {
        self.verb(self.change().to_verb)
    }

    /// How each clause on the topic changed: pairs first, then new clauses, then dropped ones.
    async fn clauses(&self) -> Vec<WordingChange> {
        let corpus = &self.comparison.corpus;
        self.change().clauses.iter().map(|one| WordingChange::new(corpus, one)).collect()
    }
}

/// How a clause on the topic changed.
#[derive(SimpleObject)]
pub(super) struct WordingChange {
    /// How it changed.
    kind: ChangeKind,
    /// The clause of the earlier document; null if it is new.
    from: Option<Clause>,
    /// The clause of the later document; null if it was dropped.
    to: Option<Clause>,
    /// The verb behind the earlier wording.
    from_verb: Option<ClauseVerb>,
    /// The verb behind the later wording.
    to_verb: Option<ClauseVerb>,
    /// Why the two are counterparts; null if there is only one.
    paired_by: Option<PairedBy>,
    /// How similar the two are, from 0 to 1; null if there is only one. For wording, the share of
    /// three-word runs of the shorter clause that the other has. For meaning, the mean of two
    /// cosines: of the clauses, and of the part of each that is nearest to the topic.
    similarity: Option<f64>,
    /// Word by word, if the two share wording and neither is longer than 20,000 characters.
    differences: Vec<ClauseDifference>,
}

impl WordingChange {
    fn new(corpus: &Arc<Corpus>, one: &domain::WordingChange) -> Self {
        let clause = |position: Option<usize>| position.map(|at| Clause::new(corpus, at));
        let verb = |verb: Option<domain::ClauseVerb>| verb.map(|v| ClauseVerb::new(corpus, v));
        let both = one.from.zip(one.to);
        let difference = |run: &domain::Difference| {
            let (from, to) = both?;
            Some(ClauseDifference::new(*run, (corpus, from), (corpus, to)))
        };
        Self {
            kind: one.kind.into(),
            from: clause(one.from),
            to: clause(one.to),
            from_verb: verb(one.from_verb),
            to_verb: verb(one.to_verb),
            paired_by: one.pairing.map(|pairing| pairing.by.into()),
            similarity: one.pairing.map(|pairing| pairing.similarity),
            differences: one.differences.iter().filter_map(difference).collect(),
        }
    }
}
