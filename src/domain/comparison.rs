//! How the wording on a topic moved from document to document.

use std::sync::Arc;

use super::documented::documented;
use super::{
    Citation, Corpus, Difference, Digest, InvalidQuery, OperativeVerb, QueryReading, RankedClause,
    Speaks,
};

/// The longest topic, in code points.
pub const TOPIC_CHARS_MAX: usize = 500;
/// The most documents that a comparison may name, and the most rows that it shows.
pub const COMPARED_MAX: usize = 100;
/// The most clauses that a row lists; all of them are counted.
pub const ROW_CLAUSES_MAX: usize = 10;

/// What is to be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ComparisonQuery {
    /// What the documents are compared on, as typed.
    pub topic: String,
    /// Ids of the documents to compare; empty for all that were adopted.
    pub documents: Vec<String>,
}

impl ComparisonQuery {
    /// Checks the limits, and that `corpus` has the documents.
    ///
    /// # Errors
    /// The first thing at fault, with its remedy.
    pub fn validate(&self, corpus: &Corpus) -> Result<(), InvalidQuery> {
        let refuse = |field, message| Err(InvalidQuery { field, message });
        if self.topic.trim().is_empty() {
            return refuse("topic", "is empty; name it in a few words".into());
        }
        let chars = self.topic.chars().count();
        if chars > TOPIC_CHARS_MAX {
            let message = format!("has {chars} characters; name it in at most {TOPIC_CHARS_MAX}");
            return refuse("topic", message);
        }
        let count = self.documents.len();
        if count > COMPARED_MAX {
            let message = format!("has {count} entries; compare {COMPARED_MAX} or fewer at a time");
            return refuse("documents", message);
        }
        super::filter::known_documents("documents", &self.documents, corpus)
    }
}

/// What each document says on a topic, and what changed from one to the next.
///
/// Rows and changes stand in order of the documents' dates. Documents are told by their index in
/// the corpus, clauses by their position.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The topic, as typed but for white space.
    pub topic: String,
    /// The findings in plain sentences.
    pub text: String,
    /// One row for each document compared, the silent ones too, of at most [`COMPARED_MAX`].
    pub rows: Vec<ComparisonRow>,
    /// How many documents were compared, rows beyond the limit included.
    pub counts: ComparisonCounts,
    /// From each document that speaks to the next that does.
    pub changes: Vec<Change>,
    /// Who said it first, last and most strongly.
    pub timeline: Timeline,
    /// Documents that were not compared, of at most [`COMPARED_MAX`].
    pub left_out: Vec<LeftOut>,
    /// How many were not compared.
    pub left_out_count: usize,
    /// What was read out of the topic.
    pub understood: QueryReading,
    /// The corpus that was compared.
    pub corpus: Arc<Corpus>,
}

impl Comparison {
    /// Digest of the corpus that was compared.
    pub fn corpus_digest(&self) -> Digest {
        self.corpus.digest()
    }
}

/// How many documents do what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ComparisonCounts {
    /// Documents compared.
    pub compared: usize,
    /// Of them, those that speak of the topic.
    pub speaking: usize,
    /// Those that may touch on it.
    pub touching: usize,
    /// Those that are silent.
    pub silent: usize,
}

/// What one document says.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonRow {
    /// The document.
    pub document: usize,
    /// Whether it speaks of the topic.
    pub speaks: Speaks,
    /// The strongest verb of the clauses that bear on the topic. A report has none, for its words
    /// bind nobody.
    pub verb: Option<ClauseVerb>,
    /// The words that decide, out of the clause that bears on the topic most surely; its marker
    /// counts the rows that have one, from 1.
    pub quotation: Option<Citation>,
    /// Clauses that bear on the topic, the surest first, of at most [`ROW_CLAUSES_MAX`].
    pub clauses: Vec<RankedClause>,
    /// How many bear on it.
    pub clause_count: usize,
    /// How many of its clauses were searched.
    pub clauses_searched: usize,
    /// The clause that comes nearest, whether it bears on the topic or not.
    pub nearest: Option<RankedClause>,
}

/// A lead-in verb of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClauseVerb {
    /// Position of the clause.
    pub clause: usize,
    /// Which of its verbs.
    pub verb: usize,
}

impl ClauseVerb {
    /// The verb itself.
    pub fn in_corpus(self, corpus: &Corpus) -> &OperativeVerb {
        &corpus.clauses()[self.clause].verbs[self.verb]
    }
}

documented! {
/// How a wording changed from one document to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// The later document says it, the earlier one does not.
    New,
    /// The earlier document says it, the later one does not.
    Dropped,
    /// Both say it, the later one by a stronger verb.
    Strengthened,
    /// Both say it, the later one by a weaker verb.
    Weakened,
    /// Both say it by verbs of the same strength, or one of them without a verb.
    Unchanged,
}
}

/// From a document that speaks of the topic to the next that does.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The earlier document.
    pub from: usize,
    /// The later document.
    pub to: usize,
    /// How the strongest verbs of the two compare.
    pub kind: ChangeKind,
    /// How many documents between the two speak of the topic and have no row.
    pub between: usize,
    /// The strongest verb of the earlier document.
    pub from_verb: Option<ClauseVerb>,
    /// The strongest verb of the later one.
    pub to_verb: Option<ClauseVerb>,
    /// What became of each clause that bears on the topic: pairs, then what is new, then what was
    /// dropped.
    pub clauses: Vec<WordingChange>,
}

/// What became of one clause.
#[derive(Debug, Clone, PartialEq)]
pub struct WordingChange {
    /// What became of it.
    pub kind: ChangeKind,
    /// The clause of the earlier document; none where it is new.
    pub from: Option<usize>,
    /// The clause of the later document; none where it was dropped.
    pub to: Option<usize>,
    /// The verb behind the earlier wording.
    pub from_verb: Option<ClauseVerb>,
    /// The verb behind the later wording.
    pub to_verb: Option<ClauseVerb>,
    /// Why the two are taken for counterparts; none where there is but one.
    pub pairing: Option<Pairing>,
    /// Word by word, where the two share wording.
    pub differences: Vec<Difference>,
}

/// Why two clauses are taken for counterparts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pairing {
    /// What they have in common.
    pub by: PairedBy,
    /// Of wordings, the share of three-word runs that the shorter shares with the longer; of
    /// meanings, the mean of two cosines: of the clauses, and of what in each is nearest to the
    /// topic. From 0 to 1.
    pub similarity: f64,
}

documented! {
/// Why two clauses are counterparts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PairedBy {
    /// They share wording.
    Wording,
    /// They mean the same in other words.
    Meaning,
}
}

/// Who spoke first, last and most strongly: documents, more than one where they share the date or
/// the strength. Reports and documents without a date have no part in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// The first that speak.
    pub first: Vec<usize>,
    /// The last that do.
    pub last: Vec<usize>,
    /// Those with the strongest verb.
    pub strongest: Vec<usize>,
    /// Documents before the first that may touch on the topic: those that cast a doubt on it.
    pub earlier_touching: Vec<usize>,
}

/// A document that was not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// The document.
    pub document: usize,
    /// Why it was not.
    pub reason: LeftOutReason,
}

documented! {
/// Why a document was not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOutReason {
    /// It only reports on adopted documents; name it to include it.
    Report,
    /// The topic names other documents.
    NotNamed,
    /// The topic excludes it.
    Excluded,
}
}
