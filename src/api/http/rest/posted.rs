//! Bodies that are posted.

use axum::body::Body;
use axum::http::HeaderMap;

use super::super::app::App;
use super::super::failure::Failure;
use super::super::{body, negotiate, request};
use crate::service::ErrorCode;

/// The body of a request that sends JSON and takes JSON.
pub(super) async fn json_body(
    app: &App,
    headers: &HeaderMap,
    body: Body,
) -> Result<Vec<u8>, Failure> {
    if negotiate::best(headers, &[("application", "json")]).is_none() {
        let message = "send 'Accept: application/json'";
        return Err(Failure::new(ErrorCode::NotAcceptable, message));
    }
    request::check_content_type(headers, true)?;
    body::read(app, headers, body).await
}
