//! The tool `ask`.

use std::fmt::Write;

use rmcp::schemars::{self, JsonSchema};
use serde::Serialize;

use super::arguments::Ask;
use super::bounds::{CITATIONS_MAX, QUOTE_CHARS, ROWS_MAX, cut};
use super::outcome::{Outcome, named, told, unfit};
use crate::api::graphql::PAGE_MAX;
use crate::api::places::Places;
use crate::api::plain;
use crate::api::wire::Wire;
use crate::domain::{Answer, AnswerStyle, AskOptions, Citation, Filter, Query, Speaks};
use crate::service::Service;

/// An answer, or the finding that the documents do not answer.
#[derive(Serialize, JsonSchema)]
pub(super) struct Answered {
    /// `ANSWERED`; `NEAREST` if the documents speak of the topic and something that the question is about is
    /// missing; `NOT_FOUND` if they do not answer.
    status: String,
    /// The answer in a sentence, or that nothing answers.
    lead: String,
    /// Plain sentences with markers such as `[1]` for `citations`. Quotations are word for word.
    answer: String,
    /// Why the question is not answered; null if it is.
    refusal: Option<Refused>,
    /// The probability that the answer, or its absence, is right, from 0 to 1.
    confidence: f64,
    /// The quotations, numbered as the answer marks them.
    citations: Vec<Cited>,
    /// Ids of documents that were searched and say nothing; at most 40.
    silent_documents: Vec<String>,
    /// How many documents were searched.
    searched_count: usize,
    /// SHA-256 of the state of the documents that answered.
    corpus_digest: String,
}

/// Why a question is not answered.
#[derive(Serialize, JsonSchema)]
struct Refused {
    /// The kind of reason, such as `TERM_NOWHERE`.
    kind: String,
    /// The reason in a sentence or two.
    text: String,
}

/// A quotation and where it stands.
#[derive(Serialize, JsonSchema)]
pub(super) struct Cited {
    /// The number that marks it in the answer.
    marker: u32,
    /// The quoted words, exactly as in the document; cut at the end of a word if they are very long.
    quote: String,
    /// Id of the clause.
    clause: String,
    /// Title, place and date of the document, and the label of the clause.
    title: String,
    /// Address of the clause.
    url: String,
    /// How surely the clause answers, from 0 to 1.
    relevance: f64,
}

impl Cited {
    fn new(answer: &Answer, citation: &Citation, places: &Places) -> Self {
        let clause = &answer.corpus.clauses()[citation.clause];
        Self {
            marker: citation.marker,
            quote: cut(&citation.quote, QUOTE_CHARS).to_owned(),
            clause: answer.corpus.id_of(clause),
            title: plain::source(&answer.corpus, clause),
            url: places.clause(&answer.corpus, clause),
            relevance: citation.relevance,
        }
    }
}

/// Answers a question.
pub(super) async fn ask(service: &Service, places: &Places, given: Ask) -> Outcome {
    let styles = AnswerStyle::ALL.map(|style| (style.name(), style));
    let style = given.style.as_deref().map(|name| named("style", name, &styles)).transpose()?;
    let max_citations = given.citations.unwrap_or(AskOptions::default().max_citations);
    if !(1..=CITATIONS_MAX).contains(&max_citations) {
        return Err(unfit("citations", format!("must be from 1 to {CITATIONS_MAX}")));
    }
    let query = Query {
        question: given.question,
        history: given.history.unwrap_or_default(),
        filter: among(given.documents),
        options: AskOptions {
            style: style.unwrap_or(AnswerStyle::Memo),
            max_citations,
            // As by the other surfaces, so that one kept answer serves all.
            max_evidence: PAGE_MAX,
            ..AskOptions::default()
        },
    };
    let answer = service.ask(query).await?.answer;
    let body = Answered::new(&answer, places);
    let text = in_words(&body);
    Ok(told(&body, text))
}

/// The filter for the documents with these ids; none are all.
pub(super) fn among(documents: Option<Vec<String>>) -> Filter {
    Filter { documents: documents.unwrap_or_default().into_iter().collect(), ..Filter::default() }
}

impl Answered {
    fn new(answer: &Answer, places: &Places) -> Self {
        let silent = answer.coverage.iter().filter(|row| row.speaks == Speaks::Silent);
        let silent = silent.map(|row| answer.corpus.documents()[row.document].id.clone());
        Self {
            status: Wire(answer.status).name(),
            lead: answer.lead(),
            answer: answer.text.clone(),
            refusal: answer.refusal.as_ref().map(|refusal| Refused {
                kind: Wire(refusal.kind()).name(),
                text: refusal.text.clone(),
            }),
            confidence: answer.confidence,
            citations: answer.citations.iter().map(|one| Cited::new(answer, one, places)).collect(),
            silent_documents: silent.take(ROWS_MAX).collect(),
            searched_count: answer.coverage.len(),
            corpus_digest: answer.corpus_digest().to_string(),
        }
    }
}

/// The answer, then a line for each source.
fn in_words(answer: &Answered) -> String {
    let mut text = answer.answer.clone();
    for (index, cited) in answer.citations.iter().enumerate() {
        let gap = if index == 0 { "\n\n" } else { "\n" };
        let _ = write!(
            text,
            "{gap}[{}] {} ({}): {}",
            cited.marker, cited.title, cited.clause, cited.url
        );
    }
    text
}
