//! Answers, with the quotations that prove them.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};

use super::cache_control;
use super::citation::Citation;
use super::citing::export;
use super::cost::Spent;
use super::cursor::page_length;
use super::defaults::PHRASING_COST;
use super::document::Document;
use super::enums::{AnswerStatus, ExportFormat, PartKind, RefusalKind, Speaks};
use super::phrased::PhrasedAnswer;
use super::ranked_clause::RankedClause;
use super::reading::QueryReading;
use super::text_span::TextSpan;
use super::verdict::QuoteVerdict;
use crate::citing::{Passage, Subject};
use crate::domain::{self, InvalidQuery};
use crate::service::{ServedAnswer, Service};

/// An answer as it was served.
pub(super) struct Answer {
    /// What the service gave.
    pub(super) served: ServedAnswer,
    /// What was asked.
    pub(super) question: String,
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

    /// Why the question was not answered; null if it was.
    async fn refusal(&self) -> Option<Refusal> {
        let refusal = self.served.answer.refusal.as_ref()?;
        Some(Refusal { kind: refusal.kind().into(), text: refusal.text.clone() })
    }

    /// The answer in a sentence, or that nothing answers; of several questions, in one for each.
    async fn lead(&self) -> String {
        self.served.answer.lead()
    }

    /// What `text` consists of, in order.
    async fn parts(&self) -> Vec<AnswerPart> {
        let answer = &self.served.answer;
        let part = |index| AnswerPart { answer: Arc::clone(answer), index };
        (0..answer.parts.len()).map(part).collect()
    }

    /// Plain sentences with `[1]` markers; every quoted string is verbatim. Where a clause goes on before or
    /// behind its quotation, an ellipsis stands outside the quotation marks.
    async fn text(&self) -> &str {
        &self.served.answer.text
    }

    /// The answer in the words of a language model, as far as they could be checked; null where the server has no
    /// model. It is asked anew each time.
    #[graphql(cache_control(no_cache), directive = cache_control::apply(0))]
    async fn phrased(&self, context: &Context<'_>) -> async_graphql::Result<Option<PhrasedAnswer>> {
        let answer = &self.served.answer;
        let phrased = context.data::<Service>()?.phrase(answer, &self.question).await;
        if phrased.is_some() {
            Spent::checked(context, PHRASING_COST);
        }
        Ok(phrased.map(|phrased| PhrasedAnswer { answer: Arc::clone(answer), phrased }))
    }

    /// The terms of the question that nothing near it meets, the heaviest first; empty unless `status` is
    /// `NEAREST`.
    async fn unmet(&self) -> &[String] {
        &self.served.answer.unmet
    }

    /// Calibrated probability that the answer, or the refusal, is right: at 0.8, four in five are. Where
    /// `status` is `NEAREST`, the probability that what is quoted answers after all: at most 0.5.
    async fn confidence(&self) -> f64 {
        self.served.answer.confidence
    }

    /// The quotations, numbered in the order in which the text uses them.
    async fn citations(&self) -> Vec<Citation> {
        let answer = &self.served.answer;
        answer.citations.iter().map(|one| Citation::new(&answer.corpus, one)).collect()
    }

    /// One row for each document in scope, in order of date, including those without a result.
    async fn coverage(&self) -> Vec<DocumentCoverage> {
        let row = |index| DocumentCoverage { answer: Arc::clone(&self.served.answer), index };
        (0..self.served.answer.coverage.len()).map(row).collect()
    }

    /// The ranked clauses, best first, whether or not the question was answered.
    async fn evidence(
        &self,
        #[graphql(desc = "How many, from 1 to 100; `AskOptions.maxEvidence` by default.")]
        first: Option<i32>,
    ) -> Result<Vec<RankedClause>, InvalidQuery> {
        let shown = first.map_or(Ok(self.evidence_default), page_length)?;
        let total = self.served.answer.evidence.len();
        let answer = &self.served.answer;
        let evidence =
            |index: usize| RankedClause::of_evidence(&answer.corpus, &answer.evidence[index]);
        Ok((0..total.min(shown)).map(evidence).collect())
    }

