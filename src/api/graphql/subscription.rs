//! Subscriptions: an answer as it comes about, and changes of the corpus.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject, Union};
use futures_util::stream::{self, Stream, StreamExt};

use super::answer::{Answer, AnswerPart};
use super::citation::Citation;
use super::corpus::CorpusInfo;
use super::cost::Spent;
use super::cursor::page_length;
use super::enums::PartKind;
use super::filter::{AskOptionsInput, ClauseFilter};
use super::query::Asked;
use super::ranked_clause::RankedClause;
use super::reading::QueryReading;
use crate::domain::{self, InvalidQuery};
use crate::service::{Ranking, ServedAnswer, Service, ServiceError, Stage};

/// The steps towards an answer, in this order.
#[derive(Union)]
pub(super) enum AskEvent {
    /// The question was read.
    Read(ReadingEvent),
    /// Clauses were ranked.
    Ranked(EvidenceEvent),
    /// A part of the answer is there.
    Part(PartEvent),
    /// The answer is complete.
    Answered(AnswerEvent),
}

/// What was read out of a question.
pub(super) struct ReadingEvent {
    ranking: Arc<Ranking>,
}

/// How the question was understood: sent first.
#[Object(name = "AskReading")]
impl ReadingEvent {
    /// How the question was understood.
    async fn understood(&self) -> QueryReading {
        QueryReading::new(&self.ranking.corpus, &self.ranking.understood)
    }
}

/// The ranking that the answer will be drawn from.
pub(super) struct EvidenceEvent {
    ranking: Arc<Ranking>,
    evidence_default: usize,
}

/// The ranked clauses: sent before the answer.
#[Object(name = "AskEvidence")]
impl EvidenceEvent {
    /// The ranked clauses, best first.
    async fn evidence(
        &self,
        #[graphql(desc = "How many, from 1 to 100; `AskOptions.maxEvidence` by default.")]
        first: Option<i32>,
    ) -> Result<Vec<RankedClause>, InvalidQuery> {
        let shown = first.map_or(Ok(self.evidence_default), page_length)?;
        let evidence = self.ranking.evidence.iter().take(shown);
        Ok(evidence.map(|one| RankedClause::of_evidence(&self.ranking.corpus, one)).collect())
    }
}

/// A sentence of an answer.
pub(super) struct PartEvent {
    answer: Arc<domain::Answer>,
    index: usize,
}

impl PartEvent {
    fn part(&self) -> AnswerPart {
        AnswerPart { answer: Arc::clone(&self.answer), index: self.index }
    }
}

/// A part of the answer's text. All parts, joined by spaces, are `Answer.text`.
#[Object(name = "AskPart")]
impl PartEvent {
    /// Which part it is, from 0.
    async fn index(&self) -> usize {
        self.index
    }

    /// What it is for.
    async fn kind(&self) -> PartKind {
        self.part().kind()
    }

    /// Its words, with `[1]` markers.
    async fn text(&self) -> String {
        self.part().text().to_owned()
    }

    /// The citations whose markers it has.
    async fn citations(&self) -> Vec<Citation> {
        self.part().citations()
    }
}

/// The complete answer: sent last.
#[derive(SimpleObject)]
#[graphql(name = "AskAnswer")]
pub(super) struct AnswerEvent {
    /// The answer as `ask` gives it.
    answer: Answer,
}

/// The root of every subscription.
pub struct Subscription;

/// Events as they happen.
#[async_graphql::Subscription]
impl Subscription {
    /// Answers a question as `ask` does, and shows how the question was understood and which clauses
    /// were found before the answer is ready. The stream ends with the answer.
    async fn ask_stream(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The question, in at most 2000 characters.")] question: String,
        #[graphql(desc = "Earlier questions of the same conversation, oldest first, at most 20.")]
        history: Option<Vec<String>>,
        #[graphql(desc = "Restricts the clauses that may answer.")] filter: Option<ClauseFilter>,
        #[graphql(desc = "Options of the answer.")] options: Option<AskOptionsInput>,
    ) -> Result<impl Stream<Item = Result<AskEvent, ServiceError>>> {
        let asked = Asked::new(question, history, filter, options)?;
        let evidence_default = asked.evidence_default;
        let question = asked.query.question.clone();
        let stages = context.data::<Service>()?.ask_in_stages(asked.query)?;
        Spent::computation(context);
        let mut shown = false;
        let events = stages.map(move |stage| match stage {
            Ok(Stage::Ranked(ranking)) => {
                shown = true;
                ranked(ranking, evidence_default)
            }
            Ok(Stage::Answered(served)) => answered(&served, &question, evidence_default, shown),
            Err(error) => vec![Err(error)],
        });
        Ok(events.flat_map(stream::iter))
    }

    /// Sends an event each time another state of the corpus is served.
    async fn corpus_changed(
        &self,
        context: &Context<'_>,
    ) -> Result<impl Stream<Item = Result<CorpusInfo, ServiceError>>> {
        let service = context.data::<Service>()?.clone();
        let changes = service.changes();
        Ok(stream::unfold((service, changes), |(service, mut changes)| async move {
            changes.changed().await.ok()?;
            let info = CorpusInfo::from_service(&service);
            Some((info, (service, changes)))
        }))
    }
}

fn ranked(ranking: Arc<Ranking>, evidence_default: usize) -> Vec<Result<AskEvent, ServiceError>> {
    let read = AskEvent::Read(ReadingEvent { ranking: Arc::clone(&ranking) });
    let ranked = AskEvent::Ranked(EvidenceEvent { ranking, evidence_default });
    vec![Ok(read), Ok(ranked)]
}

/// The answer in parts and as a whole, after its ranking where that has not been `shown`.
fn answered(
    served: &ServedAnswer,
    question: &str,
    evidence_default: usize,
    shown: bool,
) -> Vec<Result<AskEvent, ServiceError>> {
    let answer = &served.answer;
    let mut events = Vec::new();
    if !shown {
        let ranking = Arc::new(Ranking {
            evidence: answer.evidence.clone(),
            understood: answer.understood.clone(),
            corpus: Arc::clone(&answer.corpus),
        });
        events.extend(ranked(ranking, evidence_default));
    }
    let part = |index| AskEvent::Part(PartEvent { answer: Arc::clone(answer), index });
    events.extend((0..answer.parts.len()).map(part).map(Ok));
    let answer = Answer { served: served.clone(), question: question.to_owned(), evidence_default };
    events.push(Ok(AskEvent::Answered(AnswerEvent { answer })));
    events
}
