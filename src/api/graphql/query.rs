//! The entry points.

use std::sync::Arc;

use async_graphql::{Context, ID, Interface, Object, Result};

use super::answer::Answer;
use super::clause::Clause;
use super::clause_version::ClauseVersion;
use super::comparison::Comparison;
use super::connection::{ClauseConnection, DocumentConnection};
use super::corpus::CorpusInfo;
use super::cost::Spent;
use super::cursor::{Listing, PAGE_MAX, page_length};
use super::defaults::{DOCUMENTS_DEFAULT, SEARCH_DEFAULT, quote_cost, text_cost};
use super::document::Document;
use super::filter::{AskOptionsInput, ClauseFilter, DocumentFilter};
use super::text_verdict::TextVerdict;
use super::verdict::QuoteVerdict;
use super::{cache_control, read_permalink};
use crate::domain::{self, AskOptions, Corpus, EVIDENCE_MAX, InvalidQuery};
use crate::service::{Service, ServiceError};

/// Anything with an id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Readable, stable and unique in the corpus."))]
pub(super) enum Node {
    /// A document.
    Document(Document),
    /// A clause.
    Clause(Clause),
}

/// A question as the service takes it.
pub(super) struct Asked {
    /// The question with all that shapes its answer.
    pub(super) query: domain::Query,
    /// How many clauses of the ranking are shown where that is not asked for.
    pub(super) evidence_default: usize,
}

impl Asked {
    /// The question that these arguments make.
    pub(super) fn new(
        question: String,
        history: Option<Vec<String>>,
        filter: Option<ClauseFilter>,
        options: Option<AskOptionsInput>,
    ) -> Result<Self> {
        let options = options.unwrap_or_default();
        let shown = options.max_evidence();
        let query = domain::Query {
            question,
            history: history.unwrap_or_default(),
            filter: filter.unwrap_or_default().into_domain()?,
            // As many as `evidence(first:)` can show, so that one cached answer serves them all.
            // None at all is refused later.
            options: AskOptions {
                style: options.style(),
                quote_words_max: options.quote_words_max(),
                max_citations: options.max_citations(),
                max_evidence: if shown == 0 { 0 } else { shown.max(PAGE_MAX) },
            },
        };
        Ok(Self { query, evidence_default: shown })
    }
}

/// What a field of the root gives. One that fails is null, and leaves the fields beside it alone: for
/// that, the library wants the error within the value that may be missing.
async fn attempt<T>(work: impl Future<Output = Result<T>>) -> Option<Result<T>> {
    Some(work.await)
}

/// What `find` finds in the corpus that is served.
fn found<T>(
    context: &Context<'_>,
    find: impl FnOnce(&Arc<Corpus>) -> Option<T>,
) -> Option<Result<T>> {
    let corpus = context.data::<Service>().and_then(|service| Ok(service.corpus()?));
    corpus.map(|corpus| find(&corpus)).transpose()
}

/// The root of every query.
pub struct Query;

