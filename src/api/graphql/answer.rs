//! Answers: what is said, and what proves it.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};

use super::citing::{TextSelectors, export};
use super::clause::Clause;
use super::cursor::page_length;
use super::document::Document;
use super::enums::{AnswerStatus, CitationStyle, ExportFormat, RefusalKind};
use super::reading::QueryReading;
use super::scalar::Date;
use super::verdict::QuoteVerdict;
use super::{Links, cache_control};
use crate::citing::{self, Passage, Subject};
use crate::domain::{self, Corpus, InvalidQuery};
use crate::service::ServedAnswer;

/// How many clauses of the ranking are shown unless asked otherwise.
pub(super) const EVIDENCE_DEFAULT: usize = 20;

/// An answer as it was served.
pub(super) struct Answer {
    /// What the service gave.
    pub(super) served: ServedAnswer,
    /// How many clauses of the ranking are shown where `first` is not given.
    pub(super) evidence_default: usize,
}

/// An answer to a question, or the finding that the documents do not answer it.
#[Object]
impl Answer {
    /// Whether the question was answered.
    async fn status(&self) -> AnswerStatus {
        self.served.answer.status.into()
    }

    /// Why it was not answered; null where it was.
    async fn refusal(&self) -> Option<Refusal> {
        let refusal = self.served.answer.refusal.as_ref()?;
        Some(Refusal { kind: refusal.kind().into(), text: refusal.text.clone() })
    }

    /// Plain sentences with `[1]` markers; every quoted string is verbatim.
    async fn text(&self) -> &str {
        &self.served.answer.text
    }

    /// Calibrated probability that the answer is right: of the answers with 0.8, four in five are.
    async fn confidence(&self) -> f64 {
        self.served.answer.confidence
    }

    /// The quotations, numbered in the order in which the text uses them.
    async fn citations(&self) -> Vec<Citation> {
        let answer = &self.served.answer;
        answer.citations.iter().map(|one| Citation::new(&answer.corpus, one)).collect()
    }

    /// One row for each document in scope, in order of date, also where nothing was found.
    async fn coverage(&self) -> Vec<DocumentCoverage> {
        let row = |index| DocumentCoverage { answer: Arc::clone(&self.served.answer), index };
        (0..self.served.answer.coverage.len()).map(row).collect()
    }

    /// The ranking itself, best first, whether the question was answered or not.
    async fn evidence(
        &self,
        #[graphql(
            desc = "How many, from 1 to 100; `AskOptions.maxEvidence` or else 20 unless given."
        )]
        first: Option<i32>,
    ) -> Result<Vec<Evidence>, InvalidQuery> {
        let shown = page_length(first, self.evidence_default)?;
        let total = self.served.answer.evidence.len();
        let answer = &self.served.answer;
        let evidence = |index: usize| Evidence::new(&answer.corpus, &answer.evidence[index]);
        Ok((0..total.min(shown)).map(evidence).collect())
    }

    /// Where the question quotes, what `verifyQuote` says to its quotation.
    async fn quotation(&self) -> Option<QuoteVerdict> {
        self.served.answer.quotation.clone().map(QuoteVerdict)
    }

    /// What was read out of the question.
    async fn understood(&self) -> QueryReading {
        QueryReading(self.served.answer.understood.clone())
    }

    /// Its citations as records of other programs: each document once, with what is quoted from it.
    async fn export(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "As what; `AKOMA_NTOSO` is of documents.")] format: ExportFormat,
    ) -> async_graphql::Result<String> {
        let answer = &self.served.answer;
        let passage = |citation| Passage::of_citation(&answer.corpus, citation);
        let passages: Vec<Passage<'_>> = answer.citations.iter().map(passage).collect();
        export(context, &answer.corpus, Subject::Passages(&passages), format)
    }

    /// SHA-256 of the state of the corpus that answered, in hexadecimal digits.
    async fn corpus_digest(&self) -> String {
        self.served.answer.corpus_digest().to_string()
    }

    /// Whether the answer was there before it was asked for.
    #[graphql(cache_control(no_cache), directive = cache_control::apply(0))]
    async fn cached(&self) -> bool {
        self.served.cached
    }
}

/// Why a question was not answered.
#[derive(SimpleObject)]
pub(super) struct Refusal {
    /// The reason that decided.
    kind: RefusalKind,
    /// The same in a sentence or two.
    text: String,
}

/// A citation of an answer, or of a comparison.
pub(super) struct Citation {
    corpus: Arc<Corpus>,
    citation: domain::Citation,
}

impl Citation {
    /// `citation` out of `corpus`.
    pub(super) fn new(corpus: &Arc<Corpus>, citation: &domain::Citation) -> Self {
        Self { corpus: Arc::clone(corpus), citation: citation.clone() }
    }
}

