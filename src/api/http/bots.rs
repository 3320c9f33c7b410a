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
use super::{body, caching};
use crate::api::bots::{self, BotSettings, Rejected, Reply};
use crate::api::places::Places;

/// A platform that calls.
#[derive(Debug, Clone, Copy)]
enum Platform {
    Slack,
    Discord,
    Telegram,
    Teams,
    Mattermost,
    Github,
}

/// The addresses of the bots that are switched on.
pub(super) fn routes(settings: &BotSettings) -> Router<App> {
    let platforms = [
        ("/bots/slack", Platform::Slack, settings.slack.is_some()),
        ("/bots/discord", Platform::Discord, settings.discord.is_some()),
        ("/bots/telegram", Platform::Telegram, settings.telegram.is_some()),
        ("/bots/teams", Platform::Teams, settings.teams.is_some()),
        ("/bots/mattermost", Platform::Mattermost, settings.mattermost.is_some()),
        ("/bots/github", Platform::Github, settings.github.is_some()),
    ];
    let on = platforms.into_iter().filter(|(_, _, is_on)| *is_on);
    on.fold(Router::new(), |router, (path, platform, _)| {
        let called = move |app, uri, headers, body| call(platform, app, uri, headers, body);
        router.route(path, post(called))
    })
}

/// Passes on addresses as the platform sees the server, and the body byte for byte.
async fn call(
    platform: Platform,
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let body = body::read(&app, &headers, body).await?;
    let places = Places::new(&app.links.public_url, Some((&uri, &headers)));
    let bots = &app.bots;
    replied(match platform {
        Platform::Slack => bots::slack(bots, places, &headers, &body).await,
        Platform::Discord => bots::discord(bots, places, &headers, &body).await,
        Platform::Telegram => bots::telegram(bots, places, &headers, &body).await,
        Platform::Teams => bots::teams(bots, places, &headers, &body).await,
        Platform::Mattermost => bots::mattermost(bots, places, &headers, &body).await,
        Platform::Github => bots::github(bots, places, &headers, &body),
    })
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