/// Finds which declaration said what, and quotes the clause word for word.
#[Object]
impl Query {
    /// Answers a question from the documents, or says that they do not answer it.
    #[graphql(
        cache_control(max_age = 60),
        directive = cache_control::apply(60)
    )]
    async fn ask(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The question, in at most 2000 characters.")] question: String,
        #[graphql(desc = "Earlier questions of the same conversation, oldest first, at most 20.")]
        history: Option<Vec<String>>,
        #[graphql(desc = "Restricts the clauses that may answer.")] filter: Option<ClauseFilter>,
        #[graphql(desc = "Options of the answer.")] options: Option<AskOptionsInput>,
    ) -> Option<Result<Answer>> {
        attempt(Box::pin(async {
            let asked = Asked::new(question, history, filter, options)?;
            let question = asked.query.question.clone();
            let served = context.data::<Service>()?.ask(asked.query).await?;
            if !served.cached {
                Spent::computation(context);
            }
            if served.answer.understood.words_alone {
                Spent::words_alone(context);
            }
            Ok(Answer { served, question, evidence_default: asked.evidence_default })
        }))
        .await
    }

    /// Ranks clauses for a query, best first. At most 1000 are ranked.
    #[graphql(
        cache_control(max_age = 60),
        directive = cache_control::apply(60)
    )]
    async fn search(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What to search for, in at most 2000 characters.")] query: String,
        #[graphql(desc = "Restricts the clauses that may be found.")] filter: Option<ClauseFilter>,
        #[graphql(desc = "How many, from 1 to 100.", default_with = "Some(SEARCH_DEFAULT)")]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Option<Result<ClauseConnection>> {
        attempt(async {
            let first = first.unwrap_or(SEARCH_DEFAULT);
            page_length(first)?;
            // Every page is cut from the same ranking, which is computed once and kept.
            let options = AskOptions { max_evidence: EVIDENCE_MAX, ..AskOptions::default() };
            let filter = filter.unwrap_or_default().into_domain()?;
            let query = domain::Query { question: query, history: Vec::new(), filter, options };
            let (ranking, cached) =
                context.data::<Service>()?.search(query).await.map_err(ServiceError::in_search)?;
            if !cached {
                Spent::computation(context);
            }
            if ranking.understood.words_alone {
                Spent::words_alone(context);
            }
            let total = ranking.evidence.len();
            let listing = Listing { corpus: &ranking.corpus, name: "search", total };
            let page = listing.page(first, after.as_deref())?;
            Ok(ClauseConnection::ranked(&ranking.corpus, &listing, &page, &ranking.evidence))
        })
        .await
    }

    /// Compares what documents say on a topic: one row for each in order of date, silent ones
    /// included, and the changes from one to the next.
    #[graphql(
        cache_control(max_age = 60),
        directive = cache_control::apply(60)
    )]
    async fn compare(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The topic, in at most 500 characters.")] topic: String,
        #[graphql(
            desc = "Ids of the documents to compare, at most 100; all adopted documents if none are given."
        )]
        documents: Option<Vec<ID>>,
    ) -> Option<Result<Comparison>> {
        attempt(async {
            let documents = documents.unwrap_or_default().into_iter().map(|id| id.0).collect();
            let query = domain::ComparisonQuery { topic, documents };
            let (comparison, cached) = context.data::<Service>()?.compare(&query).await?;
            if !cached {
                Spent::computation(context);
            }
            if comparison.understood.words_alone {
                Spent::words_alone(context);
            }
            Ok(Comparison { comparison, cached })
        })
        .await
    }

    /// Says whether a quotation is in the documents, and where: exactly, apart from formatting, altered,
    /// in another source than the one named, or not at all.
    #[graphql(
        cache_control(max_age = 60),
        directive = cache_control::apply(60)
    )]
    async fn verify_quote(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The quotation as pasted, in at most 2000 characters.")] text: String,
        #[graphql(desc = "Id of the document that it is ascribed to.")] document: Option<ID>,
        #[graphql(desc = "Id of the clause that it is ascribed to.")] clause: Option<ID>,
    ) -> Option<Result<QuoteVerdict>> {
        attempt(async {
            let id = |id: Option<ID>| id.map(|id| id.to_string());
            let cost = quote_cost(text.chars().count());
            let claim = domain::QuoteClaim { text, document: id(document), clause: id(clause) };
            let (verdict, cached) = context.data::<Service>()?.verify_quote(claim).await?;
            if !cached {
                Spent::checked(context, cost);
            }
            Ok(QuoteVerdict(verdict))
        })
        .await
    }

    /// Checks a text about the documents: its quotations, its references and its claims. The text is
    /// not stored.
    #[graphql(
        cache_control(no_cache),
        directive = cache_control::apply(0)
    )]
    async fn verify_text(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The text, plain or Markdown, in at most 64000 characters.")] text: String,
    ) -> Option<Result<TextVerdict>> {
        attempt(async {
            let cost = text_cost(text.chars().count());
            let verdict = context.data::<Service>()?.verify_text(text).await?;
            Spent::checked(context, cost);
            Ok(TextVerdict(verdict))
        })
        .await
    }

    /// Lists documents in order of date.
    #[graphql(
        cache_control(max_age = 60),
        directive = cache_control::apply(60)
    )]
    async fn documents(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which documents to list.")] filter: Option<DocumentFilter>,
        #[graphql(desc = "How many, from 1 to 100.", default_with = "Some(DOCUMENTS_DEFAULT)")]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Option<Result<DocumentConnection>> {
        attempt(async {
            let corpus = context.data::<Service>()?.corpus()?;
            let filter = filter.unwrap_or_default().into_domain(&corpus)?;
            let documents = corpus.documents();
            let indices: Vec<usize> =
                (0..documents.len()).filter(|&i| filter.admits_document(&documents[i])).collect();
            let listing = Listing { corpus: &corpus, name: "documents", total: indices.len() };
            let page = listing.page(first.unwrap_or(DOCUMENTS_DEFAULT), after.as_deref())?;
            Ok(DocumentConnection::listed(&corpus, &listing, &page, &indices))
        })
        .await
    }

    /// The document with this id; null if there is none.
    #[graphql(cache_control(max_age = 60), directive = cache_control::apply(60))]
    async fn document(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of a document.")] id: ID,
    ) -> Option<Result<Document>> {
        found(context, |corpus| {
            corpus.document_index(&id).map(|index| Document::new(corpus, index))
        })
    }

    /// The clause with this id; null if there is none.
    #[graphql(cache_control(max_age = 60), directive = cache_control::apply(60))]
    async fn clause(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of a clause.")] id: ID,
    ) -> Option<Result<Clause>> {
        found(context, |corpus| {
            corpus.clause_position(&id).map(|position| Clause::new(corpus, position))
        })
    }

    /// The clause that a permalink names, as it was in that state of the corpus, and how it
    /// has changed since. A state that was never served here is an error with the code `NOT_FOUND`, and a document whose
    /// file was lost since one with `GONE`.
    #[graphql(
        cache_control(max_age = 60),
        directive = cache_control::apply(60)
    )]
    async fn clause_version(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "A permalink, whole or from its `/c/` on.")] permalink: String,
    ) -> Option<Result<ClauseVersion>> {
        attempt(async {
            let Some((state, document, label)) = read_permalink(&permalink) else {
                let message =
                    "is not a permalink of a clause; send one like /c/0a1b2c3d4e5f/rome-2012/P3A";
                let invalid = InvalidQuery { field: "permalink", message: message.to_owned() };
                return Err(ServiceError::from(invalid).into());
            };
            let service = context.data::<Service>()?;
            Ok(ClauseVersion(service.clause_version(state, document, &label).await?))
        })
        .await
    }

    /// The document or clause with this id; null if there is none.
    #[graphql(cache_control(max_age = 60), directive = cache_control::apply(60))]
    async fn node(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of a document or a clause.")] id: ID,
    ) -> Option<Result<Node>> {
        found(context, |corpus| {
            let document = corpus.document_index(&id).map(|at| Document::new(corpus, at));
            let clause = || corpus.clause_position(&id).map(|at| Clause::new(corpus, at));
            document.map(Node::Document).or_else(|| clause().map(Node::Clause))
        })
    }

    /// The corpus that is being served.
    #[graphql(cache_control(max_age = 60), directive = cache_control::apply(60))]
    async fn corpus(&self, context: &Context<'_>) -> Option<Result<CorpusInfo>> {
        attempt(async { Ok(CorpusInfo::from_service(context.data::<Service>()?)?) }).await
    }
}
