//! Slack: slash commands, mentions, direct messages and buttons, all at one address.

mod blocks;
mod events;
mod request;
mod wanted;

use std::time::Duration;

use axum::http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::asked::Asked;
use super::desk::{Bots, whole};
use super::message::Message;
use super::outbox::{Slot, json as body_of};
use super::reply::{Rejected, Reply};
use super::settings::SlackBot;
use super::signature::{check_fresh, check_hmac_hex, header};
use crate::api::places::Places;
use crate::domain::{Delivery, DeliveryMethod};
pub(super) use request::read;
use wanted::{Command, Mention, Request};

/// What deliveries are remembered under.
const PLATFORM: &str = "slack";
/// Slack waits for three seconds: so long the answer may take to come as the response itself.
const WAIT: Duration = Duration::from_secs(2);

/// Answers what Slack sends.
///
/// # Errors
/// When Slack did not sign it just now, or it has another form.
pub(in crate::api) async fn webhook(
    bots: &Bots,
    places: Places,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Reply, Rejected> {
    let Some(bot) = &bots.settings().slack else { return Err(Rejected::unsigned("Slack is off")) };
    let signature = check(&bot.signing_secret, headers, body)?;
    let request = read(body)?;
    let slot = bots.outbox().slot()?;
    if !bots.is_first(PLATFORM, signature) {
        return Ok(Reply::Empty);
    }
    match request {
        Request::Challenge(challenge) => Ok(Reply::Json(json!({ "challenge": challenge }))),
        Request::Command(command) => Ok(answer_command(bots, bot, places, command, slot).await),
        Request::Mention(mention) => {
            // A mention in a direct message comes as two events.
            let said = format!("{}:{}", mention.channel, mention.at);
            if bots.is_first(PLATFORM, &mention.event) && bots.is_first(PLATFORM, &said) {
                answer_mention(bots, bot, places, mention, slot);
            }
            Ok(Reply::Empty)
        }
        Request::Button { value, response_url } => {
            let thanks = bots.feedback(&value, PLATFORM);
            if let Some(slot) = slot.filter(|_| is_hook(bot, &response_url)) {
                let said = json!({ "response_type": "ephemeral", "replace_original": false, "text": thanks });
                tokio::spawn(async move { slot.send(hook(response_url, &said)).await });
            }
            Ok(Reply::Empty)
        }
        Request::Other => Ok(Reply::Empty),
    }
}

/// Checks that Slack signed the request just now: its signature.
fn check<'h>(
    secret: &SecretString,
    headers: &'h HeaderMap,
    body: &[u8],
) -> Result<&'h str, Rejected> {
    let time = header(headers, "x-slack-request-timestamp")?;
    let signature = header(headers, "x-slack-signature")?;
    let digits = signature.strip_prefix("v0=").unwrap_or_default();
    let parts: [&[u8]; 4] = [b"v0:", time.as_bytes(), b":", body];
    check_hmac_hex(secret.expose_secret().as_bytes(), &parts, digits)?;
    check_fresh(time)?;
    Ok(signature)
}

/// Answers a slash command: at once where that is possible, or else by the address that came with it.
async fn answer_command(
    bots: &Bots,
    bot: &SlackBot,
    places: Places,
    command: Command,
    slot: Option<Slot>,
) -> Reply {
    let Command { asked, response_url } = command;
    let slot = slot.filter(|_| is_hook(bot, &response_url));
    match bots.within(WAIT, asked, places).await {
        Ok(message) => Reply::Json(to_one(&message)),
        Err(answering) => {
            let Some(slot) = slot else {
                return Reply::Json(to_one(&Message::plain(
                    "This takes longer than Slack waits. Ask the same again in a moment.",
                )));
            };
            tokio::spawn(async move {
                let message = whole(answering.await);
                slot.send(hook(response_url, &to_one(&message))).await;
            });
            Reply::Json(to_one(&Message::plain("Looking it up \u{2026}")))
        }
    }
}

/// `message` for the one who asked.
fn to_one(message: &Message) -> Value {
    let mut body = blocks::body(message);
    body["response_type"] = "ephemeral".into();
    body
}

/// Answers a mention in its thread.
fn answer_mention(
    bots: &Bots,
    bot: &SlackBot,
    places: Places,
    mention: Mention,
    slot: Option<Slot>,
) {
    let (Some(slot), Some(token)) = (slot, bot.bot_token.clone()) else {
        tracing::warn!("a mention in Slack is not answered: set --slack-bot-token");
        return;
    };
    let url = format!("{}/chat.postMessage", bot.api_url.trim_end_matches('/'));
    let (bots, Mention { channel, thread, asked, .. }) = (bots.clone(), mention);
    tokio::spawn(async move {
        let message = answered(&bots, asked, places).await;
        let mut body = blocks::body(&message);
        body["channel"] = channel.into();
        if let Some(thread) = thread {
            body["thread_ts"] = thread.into();
        }
        let what = "Slack's chat.postMessage";
        let delivery = Delivery {
            what,
            method: DeliveryMethod::Post,
            url,
            bearer: Some(token),
            body: body_of(&body),
        };
        // Slack says what went wrong with status 200.
        let sent = slot.send(delivery).await;
        let said = sent.and_then(|sent| serde_json::from_slice::<Value>(&sent.body).ok());
        if let Some(error) = said.as_ref().and_then(|said| said["error"].as_str()) {
            let error: String = error.chars().take(80).collect();
            tracing::warn!(what, error, "an answer of a bot was refused");
        }
    });
}

async fn answered(bots: &Bots, asked: Asked, places: Places) -> Message {
    bots.answer(asked, &places).await
}

/// Whether answers may be sent to `url`: signed requests name it, and still nothing else is called.
fn is_hook(bot: &SlackBot, url: &str) -> bool {
    let base = bot.hooks_url.trim_end_matches('/');
    url.strip_prefix(base).is_some_and(|path| path.starts_with('/'))
}

fn hook(url: String, body: &Value) -> Delivery {
    Delivery {
        what: "Slack's response_url",
        method: DeliveryMethod::Post,
        url,
        bearer: None,
        body: body_of(body),
    }
}
