//! GitHub: the text of a pull request is checked, and a comment says what was found.

mod comment;
mod request;

use axum::http::HeaderMap;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::desk::Bots;
use super::fitted::fitted;
use super::markdown::Markdown;
use super::outbox::{Slot, json as body_of};
use super::reply::{Rejected, Reply};
use super::settings::GithubBot;
use super::signature::{check_hmac_hex, header};
use crate::api::places::Places;
use crate::domain::{Delivery, DeliveryMethod};
use comment::{COMMENTS_MAX, MARK};
use request::PullRequest;
pub(super) use request::read;

const PLATFORM: &str = "github";
/// The most characters of a comment are 65,536.
const CHARS_MAX: usize = 60_000;

/// Takes an event of a repository.
///
/// # Errors
/// When GitHub did not sign it, or it has another form.
pub(in crate::api) fn webhook(
    bots: &Bots,
    places: Places,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Reply, Rejected> {
    let Some(bot) = &bots.settings().github else {
        return Err(Rejected::unsigned("GitHub is off"));
    };
    let signature = header(headers, "x-hub-signature-256")?;
    let digits = signature.strip_prefix("sha256=").unwrap_or_default();
    check_hmac_hex(bot.secret.expose_secret().as_bytes(), &[body], digits)?;
    let delivery = header(headers, "x-github-delivery")?;
    let event = header(headers, "x-github-event")?;
    let request = read(event, body)?;
    let slot = bots.outbox().slot()?;
    // The signature is the same where the body is: the id of a delivery is not signed.
    if !bots.is_first(PLATFORM, signature) || !bots.is_first(PLATFORM, delivery) {
        return Ok(Reply::Empty);
    }
    if let (Some(request), Some(slot)) = (request, slot) {
        let (bots, bot) = (bots.clone(), bot.clone());
        tokio::spawn(async move { check(&bots, &bot, &places, request, &slot).await });
    }
    Ok(Reply::Empty)
}

/// Checks the text of a pull request, and writes or changes the comment about it.
async fn check(bots: &Bots, bot: &GithubBot, places: &Places, request: PullRequest, slot: &Slot) {
    let own = format!("{}/repos/{}", bot.api_url.trim_end_matches('/'), request.repository);
    let comments = format!("{own}/issues/{}/comments", request.number);
    let call = |what, method, url, body| Delivery {
        what,
        method,
        url,
        bearer: Some(bot.token.clone()),
        body,
    };
    let said = match request.text {
        Some(text) => bots.checked(&format!("github:{}", request.repository), text, places).await,
        None => None,
    };
    let listed = format!("{comments}?per_page={COMMENTS_MAX}");
    let listed = call("GitHub's comments", DeliveryMethod::Get, listed, Vec::new());
    let Some(listed) = slot.send(listed).await else { return };
    let earlier = serde_json::from_slice::<Value>(&listed.body).unwrap_or_default();
    let earlier = comment::own(&earlier);
    let text = match said {
        Some(said) => fitted(&said, &Markdown::Github, CHARS_MAX),
        // Without anything to check, only an earlier comment is put right.
        None if earlier.is_some() => "Nothing to check.".to_owned(),
        None => return,
    };
    let body = body_of(&json!({ "body": format!("{MARK}\n{text}") }));
    let (method, url) = match earlier {
        Some(id) => (DeliveryMethod::Patch, format!("{own}/issues/comments/{id}")),
        None => (DeliveryMethod::Post, comments),
    };
    slot.send(call("GitHub's comment", method, url, body)).await;
}
