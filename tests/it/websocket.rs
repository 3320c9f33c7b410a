//! `graphql-transport-ws`, as its specification has it.

use std::time::Duration;

use rapporteur::api::http::{AccessSettings, Settings, StreamLimits};
use rapporteur::domain::Scope;
use rapporteur::service::{KeyRing, Limits};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Message, http};

use crate::access::issued;
use crate::app::{TestApp, engine};
use crate::server::{Server, refusal};

const CHANGES: &str = "subscription { corpusChanged { digest } }";

fn with(streams: StreamLimits) -> TestApp {
    TestApp::with(Limits::default(), &Settings { streams, ..Settings::default() })
}

#[tokio::test]
async fn questions_are_answered_in_stages() {
    let server = Server::start(&TestApp::new()).await;
    let mut client = server.begun().await;
    let ask = "subscription { askStream(question: \"frontline officers\") { __typename } }";
    let payloads = client.follow("a", ask).await;
    let kinds: Vec<&Value> =
        payloads.iter().map(|payload| &payload["data"]["askStream"]["__typename"]).collect();
    assert_eq!(kinds[..2], ["AskReading", "AskEvidence"]);
    assert_eq!(kinds.last(), Some(&&json!("AskAnswer")));
    let payloads = client.follow("a", "{ corpus { documentCount } }").await;
    assert_eq!(payloads.len(), 1, "queries come so, too, and ids are free again");
    assert_eq!(payloads[0]["data"]["corpus"]["documentCount"], 3);
}

#[tokio::test]
async fn several_operations_share_a_connection() {
    let app = TestApp::new();
    let server = Server::start(&app).await;
    let mut client = server.begun().await;
    client.subscribe("changes", CHANGES).await;
    assert_eq!(client.follow("b", "{ corpus { documentCount } }").await.len(), 1);
    app.service.replace(engine(2, &app.embedder)).expect("a corpus was installed before");
    let change = client.read().await.expect("a message");
    assert_eq!((&change["id"], &change["type"]), (&json!("changes"), &json!("next")));
    client.send(json!({ "id": "changes", "type": "complete" })).await;
    assert_eq!(client.follow("b", "{ corpus { documentCount } }").await.len(), 1);
    app.service.replace(engine(3, &app.embedder)).expect("a corpus was installed before");
    assert_eq!(client.follow("b", "{ corpus { digest } }").await.len(), 1, "nothing of the first");
}

#[tokio::test]
async fn what_cannot_be_carried_out_is_an_error_of_its_operation() {
    let server = Server::start(&TestApp::new()).await;
    let mut client = server.begun().await;
    for (query, code) in [
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("", "BAD_REQUEST"),
        ("mutation { x }", "GRAPHQL_VALIDATION_FAILED"),
    ] {
        client.subscribe("a", query).await;
        let error = client.read().await.expect("a message");
        assert_eq!((&error["id"], &error["type"]), (&json!("a"), &json!("error")), "{error}");
        assert_eq!(error["payload"][0]["extensions"]["code"], code, "{query}");
    }
    client.send(json!({ "type": "ping" })).await;
    assert_eq!(client.read().await, Ok(json!({ "type": "pong" })), "the connection goes on");
}

#[tokio::test]
async fn breaches_of_the_protocol_close_with_their_codes() {
    let server = Server::start(&TestApp::new()).await;
    let init = json!({ "type": "connection_init" });
    let subscribe = json!({ "id": "a", "type": "subscribe", "payload": { "query": CHANGES } });
    let cases: [(&[&Value], u16); 6] = [
        (&[&subscribe], 4401),
        (&[&init, &init], 4429),
        (&[&init, &subscribe, &subscribe], 4409),
        (&[&json!({ "type": "unheard" })], 4400),
        (&[&json!([])], 4400),
        (&[&init, &json!({ "id": "a", "type": "subscribe" })], 4400),
    ];
    for (messages, code) in cases {
        let mut client = server.open().await;
        for message in messages {
            client.send((*message).clone()).await;
        }
        let end = loop {
            if let Err(code) = client.read().await {
                break code;
            }
        };
        assert_eq!(end, code, "{messages:?}");
    }
    let mut client = server.open().await;
    client.send_frame(Message::Binary(b"{}".to_vec().into())).await;
    assert_eq!(client.read().await, Err(4400), "binary");
    let mut client = server.connect(&[]).await.expect("taken up");
    assert_eq!(client.read().await, Err(4406), "no subprotocol");
}

