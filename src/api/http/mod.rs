//! HTTP: the routes, and serving them until told to stop.

mod failure;
mod graphql;
mod guard;
mod negotiate;
mod pages;
mod request;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Method, header};
use axum::middleware;
use axum::routing::{any, get};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tower_http::cors::{AllowOrigin, Any, CorsLayer};
use tower_http::trace::TraceLayer;

use super::graphql::{Links, Schema, schema};
use crate::service::Service;

/// How long requests under way may take to finish once the server was told to stop.
const DRAIN_MAX: Duration = Duration::from_secs(10);

/// How the server behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Scheme and host that the service is reached by; empty for relative links.
    pub public_url: String,
    /// Whether browsers get `GraphiQL` at `/graphql`.
    pub graphiql: bool,
    /// The largest request body, in bytes.
    pub body_bytes_max: usize,
    /// Origins whose pages may read responses; `*` for all.
    pub cors_origins: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: String::new(),
            graphiql: true,
            body_bytes_max: 1 << 20,
            cors_origins: Vec::new(),
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
}

/// Every endpoint with a word about it: for the start page, and for those who lost their way.
const ENDPOINTS: [(&str, &str); 5] = [
    ("/graphql", "GraphQL: POST a query, or GET it with ?query="),
    ("/c/{digest}/{document}/{label}", "a clause of a state of the corpus"),
    ("/livez", "200 while the process runs"),
    ("/readyz", "200 once questions can be asked"),
    ("/", "this page"),
];

/// The routes, answered by `service`.
///
/// # Errors
/// When an origin of `settings` is not a header value.
pub fn router(service: Service, settings: &Settings) -> io::Result<Router> {
    let links = Links { public_url: settings.public_url.clone() };
    let app = App {
        schema: schema(service.clone(), links.clone()),
        links: Arc::new(links),
        graphiql: settings.graphiql,
        service,
    };
    let router = Router::new()
        .route("/", get(pages::start))
        .route("/graphql", any(graphql::handle))
        .route("/livez", get(pages::livez))
        .route("/readyz", get(pages::readyz))
        .route("/c/{digest}/{document}/{label}", get(pages::clause))
        .fallback(failure::no_such_page)
        .method_not_allowed_fallback(failure::no_such_method)
        .layer(DefaultBodyLimit::max(settings.body_bytes_max))
        .layer(middleware::from_fn_with_state(app.clone(), guard::guard))
        .layer(cors(&settings.cors_origins)?)
        // "Not ready yet" is no failure; what is one is logged where it happens.
        .layer(TraceLayer::new_for_http().on_failure(()))
        .with_state(app);
    Ok(router)
}

fn cors(origins: &[String]) -> io::Result<CorsLayer> {
    let layer = CorsLayer::new()
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE, header::ACCEPT])
        .max_age(Duration::from_hours(1));
    if origins.iter().any(|origin| origin == "*") {
        return Ok(layer.allow_origin(Any));
    }
    let parse = |origin: &String| {
        let origin = origin.trim_end_matches('/');
        HeaderValue::from_str(origin).map_err(|_| {
            let message = format!("read origin '{origin}'; write it like https://example.org");
            io::Error::new(io::ErrorKind::InvalidInput, message)
        })
    };
    let origins = origins.iter().map(parse).collect::<io::Result<Vec<_>>>()?;
    Ok(layer.allow_origin(AllowOrigin::list(origins)))
}

/// Serves `router` at `listener` until `shutdown` completes; then takes no more connections and
/// lets requests under way finish, for some seconds at most.
///
/// # Errors
/// When the listener fails.
pub async fn run(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stopping, stopped) = oneshot::channel();
    let shutdown = async move {
        shutdown.await;
        // Nobody listens any more where the server has failed meanwhile.
        let _ = stopping.send(());
    };
    let serve = axum::serve(listener, router).with_graceful_shutdown(shutdown);
    let drained = async {
        // An error says that the server ended by itself: then the other branch is taken.
        if stopped.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(DRAIN_MAX).await;
    };
    tokio::select! {
        result = serve => result,
        () = drained => {
            tracing::warn!("requests under way did not finish in {DRAIN_MAX:?} and were cut off");
            Ok(())
        }
    }
}
