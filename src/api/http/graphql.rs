//! The GraphQL endpoint, after the GraphQL over HTTP specification.

use std::time::Duration;

use async_graphql::Response as GraphqlResponse;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use serde_json::{Map, Value};
use tokio::time::timeout;

use super::failure::{Failure, hint_retry, status_of};
use super::negotiate::{self, MediaType};
use super::{App, request};
use crate::api::graphql::code_of;
use crate::service::ErrorCode;

/// How long a body may take to arrive.
pub(super) const BODY_TIME_MAX: Duration = Duration::from_secs(10);

/// Executes a request, whichever way it came.
pub(super) async fn handle(State(app): State<App>, http: Request) -> Result<Response, Failure> {
    let by_get = match *http.method() {
        Method::GET | Method::HEAD => true,
        Method::POST => false,
        _ => return Err(Failure::method("send GraphQL by POST or GET", "GET, HEAD, POST")),
    };
    if is_editor(&app, &http) {
        return Ok(app.editor.show());
    }
    let media = negotiate::graphql_response(http.headers()).ok_or_else(|| {
        let message = "send 'Accept: application/graphql-response+json' or 'application/json'";
        Failure::new(ErrorCode::NotAcceptable, message)
    })?;
    request::check_content_type(http.headers(), !by_get)?;
    let request = if by_get {
        let mut request = request::from_uri(http.uri())?;
        request::check_reads_only(&mut request)?;
        request
    } else {
        request::from_body(&body(http).await?)?
    };
    Ok(reply(&app.schema.execute(request).await, media))
}

/// Whether a browser is to get the editor: it came here without a query.
pub(super) fn is_editor(app: &App, http: &Request) -> bool {
    let by_get = matches!(*http.method(), Method::GET | Method::HEAD);
    if !app.graphiql || !by_get || http.uri().path() != "/graphql" {
        return false;
    }
    let queries = http.uri().query().is_some_and(|parameters| {
        parameters.split('&').any(|parameter| parameter.starts_with("query="))
    });
    !queries && negotiate::prefers(http.headers(), "text", "html")
}

async fn body(http: Request) -> Result<Bytes, Failure> {
    match timeout(BODY_TIME_MAX, Bytes::from_request(http, &())).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let message = "the body is larger than --body-bytes-max; send a smaller request";
            Err(Failure::new(ErrorCode::PayloadTooLarge, message))
        }
        Ok(Err(error)) => Err(Failure::new(ErrorCode::BadRequest, error.body_text())),
        Err(_) => {
            let message =
                format!("the body did not arrive within {BODY_TIME_MAX:?}; send it again");
            Err(Failure::new(ErrorCode::RequestTimeout, message))
        }
    }
}

/// Dresses a GraphQL response. Only successes are labelled as plain JSON: clients must be able to
/// tell a GraphQL error from one of something between them and the service.
fn reply(response: &GraphqlResponse, media: MediaType) -> Response {
    let status = status(response);
    let media = if status.is_success() { media } else { MediaType::GraphqlResponse };
    let mut http = Response::new(Body::from(encode(response)));
    *http.status_mut() = status;
    http.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media.header()));
    hint_retry(&mut http);
    http
}

/// 200 wherever there is data; else the status of the first error.
fn status(response: &GraphqlResponse) -> StatusCode {
    match response.errors.first() {
        Some(error) if response.data == async_graphql::Value::Null => {
            status_of(code_of(error).unwrap_or(ErrorCode::Internal))
        }
        _ => StatusCode::OK,
    }
}

/// The body. Where execution never began there is no `data`, not even null.
fn encode(response: &GraphqlResponse) -> Vec<u8> {
    let executed = response.errors.is_empty()
        || response.data != async_graphql::Value::Null
        || response.errors.iter().any(|error| !error.path.is_empty());
    if executed {
        return serde_json::to_vec(response).expect("a response has string keys only");
    }
    let errors: Vec<Value> = response.errors.iter().map(error).collect();
    let body = Map::from_iter([("errors".to_owned(), Value::Array(errors))]);
    serde_json::to_vec(&body).expect("a map has string keys only")
}

fn error(error: &async_graphql::ServerError) -> Value {
    serde_json::to_value(error).expect("an error has string keys only")
}
