//! How connections end, and which give way to others.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::Request;
use rapporteur::api::http::{Serving, Settings, serve};
use rapporteur::service::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, advance};

use crate::app::{TestApp, long_document};
use crate::server::Server;

/// What the server allows a client that reads nothing, and a connection without requests.
const WAIT: Duration = Duration::from_secs(30);

/// Serves `router` with so many connections.
async fn served(router: Router, connections_max: usize) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let serving = Serving { connections_max, ..Serving::default() };
    tokio::spawn(serve(listener, router, serving, std::future::pending()));
    address
}

async fn get(stream: &mut TcpStream, path: &str) {
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("the server reads");
}

/// The first bytes of a response.
async fn read(stream: &mut TcpStream) -> String {
    let mut response = vec![0; 8_192];
    let count = stream.read(&mut response).await.unwrap_or_default();
    String::from_utf8_lossy(&response[..count]).into_owned()
}

/// A client of HTTP/2 that grants so many bytes to each response, and how long its connection lasts.
async fn lasts(address: SocketAddr, window: u32, paths: &[&str]) -> Duration {
    let stream = TcpStream::connect(address).await.expect("the server listens");
    let start = Instant::now();
    let handshake =
        h2::client::Builder::new().initial_window_size(window).handshake::<_, Bytes>(stream);
    let (client, connection) = handshake.await.expect("the server speaks HTTP/2");
    // It answers the server's pings.
    let connection = tokio::spawn(connection);
    let mut held = Vec::new();
    for path in paths {
        let mut client = client.clone().ready().await.expect("the connection is open");
        let request = Request::get(format!("http://localhost{path}")).body(()).expect("a request");
        let (response, _) = client.send_request(request, true).expect("it is sent");
        held.push(response.await.expect("an answer"));
    }
    let _ = connection.await.expect("no panic");
    assert_eq!(held.len(), paths.len());
    start.elapsed()
}

#[tokio::test(start_paused = true)]
async fn responses_over_http2_that_nobody_reads_are_given_up() {
    let app = TestApp::over(long_document(2_000_000), &Settings::default());
    let address = served(app.router.clone(), 8).await;
    let path = "/v1/documents/declaration-0";
    for window in [0, 1, 65_535] {
        let lasted = lasts(address, window, &[path, path]).await;
        assert!((WAIT..WAIT * 2).contains(&lasted), "{window}: {lasted:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_over_http2_that_answers_pings_alone_is_closed() {
    let address = served(TestApp::new().router, 8).await;
    for paths in [&[][..], &["/livez"]] {
        let lasted = lasts(address, 65_535, paths).await;
        assert!((WAIT..WAIT * 2).contains(&lasted), "{paths:?}: {lasted:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_gives_way_to_another() {
    let address = served(TestApp::new().router, 2).await;
    let mut idle = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(address).await.expect("the server listens");
        get(&mut stream, "/v1/documents").await;
        assert!(read(&mut stream).await.starts_with("HTTP/1.1 200 "));
        idle.push(stream);
        advance(Duration::from_secs(2)).await;
    }
    let mut third = TcpStream::connect(address).await.expect("it is queued by the system");
    get(&mut third, "/v1/documents").await;
    assert!(read(&mut third).await.starts_with("HTTP/1.1 200 "));
    assert_eq!(read(&mut idle[0]).await, "", "the longest idle was closed");
    get(&mut idle[1], "/v1/documents").await;
    assert!(read(&mut idle[1]).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn probes_are_answered_while_all_connections_are_busy() {
    let app = TestApp::with(Limits::default(), &Settings::default());
    app.embedder.close(true);
    let address = served(app.router.clone(), 1).await;
    let mut busy = TcpStream::connect(address).await.expect("the server listens");
    get(&mut busy, "/v1/ask?q=frontline+officers").await;
    while app.embedder.questions() == 0 {
        tokio::task::yield_now().await;
    }
    for (path, status) in
        [("/livez", "200"), ("/readyz", "200"), ("/metrics", "200"), ("/v1/documents", "503")]
    {
        let mut stream = TcpStream::connect(address).await.expect("the server listens");
        get(&mut stream, path).await;
        let mut response = String::new();
        stream.read_to_string(&mut response).await.expect("the server closes the connection");
        assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {response}");
        assert!(response.contains("connection: close"), "{path}: {response}");
        assert_eq!(response.contains("--max-connections"), status == "503", "{path}: {response}");
    }
    app.embedder.close(false);
    assert!(read(&mut busy).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_client_that_has_said_all_gets_its_answer() {
    let server = Server::start(&TestApp::new()).await;
    let mut stream = TcpStream::connect(server.address).await.expect("the server listens");
    get(&mut stream, "/v1/ask?q=frontline+officers").await;
    stream.shutdown().await.expect("its half is closed");
    let mut response = String::new();
    stream.read_to_string(&mut response).await.expect("the server answers");
    assert!(response.starts_with("HTTP/1.1 200 ") && response.contains("P3A"), "{response}");
}

#[tokio::test]
async fn a_client_that_is_gone_is_not_answered_for_ever() {
    let limits = Limits { max_concurrent: 1, deadline_ms: 600_000, ..Limits::default() };
    let app = TestApp::with(limits, &Settings::default());
    let address = served(app.router.clone(), 1).await;
    app.embedder.close(true);
    let mut gone = TcpStream::connect(address).await.expect("the server listens");
    get(&mut gone, "/v1/ask?q=frontline+officers").await;
    while app.embedder.questions() == 0 {
        tokio::task::yield_now().await;
    }
    drop(gone);
    // There is one place: it comes free although nothing was computed.
    let answered = async {
        loop {
            let mut stream = TcpStream::connect(address).await.expect("the server listens");
            get(&mut stream, "/v1/documents").await;
            if read(&mut stream).await.starts_with("HTTP/1.1 200 ") {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_mins(1), answered).await.expect("the place comes free");
    app.embedder.close(false);
}

#[tokio::test]
async fn a_request_names_one_host() {
    let server = Server::start(&TestApp::new()).await;
    for (version, hosts, status) in [
        ("1.1", "host: localhost\r\n", "200"),
        ("1.1", "", "400"),
        ("1.1", "host: localhost\r\nhost: localhost\r\n", "400"),
        ("1.1", "host: localhost\r\nHost: evil.example\r\n", "400"),
        ("1.0", "", "200"),
        ("1.0", "host: a\r\nhost: b\r\n", "400"),
    ] {
        let request =
            format!("GET /v1/documents HTTP/{version}\r\n{hosts}connection: close\r\n\r\n");
        let response = server.raw(request.as_bytes()).await;
        let line = response.lines().next().unwrap_or_default();
        assert!(line.contains(&format!(" {status} ")), "{version} {hosts:?}: {line}");
        assert_eq!(response.contains("headers 'Host'; send one"), status == "400", "{response}");
    }
}
