//! What the service answers.

use std::ops::Range;
use std::sync::Arc;

use super::documented::documented;
use super::{Corpus, Digest, QueryReading, QuoteVerdict, Refusal, Span, Speaks, TermMet};

documented! {
/// Whether a question was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerStatus {
    /// The corpus answers the question.
    Answered,
    /// It speaks of the topic, and a part that the question is about is missing: `refusal` says which. What
    /// is cited is near, and does not answer.
    Nearest,
    /// Nothing in the documents searched answers it.
    NotFound,
}
}

/// An answer with all that a surface needs to show it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Whether the question was answered.
    pub status: AnswerStatus,
    /// Why it was not answered; none where it was.
    pub refusal: Option<Refusal>,
    /// Plain sentences with `[1]` markers; every quoted string is verbatim.
    pub text: String,
    /// The terms of the question that nothing near it meets, the heaviest first.
    pub unmet: Vec<String>,
    /// What `text` consists of, in order.
    pub parts: Vec<AnswerPart>,
    /// Calibrated probability that the answer is right.
    pub confidence: f64,
    /// Numbered in the order in which `text` uses them.
    pub citations: Vec<Citation>,
    /// One row for each document in scope, in order of date, also where nothing was found.
    pub coverage: Vec<DocumentCoverage>,
    /// The ranking itself, best first, whether the question was answered or not.
    pub evidence: Vec<Evidence>,
    /// Where the question quotes: the verdict on its quotation.
    pub quotation: Option<Arc<QuoteVerdict>>,
    /// What was read out of the question.
    pub understood: QueryReading,
    /// The corpus that answered. Positions in this answer are positions in it.
    pub corpus: Arc<Corpus>,
}

impl Answer {
    /// Digest of the corpus that answered.
    pub fn corpus_digest(&self) -> Digest {
        self.corpus.digest()
    }
}

impl Answer {
    /// The answer in a sentence; of several questions, in one for each.
    pub fn lead(&self) -> String {
        let leads = self.parts.iter().filter(|part| part.kind == PartKind::Lead);
        leads.map(|part| &self.text[part.place.clone()]).collect::<Vec<_>>().join(" ")
    }
}

documented! {
/// What a part of an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// The answer, or that nothing answers, in a sentence: one of our own, or the quotation that answers.
    Lead,
    /// What a clause says, with its quotation.
    Point,
    /// What else is to be known: where else it is said, what changed, what occurs nowhere.
    Note,
    /// Which documents say nothing.
    Silence,
}
}

/// A part of an answer's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerPart {
    /// What it is for.
    pub kind: PartKind,
    /// Where it stands in the text, in bytes.
    pub place: Range<usize>,
    /// Markers of the citations that it refers to.
    pub markers: Vec<u32>,
    /// Of a point: its quotation.
    pub quoting: Option<Excerpt>,
}

/// The words of a citation that a point quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Where they stand in the document's text: within the citation's span.
    pub span: Span,
    /// What the document does in them, as in "strongly urges".
    pub doing: String,
    /// Whether the verb of that stands in the words themselves.
    pub has_verb: bool,
}

/// A verbatim quotation and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// The number that marks it in the answer's text, from 1.
    pub marker: u32,
    /// Position of the quoted clause.
    pub clause: usize,
    /// The quoted words: exactly the document's text at `span`.
    pub quote: String,
    /// Where they stand in the document's text.
    pub span: Span,
    /// Up to 32 code points before the quotation.
    pub prefix: String,
    /// Up to 32 code points after it.
    pub suffix: String,
    /// How surely the clause answers the question, from 0 to 1.
    pub relevance: f64,
    /// How the clause meets the terms of the question, in order; empty where none are compared.
    pub meets: Vec<TermMet>,
}

/// What was found in one document.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentCoverage {
    /// Index of the document.
    pub document: usize,
    /// Whether it speaks of what was asked: it does if it is cited.
    pub speaks: Speaks,
    /// Markers of the citations from it; empty if nothing was found.
    pub markers: Vec<u32>,
    /// How many of its clauses were searched.
    pub clauses_searched: usize,
    /// The clause of it that came nearest, cited or not.
    pub nearest: Option<RankedClause>,
}

/// A clause, and how surely it answers a question or bears on a topic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankedClause {
    /// Position of the clause.
    pub clause: usize,
    /// From 0 to 1.
    pub relevance: f64,
}

/// One clause of the ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Position of the clause.
    pub clause: usize,
    /// How surely it answers the question, from 0 to 1.
    pub relevance: f64,
    /// Why it ranks where it does.
    pub explanation: ScoreExplanation,
}

/// Why a clause ranks where it does: `score` is the sum of the signals' contributions.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreExplanation {
    /// What the ranking is ordered by.
    pub score: f64,
    /// Each signal that had a part in it.
    pub signals: Vec<Signal>,
}

/// One signal of a clause's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// Which signal it is.
    pub name: SignalName,
    /// Its raw value.
    pub value: f64,
    /// What it added to the score.
    pub contribution: f64,
}

documented! {
/// A signal of a clause's score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignalName {
    /// Cosine of the question and the clause in its context.
    Dense,
    /// Best cosine of the question and a segment of the clause.
    Segment,
    /// Mean over the question's tokens, weighted by rarity, of the best token cosine.
    MaxSim,
    /// BM25.
    Lexical,
    /// Score of the cross-encoder.
    CrossEncoder,
    /// The clause has the words that the question quotes.
    Quotation,
    /// The question names other documents, or speaks of what the title of this one names.
    Scope,
    /// The question names the clause by its label.
    Label,
    /// The clause is in a part that the question asks for, or in the frame.
    Part,
    /// The clause is from a report, and adopted documents are asked for.
    Report,
    /// The clause has the lead-in verb that the question names.
    Verb,
    /// The question asks who, and the clause names a person.
    Person,
    /// The clause gives the detail that the question asks for.
    Detail,
    /// The clause stands under a heading that holds the topic.
    Heading,
    /// The question compares documents: the best clauses of each are level.
    Balance,
}
}