/// A verbatim quotation and where it stands.
#[Object]
impl Citation {
    /// The number that marks it in the text of the answer or the comparison, from 1.
    async fn marker(&self) -> u32 {
        self.citation.marker
    }

    /// The quoted clause.
    async fn clause(&self) -> Clause {
        Clause::new(&self.corpus, self.citation.clause)
    }

    /// The quoted words: exactly `Document.text` from `start` to `end`.
    async fn quote(&self) -> &str {
        &self.citation.quote
    }

    /// Where they begin in `Document.text`, in Unicode code points from 0.
    async fn start(&self) -> u32 {
        self.citation.span.start
    }

    /// Where they end in `Document.text`, in Unicode code points, exclusive.
    async fn end(&self) -> u32 {
        self.citation.span.end
    }

    /// Up to 32 code points before the quotation.
    async fn prefix(&self) -> &str {
        &self.citation.prefix
    }

    /// Up to 32 code points after it.
    async fn suffix(&self) -> &str {
        &self.citation.suffix
    }

    /// How the clause is cited.
    async fn cite(
        &self,
        #[graphql(desc = "How the citation is set.")] style: CitationStyle,
        #[graphql(desc = "When its source was seen; shown where the address of that is known.")]
        accessed: Option<Date>,
    ) -> String {
        let passage = Passage::of_citation(&self.corpus, &self.citation);
        let (label, accessed) = (&passage.clause.label, accessed.map(|date| date.0));
        citing::cite(passage.document, Some(label), style.into(), accessed)
    }

    /// Where the quoted words stand, as annotations and links have it.
    async fn selectors(&self) -> TextSelectors {
        let citation = &self.citation;
        TextSelectors::new(&self.corpus, citation.clause, citation.span)
    }

    /// How surely the clause answers the question, from 0 to 1.
    async fn relevance(&self) -> f64 {
        self.citation.relevance
    }

    /// Where the clause can be read in this state of the corpus.
    async fn permalink(&self, context: &Context<'_>) -> async_graphql::Result<String> {
        let clause = &self.corpus.clauses()[self.citation.clause];
        Ok(context.data::<Arc<Links>>()?.clause(&self.corpus, clause))
    }
}

/// A row of an answer's coverage.
pub(super) struct DocumentCoverage {
    answer: Arc<domain::Answer>,
    index: usize,
}

impl DocumentCoverage {
    fn row(&self) -> &domain::DocumentCoverage {
        &self.answer.coverage[self.index]
    }
}

/// What was found in one document.
#[Object]
impl DocumentCoverage {
    /// The document.
    async fn document(&self) -> Document {
        Document::new(&self.answer.corpus, self.row().document)
    }

    /// Markers of the citations from it; empty where nothing was found.
    async fn citations(&self) -> &[u32] {
        &self.row().citations
    }

    /// How many of its clauses were searched.
    async fn searched(&self) -> usize {
        self.row().searched
    }

    /// The clause of it that came nearest, cited or not.
    async fn nearest(&self) -> Option<Clause> {
        self.row().nearest.map(|position| Clause::new(&self.answer.corpus, position))
    }
}

/// A place in a ranking.
pub(super) struct Evidence {
    corpus: Arc<Corpus>,
    evidence: domain::Evidence,
}

impl Evidence {
    /// `evidence` out of `corpus`.
    pub(super) fn new(corpus: &Arc<Corpus>, evidence: &domain::Evidence) -> Self {
        Self { corpus: Arc::clone(corpus), evidence: evidence.clone() }
    }
}

/// One clause of the ranking.
#[Object]
impl Evidence {
    /// The clause.
    async fn clause(&self) -> Clause {
        Clause::new(&self.corpus, self.evidence.clause)
    }

    /// How surely it answers the question, from 0 to 1.
    async fn relevance(&self) -> f64 {
        self.evidence.relevance
    }

    /// Why it ranks where it does.
    async fn explanation(&self) -> ScoreExplanation {
        ScoreExplanation(self.evidence.explanation.clone())
    }
}

/// A domain explanation.
pub(super) struct ScoreExplanation(pub(super) domain::ScoreExplanation);

/// Why a clause ranks where it does: the score is the sum of the signals' contributions.
#[Object]
impl ScoreExplanation {
    /// What the ranking is ordered by.
    async fn score(&self) -> f64 {
        self.0.score
    }

    /// Each signal that had a part in it.
    async fn signals(&self) -> Vec<Signal> {
        let signal = |signal: &domain::Signal| Signal {
            name: signal.name,
            value: signal.value,
            contribution: signal.contribution,
        };
        self.0.signals.iter().map(signal).collect()
    }
}

/// One signal of a clause's score.
#[derive(SimpleObject)]
pub(super) struct Signal {
    /// Its name: `dense`, `lexical`, ...
    name: &'static str,
    /// Its raw value.
    value: f64,
    /// What it added to the score.
    contribution: f64,
}
