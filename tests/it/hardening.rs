//! What browsers may do with responses, and what clients that mean ill cannot do.

use std::net::{Ipv4Addr, SocketAddr};

use axum::body::Body;
use axum::http::Request;
use rapporteur::api::http::{Hosts, Serving, Settings, router, serve};
use rapporteur::service::{Limits, Service};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::app::TestApp;

const HTML: (&str, &str) = ("accept", "text/html");

#[tokio::test]
async fn every_response_says_what_browsers_may_do_with_it() {
    let app = TestApp::new();
    let paths = [
        "/",
        "/livez",
        "/readyz",
        "/nowhere",
        "/graphql",
        "/v1/documents",
        "/v1/gone",
        "/v1/openapi.json",
        "/c/010101010101/rome-2012/P3A",
        "/c/%ff/x/y",
        "/d/rome-2012",
        "/search?q=x",
        "/check",
        "/docs",
    ];
    for path in paths {
        for headers in [&[][..], &[HTML]] {
            let reply = app.get(path, headers).await;
            assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(reply.header("referrer-policy"), "no-referrer", "{path}");
            assert_eq!(reply.header("x-frame-options"), "DENY", "{path}");
            assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin", "{path}");
            let policy = reply.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
            assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
            assert_eq!(reply.headers.get_all("content-security-policy").iter().count(), 1);
        }
    }
}

#[tokio::test]
async fn the_editor_runs_no_script_but_its_own() {
    let app = TestApp::new();
    let editor = app.get("/graphql", &[HTML]).await;
    let policy = editor.header("content-security-policy");
    let script = policy.split("script-src ").nth(1).and_then(|rest| rest.split(';').next());
    let script = script.expect("scripts are named");
    assert_eq!(script, "'self'");
    assert!(policy.contains("connect-src 'self';"), "{policy}");
    assert!(!editor.body.contains("://"), "nothing comes from elsewhere");
}

#[tokio::test]
async fn addresses_that_cannot_be_decoded_are_our_errors() {
    let reply = TestApp::new().get("/c/%ff/x/y", &[]).await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (400, "BAD_REQUEST"));
    assert!(reply.body.contains("percent-encode it as UTF-8"), "{}", reply.body);
}

#[tokio::test]
async fn long_heads_are_refused() {
    let app = TestApp::new();
    let query = |bytes: usize| format!("/v1/documents?place={}", "x".repeat(bytes));
    let uri = app.get(&query(20_000), &[]).await;
    assert_eq!((uri.status.as_u16(), uri.json()["code"].as_str()), (414, Some("URI_TOO_LONG")));
    let long = "x".repeat(40_000);
    let headers = app.get("/livez", &[("cookie", long.as_str())]).await;
    assert_eq!((headers.status.as_u16(), headers.code().as_str()), (431, "HEADERS_TOO_LARGE"));
    let fits = "x".repeat(20_000);
    assert_eq!(app.get("/livez", &[("cookie", fits.as_str())]).await.status, 200);
}

#[tokio::test]
async fn names_that_others_gave_this_machine_are_refused() {
    let hosts = Hosts::local("https://declarations.example.org", &[]);
    let app = TestApp::with(Limits::default(), &Settings { hosts, ..Settings::default() });
    for (host, status) in [
        ("localhost:8080", 200),
        ("127.0.0.1:8080", 200),
        ("declarations.example.org", 200),
        ("rebound.example", 421),
    ] {
        let reply = app.get("/v1/documents", &[("host", host)]).await;
        assert_eq!(reply.status, status, "{host}");
        // HTTP/2 has the name in the address.
        let request = Request::get(format!("http://{host}/v1/documents"));
        let reply = app.send(request.body(Body::empty()).expect("a request")).await;
        assert_eq!(reply.status, status, "{host}");
        if status == 421 {
            assert!(reply.body.contains("--allowed-hosts"), "{}", reply.body);
        }
    }
}

/// A server that lets in so many connections at once.
async fn server(connections_max: usize) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let router = router(Service::new(Limits::default()), &Settings::default()).expect("routes");
    let serving = Serving { connections_max, ..Serving::default() };
    tokio::spawn(serve(listener, router, serving, std::future::pending()));
    address
}

/// Time stands still but where everybody waits: then it jumps to the next deadline.
#[tokio::test(start_paused = true)]
async fn connections_that_do_not_get_to_the_point_are_closed() {
    let address = server(8).await;
    let heads = [
        "",
        "P",
        "PRI * HTTP/2.0\r\n",
        "GET /livez HTTP/1.1\r\n",
        "GET /livez HTTP/1.1\r\nhost: localhost\r\nx-slow: ",
    ];
    for head in heads {
        let mut stream = TcpStream::connect(address).await.expect("the server listens");
        stream.write_all(head.as_bytes()).await.expect("the server reads");
        let mut response = String::new();
        // Closed is closed, whether orderly or by a reset.
        let _ = stream.read_to_string(&mut response).await;
        assert!(!response.contains("200 OK"), "{head:?}: {response}");
    }
}

#[tokio::test]
async fn heads_that_fill_the_buffer_are_refused_by_the_server() {
    let address = server(8).await;
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    let head = format!("GET /livez HTTP/1.1\r\nhost: localhost\r\nx: {}", "x".repeat(1 << 17));
    // It may close before it has read everything.
    let _ = stream.write_all(head.as_bytes()).await;
    let mut response = [0; 64];
    let read = stream.read(&mut response).await.unwrap_or_default();
    let status = String::from_utf8_lossy(&response[..read]);
    assert!(read == 0 || status.starts_with("HTTP/1.1 431"), "{status}");
}
