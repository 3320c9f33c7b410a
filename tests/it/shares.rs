//! What one client leaves of the computing to others, however it asks.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use rapporteur::api::http::Settings;
use rapporteur::service::Limits;
use serde_json::{Value, json};

use crate::app::TestApp;

/// A new question by `surface`, from a client of its own.
fn request(surface: &str, number: usize, peer: &str) -> Request<Body> {
    let question = format!("Who speaks of the police? ({number})");
    let (path, body) = match surface {
        "graphql" => {
            let query = "query($q: String!) { ask(question: $q) { text } }";
            ("/graphql", json!({ "query": query, "variables": { "q": question } }))
        }
        "mcp" => {
            let params = json!({ "name": "ask", "arguments": { "question": question } });
            let call =
                json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
            ("/mcp", call)
        }
        _ => ("/v1/ask", json!({ "q": question })),
    };
    let peer: SocketAddr = format!("{peer}:4711").parse().expect("an address");
    Request::post(path)
        .extension(ConnectInfo(peer))
        .header("host", "r.example")
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .header("mcp-protocol-version", "2025-11-25")
        .body(Body::from(body.to_string()))
        .expect("a request")
}

#[tokio::test]
async fn one_client_is_refused_beyond_its_share_and_another_is_not() {
    for surface in ["rest", "graphql", "mcp"] {
        // Two may run, one of one client, for which sixteen may wait.
        let limits = Limits { max_concurrent: 2, ..Limits::default() };
        let app = TestApp::with(limits, &Settings::default());
        app.embedder.close(true);
        let ask = |number, peer| app.send(request(surface, number, peer));
        let mut asked: FuturesUnordered<_> =
            (0..18).map(|number| ask(number, "192.0.2.1")).collect();
        let refused = asked.next().await.expect("they were asked").body;
        assert!(refused.contains("too many requests are waiting"), "{surface}: {refused}");
        asked.push(ask(18, "192.0.2.2"));
        let both_run = async {
            while app.service.pools()[0].running < 2 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            () = both_run => {}
            reply = asked.next() => panic!("{surface}: {}", reply.expect("there are some").body),
        }
        assert_eq!(app.service.pools()[0].waiting, 16, "{surface}");
        app.embedder.close(false);
        let others: Vec<_> = asked.collect().await;
        assert_eq!(others.len(), 18);
        for reply in others {
            assert!(reply.status.is_success(), "{surface}: {}", reply.body);
            let refusal: Value = serde_json::from_str(&reply.body).unwrap_or_default();
            assert!(refusal["errors"].is_null(), "{surface}: {}", reply.body);
        }
    }
}

#[tokio::test]
async fn this_machine_has_all_of_it() {
    let limits = Limits { max_concurrent: 2, ..Limits::default() };
    let app = TestApp::with(limits, &Settings::default());
    app.embedder.close(true);
    let mut asked: FuturesUnordered<_> =
        (0..19).map(|number| app.send(request("rest", number, "127.0.0.1"))).collect();
    let refused = asked.next().await.expect("nineteen were asked");
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert_eq!((app.service.pools()[0].running, app.service.pools()[0].waiting), (2, 16));
    app.embedder.close(false);
    assert!(asked.all(async |reply| reply.status == 200).await);
}
