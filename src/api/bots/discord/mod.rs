//! Discord: `/ask`, `/verify`, `/compare` and `/help`, the names of documents while they are typed, and buttons.

mod reply;
mod request;

use std::time::Duration;

use axum::http::HeaderMap;
use serde_json::json;

use super::asked::Asked;
use super::desk::{Bots, whole};
use super::message::Message;
use super::outbox::{Slot, json as body_of};
use super::reply::{Rejected, Reply};
use super::settings::DiscordBot;
use super::signature::{check_ed25519, check_fresh, header};
use crate::api::places::Places;
use crate::domain::{Delivery, DeliveryMethod};
pub(super) use request::read;
use request::{Interaction, Later};

const PLATFORM: &str = "discord";
/// Discord waits for three seconds: so long the answer may take to come as the response itself.
const WAIT: Duration = Duration::from_secs(2);
/// How many documents are offered while a name is typed.
const CHOICES_MAX: usize = 25;

/// Answers an interaction.
///
/// # Errors
/// When Discord did not sign it just now, or it has another form.
pub(in crate::api) async fn interaction(
    bots: &Bots,
    places: Places,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Reply, Rejected> {
    let Some(bot) = &bots.settings().discord else {
        return Err(Rejected::unsigned("Discord is off"));
    };
    let signature = check(bot, headers, body)?;
    let interaction = read(body)?;
    if interaction == Interaction::Ping {
        return Ok(Reply::Json(json!({ "type": 1 })));
    }
    let slot = bots.outbox().slot()?;
    if !bots.is_first(PLATFORM, signature) {
        return Err(Rejected::malformed("the interaction was answered already"));
    }
    Ok(Reply::Json(match interaction {
        Interaction::Ping => json!({ "type": 1 }),
        Interaction::Typed(name) => reply::choices(&bots.documents(&name, CHOICES_MAX)),
        Interaction::Button(value) => reply::thanks(bots.feedback(&value, PLATFORM)),
        Interaction::Command { asked, later } => {
            let slot = slot.map(|slot| (slot, later));
            return Ok(answer(bots, bot, places, asked, slot).await);
        }
    }))
}

/// Checks that Discord signed the request just now: its signature.
fn check<'h>(bot: &DiscordBot, headers: &'h HeaderMap, body: &[u8]) -> Result<&'h str, Rejected> {
    let signature = header(headers, "x-signature-ed25519")?;
    let time = header(headers, "x-signature-timestamp")?;
    let message = [time.as_bytes(), body].concat();
    check_ed25519(&bot.public_key, &message, signature)?;
    check_fresh(time)?;
    Ok(signature)
}

/// Answers a command: at once where that is possible, or else by changing the message that says to wait.
async fn answer(
    bots: &Bots,
    bot: &DiscordBot,
    places: Places,
    asked: Asked,
    slot: Option<(Slot, Later)>,
) -> Reply {
    let answering = match bots.within(WAIT, asked, places).await {
        Ok(message) => return Reply::Json(reply::message(&message)),
        Err(answering) => answering,
    };
    let Some((slot, Later { application, token })) = slot else {
        return Reply::Json(reply::message(&Message::plain(
            "This takes longer than Discord waits. Ask the same again in a moment.",
        )));
    };
    let base = bot.api_url.trim_end_matches('/');
    let url = format!("{base}/webhooks/{application}/{token}/messages/@original");
    tokio::spawn(async move {
        let message = whole(answering.await);
        let delivery = Delivery {
            what: "Discord's late answer",
            method: DeliveryMethod::Patch,
            url,
            bearer: None,
            body: body_of(&reply::data(&message)),
        };
        slot.send(delivery).await;
    });
    Reply::Json(json!({ "type": 5 }))
}
