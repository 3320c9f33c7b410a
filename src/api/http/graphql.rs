//! The GraphQL endpoint, after the GraphQL over HTTP specification.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use futures_util::future::join_all;
use tracing::Span;

use super::access::Visitor;
use super::app::App;
use super::failure::Failure;
use super::negotiate::{self, MediaType};
use super::operation::Reply;
use super::request::{Params, Requests};
use super::{
    body, bounded, browse, caching, editor, events, reply, request, streams, upgrade, websocket,
};
use crate::service::ErrorCode;

/// Executes a request, whichever way it came.
pub(super) async fn handle(State(app): State<App>, http: Request) -> Result<Response, Failure> {
    let by_get = match *http.method() {
        Method::GET | Method::HEAD => true,
        Method::POST => false,
        _ => return Err(Failure::method("send GraphQL by POST or GET", "GET, HEAD, POST")),
    };
    if upgrade::is_asked_for(&http) {
        return websocket::accept(app, http).await;
    }
    if app.graphiql && editor::is_asked_for(&http) {
        return Ok(browse::editor(&app, http.uri(), &Visitor::from_extensions(http.extensions())));
    }
    let media = negotiate::graphql_response(http.headers());
    let events = negotiate::names_events(http.headers());
    if media.is_none() && !events {
        let message = "send 'Accept: application/graphql-response+json' or 'application/json'";
        return Err(Failure::new(ErrorCode::NotAcceptable, message));
    }
    request::check_content_type(http.headers(), !by_get)?;
    let (parts, body) = http.into_parts();
    let requests = if by_get {
        Requests::One(Box::new(request::from_uri(&parts.uri)?))
    } else {
        let most = body_bytes_max(&app, &Visitor::from_extensions(&parts.extensions));
        let body = body::read_at_most(most, "--body-bytes-max", &parts.headers, body).await?;
        request::from_body(&body, app.batch_max)?
    };
    match requests {
        Requests::One(params) => one(&app, *params, media, events, by_get, &parts).await,
        Requests::Batch(batch) => {
            let media = media.unwrap_or(MediaType::GraphqlResponse);
            Ok(reply::respond(
                all(&app, batch, &Visitor::from_extensions(&parts.extensions)).await,
                media,
            ))
        }
    }
}

/// Answers one request, in one piece or as a stream of events.
async fn one(
    app: &App,
    params: Params,
    media: Option<MediaType>,
    events: bool,
    by_get: bool,
    parts: &Parts,
) -> Result<Response, Failure> {
    let headers: &HeaderMap = &parts.headers;
    let visitor = Visitor::from_extensions(&parts.extensions);
    let caller = visitor.caller();
    let operation = match app.executor.find(params) {
        Ok(operation) => operation,
        Err(error) => {
            let reply = Reply::refusal(error);
            let media = media.unwrap_or(MediaType::GraphqlResponse);
            return Ok(refused(reply, media));
        }
    };
    if let Some(name) = operation.name() {
        Span::current().record("operation", name);
    }
    let media = match media {
        Some(media) if !(events && app.executor.subscribes(&operation)) => media,
        _ => {
            if by_get {
                app.executor.check_get(&operation)?;
            }
            let stream = app.executor.execute_stream(operation, caller);
            let closing = streams::closing_of(&parts.extensions);
            return events::respond(stream, app, closing, visitor.owner());
        }
    };
    if let Some(tag) = operation.tag().filter(|tag| by_get && reply::holds(headers, *tag, media)) {
        return Ok(reply::not_modified(tag, media, app.access.audience(headers)));
    }
    let answer = app.executor.execute(operation, by_get, app.executor.room(), caller).await?;
    if by_get {
        return Ok(reply::respond_cacheable(answer, media, app.access.audience(headers)));
    }
    Ok(reply::respond(answer, media))
}

/// `reply` to a request that names no document: no cache may hold on to it.
fn refused(reply: Reply, media: MediaType) -> Response {
    // A request without a document is malformed, whatever the client accepts.
    let malformed = reply.status == StatusCode::BAD_REQUEST;
    let mut http =
        reply::respond(reply, if malformed { MediaType::GraphqlResponse } else { media });
    caching::forbid(http.headers_mut());
    http
}

/// Answers each request of a batch, in one list. The first was counted as it came in. What does not fit
/// into the list any more is refused.
async fn all(app: &App, batch: Vec<Params>, visitor: &Visitor) -> Reply {
    let room = app.executor.room();
    let answer = async |(index, params)| {
        if index > 0
            && let Err(spent) = visitor.count()
        {
            return spent.body().into();
        }
        match app.executor.find(params) {
            Ok(operation) => {
                match app
                    .executor
                    .execute(operation, false, Arc::clone(&room), visitor.caller())
                    .await
                {
                    Ok(reply) => reply.body,
                    Err(failure) => failure.body().into(),
                }
            }
            Err(error) => Reply::refusal(error).body,
        }
    };
    let mut bodies: Vec<Bytes> = join_all(batch.into_iter().enumerate().map(answer)).await;
    fit(&mut bodies, app.response_bytes_max);
    let mut list = Vec::with_capacity(bodies.iter().map(|body| body.len() + 1).sum::<usize>() + 1);
    list.push(b'[');
    list.extend(bodies.join(&b','));
    list.push(b']');
    Reply { status: StatusCode::OK, body: list.into(), caching: None }
}

/// Puts refusals in the place of those of `bodies` that would make their list longer than `most` bytes.
fn fit(bodies: &mut [Bytes], most: usize) {
    let refusal = Bytes::from(bounded::too_large(most).body());
    let mut room = most.saturating_sub(1 + bodies.len() * (refusal.len() + 1));
    for body in bodies {
        match room.checked_sub(body.len().saturating_sub(refusal.len())) {
            Some(rest) => room = rest,
            None => *body = refusal.clone(),
        }
    }
}

/// The largest body: those who may change documents send them in base64.
fn body_bytes_max(app: &App, visitor: &Visitor) -> usize {
    match app.service.sent_bytes_max() {
        Some(sent) if visitor.may_administer().is_ok() => app.body_bytes_max + sent.div_ceil(3) * 4,
        _ => app.body_bytes_max,
    }
}
