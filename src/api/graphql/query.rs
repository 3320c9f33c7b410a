//! The entry points.

use async_graphql::{Context, ID, Interface, Object, Result};

use super::answer::{Answer, EVIDENCE_DEFAULT};
use super::clause::Clause;
use super::clause_version::ClauseVersion;
use super::comparison::Comparison;
use super::connection::{ClauseConnection, DocumentConnection};
use super::corpus::CorpusInfo;
use super::cost::Spent;
use super::cursor::{Listing, PAGE_MAX, page_length};
use super::document::Document;
use super::filter::{AskOptionsInput, ClauseFilter, DocumentFilter};
use super::text_verdict::TextVerdict;
use super::verdict::QuoteVerdict;
use super::{COMPUTATION_COST, cache_control, read_permalink};
use crate::domain::{self, AskOptions, EVIDENCE_MAX, InvalidQuery};
use crate::service::{Service, ServiceError};

/// How many clauses a page of a search has unless asked otherwise.
pub(super) const SEARCH_DEFAULT: usize = 10;
/// How many documents a page has unless asked otherwise.
pub(super) const DOCUMENTS_DEFAULT: usize = 20;

/// What the check of a text costs beside its fields: a request may have a few of them.
pub(super) const TEXT_COST: usize = 10 * COMPUTATION_COST;

/// Anything that has an id of its own.
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
        let max_evidence = options.max_evidence();
        let query = domain::Query {
            question,
            history: history.unwrap_or_default(),
            filter: filter.unwrap_or_default().into_domain()?,
            // As many as `evidence(first:)` can show, so that one kept answer serves them all.
            options: AskOptions {
                max_citations: options.max_citations(),
                max_evidence: max_evidence.unwrap_or(PAGE_MAX),
            },
        };
        Ok(Self { query, evidence_default: max_evidence.unwrap_or(EVIDENCE_DEFAULT) })
    }
}

/// The root of every query.
pub struct Query;

/// Which declaration said what, with the clause, word for word.
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
        #[graphql(desc = "Which clauses may answer.")] filter: Option<ClauseFilter>,
        #[graphql(desc = "How the answer is made.")] options: Option<AskOptionsInput>,
    ) -> Result<Answer> {
        let asked = Asked::new(question, history, filter, options)?;
        let served = context.data::<Service>()?.ask(asked.query).await?;
        if !served.cached {
            Spent::computation(context);
        }
        if served.answer.understood.words_alone {
            Spent::words_alone(context);
        }
        Ok(Answer { served, evidence_default: asked.evidence_default })
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
        #[graphql(desc = "Which clauses may be found.")] filter: Option<ClauseFilter>,
        #[graphql(desc = "How many, from 1 to 100; 10 unless given.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<ClauseConnection> {
        page_length(first, SEARCH_DEFAULT)?;
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
        let page = listing.page(first, SEARCH_DEFAULT, after.as_deref())?;
        Ok(ClauseConnection::ranked(&ranking.corpus, &listing, &page, &ranking.evidence))
    }

    /// Compares what documents say on a topic: a row for each in order of date, also where it is
    /// silent, and what changed from one to the next.
    #[graphql(
        cache_control(max_age = 60),
        directive = cache_control::apply(60)
    )]
    async fn compare(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The topic, in at most 500 characters.")] topic: String,
        #[graphql(
            desc = "Ids of the documents to compare, at most 100; all that were adopted unless given."
        )]
        documents: Option<Vec<ID>>,
    ) -> Result<Comparison> {
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
    }

    /// Says whether a quotation stands in the documents, and where: exactly, apart from formatting,
    /// altered, elsewhere than it is ascribed to, or not at all.
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
    ) -> Result<QuoteVerdict> {
        let id = |id: Option<ID>| id.map(|id| id.to_string());
        let claim = domain::QuoteClaim { text, document: id(document), clause: id(clause) };
        let (verdict, cached) = context.data::<Service>()?.verify_quote(claim).await?;
        if !cached {
            Spent::computation(context);
        }
        Ok(QuoteVerdict(verdict))
    }

    /// Checks a text that speaks about the documents: its quotations, its references, and what it
    /// says that they say. Nothing is kept of it.
    #[graphql(
        cache_control(no_cache),
        directive = cache_control::apply(0)
    )]
    async fn verify_text(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The text, plain or Markdown, in at most 64000 characters.")] text: String,
    ) -> Result<TextVerdict> {
        let verdict = context.data::<Service>()?.verify_text(text).await?;
        Spent::computation(context);
        Ok(TextVerdict(verdict))
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
        #[graphql(desc = "How many, from 1 to 100; 20 unless given.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<DocumentConnection> {
        let corpus = context.data::<Service>()?.corpus()?;
        let filter = filter.unwrap_or_default().into_domain(&corpus)?;
        let documents = corpus.documents();
        let indices: Vec<usize> =
            (0..documents.len()).filter(|&i| filter.admits_document(&documents[i])).collect();
        let listing = Listing { corpus: &corpus, name: "documents", total: indices.len() };
        let page = listing.page(first, DOCUMENTS_DEFAULT, after.as_deref())?;
        Ok(DocumentConnection::listed(&corpus, &listing, &page, &indices))
    }

    /// The document with this id; null where there is none.
    #[graphql(cache_control(max_age = 60), directive = cache_control::apply(60))]
    async fn document(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of a document.")] id: ID,
    ) -> Result<Option<Document>> {
        let corpus = context.data::<Service>()?.corpus()?;
        Ok(corpus.document_index(&id).map(|index| Document::new(&corpus, index)))
    }

    /// The clause with this id; null where there is none.
    #[graphql(cache_control(max_age = 60), directive = cache_control::apply(60))]
    async fn clause(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of a clause.")] id: ID,
    ) -> Result<Option<Clause>> {
        let corpus = context.data::<Service>()?.corpus()?;
        Ok(corpus.clause_position(&id).map(|position| Clause::new(&corpus, position)))
    }

    /// The clause that a permalink names, as it was in that state of the corpus, and what became of
    /// it since. A state that was never served here is an error with the code `NOT_FOUND`.
    #[graphql(
        cache_control(max_age = 60),
        directive = cache_control::apply(60)
    )]
    async fn clause_version(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "A permalink, whole or from its `/c/` on.")] permalink: String,
    ) -> Result<ClauseVersion> {
        let Some((state, document, label)) = read_permalink(&permalink) else {
            let message = "is no link to a clause; send one like /c/0a1b2c3d4e5f/rome-2012/P3A";
            let invalid = InvalidQuery { field: "permalink", message: message.to_owned() };
            return Err(ServiceError::from(invalid).into());
        };
        let service = context.data::<Service>()?;
        Ok(ClauseVersion(service.clause_version(state, document, label).await?))
    }

    /// The document or clause with this id; null where there is none.
    #[graphql(cache_control(max_age = 60), directive = cache_control::apply(60))]
    async fn node(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of a document or a clause.")] id: ID,
    ) -> Result<Option<Node>> {
        let corpus = context.data::<Service>()?.corpus()?;
        let document =
            corpus.document_index(&id).map(|i| Node::Document(Document::new(&corpus, i)));
        let clause = || corpus.clause_position(&id).map(|p| Node::Clause(Clause::new(&corpus, p)));
        Ok(document.or_else(clause))
    }

    /// The corpus that is being served.
    #[graphql(cache_control(max_age = 60), directive = cache_control::apply(60))]
    async fn corpus(&self, context: &Context<'_>) -> Result<CorpusInfo> {
        Ok(CorpusInfo::of(context.data::<Service>()?)?)
    }
}
