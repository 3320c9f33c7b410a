//! Carrying out one request: finding its document, keeping its response, executing it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationType};
use async_graphql::{Request, Response, ServerError, Variables};
use axum::body::Bytes;
use axum::http::StatusCode;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use moka::sync::Cache;
use sha2::{Digest as _, Sha256};
use tracing::Span;

use super::bounded;
use super::caching::feed;
use super::failure::{Failure, status_of};
use super::parsed::ParsedDocuments;
use super::persisted::Documents;
use super::request::Params;
use super::settings::Settings;
use crate::api::graphql::{
    Caller, Links, ResponseBytes, Schema, Spent, code_of, schema_with, too_large,
};
use crate::service::{CacheCounter, CacheUsage, ErrorCode, Service, State};

/// Longer names of operations are not logged, in bytes.
const LOGGED_NAME_BYTES_MAX: usize = 80;

/// Finds documents, executes them, and keeps responses.
pub(super) struct Executor {
    service: Service,
    schema: Schema,
    documents: Documents,
    parsed: ParsedDocuments,
    kept: Cache<Key, Reply>,
    kept_counter: CacheCounter,
    response_bytes_max: usize,
    /// Fed with all that shapes responses and stays as long as the process runs.
    seed: Sha256,
}

/// SHA-256 over a request and all that shapes the response to it.
type Fingerprint = [u8; 32];

/// What a response is kept under: beside its fingerprint, when the corpus was loaded, in nanoseconds,
/// for responses may tell.
type Key = (Fingerprint, i128);

/// A request whose document was found.
pub(super) struct Operation {
    text: Arc<str>,
    name: Option<String>,
    variables: Variables,
    /// None while there is no corpus.
    identity: Option<Identity>,
}

/// What tells a response from others.
struct Identity {
    /// Of the request, and of all that the response is drawn from.
    fingerprint: Fingerprint,
    /// The state of the service that it is drawn from.
    state: State,
}

/// A response, encoded.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    /// As the specification has it for `application/graphql-response+json`.
    pub(super) status: StatusCode,
    /// JSON.
    pub(super) body: Bytes,
    /// What caches beyond the service may do with it.
    pub(super) caching: Option<Caching>,
}

/// How others may cache a response.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caching {
    /// Stays the same as long as the response does.
    pub(super) tag: Fingerprint,
    /// How long it may be used without asking again.
    pub(super) max_age_secs: i32,
}

impl Executor {
    /// An executor over `service`.
    ///
    /// # Errors
    /// When a trusted document cannot be used.
    pub(super) fn new(service: Service, links: Links, settings: &Settings) -> io::Result<Self> {
        let weigh = |_: &Key, reply: &Reply| {
            u32::try_from(reply.body.len() + size_of::<Reply>() + 64).unwrap_or(u32::MAX)
        };
        let kept = Cache::builder()
            .max_capacity(settings.response_cache_bytes)
            .time_to_live(settings.response_cache_ttl.max(Duration::from_secs(1)))
            .weigher(weigh)
            .build();
        let mut seed = Sha256::new();
        for part in [env!("CARGO_PKG_VERSION"), links.public_url.as_str()] {
            feed(&mut seed, part.as_bytes());
        }
        let documents = Documents::new(settings)?;
        let parsed = ParsedDocuments::new(settings.document_cache_bytes);
        let response_bytes_max = settings.response_bytes_max;
        let introspection = settings.introspection;
        let schema = schema_with(service.clone(), links, introspection, response_bytes_max);
        let kept_counter = CacheCounter::default();
        Ok(Self {
            service,
            schema,
            documents,
            parsed,
            kept,
            kept_counter,
            response_bytes_max,
            seed,
        })
    }

