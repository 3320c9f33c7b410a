//! A question whose answer is kept beside `{ __typename }`, over the same connections, in turn.
//!
//! Server and clients share one machine and one process, and both requests are measured round by
//! round, so that a noisy machine slows both: what counts is their ratio.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rapporteur::api::http::{Settings, router, run};
use rapporteur::backends::{
    ModelSource, OnnxEmbedder, OnnxEmbedderOptions, VectorStore, read_corpus,
};
use rapporteur::config::{locate_model, locate_runtime};
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::retrieval::Embedder;
use rapporteur::service::{Engine, Limits, Service};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

const ROUNDS: usize = 6;
const ROUND: Duration = Duration::from_secs(1);

const TYPENAME: &str = "{ __typename }";
const ASK: &str = "{ ask(question: \"Which declarations mention human trafficking?\") { status text
    citations { marker quote start end permalink clause { id part } }
    coverage { document { id } citations searched } } }";

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(measure());
}

async fn measure() {
    let cases = [
        ("responses kept", Settings::default()),
        ("answers kept", Settings { response_cache_bytes: 0, ..Settings::default() }),
    ];
    let service = service();
    for (name, settings) in cases {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let router = router(service.clone(), &settings).expect("good settings");
        tokio::spawn(run(listener, router, std::future::pending()));
        for connections in [16, 64] {
            compare(name, address, connections).await;
        }
    }
}

fn service() -> Service {
    let options = OnnxEmbedderOptions {
        model: ModelSource::Folder(locate_model(None).expect("run `make model` first")),
        runtime: locate_runtime(None, None).expect("run `make model` first"),
        sessions: 1,
    };
    let embedder = Arc::new(OnnxEmbedder::open(&options).expect("the model loads"));
    let corpus =
        read_corpus(Path::new("corpus"), FILE_BYTES_MAX as u64, |_, _| ()).expect("a corpus");
    let passages = Engine::passages(&corpus);
    let mut store = VectorStore::open(Path::new("data"), embedder.model()).expect("a store");
    let kept = store.embed(&passages, embedder.as_ref(), &mut |_| {}).expect("embeddings");
    let service = Service::new(Limits::default());
    service.install(
        Engine::over(Arc::new(corpus), kept.passages.open().expect("whole vectors")),
        embedder,
    );
    service
}

/// Measures both requests over the same connections, in turn, and prints what came of it.
async fn compare(name: &str, address: SocketAddr, connections: usize) {
    let mut streams = Vec::new();
    for _ in 0..connections {
        let stream = TcpStream::connect(address).await.expect("the server listens");
        stream.set_nodelay(true).expect("a TCP stream");
        streams.push(stream);
    }
    let requests = [TYPENAME, ASK].map(request);
    let mut times = [Vec::new(), Vec::new()];
    // The first round of each is not measured: connections, caches and branches get warm.
    for round in 0..=ROUNDS {
        for (request, times) in requests.iter().zip(&mut times) {
            let measured;
            (streams, measured) = round_of(streams, request).await;
            if round > 0 {
                times.extend(measured);
            }
        }
    }
    let mut out = std::io::stdout().lock();
    let seconds = ROUND.as_secs_f64() * ROUNDS as f64;
    let rate = |times: &[Duration]| times.len() as f64 / seconds;
    for (what, times) in ["__typename", "ask"].iter().zip(&mut times) {
        times.sort_unstable();
        let at = |at: f64| times[((times.len() - 1) as f64 * at) as usize].as_secs_f64() * 1e3;
        let (p50, p99, rate) = (at(0.5), at(0.99), rate(times));
        writeln!(
            out,
            "{name:<15} {connections:>3} connections  {what:<11} {rate:>7.0}/s  p50 {p50:.2} ms  \
             p99 {p99:.2} ms  p99/p50 {:.2}",
            p99 / p50
        )
        .expect("stdout");
    }
    let ratio = rate(&times[1]) / rate(&times[0]);
    writeln!(out, "{name:<15} {connections:>3} connections  ratio {ratio:.2}").expect("stdout");
}

/// How long each request took that was sent in a round, one after the other on each connection.
async fn round_of(streams: Vec<TcpStream>, request: &str) -> (Vec<TcpStream>, Vec<Duration>) {
    let end = Instant::now() + ROUND;
    let mut tasks = JoinSet::new();
    for mut stream in streams {
        let request = request.as_bytes().to_vec();
        tasks.spawn(async move {
            let (mut times, mut buffer) = (Vec::new(), Vec::new());
            while Instant::now() < end {
                let start = Instant::now();
                stream.write_all(&request).await.expect("the server reads");
                response(&mut stream, &mut buffer).await;
                times.push(start.elapsed());
            }
            (stream, times)
        });
    }
    let (mut streams, mut all) = (Vec::new(), Vec::new());
    while let Some(done) = tasks.join_next().await {
        let (stream, times) = done.expect("no panic");
        streams.push(stream);
        all.extend(times);
    }
    (streams, all)
}

fn request(query: &str) -> String {
    let body = json!({ "query": query }).to_string();
    let length = body.len();
    format!(
        "POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         accept: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

/// Reads one response, and fails unless it is a success.
async fn response(stream: &mut TcpStream, buffer: &mut Vec<u8>) {
    buffer.clear();
    loop {
        let read = stream.read_buf(buffer).await.expect("the server writes");
        assert!(read > 0, "the server closed");
        let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = std::str::from_utf8(&buffer[..head]).expect("headers are ASCII");
        assert!(text.starts_with("HTTP/1.1 200 "), "{text}");
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.and_then(|length| length.parse().ok()).expect("a length");
        if buffer.len() >= head + 4 + length {
            return;
        }
    }
}
