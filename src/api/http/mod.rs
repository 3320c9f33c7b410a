//! HTTP: the routes, and serving them until told to stop.

mod access;
mod cors;
mod editor;
mod failure;
mod graphql;
mod guard;
mod harden;
mod hosts;
mod negotiate;
mod pages;
mod request;
mod request_id;
mod rest;
mod serve;

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{any, get};
use tower_http::trace::TraceLayer;

use super::graphql::{Links, Schema, schema};
use crate::service::Service;
use access::Access;
pub use access::{AccessSettings, ProxyHeader};
pub use editor::EDITOR_ASSETS;
use editor::Editor;
pub use hosts::Hosts;
pub use rest::openapi;
pub use serve::{run, serve};

/// How the server behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Scheme and host that the service is reached by; empty for relative links.
    pub public_url: String,
    /// Whether browsers get `GraphiQL` at `/graphql`.
    pub graphiql: bool,
    /// Where its files are.
    pub graphiql_assets: String,
    /// The largest request body, in bytes.
    pub body_bytes_max: usize,
    /// Origins whose pages may read responses; `*` for all.
    pub cors_origins: Vec<String>,
    /// The names that it answers to.
    pub hosts: Hosts,
    /// Who may ask, and how often.
    pub access: AccessSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: String::new(),
            graphiql: true,
            graphiql_assets: EDITOR_ASSETS.to_owned(),
            body_bytes_max: 1 << 20,
            cors_origins: Vec::new(),
            hosts: Hosts::default(),
            access: AccessSettings::default(),
        }
    }
}

/// What handlers share.
#[derive(Clone)]
struct App {
    service: Service,
    schema: Schema,
    links: Arc<Links>,
    graphiql: bool,
    editor: Arc<Editor>,
    access: Arc<Access>,
    hosts: Arc<Hosts>,
}

/// Every endpoint with a word about it: for the start page, and for those who lost their way.
const ENDPOINTS: [(&str, &str); 9] = [
    ("/graphql", "GraphQL: POST a query, or GET it with ?query="),
    ("/v1/ask?q=", "an answer as JSON, Markdown or plain text, by Accept"),
    ("/v1/documents", "the documents"),
    ("/v1/clauses/{document}/{label}", "a clause as it stands now"),
    ("/v1/openapi.json", "the OpenAPI description of /v1"),
    ("/c/{digest}/{document}/{label}", "a clause of a state of the corpus"),
    ("/livez", "200 while the process runs"),
    ("/readyz", "200 once questions can be asked"),
    ("/", "this page"),
];

/// The routes, answered by `service`.
///
/// # Errors
/// When an origin or an address of `settings` is none.
pub fn router(service: Service, settings: &Settings) -> io::Result<Router> {
    let links = Links { public_url: settings.public_url.clone() };
    let app = App {
        schema: schema(service.clone(), links.clone()),
        links: Arc::new(links),
        graphiql: settings.graphiql,
        editor: Arc::new(Editor::new(&settings.graphiql_assets)?),
        access: Arc::new(Access::new(&settings.access)),
        hosts: Arc::new(settings.hosts.clone()),
        service,
    };
    let router = Router::new()
        .route("/", get(pages::start))
        .route("/graphql", any(graphql::handle))
        .route("/livez", get(pages::livez))
        .route("/readyz", get(pages::readyz))
        .route("/c/{digest}/{document}/{label}", get(pages::clause))
        .merge(rest::routes())
        .fallback(failure::no_such_page)
        .method_not_allowed_fallback(failure::no_such_method)
        .layer(DefaultBodyLimit::max(settings.body_bytes_max))
        .layer(middleware::from_fn_with_state(app.clone(), access::admit))
        .layer(middleware::from_fn_with_state(app.clone(), hosts::check))
        .layer(middleware::from_fn(harden::bound))
        .layer(middleware::from_fn_with_state(app.clone(), guard::guard))
        .layer(middleware::from_fn(rest::as_problem))
        .layer(cors::layer(&settings.cors_origins)?)
        .layer(middleware::from_fn(harden::dress))
        // "Not ready yet" is no failure; what is one is logged where it happens.
        .layer(TraceLayer::new_for_http().make_span_with(request_id::span).on_failure(()))
        .layer(middleware::from_fn(request_id::identify))
        .with_state(app);
    Ok(router)
}