    /// The operation that `params` ask for.
    ///
    /// # Errors
    /// When no document is sent, or none is known by the name that is sent.
    pub(super) fn find(&self, params: Params) -> Result<Operation, ServerError> {
        let text = self.documents.find(&params)?;
        let Params { operation_name: name, variables, .. } = params;
        let identity = self.service.state().ok().map(|state| {
            let mut hasher = self.seed.clone();
            feed(&mut hasher, &state.corpus.0);
            feed(&mut hasher, &state.model.0);
            feed(&mut hasher, &[u8::from(state.reranked)]);
            feed(&mut hasher, text.as_bytes());
            feed(&mut hasher, name.as_deref().unwrap_or_default().as_bytes());
            let variables =
                serde_json::to_vec(&variables).expect("variables have string keys only");
            feed(&mut hasher, &variables);
            Identity { fingerprint: hasher.finalize().into(), state }
        });
        Ok(Operation { text, name, variables, identity })
    }

    /// Room for a response, or for those to a batch.
    pub(super) fn room(&self) -> Arc<ResponseBytes> {
        Arc::new(ResponseBytes::new(self.response_bytes_max))
    }

    /// `response`, encoded.
    pub(super) fn encode(&self, response: &Response) -> Reply {
        Reply::encode(response, self.response_bytes_max)
    }

    /// Executes `operation`, unless its response is kept. Its response takes of `room`.
    ///
    /// # Errors
    /// When it is of a kind that cannot be answered so.
    pub(super) async fn execute(
        &self,
        operation: Operation,
        by_get: bool,
        room: Arc<ResponseBytes>,
        caller: Caller,
    ) -> Result<Reply, Failure> {
        let key = operation.identity.as_ref().map(Identity::key);
        if let Some(kept) = key.and_then(|key| self.kept.get(&key)) {
            self.kept_counter.hit(1);
            Span::current().record("cached", true);
            return Ok(kept);
        }
        self.kept_counter.miss(1);
        let document = match self.parsed.get(&operation.text) {
            Ok(document) => document,
            Err(error) => return Ok(Reply::refusal(error)),
        };
        let kind = kind(&document, operation.name.as_deref());
        match kind {
            Some(OperationType::Subscription) => return Err(not_a_stream()),
            Some(OperationType::Mutation) if by_get => return Err(changes_by_get()),
            _ => {}
        }
        let spent = Arc::new(Spent::default());
        let Operation { text, name, variables, identity } = operation;
        let request = request(&text, name, variables, document).data(Arc::clone(&spent)).data(room);
        let request = request.data(caller);
        let response = self.schema.execute(request).await;
        let mut reply = self.encode(&response);
        // A corpus that was swapped meanwhile may have answered: then nothing is known for sure.
        let identity = identity.filter(|identity| {
            reply.status.is_success()
                && response.errors.is_empty()
                && self.service.state().ok() == Some(identity.state)
                && kind != Some(OperationType::Mutation)
        });
        if let Some(identity) = identity {
            let max_age_secs = response.cache_control.max_age;
            let tag = identity.fingerprint;
            let keeps = max_age_secs >= 0 && !spent.is_by_words();
            reply.caching = keeps.then_some(Caching { tag, max_age_secs });
            // What was computed just now says so: the next time it will not.
            if spent.nothing() && !spent.is_by_words() {
                self.kept.insert(identity.key(), reply.clone());
            }
        }
        Ok(reply)
    }

    /// How the caches of responses and of parsed documents do.
    pub(super) fn caches(&self) -> [CacheUsage; 2] {
        let (entries, bytes) = (self.kept.entry_count(), self.kept.weighted_size());
        let stats = self.kept_counter.stats();
        [CacheUsage { name: "responses", stats, entries, bytes }, self.parsed.usage()]
    }

    /// Whether the responses to `operation` come as a stream.
    pub(super) fn subscribes(&self, operation: &Operation) -> bool {
        self.kind(operation) == Some(OperationType::Subscription)
    }

    /// Refuses an `operation` that changes something and was sent by GET.
    ///
    /// # Errors
    /// When it does.
    pub(super) fn check_get(&self, operation: &Operation) -> Result<(), Failure> {
        match self.kind(operation) {
            Some(OperationType::Mutation) => Err(changes_by_get()),
            _ => Ok(()),
        }
    }

