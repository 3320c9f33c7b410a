//! The surfaces of assistants: the Model Context Protocol and `OpenAI`'s API. What they say is theirs; limits,
//! names of hosts, keys and rates are those of every other path.

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use serde::de::IgnoredAny;
use serde_json::{Map, Value, json};

use super::app::App;
use super::failure::Failure;
use super::{body, caching, request};
use crate::api::openai;
use crate::api::places::Places;
use crate::service::ErrorCode;

/// Their paths.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/mcp", any(mcp))
        .route("/v1/chat/completions", post(chat))
        .route("/v1/responses", post(responses))
        .route("/v1/models", get(models))
        .route("/v1/models/{name}", get(model))
}

/// The Model Context Protocol.
async fn mcp(State(app): State<App>, request: Request) -> Result<Response, Failure> {
    app.origins.check(request.headers())?;
    let (parts, body) = request.into_parts();
    let body = body::read(&app, &parts.headers, body).await?;
    let is_json = request::check_content_type(&parts.headers, true).is_ok();
    if parts.method == Method::POST && is_json {
        serde_json::from_slice::<IgnoredAny>(&body).map_err(|error| {
            let message = format!("the body is not JSON: {error}; send a request of JSON-RPC");
            Failure::new(ErrorCode::BadRequest, message)
        })?;
        if !is_message(&body) {
            let message = "the body is no message of JSON-RPC 2.0; send one object with 'jsonrpc' and 'method'";
            return Err(Failure::new(ErrorCode::BadRequest, message));
        }
    }
    let request = Request::from_parts(parts, Body::from(body));
    let mut response = app.mcp.handle(request).await.map(Body::new);
    caching::forbid(response.headers_mut());
    Ok(response)
}

/// Whether this JSON is a request, a notification or a response of JSON-RPC; batches are none.
fn is_message(body: &[u8]) -> bool {
    let message = serde_json::from_slice::<Map<String, Value>>(body).unwrap_or_default();
    let has = |name| message.contains_key(name);
    has("jsonrpc") && (has("method") || has("result") || has("error"))
}

/// `POST /v1/chat/completions`.
async fn chat(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Rejection> {
    let (places, body) = asked(&app, &uri, &headers, body).await?;
    Ok(sent(openai::chat(&app.service, &places, &body).await?))
}

/// `POST /v1/responses`.
async fn responses(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Rejection> {
    let (places, body) = asked(&app, &uri, &headers, body).await?;
    Ok(sent(openai::responses(&app.service, &places, &body).await?))
}

/// `GET /v1/models`.
async fn models(State(app): State<App>) -> Json<Value> {
    Json(openai::list(&app.service))
}

/// `GET /v1/models/{name}`.
async fn model(
    State(app): State<App>,
    name: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, Rejection> {
    let Path(name) = name.map_err(|_| Failure::undecodable_path())?;
    Ok(Json(openai::show(&app.service, &name)?))
}

/// What a question needs: addresses as the client sees the server, and the body.
async fn asked(
    app: &App,
    uri: &Uri,
    headers: &HeaderMap,
    body: Body,
) -> Result<(Places, Vec<u8>), Failure> {
    request::check_content_type(headers, true)?;
    let body = body::read(app, headers, body).await?;
    Ok((Places::new(&app.links.public_url, Some((uri, headers))), body))
}

fn sent(reply: openai::Reply) -> Response {
    let mut response = match reply {
        openai::Reply::Json(body) => Json(body).into_response(),
        openai::Reply::Events(events) => {
            let events_type = [(header::CONTENT_TYPE, "text/event-stream; charset=utf-8")];
            (events_type, events).into_response()
        }
    };
    caching::forbid(response.headers_mut());
    response
}

/// A failure, or what `OpenAI`'s API rejects.
struct Rejection(Failure);

impl From<Failure> for Rejection {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

impl From<openai::Rejected> for Rejection {
    fn from(rejected: openai::Rejected) -> Self {
        let mut failure = Failure::new(rejected.code, rejected.message);
        if let Some(param) = rejected.param {
            failure = failure.with("param", param.into());
        }
        if let Some(name) = rejected.name {
            failure = failure.with("openaiCode", name.into());
        }
        Self(failure)
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

/// `response`, which says `failure`, as an error of JSON-RPC.
pub(super) fn as_rpc_error(response: Response, failure: &Failure) -> Response {
    /// An invalid request, and an internal error.
    const CODES: (i32, i32) = (-32_600, -32_603);
    let code = if response.status().is_server_error() { CODES.1 } else { CODES.0 };
    let data = json!({ "code": failure.code.name() });
    let error = json!({ "code": code, "message": failure.message(), "data": data });
    with_body(response, &json!({ "jsonrpc": "2.0", "id": null, "error": error }))
}

/// `response`, which says `failure`, in the form of `OpenAI`'s errors.
pub(super) fn as_openai_error(mut response: Response, mut failure: Failure) -> Response {
    // Clients look for faults of requests under this status.
    if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
        *response.status_mut() = StatusCode::BAD_REQUEST;
    }
    let kind = match response.status().as_u16() {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        500.. => "server_error",
        _ => "invalid_request_error",
    };
    let mut own = |name: &str| failure.extensions.remove(name);
    let (param, code) = (own("param"), own("openaiCode"));
    let code = code.unwrap_or_else(|| failure.code.name().to_lowercase().into());
    let error = json!({ "message": failure.message, "type": kind, "param": param, "code": code });
    with_body(response, &json!({ "error": error }))
}

fn with_body(mut response: Response, body: &Value) -> Response {
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    *response.body_mut() = body.to_string().into();
    response
}
