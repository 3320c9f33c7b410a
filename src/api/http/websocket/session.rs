//! One connection: what it carries, and when it ends.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

use super::super::app::App;
use super::close;
use super::message::{self, Close, Incoming};
use crate::api::http::access::Visitor;
use crate::api::http::failure::Failure;
use crate::api::http::operation::{Operation, executed};
use crate::api::http::request::Params;
use crate::api::http::streams::{Closing, SEND_TIME_MAX};
use crate::api::http::surface::Surface;
use crate::service::{Client, ErrorCode};

/// How many results may wait to be sent; operations that are quicker than the client wait.
const WAITING_MAX: usize = 16;

/// What an operation has to say.
struct Outgoing {
    id: String,
    /// Which operation it is: ids may be used again.
    serial: u64,
    result: Outcome,
}

enum Outcome {
    /// A result, in JSON.
    Next(Bytes),
    /// It could not be carried out; the errors.
    Error(Value),
    /// There are no more results.
    Complete,
}

struct Running {
    serial: u64,
    task: AbortHandle,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Session<'a> {
    app: &'a App,
    visitor: Visitor,
    acknowledged: bool,
    operations: HashMap<String, Running>,
    serial: u64,
    results: mpsc::Sender<Outgoing>,
    /// When anything came last, if only a sign of life.
    heard: Instant,
    /// When an operation ran last.
    active: Instant,
}

/// Serves a connection until either side ends it.
pub(super) async fn run(mut socket: WebSocket, app: &App, visitor: Visitor, mut closing: Closing) {
    let (results, mut outgoing) = mpsc::channel(WAITING_MAX);
    let now = Instant::now();
    let mut session = Session {
        app,
        visitor,
        acknowledged: false,
        operations: HashMap::new(),
        serial: 0,
        results,
        heard: now,
        active: now,
    };
    let limits = &app.streams.limits;
    let init_by = now + limits.init_wait;
    let mut checks = interval((limits.idle_max / 4).max(Duration::from_millis(1)));
    checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let end = loop {
        let step = tokio::select! {
            () = closing.wait() => Err(Some(Close::new(1001, "the server stops"))),
            () = sleep_until(init_by), if !session.acknowledged => {
                Err(Some(Close::new(4408, "Connection initialisation timeout")))
            }
            frame = socket.recv() => session.frame(frame),
            Some(outgoing) = outgoing.recv() => Ok(session.result(outgoing)),
            _ = checks.tick() => session.check(limits.idle_max),
        };
        let sent = match step {
            Ok(Some(message)) => timeout(SEND_TIME_MAX, socket.send(message)).await,
            Ok(None) => continue,
            Err(end) => break end,
        };
        if !matches!(sent, Ok(Ok(()))) {
            break None;
        }
    };
    drop(session);
    // A client that does not read does not hold up the end.
    let _ = match end {
        Some(reason) => timeout(SEND_TIME_MAX, close(socket, reason)).await,
        None => timeout(SEND_TIME_MAX, super::end(socket)).await,
    };
}

/// What to send, if anything; or the end, with a word about it where somebody is there to hear it.
type Step = Result<Option<Message>, Option<Close>>;