    /// If the question quotes, what `verifyQuote` says of its quotation.
    async fn quotation(&self) -> Option<QuoteVerdict> {
        self.served.answer.quotation.clone().map(QuoteVerdict)
    }

    /// How the question was understood.
    async fn understood(&self) -> QueryReading {
        QueryReading::new(&self.served.answer.corpus, &self.served.answer.understood)
    }

    /// The citations as records for reference managers: one for each document, with its quotations.
    async fn export(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The format; `AKOMA_NTOSO` is for documents only.")] format: ExportFormat,
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

    /// Whether the answer came from the cache.
    #[graphql(cache_control(no_cache), directive = cache_control::apply(0))]
    async fn cached(&self) -> bool {
        self.served.cached
    }
}

/// A part of an answer.
pub(super) struct AnswerPart {
    /// The answer.
    pub(super) answer: Arc<domain::Answer>,
    /// Which of its parts it is.
    pub(super) index: usize,
}

impl AnswerPart {
    fn own(&self) -> &domain::AnswerPart {
        &self.answer.parts[self.index]
    }

    /// What it is for.
    pub(super) fn kind(&self) -> PartKind {
        self.own().kind.into()
    }

    /// Its words.
    pub(super) fn text(&self) -> &str {
        &self.answer.text[self.own().place.clone()]
    }

    /// The citations that it refers to.
    pub(super) fn citations(&self) -> Vec<Citation> {
        let own =
            self.answer.citations.iter().filter(|one| self.own().markers.contains(&one.marker));
        own.map(|one| Citation::new(&self.answer.corpus, one)).collect()
    }
}

/// A part of an answer's text.
#[Object(name = "AnswerPart")]
impl AnswerPart {
    /// What it is for.
    #[graphql(name = "kind")]
    async fn shown_kind(&self) -> PartKind {
        self.kind()
    }

    /// Its words, with `[1]` markers.
    #[graphql(name = "text")]
    async fn shown_text(&self) -> &str {
        self.text()
    }

    /// The citations whose markers it has.
    #[graphql(name = "citations")]
    async fn shown_citations(&self) -> Vec<Citation> {
        self.citations()
    }

    /// Of a point: the words that it quotes, of its citation or a part of them, as a span of `Document.text`.
    async fn quote(&self) -> Option<TextSpan> {
        let excerpt = self.own().quoting.as_ref()?;
        let marker = self.own().markers.first()?;
        let citation = self.answer.citations.iter().find(|one| one.marker == *marker)?;
        Some(TextSpan::in_document(&self.answer.corpus, citation.clause, excerpt.span))
    }

    /// Of a point: what the document does in the words quoted, as in "strongly urges".
    async fn verb(&self) -> Option<&str> {
        self.own().quoting.as_ref().map(|excerpt| excerpt.doing.as_str())
    }
}

/// Why a question was not answered.
#[derive(SimpleObject)]
pub(super) struct Refusal {
    /// The reason that decided.
    kind: RefusalKind,
    /// The reason in a sentence or two.
    text: String,
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

    /// Whether it speaks of what was asked: `YES` if it is cited.
    async fn speaks(&self) -> Speaks {
        self.row().speaks.into()
    }

    /// Markers of the citations from it; empty if nothing was found.
    async fn markers(&self) -> &[u32] {
        &self.row().markers
    }

    /// How many of its clauses were searched.
    async fn clauses_searched(&self) -> usize {
        self.row().clauses_searched
    }

    /// The clause of it that came nearest, cited or not.
    async fn nearest(&self) -> Option<RankedClause> {
        self.row().nearest.map(|one| RankedClause::in_corpus(&self.answer.corpus, one))
    }
}