#[tokio::test]
async fn who_says_nothing_is_sent_away() {
    let wait = Duration::from_millis(20);
    let server =
        Server::start(&with(StreamLimits { init_wait: wait, ..StreamLimits::default() })).await;
    assert_eq!(server.open().await.read().await, Err(4408), "before it begins");
    let idle = StreamLimits { idle_max: Duration::from_millis(200), ..StreamLimits::default() };
    let app = with(idle);
    let server = Server::start(&app).await;
    let mut busy = server.begun().await;
    busy.subscribe("a", CHANGES).await;
    let others = async {
        for _ in 0..2 {
            assert_eq!(server.begun().await.read().await, Err(1000), "once it has begun");
        }
        app.service.replace(engine(2, &app.embedder)).expect("a corpus was installed before");
    };
    // A subscription may wait as long as its client, which answers pings as it reads, is there.
    let (change, ()) = tokio::join!(busy.read(), others);
    assert_eq!(change.expect("a message")["type"], "next");
}

#[tokio::test]
async fn a_connection_carries_as_many_operations_as_it_may() {
    let server =
        Server::start(&with(StreamLimits { subscriptions_max: 2, ..StreamLimits::default() }))
            .await;
    let mut client = server.begun().await;
    for id in ["a", "b", "c"] {
        client.subscribe(id, CHANGES).await;
    }
    let refused = client.read().await.expect("a message");
    assert_eq!((&refused["id"], &refused["type"]), (&json!("c"), &json!("error")));
    assert_eq!(refused["payload"][0]["extensions"]["code"], "SUBSCRIPTION_LIMIT");
    client.send(json!({ "id": "a", "type": "complete" })).await;
    assert_eq!(client.follow("c", "{ corpus { digest } }").await.len(), 1, "there is room again");
}

#[tokio::test]
async fn messages_are_bounded() {
    let settings = Settings { body_bytes_max: 2_048, ..Settings::default() };
    let server = Server::start(&TestApp::with(Limits::default(), &settings)).await;
    let mut client = server.begun().await;
    client.send(json!({ "type": "ping", "payload": { "x": "x".repeat(4_000) } })).await;
    assert_eq!(client.read().await, Err(1009));
}

#[tokio::test]
async fn pages_of_other_origins_may_not_connect() {
    let server = Server::start(&TestApp::new()).await;
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    let foreign = server.connect(&[protocol, ("origin", "https://evil.example")]).await;
    assert_eq!(refusal(foreign).map(|status| status.as_u16()), Some(403));
    let own = format!("http://{}", server.address);
    assert!(server.connect(&[protocol, ("origin", &own)]).await.is_ok());
}

#[tokio::test]
async fn a_stop_ends_streams_at_once_and_cleanly() {
    let server = Server::start(&TestApp::new()).await;
    let mut client = server.begun().await;
    client.subscribe("a", CHANGES).await;
    let mut idle = server.open().await;
    let ended = server.stop();
    assert_eq!(client.read().await, Err(1001));
    assert_eq!(idle.read().await, Err(1001));
    drop((client, idle));
    ended.await.expect("no panic").expect("a clean end");
}

/// An app that wants keys, one of which allows three requests a minute.
fn locked(keys: &KeyRing, streams: StreamLimits) -> TestApp {
    let access = AccessSettings {
        anonymous_read: false,
        keys: keys.clone(),
        key_rate_per_minute: 3,
        ..AccessSettings::default()
    };
    TestApp::with(Limits::default(), &Settings { access, streams, ..Settings::default() })
}