    fn kind(&self, operation: &Operation) -> Option<OperationType> {
        let document = self.parsed.get(&operation.text).ok()?;
        kind(&document, operation.name.as_deref())
    }

    /// Executes `operation` as a stream of responses: one, or as many as a subscription has.
    pub(super) fn execute_stream(
        &self,
        operation: Operation,
        caller: Caller,
    ) -> BoxStream<'static, Response> {
        let Operation { text, name, variables, .. } = operation;
        match self.parsed.get(&text) {
            Ok(document) => {
                let request = request(&text, name, variables, document);
                let request = request.data(Arc::new(Spent::default())).data(caller);
                self.schema.execute_stream(request)
            }
            Err(error) => {
                let response = Response::from_errors(vec![error]);
                futures_util::stream::once(std::future::ready(response)).boxed()
            }
        }
    }
}

impl Operation {
    /// Its name, for logs.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref().filter(|name| name.len() <= LOGGED_NAME_BYTES_MAX)
    }

    /// The tag of a response to it, if it may have one.
    pub(super) fn tag(&self) -> Option<Fingerprint> {
        self.identity.as_ref().map(|identity| identity.fingerprint)
    }
}

impl Identity {
    fn key(&self) -> Key {
        (self.fingerprint, self.state.loaded_at.as_nanosecond())
    }
}

fn request(
    text: &str,
    name: Option<String>,
    variables: Variables,
    document: Arc<ExecutableDocument>,
) -> Request {
    let mut request = Request::new(text).variables(variables);
    request.operation_name = name;
    request.set_parsed_query(Arc::unwrap_or_clone(document));
    request
}

/// The kind of the operation that is meant.
fn kind(document: &ExecutableDocument, name: Option<&str>) -> Option<OperationType> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), _) => Some(operation.node.ty),
        (DocumentOperations::Multiple(operations), Some(name)) => {
            operations.get(name).map(|operation| operation.node.ty)
        }
        (DocumentOperations::Multiple(operations), None) => {
            // Several without a name are refused later, a single one is meant.
            operations.values().next().map(|operation| operation.node.ty)
        }
    }
}

fn changes_by_get() -> Failure {
    Failure::method("only queries can be sent by GET; send this operation by POST", "POST")
}

fn not_a_stream() -> Failure {
    let message = "a subscription needs a stream; send 'Accept: text/event-stream', or use a \
                   WebSocket with the subprotocol graphql-transport-ws";
    Failure::new(ErrorCode::NotAcceptable, message)
}

impl Reply {
    /// The reply to a request that is refused for `error`.
    pub(super) fn refusal(error: ServerError) -> Self {
        Self::encode(&Response::from_errors(vec![error]), usize::MAX)
    }

    /// `response`, encoded in at most `most` bytes.
    fn encode(response: &Response, most: usize) -> Self {
        let executed = executed(response);
        let status = match response.errors.first() {
            Some(error) if response.data == async_graphql::Value::Null => {
                match code_of(error).unwrap_or(ErrorCode::Internal) {
                    // GraphQL over HTTP has one status for every request that is at fault.
                    ErrorCode::BadUserInput | ErrorCode::ResponseTooLarge => {
                        StatusCode::BAD_REQUEST
                    }
                    code => status_of(code),
                }
            }
            _ => StatusCode::OK,
        };
        let body = if executed {
            bounded::json(response, most)
        } else {
            // Where execution never began there is no `data`, not even null.
            bounded::json(&serde_json::json!({ "errors": response.errors }), most)
        };
        match body {
            Some(body) => Self { status, body: body.into(), caching: None },
            None => Self::refusal(too_large(most)),
        }
    }
}

/// Whether execution began: then there is `data`, if only null.
pub(super) fn executed(response: &Response) -> bool {
    response.errors.is_empty()
        || response.data != async_graphql::Value::Null
        || response.errors.iter().any(|error| !error.path.is_empty())
}
