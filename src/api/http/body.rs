//! The body of a request: bounded in bytes and in time.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use futures_util::StreamExt;
use tokio::time::timeout;

use super::app::App;
use super::failure::Failure;
use crate::service::ErrorCode;

/// How long a body may take to arrive.
pub(super) const BODY_TIME_MAX: Duration = Duration::from_secs(10);

/// The body, unless it is too large or too slow.
pub(super) async fn read(app: &App, headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Failure> {
    read_at_most(app.body_bytes_max, "--body-bytes-max", headers, body).await
}

/// The body, unless it has more than `most` bytes, which the setting `limit` says, or is too slow.
pub(super) async fn read_at_most(
    most: usize,
    limit: &'static str,
    headers: &HeaderMap,
    body: Body,
) -> Result<Vec<u8>, Failure> {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let announced = announced.and_then(|length| length.parse::<u64>().ok()).unwrap_or(0);
    if announced > most as u64 {
        return Err(too_large(limit));
    }
    let collect = async {
        let mut collected = Vec::with_capacity(announced as usize);
        let mut chunks = body.into_data_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|error| {
                let message = format!("the body ended early: {error}; send it again");
                Failure::new(ErrorCode::BadRequest, message)
            })?;
            if collected.len() + chunk.len() > most {
                return Err(too_large(limit));
            }
            collected.extend_from_slice(&chunk);
        }
        Ok(collected)
    };
    timeout(BODY_TIME_MAX, collect).await.unwrap_or_else(|_| {
        let message = format!("the body did not arrive within {BODY_TIME_MAX:?}; send it again");
        Err(Failure::new(ErrorCode::RequestTimeout, message))
    })
}

fn too_large(limit: &str) -> Failure {
    let message = format!("the body is larger than {limit}; send a smaller request");
    Failure::new(ErrorCode::PayloadTooLarge, message)
}
