//! Comparisons: what each document says on a topic, and what changed from one to the next.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::answer::Citation;
use super::cache_control;
use super::clause::{Clause, OperativeVerb};
use super::clause_version::ClauseDifference;
use super::document::Document;
use super::enums::{ChangeKind, LeftOutReason, PairedBy, Speaks};
use super::reading::QueryReading;
use crate::domain::{self, Corpus, Span};

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

/// What each document says on a topic, and what changed from one to the next.
#[Object]
impl Comparison {
    /// The topic, as typed but for white space.
    async fn topic(&self) -> &str {
        &self.comparison.topic
    }

    /// The findings in plain sentences with `[1]` markers; every quoted string is verbatim.
    async fn text(&self) -> &str {
        &self.comparison.text
    }

    /// One row for each document compared, in order of date, also where it is silent; at most 100.
    /// Of more, those that speak come first.
    async fn rows(&self) -> Vec<ComparisonRow> {
        let row = |row: &domain::ComparisonRow| ComparisonRow::new(self.corpus(), row);
        self.comparison.rows.iter().map(row).collect()
    }

    /// How many documents were compared, those beyond the limit of rows included.
    async fn counts(&self) -> ComparisonCounts {
        let domain::ComparisonCounts { documents, speaking, touching, silent } =
            self.comparison.counts;
        ComparisonCounts { documents, speaking, touching, silent }
    }

    /// From each document that speaks of the topic to the next that does. Reports, and documents
    /// without a date, have no part in it.
    async fn changes(&self) -> Vec<ComparisonChange> {
        let change = |index| ComparisonChange { comparison: Arc::clone(&self.comparison), index };
        (0..self.comparison.changes.len()).map(change).collect()
    }

    /// Who said it first, last and most strongly.
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

    /// Documents that were not compared though nobody chose others, at most 100, with the reason.
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

    /// What was read out of the topic.
    async fn understood(&self) -> QueryReading {
        QueryReading(self.comparison.understood.clone())
    }

    /// SHA-256 of the state of the corpus that was compared, in hexadecimal digits.
    async fn corpus_digest(&self) -> String {
        self.comparison.corpus_digest().to_string()
    }

    /// Whether the comparison was there before it was asked for.
    #[graphql(cache_control(no_cache), directive = cache_control::apply(0))]
    async fn cached(&self) -> bool {
        self.cached
    }
}

/// How many documents speak of a topic.
#[derive(SimpleObject)]
pub(super) struct ComparisonCounts {
    /// Documents compared.
    documents: usize,
    /// Of them, those that speak of it.
    speaking: usize,
    /// Those that may touch on it.
    touching: usize,
    /// Those that are silent.
    silent: usize,
}

/// Who spoke first, last and most strongly: more than one where they share the date or the strength.
#[derive(SimpleObject)]
pub(super) struct ComparisonTimeline {
    /// The first that speak.
    first: Vec<Document>,
    /// The last that do.
    last: Vec<Document>,
    /// Those with the strongest verb.
    strongest: Vec<Document>,
    /// Documents before the first that may touch on the topic: those that cast a doubt on it.
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
    /// The strongest verb under which the topic stands; null where none does, and for reports,
    /// whose words bind nobody.
    verb: Option<ClauseVerb>,
    /// The words that decide, out of the clause that bears on the topic most surely; null where none
    /// does.
    quotation: Option<Citation>,
    /// Clauses that bear on the topic, the surest first; at most 10.
    clauses: Vec<ClauseRelevance>,
    /// How many bear on it.
    clause_count: usize,
    /// How many of its clauses were searched.
    searched: usize,
    /// The clause that comes nearest, whether it bears on the topic or not.
    nearest: Option<ClauseRelevance>,
}

impl ComparisonRow {
    fn new(corpus: &Arc<Corpus>, row: &domain::ComparisonRow) -> Self {
        let relevance = |one: &domain::Bearing| ClauseRelevance {
            clause: Clause::new(corpus, one.clause),
            relevance: one.relevance,
        };
        Self {
            document: Document::new(corpus, row.document),
            speaks: row.speaks.into(),
            verb: row.verb.map(|verb| ClauseVerb::new(corpus, verb)),
            quotation: row.quotation.as_ref().map(|citation| Citation::new(corpus, citation)),
            clauses: row.clauses.iter().map(relevance).collect(),
            clause_count: row.clause_count,
            searched: row.searched,
            nearest: row.nearest.as_ref().map(relevance),
        }
    }
}

/// A clause, and how surely it bears on the topic.
#[derive(SimpleObject)]
pub(super) struct ClauseRelevance {
    /// The clause.
    clause: Clause,
    /// From 0 to 1.
    relevance: f64,
}

/// A verb, and the clause that has it.
#[derive(SimpleObject)]
pub(super) struct ClauseVerb {
    /// The verb as it stands in the clause.
    verb: OperativeVerb,
    /// The clause.
    clause: Clause,
}

impl ClauseVerb {
    fn new(corpus: &Arc<Corpus>, verb: domain::ClauseVerb) -> Self {
        Self {
            verb: OperativeVerb(verb.in_corpus(corpus).clone()),
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

    /// What became of each clause that bears on the topic: pairs, then what is new, then what was
    /// dropped.
    async fn clauses(&self) -> Vec<WordingChange> {
        let corpus = &self.comparison.corpus;
        self.change().clauses.iter().map(|one| WordingChange::new(corpus, one)).collect()
    }
}

/// What became of a clause that bears on the topic.
#[derive(SimpleObject)]
pub(super) struct WordingChange {
    /// What became of it.
    kind: ChangeKind,
    /// The clause of the earlier document; null where it is new.
    from: Option<Clause>,
    /// The clause of the later document; null where it was dropped.
    to: Option<Clause>,
    /// The verb behind the earlier wording.
    from_verb: Option<ClauseVerb>,
    /// The verb behind the later wording.
    to_verb: Option<ClauseVerb>,
    /// What the two have in common; null where there is but one.
    paired_by: Option<PairedBy>,
    /// Of wordings, the share of three-word runs that the shorter clause shares with the other; of
    /// meanings, the mean of two cosines: of the clauses, and of what in each is nearest to the
    /// topic. From 0 to 1; null where there is but one.
    similarity: Option<f64>,
    /// Word by word, where the two share wording and neither is longer than 20,000 characters.
    differences: Vec<ClauseDifference>,
}

impl WordingChange {
    fn new(corpus: &Arc<Corpus>, one: &domain::WordingChange) -> Self {
        let clause = |position: Option<usize>| position.map(|at| Clause::new(corpus, at));
        let verb = |verb: Option<domain::ClauseVerb>| verb.map(|v| ClauseVerb::new(corpus, v));
        let words = |position: Option<usize>, span: Span| {
            let clause = position.map(|position| &corpus.clauses()[position]);
            clause.map_or("", |clause| corpus.document_of(clause).text.slice(span))
        };
        let difference = |run: &domain::Difference| {
            ClauseDifference::new((*run, words(one.from, run.left), words(one.to, run.right)))
        };
        Self {
            kind: one.kind.into(),
            from: clause(one.from),
            to: clause(one.to),
            from_verb: verb(one.from_verb),
            to_verb: verb(one.to_verb),
            paired_by: one.pairing.map(|pairing| pairing.by.into()),
            similarity: one.pairing.map(|pairing| pairing.similarity),
            differences: one.differences.iter().map(difference).collect(),
        }
    }
}
