//! Telegram: messages and commands, inline queries and buttons. The response to a webhook is the answer itself.

mod reply;
mod request;

use axum::http::HeaderMap;

use super::desk::Bots;
use super::reply::{Rejected, Reply};
use super::signature::{check_token, header};
use crate::api::places::Places;
use request::Update;
pub(super) use request::read;

const PLATFORM: &str = "telegram";

/// Answers what Telegram sends.
///
/// # Errors
/// When the secret token does not fit, or the update has another form.
pub(in crate::api) async fn webhook(
    bots: &Bots,
    places: Places,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Reply, Rejected> {
    let Some(bot) = &bots.settings().telegram else {
        return Err(Rejected::unsigned("Telegram is off"));
    };
    check_token(&bot.secret, header(headers, "x-telegram-bot-api-secret-token")?)?;
    let (id, update) = read(body, bot.name.as_deref())?;
    if !bots.is_first(PLATFORM, &id.to_string()) {
        return Ok(Reply::Empty);
    }
    Ok(match update {
        Update::Message(message) => {
            let said = bots.answer(message.asked.clone(), &places).await;
            Reply::Json(reply::message(&message, &said))
        }
        Update::Inline { id, asked } => {
            let said = bots.answer(asked, &places).await;
            Reply::Json(reply::inline(&id, &said))
        }
        Update::Button { id, value } => {
            Reply::Json(reply::button(&id, bots.feedback(&value, PLATFORM)))
        }
        Update::Other => Reply::Empty,
    })
}
