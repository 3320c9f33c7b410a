//! The entry points that change something.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::catalogue::Doubt;
use super::cost::Spent;
use super::enums::{AnswerStatus, DocumentKind, FileEffect};
use super::scalar::Date;
use crate::domain::{self, InvalidQuery, Opinion, Query, SentFile};
use crate::service::{Service, ServiceError};

/// Whether the one who sent a request may change documents. Part of a request's data.
pub struct Caller(pub Result<(), ServiceError>);

/// The root of every mutation.
pub struct Mutation;

/// Changes of the documents, for API keys with the scope `admin`; and feedback of readers.
#[Object]
impl Mutation {
    /// Reads a file of any format that the folder may hold, and writes it there: all of it, or
    /// nothing. A file of the same name is replaced.
    async fn add_document(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The file, in base64.")] file: String,
        #[graphql(desc = "Its name without a path: `quito-2031.pdf`.")] name: String,
        #[graphql(desc = "Whether to show what was read, and write nothing.", default)]
        dry_run: bool,
    ) -> Option<Result<AddedDocuments>> {
        let added = async {
            let service = allowed(context)?;
            let bytes = STANDARD.decode(file.trim_end()).map_err(|_| InvalidQuery {
                field: "file",
                message: "is not base64; encode the bytes of the file so, with padding".to_owned(),
            })?;
            drop(file);
            Spent::computation(context);
            Ok(service.add_document(SentFile { name, bytes }, dry_run).await?.into())
        };
        Some(added.await)
    }

    /// Keeps what a reader says of the answer to a question, if the operator has switched feedback on. The service
    /// answers the question again, or takes the cached answer, and keeps what it cites beside the opinion.
    async fn give_feedback(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The question, as it was asked.")] question: String,
        #[graphql(desc = "Earlier questions of the same conversation, oldest first.", default)]
        history: Vec<String>,
        #[graphql(desc = "Ids of the documents that it was asked of, if not of all.", default)]
        documents: Vec<ID>,
        #[graphql(desc = "Whether the answer is right.")] right: bool,
        #[graphql(desc = "What else there is to say, in at most 1000 characters.")] comment: Option<
            String,
        >,
    ) -> Option<Result<KeptFeedback>> {
        let given = async {
            let mut query = Query { question, history, ..Query::default() };
            query.filter.documents = documents.into_iter().map(|id| id.0).collect();
            Spent::computation(context);
            let service = context.data::<Service>()?;
            let opinion = Opinion { is_right: right, comment };
            let status = service.give_feedback(query, opinion).await?;
            Ok(KeptFeedback { kept: true, status: status.into() })
        };
        Some(given.await)
    }

    /// Removes the file of a document. Permanent links to the document go on.
    async fn remove_document(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of the document.")] id: ID,
        #[graphql(desc = "Whether to name the file, and remove nothing.", default)] dry_run: bool,
    ) -> Option<Result<RemovedDocument>> {
        let removed = async {
            let service = allowed(context)?;
            Spent::computation(context);
            Ok(service.remove_document(id.0, dry_run).await?.into())
        };
        Some(removed.await)
    }
}

/// The service, for those who may change documents.
fn allowed<'a>(context: &Context<'a>) -> Result<&'a Service> {
    match context.data_opt::<Caller>() {
        Some(Caller(Ok(()))) => context.data::<Service>(),
        Some(Caller(Err(refused))) => Err(refused.clone().into()),
        None => Err(ServiceError::Forbidden("nobody is known to ask".to_owned()).into()),
    }
}

/// The result of sending a file.
#[derive(SimpleObject)]
struct AddedDocuments {
    /// The file's name in the folder of the corpus.
    name: String,
    /// What adding it does.
    effect: FileEffect,
    /// Whether the folder was changed.
    written: bool,
    /// When its documents are served.
    message: &'static str,
    /// What was read of it.
    documents: Vec<ReadDocument>,
}

impl From<domain::FileAddition> for AddedDocuments {
    fn from(added: domain::FileAddition) -> Self {
        let message = added.message();
        let documents = added.documents.into_iter().map(Into::into).collect();
        let effect = added.effect.into();
        Self { name: added.name, effect, written: added.written, message, documents }
    }
}

/// What was kept of a reader's opinion.
#[derive(SimpleObject)]
struct KeptFeedback {
    /// Whether it was kept: always true.
    kept: bool,
    /// Whether the documents answer the question, as the service sees it.
    status: AnswerStatus,
}

/// What was read of a document.
#[derive(SimpleObject)]
struct ReadDocument {
    /// Its id.
    id: ID,
    /// Its title.
    title: String,
    /// The kind of text.
    kind: DocumentKind,
    /// When it was adopted, or else published.
    date: Option<Date>,
    /// Its official symbol.
    symbol: Option<String>,
    /// BCP 47 tag of its language.
    language: String,
    /// How many clauses it has.
    clause_count: usize,
    /// What may have been misread.
    doubts: Vec<Doubt>,
}

impl From<domain::ReadDocument> for ReadDocument {
    fn from(read: domain::ReadDocument) -> Self {
        Self {
            id: ID(read.id),
            title: read.title,
            kind: read.kind.into(),
            date: read.date.map(Date),
            symbol: read.symbol,
            language: read.language,
            clause_count: read.clauses,
            doubts: read.doubts.iter().map(Into::into).collect(),
        }
    }
}

/// What came of taking a document out.
#[derive(SimpleObject)]
struct RemovedDocument {
    /// Id of the document.
    id: ID,
    /// The file's name in the folder of the corpus.
    name: String,
    /// Whether the folder was changed.
    removed: bool,
    /// Until when it is served.
    message: &'static str,
}

impl From<domain::FileRemoval> for RemovedDocument {
    fn from(removal: domain::FileRemoval) -> Self {
        let message = removal.message();
        Self { id: ID(removal.document), name: removal.name, removed: removal.removed, message }
    }
}
