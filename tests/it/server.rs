//! A server that listens, for what a single request and its response cannot show.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use futures_util::{SinkExt, StreamExt};
use rapporteur::api::http::run;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message, http};

use crate::app::TestApp;

/// A server on a port of its own.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<io::Result<()>>,
}

impl Server {
    /// Serves `app`.
    pub(crate) async fn start(app: &TestApp) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = tokio::spawn(run(listener, app.router.clone(), async {
            let _ = stopped.await;
        }));
        Self { address, stop, ended }
    }

    /// Tells it to stop.
    pub(crate) fn stop(self) -> JoinHandle<io::Result<()>> {
        self.stop.send(()).expect("the server waits");
        self.ended
    }

    /// Sends `bytes` as they are, and reads all that comes until the server closes.
    pub(crate) async fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.expect("the server listens");
        // The server may close before it has read everything.
        let _ = stream.write_all(bytes).await;
        let mut response = Vec::new();
        let _ = stream.read_to_end(&mut response).await;
        String::from_utf8_lossy(&response).into_owned()
    }

    /// Whether it answers a question.
    pub(crate) async fn is_healthy(&self) -> bool {
        let body = r#"{"query": "{ corpus { documentCount } }"}"#;
        let length = body.len();
        let request = format!(
            "POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        self.raw(request.as_bytes()).await.contains(r#""documentCount":3"#)
    }

    /// A `WebSocket` connection with these headers, its protocol not begun.
    pub(crate) async fn connect(&self, headers: &[(&'static str, &str)]) -> Result<Client, Error> {
        let mut request = format!("ws://{}/graphql", self.address).into_client_request()?;
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().expect("a header value"));
        }
        let stream = TcpStream::connect(self.address).await.expect("the server listens");
        let (socket, _) = tokio_tungstenite::client_async(request, stream).await?;
        Ok(Client(socket))
    }

    /// A connection that speaks `graphql-transport-ws`, its protocol not begun.
    pub(crate) async fn open(&self) -> Client {
        self.connect(&[("sec-websocket-protocol", "graphql-transport-ws")]).await.expect("taken up")
    }

    /// A connection that was acknowledged.
    pub(crate) async fn begun(&self) -> Client {
        let mut client = self.open().await;
        client.send(json!({ "type": "connection_init" })).await;
        assert_eq!(client.read().await, Ok(json!({ "type": "connection_ack" })));
        client
    }
}

/// The client's end of a `WebSocket` connection.
pub(crate) struct Client(WebSocketStream<TcpStream>);

impl Client {
    /// Sends a message.
    pub(crate) async fn send(&mut self, message: Value) {
        self.send_frame(Message::Text(message.to_string().into())).await;
    }

    /// Sends a frame.
    pub(crate) async fn send_frame(&mut self, frame: Message) {
        self.0.send(frame).await.expect("the server reads");
    }

    /// The next message, or the code that the connection was closed with.
    pub(crate) async fn read(&mut self) -> Result<Value, u16> {
        loop {
            return match self.0.next().await {
                Some(Ok(Message::Text(text))) => {
                    Ok(serde_json::from_str(&text).expect("messages are JSON"))
                }
                Some(Ok(Message::Close(frame))) => Err(frame.map_or(0, |frame| frame.code.into())),
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => Err(0),
            };
        }
    }

    /// Subscribes, and reads what comes of it until it is complete.
    pub(crate) async fn follow(&mut self, id: &str, query: &str) -> Vec<Value> {
        self.subscribe(id, query).await;
        let mut payloads = Vec::new();
        loop {
            let message = self.read().await.expect("the connection stays open");
            assert_eq!(message["id"], id);
            match message["type"].as_str() {
                Some("complete") => return payloads,
                Some("next") => payloads.push(message["payload"].clone()),
                _ => panic!("{message}"),
            }
        }
    }

    /// Subscribes.
    pub(crate) async fn subscribe(&mut self, id: &str, query: &str) {
        let payload = json!({ "query": query });
        self.send(json!({ "id": id, "type": "subscribe", "payload": payload })).await;
    }
}

/// The status that a handshake was refused with.
pub(crate) fn refusal(result: Result<Client, Error>) -> Option<http::StatusCode> {
    match result {
        Err(Error::Http(response)) => Some(response.status()),
        _ => None,
    }
}
