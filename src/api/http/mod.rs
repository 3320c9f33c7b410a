//! HTTP: the routes, and serving them until told to stop.

mod access;
mod caching;
mod clause_version;
mod cors;
mod editor;
mod events;
mod failure;
mod frame;
mod graphql;
mod guard;
mod harden;
mod hosts;
mod metrics;
mod negotiate;
mod operation;
mod pages;
mod parsed;
mod persisted;
mod reply;
mod request;
mod request_id;
mod rest;
mod serve;
mod settings;
mod streams;
mod surface;
mod upgrade;
mod websocket;
mod write_deadline;

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{any, get};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use super::graphql::Links;
use crate::service::Service;
use access::Access;
pub use access::{AccessSettings, ProxyHeader};
pub use editor::EDITOR_ASSETS;
use editor::Editor;
pub use hosts::Hosts;
use operation::Executor;
pub use rest::openapi;
pub use serve::{run, serve};
pub use settings::{Settings, StreamLimits};
use streams::Streams;

/// What is shorter than this fits into a packet as it is.
const COMPRESSED_BYTES_MIN: u64 = 1_024;

/// What handlers share. It is passed on by pointer, several times a request.
type App = Arc<Shared>;

/// All that answers requests.
struct Shared {
    service: Service,
    executor: Executor,
    streams: Streams,
    links: Links,
    /// Whose pages may connect by `WebSocket`.
    origins: Vec<String>,
    graphiql: bool,
    batch_max: usize,
    body_bytes_max: usize,
    editor: Editor,
    access: Arc<Access>,
    hosts: Hosts,
    requests: metrics::Requests,
}

/// Every endpoint with a word about it: for the start page, and for those who lost their way.
const ENDPOINTS: [(&str, &str); 15] = [
    ("/graphql", "GraphQL: POST a query, or GET it with ?query=; WebSocket and events, too"),
    ("/v1/ask?q=", "an answer as JSON, Markdown or plain text, by Accept"),
    ("/v1/verify-quote?text=", "whether a quotation stands in the documents, and where"),
    ("/v1/verify-text", "POST a text: what it quotes, names and ascribes, checked"),
    ("/v1/compare?topic=", "what each document says on a topic, and what changed"),
    ("/v1/documents", "the documents"),
    ("/v1/clauses/{document}/{label}", "a clause as it stands now"),
    ("/v1/clauses/{document}/{label}/cite?style=", "it as a citation"),
    ("/v1/clauses/{document}/{label}/export?format=", "it for reference managers and the web"),
    ("/v1/openapi.json", "the OpenAPI description of /v1"),
    ("/c/{digest}/{document}/{label}", "a clause of a state of the corpus, and what became of it"),
    ("/livez", "200 while the process runs"),
    ("/readyz", "200 once questions can be asked"),
    ("/metrics", "for Prometheus: requests, how long they take, refusals, and how each cache does"),
    ("/", "this page"),
];

/// The routes, answered by `service`.
///
/// # Errors
/// When an origin or an address of `settings` is none, or a trusted document cannot be used.
pub fn router(service: Service, settings: &Settings) -> io::Result<Router> {
    let links = Links { public_url: settings.public_url.clone() };
    let app = Arc::new(Shared {
        executor: Executor::new(service.clone(), links.clone(), settings)?,
        streams: Streams::new(&settings.streams),
        links,
        origins: websocket::origins(settings),
        graphiql: settings.graphiql && settings.introspection && !settings.trusted_documents_only,
        batch_max: settings.batch_max,
        body_bytes_max: settings.body_bytes_max,
        editor: Editor::new(&settings.graphiql_assets)?,
        access: Arc::new(Access::new(&settings.access)),
        hosts: settings.hosts.clone(),
        requests: metrics::Requests::default(),
        service,
    });
    let router = Router::new()
        .route("/", get(pages::start))
        .route("/graphql", any(graphql::handle))
        .route("/livez", get(pages::livez))
        .route("/readyz", get(pages::readyz))
        .route("/metrics", get(metrics::show))
        .route("/c/{digest}/{document}/{label}", get(pages::clause))
        .merge(rest::routes())
        .fallback(failure::no_such_page)
        .method_not_allowed_fallback(failure::no_such_method)
        // One layer out of several: each that is added by itself is copied for every request,
        // with all that are below it.
        .layer((
            middleware::from_fn_with_state(Arc::clone(&app), frame::outer),
            cors::layer(&settings.cors_origins)?,
            compression(),
            middleware::from_fn_with_state(Arc::clone(&app), frame::inner),
            DefaultBodyLimit::max(settings.body_bytes_max),
        ))
        .with_state(app);
    Ok(router)
}

/// Brotli or gzip, whichever the client likes better, for what is long enough to gain by it.
fn compression() -> CompressionLayer<impl Predicate> {
    let gains = SizeAbove::new(COMPRESSED_BYTES_MIN).and(NotForContentType::SSE);
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(gains)
}
