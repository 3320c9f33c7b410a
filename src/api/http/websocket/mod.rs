//! GraphQL over `WebSocket`: the protocol `graphql-transport-ws`, on the same path as HTTP.

mod message;
mod session;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Request};
use axum::http::{HeaderMap, Uri, header};
use axum::response::Response;

use super::access::Visitor;
use super::app::App;
use super::cors::as_sent;
use super::failure::Failure;
use super::settings::Settings;
use super::streams::closing_of;
use crate::service::ErrorCode;

/// The subprotocol.
const PROTOCOL: &str = "graphql-transport-ws";

/// Takes up a connection. A key that it needs and that did not come with it is awaited.
///
/// # Errors
/// When the page that asks is of a foreign origin, there are too many connections, or the request
/// is malformed.
pub(super) async fn accept(app: App, http: Request) -> Result<Response, Failure> {
    check_origin(http.headers(), &app.origins)?;
    let (mut parts, _) = http.into_parts();
    let closing = closing_of(&parts.extensions);
    let visitor = Visitor::from_extensions(&parts.extensions);
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &()).await.map_err(|error| {
        let message = format!("no WebSocket handshake: {}", error.body_text());
        Failure::new(ErrorCode::BadRequest, message)
    })?;
    let place = app.streams.admit()?;
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .max_message_size(app.body_bytes_max)
        .max_frame_size(app.body_bytes_max);
    Ok(upgrade.on_upgrade(async move |socket| {
        if socket.protocol().is_none() {
            close(socket, message::Close::SUBPROTOCOL).await;
        } else {
            session::run(socket, &app, visitor, closing).await;
        }
        drop(place);
    }))
}

async fn close(mut socket: WebSocket, close: message::Close) {
    let frame = CloseFrame { code: close.code, reason: close.reason.into() };
    // Whoever is gone already needs no word.
    let _ = socket.send(Message::Close(Some(frame))).await;
}

/// The origins whose pages may connect, as browsers write them: those that `settings` list, and the
/// service's own, which a proxy in front may not pass on as `Host`.
pub(super) fn origins(settings: &Settings) -> Vec<String> {
    let listed = settings.cors_origins.iter().map(|origin| as_sent(origin));
    let public = settings.public_url.parse::<Uri>().ok();
    let public = public.as_ref().and_then(|url| Some((url.scheme_str()?, url.authority()?)));
    let public = public.map(|(scheme, authority)| as_sent(&format!("{scheme}://{authority}")));
    listed.chain(public).collect()
}

/// Browsers let any page open a `WebSocket` and read from it; only the `Origin` tells whose it is.
fn check_origin(headers: &HeaderMap, allowed: &[String]) -> Result<(), Failure> {
    // Programs that are no browsers send none.
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let own = origin.split_once("://").map(|(_, authority)| authority);
    let listed = |one: &String| one == "*" || one == origin;
    if own.is_some() && own == host || allowed.iter().any(listed) {
        return Ok(());
    }
    let shown: String = origin.chars().take(100).collect();
    let message = format!("pages of '{shown}' may not connect; add it to --cors-origins");
    Err(Failure::new(ErrorCode::OriginRefused, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_other_origins_are_refused_unless_they_are_listed() {
        let cases = [
            (None, true),
            (Some("http://r.example:8080"), true),
            (Some("http://r.example"), false),
            (Some("https://a.example"), true),
            (Some("https://b.example"), false),
            (Some("https://p.example"), true),
            (Some("http://p.example"), false),
            (Some("null"), false),
            (Some(""), false),
        ];
        let allowed = origins(&Settings {
            cors_origins: vec!["https://A.example/".to_owned()],
            public_url: "https://P.example/below".to_owned(),
            ..Settings::default()
        });
        for (origin, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "r.example:8080".parse().expect("a header value"));
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().expect("a header value"));
            }
            assert_eq!(check_origin(&headers, &allowed).is_ok(), expected, "{origin:?}");
            assert!(check_origin(&headers, &["*".to_owned()]).is_ok());
        }
    }
}
