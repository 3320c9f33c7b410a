//! The files that pages load.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::super::caching::EntityTag;
use super::super::failure::Failure;
use crate::api::page::asset;
use crate::service::ErrorCode;

/// A name stands for one content for good: browsers need not ask again.
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// A file by its name.
pub(super) async fn file(
    name: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Path(name) = name.map_err(|_| Failure::undecodable_path())?;
    let asset = asset(&name).ok_or_else(|| {
        let message = "no file of the pages has this name; load the page again";
        Failure::new(ErrorCode::NotFound, message)
    })?;
    let tag = EntityTag::new(&asset.digest, 'f');
    let mut response = if tag.is_held(&headers) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, asset.media_type)], asset.content).into_response()
    };
    tag.write(response.headers_mut());
    response.headers_mut().insert(header::CACHE_CONTROL, FOR_GOOD);
    Ok(response)
}
