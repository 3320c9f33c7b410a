//! The outer layer around every handler.
//!
//! Two middlewares hold all of it, outside and inside of what deals with browsers' origins and
//! compression: axum copies a middleware, and boxes what it does, for every request.

use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::{Instrument, Span};

use super::app::App;
use super::connections::Arrival;
use super::failure::Failure;
use super::surface::{Surface, goes_on};
use super::{
    access, assistants, bounded, browse, cors, guard, harden, hosts, request_id, rest, trace,
};
use crate::service::ErrorCode;

/// Gives a request its id, counts what is answered to it and how long that takes, and adds what every
/// response carries.
pub(super) async fn outer(State(app): State<App>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let surface = Surface::from_uri(request.uri());
    let id = request_id::choose(request.headers());
    let span = request_id::span(&id, &request);
    trace::follow(&span, request.headers());
    let is_probe = access::is_probe(request.uri().path());
    let answer = async {
        let response = next.run(request).await;
        trace::tell(&Span::current(), response.status(), surface.name());
        let (status, surface) = (response.status().as_u16(), surface.name());
        let elapsed_us = micros(start.elapsed());
        if is_probe {
            tracing::debug!(target: request_id::LOG, status, surface, elapsed_us, "answered");
        } else {
            tracing::info!(target: request_id::LOG, status, surface, elapsed_us, "answered");
        }
        response
    };
    let mut response = answer.instrument(span).await;
    harden::add_headers(response.headers_mut());
    cors::open_to_all(&app.origins, response.headers_mut());
    app.requests.count(response.status());
    if !goes_on(&response) {
        app.requests.time(surface, start.elapsed());
    }
    response.headers_mut().insert(request_id::HEADER, id);
    response
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

/// Answers in time and whatever the handler does, those who may ask; failures take the form that
/// fits the address and the client.
pub(super) async fn inner(State(app): State<App>, request: Request, next: Next) -> Response {
    let surface = Surface::from_uri(request.uri());
    let page = browse::is_browser(&request).then(|| request.uri().path().to_owned());
    let answer = async {
        match checked(&app, &request) {
            Ok(()) => access::admit(&app.access, app.graphiql, request, next).await,
            Err(failure) => failure.into_response(),
        }
    };
    let response = guard::guard(&app.service, answer).await;
    let mut response = bounded::within(app.response_bytes_max, response);
    match (response.extensions_mut().remove::<Failure>(), surface, page) {
        (Some(failure), Surface::Rest | Surface::Bots, _) => rest::as_problem(response, failure),
        (Some(failure), Surface::Mcp, _) => assistants::as_rpc_error(response, &failure),
        (Some(failure), Surface::Openai, _) => assistants::as_openai_error(response, failure),
        (Some(failure), _, Some(path)) => browse::as_page(&app, &path, response, &failure),
        _ => response,
    }
}

/// Refuses what no handler is to see.
fn checked(app: &App, request: &Request) -> Result<(), Failure> {
    harden::bound(request)?;
    check_names(request)?;
    hosts::check(&app.hosts, request)?;
    let spare = request.extensions().get::<Arrival>().is_some_and(|arrival| arrival.is_spare);
    if spare && !access::is_probe(request.uri().path()) {
        let message = "as many connections are open as may be, and only probes are answered on this one; try again \
                       in a moment, or raise --max-connections";
        return Err(Failure::new(ErrorCode::Overloaded, message));
    }
    Ok(())
}

/// Refuses requests that came by HTTP/1 and name several hosts, or by HTTP/1.1 and name none (RFC 9112, section 3.2).
fn check_names(request: &Request) -> Result<(), Failure> {
    // Requests that tests make themselves came by nothing.
    let came = request.extensions().get::<Arrival>().is_some();
    let names = request.headers().get_all(header::HOST).iter().count();
    if came && (names > 1 || names == 0 && request.version() == Version::HTTP_11) {
        let message = format!("the request has {names} headers 'Host'; send one");
        return Err(Failure::new(ErrorCode::BadRequest, message));
    }
    Ok(())
}
