//! HTTP: the routes, and serving them until shutdown.

mod access;
mod adjustable;
mod app;
mod assistants;
mod body;
mod bots;
mod bounded;
mod browse;
mod caching;
mod clause_version;
mod connections;
mod cors;
mod editor;
mod endpoints;
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
mod origins;
mod pages;
mod parsed;
mod persisted;
mod reply;
mod request;
mod request_id;
mod requests;
mod rest;
mod serve;
mod settings;
mod streams;
mod surface;
mod tls;
mod trace;
mod upgrade;
mod websocket;
mod write_deadline;

use std::io;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{any, get};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use super::bots::Bots;
use super::graphql::Links;
use super::mcp;
use crate::service::Service;
use access::Access;
pub use access::{AccessSettings, ProxyHeader};
pub use adjustable::Adjustable;
use app::Shared;
pub use connections::Serving;
pub use hosts::Hosts;
use operation::Executor;
use origins::Origins;
pub use rest::openapi;
pub use serve::{run, serve};
pub use settings::{Settings, StreamLimits, defaults};
use streams::Streams;
pub use tls::Tls;

/// What is shorter than this fits into a packet as it is.
const COMPRESSED_BYTES_MIN: u64 = 1_024;

/// The routes, answered by `service`.
///
/// # Errors
/// When an origin or an address of `settings` is none, or a trusted document cannot be used.
pub fn router(service: Service, settings: &Settings) -> io::Result<Router> {
    adjustable_router(service, settings).map(|(router, _)| router)
}

/// As [`router`], with what changes some of its settings later.
///
/// # Errors
/// As [`router`].
pub fn adjustable_router(
    service: Service,
    settings: &Settings,
) -> io::Result<(Router, Adjustable)> {
    let origins = Origins::new(settings)?;
    LazyLock::force(&metrics::START);
    let links = Links { public_url: settings.public_url.clone() };
    let app = Arc::new(Shared {
        executor: Executor::new(service.clone(), links.clone(), settings)?,
        streams: Streams::new(&settings.streams),
        links,
        mcp: mcp::http(
            mcp::McpServer::new(service.clone(), &settings.public_url),
            settings.body_bytes_max,
        ),
        origins: origins.clone(),
        introspection: settings.introspection && !settings.trusted_documents_only,
        graphiql: settings.graphiql && settings.introspection && !settings.trusted_documents_only,
        batch_max: settings.batch_max,
        body_bytes_max: settings.body_bytes_max,
        response_bytes_max: settings.response_bytes_max,
        access: Arc::new(Access::new(&settings.access)),
        hosts: settings.hosts.clone(),
        requests: requests::Requests::default(),
        bots: Bots::new(service.clone(), &settings.bots),
        service,
    });
    let adjustable = Adjustable { access: Arc::clone(&app.access), origins: origins.clone() };
    let router = Router::new()
        .route("/", get(pages::start))
        .route("/graphql", any(graphql::handle))
        .route("/livez", get(pages::livez))
        .route("/readyz", get(pages::readyz))
        .route("/metrics", get(metrics::show))
        .route("/c/{digest}/{document}/{label}", get(pages::clause))
        .merge(assistants::routes())
        .merge(bots::routes(&settings.bots))
        .merge(rest::routes())
        .merge(browse::routes())
        .fallback(failure::no_such_page)
        .method_not_allowed_fallback(failure::no_such_method)
        // One layer out of several: each that is added by itself is copied for every request,
        // with all that are below it.
        .layer((
            middleware::from_fn_with_state(Arc::clone(&app), frame::outer),
            cors::layer(&origins),
            compression(),
            middleware::from_fn_with_state(Arc::clone(&app), frame::inner),
            DefaultBodyLimit::max(settings.body_bytes_max),
        ))
        .with_state(app);
    Ok((router, adjustable))
}

/// Brotli or gzip, whichever the client likes better, for what is long enough to gain by it.
fn compression() -> CompressionLayer<impl Predicate> {
    let gains = SizeAbove::new(COMPRESSED_BYTES_MIN).and(NotForContentType::SSE);
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(gains)
}
