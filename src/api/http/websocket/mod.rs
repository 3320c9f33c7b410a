//! GraphQL over `WebSocket`: the protocol `graphql-transport-ws`, on the same path as HTTP.

mod message;
mod session;

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Request};
use axum::response::Response;
use tokio::time::timeout;

use super::access::Visitor;
use super::app::App;
use super::failure::Failure;
use super::streams::closing_of;
use crate::service::ErrorCode;

/// How long the closing handshake may take.
const END_MAX: Duration = Duration::from_secs(2);
/// The subprotocol.
const PROTOCOL: &str = "graphql-transport-ws";

/// Takes up a connection. A key that it needs and that did not come with it is awaited.
///
/// # Errors
/// When the page that asks is of a foreign origin, there are too many connections, or the request
/// is malformed.
pub(super) async fn accept(app: App, http: Request) -> Result<Response, Failure> {
    app.origins.check(http.headers())?;
    let (mut parts, _) = http.into_parts();
    let closing = closing_of(&parts.extensions);
    let visitor = Visitor::from_extensions(&parts.extensions);
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &()).await.map_err(|error| {
        let message = format!("no WebSocket handshake: {}", error.body_text());
        Failure::new(ErrorCode::BadRequest, message)
    })?;
    let place = app.streams.admit(visitor.owner())?;
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
    if socket.send(Message::Close(Some(frame))).await.is_ok() {
        end(socket).await;
    }
}

/// Lets the closing handshake come to its end (RFC 6455, section 7.1.1): the library answers a close frame when it is
/// asked for what comes next.
async fn end(mut socket: WebSocket) {
    let rest = async {
        while let Some(Ok(message)) = socket.recv().await {
            // Answers to pings are not gathered.
            if let Message::Ping(data) = message
                && socket.send(Message::Pong(data)).await.is_err()
            {
                break;
            }
        }
    };
    // A client that says nothing more does not hold up the end.
    let _ = timeout(END_MAX, rest).await;
}
