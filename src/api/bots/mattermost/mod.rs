//! Mattermost: a slash command, whose response is the answer.

mod request;

use axum::http::HeaderMap;
use serde_json::json;

use super::desk::Bots;
use super::fitted::fitted;
use super::markdown::Markdown;
use super::reply::{Rejected, Reply};
use super::signature::check_token;
use crate::api::places::Places;
pub(super) use request::read;

const PLATFORM: &str = "mattermost";
/// The most characters of a message.
const CHARS_MAX: usize = 16_383;

/// Answers a slash command.
///
/// # Errors
/// When its token does not fit, or it has another form.
pub(in crate::api) async fn command(
    bots: &Bots,
    places: Places,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Reply, Rejected> {
    let Some(bot) = &bots.settings().mattermost else {
        return Err(Rejected::unsigned("Mattermost is off"));
    };
    // The token stands in a header, too: nothing of the body is read before it fits.
    let sent = headers.get("authorization").and_then(|value| value.to_str().ok());
    let sent = sent.and_then(|value| value.strip_prefix("Token ")).unwrap_or_default();
    check_token(&bot.token, sent)?;
    let command = read(body)?;
    if !bots.is_first(PLATFORM, &command.trigger) {
        return Ok(Reply::Empty);
    }
    let said = bots.answer(command.asked, &places).await;
    Ok(Reply::Json(json!({
        "response_type": "ephemeral",
        "text": fitted(&said, &Markdown::Mattermost, CHARS_MAX),
    })))
}
