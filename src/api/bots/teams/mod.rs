//! Microsoft Teams: an outgoing webhook, which is answered within five seconds or not at all.

mod request;

use std::time::Duration;

use axum::http::HeaderMap;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::desk::Bots;
use super::fitted::fitted;
use super::html::{Html, with_breaks};
use super::message::Message;
use super::reply::{Rejected, Reply};
use super::signature::{check_hmac_base64, header};
use crate::api::places::Places;
pub(super) use request::read;

const PLATFORM: &str = "teams";
/// Teams waits for five seconds.
const WAIT: Duration = Duration::from_secs(4);
/// The most characters of a message: Teams takes some 28 KB.
const CHARS_MAX: usize = 10_000;

/// Answers a message that mentions the webhook.
///
/// # Errors
/// When Teams did not sign it just now, or it has another form.
pub(in crate::api) async fn webhook(
    bots: &Bots,
    places: Places,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Reply, Rejected> {
    let Some(bot) = &bots.settings().teams else { return Err(Rejected::unsigned("Teams is off")) };
    let signature = header(headers, "authorization")?;
    let signature = signature.strip_prefix("HMAC ").unwrap_or_default();
    check_hmac_base64(bot.key.expose_secret(), &[body], signature)?;
    let activity = read(body)?;
    if !bots.is_first(PLATFORM, signature) || !bots.is_first(PLATFORM, &activity.id) {
        return Ok(Reply::Empty);
    }
    let said = bots.within(WAIT, activity.asked, places).await;
    Ok(Reply::Json(message(&said.unwrap_or_else(|_| {
        Message::plain("This takes longer than Teams waits. Ask the same again in a moment.")
    }))))
}

fn message(said: &Message) -> Value {
    let text = with_breaks(&fitted(said, &Html, CHARS_MAX));
    json!({ "type": "message", "textFormat": "xml", "text": text })
}
