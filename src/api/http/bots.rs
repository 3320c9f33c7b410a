//! The addresses that chat platforms call. A signature, or a secret token, is the key to each; those that are not
//! switched on do not exist.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};

use super::app::App;
use super::failure::Failure;
use super::{caching, graphql};
use crate::api::bots::{self, BotSettings, Rejected, Reply};
use crate::api::places::Places;

/// The addresses of the bots that are switched on.
pub(super) fn routes(settings: &BotSettings) -> Router<App> {
    let mut router = Router::new();
    if settings.slack.is_some() {
        router = router.route("/bots/slack", post(slack));
    }
    if settings.discord.is_some() {
        router = router.route("/bots/discord", post(discord));
    }
    if settings.telegram.is_some() {
        router = router.route("/bots/telegram", post(telegram));
    }
    if settings.teams.is_some() {
        router = router.route("/bots/teams", post(teams));
    }
    if settings.mattermost.is_some() {
        router = router.route("/bots/mattermost", post(mattermost));
    }
    if settings.github.is_some() {
        router = router.route("/bots/github", post(github));
    }
    router
}

async fn slack(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let (places, body) = sent(&app, &uri, &headers, body).await?;
    replied(bots::slack(&app.bots, places, &headers, &body).await)
}

async fn discord(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let (places, body) = sent(&app, &uri, &headers, body).await?;
    replied(bots::discord(&app.bots, places, &headers, &body).await)
}

async fn telegram(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let (places, body) = sent(&app, &uri, &headers, body).await?;
    replied(bots::telegram(&app.bots, places, &headers, &body).await)
}

async fn teams(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let (places, body) = sent(&app, &uri, &headers, body).await?;
    replied(bots::teams(&app.bots, places, &headers, &body).await)
}

async fn mattermost(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let (places, body) = sent(&app, &uri, &headers, body).await?;
    replied(bots::mattermost(&app.bots, places, &headers, &body).await)
}

async fn github(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let (places, body) = sent(&app, &uri, &headers, body).await?;
    replied(bots::github(&app.bots, places, &headers, &body))
}

/// Addresses as the platform sees the server, and the body byte for byte.
async fn sent(
    app: &App,
    uri: &Uri,
    headers: &HeaderMap,
    body: Body,
) -> Result<(Places, Vec<u8>), Failure> {
    let body = graphql::read_body(app, headers, body).await?;
    Ok((Places::new(&app.links.public_url, Some((uri, headers))), body))
}

fn replied(outcome: Result<Reply, Rejected>) -> Result<Response, Failure> {
    let reply = outcome.map_err(|rejected| Failure::new(rejected.code, rejected.message))?;
    let mut response = match reply {
        Reply::Empty => ().into_response(),
        Reply::Json(body) => Json(body).into_response(),
    };
    caching::forbid(response.headers_mut());
    Ok(response)
}