impl Session<'_> {
    fn frame(&mut self, frame: Option<Result<Message, axum::Error>>) -> Step {
        self.heard = Instant::now();
        match frame {
            Some(Ok(Message::Text(text))) => {
                let message = message::parse(text.as_str()).map_err(Some)?;
                self.message(message)
            }
            Some(Ok(Message::Binary(_))) => {
                Err(Some(Close::new(4400, "messages are text, not binary")))
            }
            // The library would answer by itself, and keep the answers that nobody reads: what is sent here has to be
            // taken before more is read.
            Some(Ok(Message::Ping(data))) => Ok(Some(Message::Pong(data))),
            Some(Ok(Message::Pong(_))) => Ok(None),
            Some(Ok(Message::Close(_))) | None => Err(None),
            Some(Err(error)) => {
                tracing::debug!(%error, "a WebSocket client sent what cannot be read");
                let reason = "a frame is malformed, or a message larger than --body-bytes-max";
                Err(Some(Close::new(1009, reason)))
            }
        }
    }

    fn message(&mut self, message: Incoming) -> Step {
        match message {
            Incoming::Init { .. } if self.acknowledged => {
                Err(Some(Close::new(4429, "Too many initialisation requests")))
            }
            Incoming::Init { key } => {
                if let Some(key) = key {
                    self.visitor.present(key);
                }
                self.may_read()?;
                self.acknowledged = true;
                Ok(Some(say(json!({ "type": "connection_ack" }).to_string())))
            }
            Incoming::Ping => Ok(Some(say(json!({ "type": "pong" }).to_string()))),
            Incoming::Pong => Ok(None),
            Incoming::Complete { id } => {
                self.operations.remove(&id);
                self.active = Instant::now();
                Ok(None)
            }
            Incoming::Subscribe { .. } if !self.acknowledged => {
                Err(Some(Close::new(4401, "Unauthorized")))
            }
            Incoming::Subscribe { id, .. } if self.operations.contains_key(&id) => {
                Err(Some(Close::new(4409, &format!("Subscriber for {id} already exists"))))
            }
            Incoming::Subscribe { id, params } => self.subscribe(id, *params),
        }
    }

    /// Begins an operation, or says why not.
    fn subscribe(&mut self, id: String, params: Params) -> Step {
        self.may_read()?;
        let refuse = |errors: &Value| Ok(Some(say(message::error(&id, errors))));
        if let Err(spent) = self.visitor.count() {
            return refuse(&json!([spent.error()]));
        }
        let most = self.app.streams.limits.subscriptions_max;
        if self.operations.len() >= most {
            let message = format!("{most} operations run on this connection; end one");
            return refuse(&json!([Failure::new(ErrorCode::SubscriptionLimit, message).error()]));
        }
        match self.app.executor.find(params) {
            Ok(operation) => {
                self.start(id, operation);
                Ok(None)
            }
            Err(error) => refuse(&json!([error])),
        }
    }

    /// Ends a connection whose client may not read, or not any more.
    fn may_read(&self) -> Result<(), Option<Close>> {
        self.visitor.may_read().map_err(|failure| Some(Close::new(4403, failure.message())))
    }

    fn start(&mut self, id: String, operation: Operation) {
        self.serial += 1;
        let responses = self.app.executor.execute_stream(operation, self.visitor.caller());
        let (app, results) = (Arc::clone(self.app), self.results.clone());
        let following = follow(app, id.clone(), self.serial, responses, results);
        let task = tokio::spawn(Client::serve(self.visitor.share(), following));
        let running = Running { serial: self.serial, task: task.abort_handle() };
        self.operations.insert(id, running);
    }

    /// The message that an operation's result makes, unless it was ended meanwhile.
    fn result(&mut self, outgoing: Outgoing) -> Option<Message> {
        let Outgoing { id, serial, result } = outgoing;
        if self.operations.get(&id).is_none_or(|running| running.serial != serial) {
            return None;
        }
        self.active = Instant::now();
        let text = match result {
            Outcome::Next(body) => message::next(&id, &body),
            Outcome::Error(errors) => {
                self.operations.remove(&id);
                message::error(&id, &errors)
            }
            Outcome::Complete => {
                self.operations.remove(&id);
                message::complete(&id)
            }
        };
        Some(say(text))
    }

    /// Ends a connection that carries nothing, whose client is gone, or whose key does not count any
    /// more; asks for a sign of life.
    fn check(&self, idle_max: Duration) -> Step {
        if self.acknowledged {
            self.may_read()?;
        }
        if self.operations.is_empty() && self.active.elapsed() > idle_max {
            return Err(Some(Close::new(1000, "the connection had no operation for too long")));
        }
        if self.heard.elapsed() > idle_max {
            return Err(Some(Close::new(1001, "the client sent nothing for too long")));
        }
        let quiet = self.heard.elapsed() > idle_max / 4;
        Ok(quiet.then(|| Message::Ping(axum::body::Bytes::new())))
    }
}

fn say(text: String) -> Message {
    Message::Text(text.into())
}

/// Passes on what comes of an operation, and counts how long it takes to its end.
async fn follow(
    app: App,
    id: String,
    serial: u64,
    mut responses: BoxStream<'static, async_graphql::Response>,
    results: mpsc::Sender<Outgoing>,
) {
    let start = Instant::now();
    let send = async |result| {
        let outgoing = Outgoing { id: id.clone(), serial, result };
        results.send(outgoing).await.is_ok()
    };
    let mut first = true;
    let end = loop {
        let Some(response) = responses.next().await else { break Outcome::Complete };
        if first && !executed(&response) {
            break Outcome::Error(json!(response.errors));
        }
        first = false;
        if !send(Outcome::Next(app.executor.encode(&response).body)).await {
            return;
        }
    };
    app.requests.time(Surface::Websocket, start.elapsed());
    send(end).await;
}