#[tokio::test]
async fn a_key_comes_with_the_handshake_or_with_the_first_message() {
    let (key, authorization) = issued(1, Scope::Read, None);
    let (old, expired) = issued(2, Scope::Read, Some(-1));
    let keys = KeyRing::new(vec![key, old]);
    let server = Server::start(&locked(&keys, StreamLimits::default())).await;
    let acknowledged = Ok(json!({ "type": "connection_ack" }));
    let cases = [
        (json!({ "Authorization": authorization }), acknowledged.clone()),
        (json!({ "authorization": authorization, "more": 1 }), acknowledged.clone()),
        (json!({ "authorization": expired }), Err(4403)),
        (json!({ "authorization": "Bearer nonsense" }), Err(4403)),
        (json!({ "authorization": 7 }), Err(4403)),
        (json!({ "key": authorization }), Err(4403)),
        (Value::Null, Err(4403)),
    ];
    for (payload, expected) in cases {
        let mut client = server.open().await;
        client.send(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(client.read().await, expected, "{payload}");
    }
    let mut early = server.open().await;
    early.subscribe("a", CHANGES).await;
    assert_eq!(early.read().await, Err(4401), "nothing is carried out before");
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    let with = async |key: &str| server.connect(&[protocol, ("authorization", key)]).await;
    let mut client = with(&authorization).await.expect("taken up");
    client.send(json!({ "type": "connection_init" })).await;
    assert_eq!(client.read().await, acknowledged);
    assert_eq!(refusal(with(&expired).await).map(|status| status.as_u16()), Some(401));
}

#[tokio::test]
async fn operations_are_counted_and_end_with_their_key() {
    let (key, authorization) = issued(1, Scope::Read, None);
    let keys = KeyRing::new(vec![key]);
    let idle = StreamLimits { idle_max: Duration::from_secs(2), ..StreamLimits::default() };
    let server = Server::start(&locked(&keys, idle)).await;
    let init = json!({ "authorization": authorization });
    let init = json!({ "type": "connection_init", "payload": init });
    let mut client = server.open().await;
    client.send(init).await;
    assert_eq!(client.read().await, Ok(json!({ "type": "connection_ack" })));
    client.subscribe("changes", CHANGES).await;
    for _ in 0..2 {
        assert_eq!(client.follow("a", "{ __typename }").await.len(), 1);
    }
    client.subscribe("a", "{ __typename }").await;
    let refused = client.read().await.expect("a message");
    assert_eq!((&refused["id"], &refused["type"]), (&json!("a"), &json!("error")));
    assert_eq!(refused["payload"][0]["extensions"]["code"], "RATE_LIMITED");
    keys.replace(Vec::new());
    assert_eq!(client.read().await, Err(4403), "a subscription ends with its key");
}

#[tokio::test]
async fn a_close_is_answered_before_the_connection_ends() {
    let server = Server::start(&TestApp::new()).await;
    for begun in [false, true] {
        let mut client = if begun { server.begun().await } else { server.open().await };
        let frame = CloseFrame { code: CloseCode::Normal, reason: "bye".into() };
        client.send_frame(Message::Close(Some(frame))).await;
        assert_eq!(client.read().await, Err(1000), "the same code comes back");
    }
}

#[tokio::test]
async fn answers_to_pings_that_nobody_reads_are_not_kept() {
    const BYTES_MAX: usize = 64 << 20;
    let server = Server::start(&TestApp::new()).await;
    let mut stream = TcpStream::connect(server.address).await.expect("a server");
    let request = "GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
                   sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
                   sec-websocket-protocol: graphql-transport-ws\r\n\r\n";
    stream.write_all(request.as_bytes()).await.expect("a handshake");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("an answer"));
    }
    assert!(head.starts_with(b"HTTP/1.1 101"));
    // A ping of 125 bytes, masked by zeros.
    let ping = [&[0x89, 0xfd, 0, 0, 0, 0][..], &[b'1'; 125]].concat();
    stream.write_all(&ping).await.expect("an open connection");
    let mut pong = [0; 127];
    stream.read_exact(&mut pong).await.expect("an answer");
    assert_eq!((&pong[..2], &pong[2..]), (&[0x8a, 125][..], &ping[6..]));
    let pings = ping.repeat(1_000);
    let mut sent = 0;
    // The answers fill what the system keeps; then the server reads no more.
    while sent < BYTES_MAX {
        // What is written of a frame is not written again.
        let rest = stream.write(&pings[sent % pings.len()..]);
        let Ok(written) = timeout(Duration::from_secs(2), rest).await else { break };
        sent += written.expect("an open connection");
    }
    assert!(sent < BYTES_MAX, "{sent} bytes of pings were taken, and their answers kept");
}

#[tokio::test]
async fn one_client_leaves_streams_to_others() {
    let streams = StreamLimits { streams_max: 8, per_client_max: 2, ..StreamLimits::default() };
    let (key, authorization) = issued(1, Scope::Read, None);
    let keys = KeyRing::new(vec![key]);
    let access = AccessSettings { keys, ..AccessSettings::default() };
    let app =
        TestApp::with(Limits::default(), &Settings { streams, access, ..Settings::default() });
    let server = Server::start(&app).await;
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    let first = server.connect(&[protocol]).await.expect("there is room");
    let _second = server.connect(&[protocol]).await.expect("there is room");
    assert_eq!(
        refusal(server.connect(&[protocol]).await),
        Some(http::StatusCode::TOO_MANY_REQUESTS)
    );
    let events = [("accept", "text/event-stream"), ("content-type", "application/json")];
    let body = json!({ "query": CHANGES }).to_string();
    // Requests without a server have another address.
    let other = app.post(&json!({ "query": "{ __typename }" }).to_string(), &events).await;
    assert_eq!(other.status, 200, "{}", other.body);
    let length = body.len();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    let reply = server.raw(request.as_bytes()).await;
    assert!(
        reply.starts_with("HTTP/1.1 429 ") && reply.contains("--streams-per-client"),
        "{reply}"
    );
    let keyed = [protocol, ("authorization", authorization.as_str())];
    let _third = server.connect(&keyed).await.expect("a key is another client");
    drop(first);
    while server.connect(&[protocol]).await.is_err() {
        tokio::task::yield_now().await;
    }
}
