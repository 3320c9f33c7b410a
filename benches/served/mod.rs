//! A server on a loopback port with the model and the corpus, and one who asks it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rapporteur::api::http::{Settings, router, run};
use rapporteur::backends::{
    LocalEmbedder, LocalEmbedderOptions, MadeAgain, ModelSource, VectorStore, read_corpus,
};
use rapporteur::config::{locate_model, locate_runtime};
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::retrieval::Embedder;
use rapporteur::service::{Engine, Limits, Service};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The model in so many sessions; 0 stands for as many as there are cores.
pub(crate) fn embedder(sessions: usize) -> Arc<LocalEmbedder> {
    let options = LocalEmbedderOptions {
        model: ModelSource::Folder(locate_model(None).expect("run `make model` first")),
        runtime: locate_runtime(None, None).expect("run `make model` first"),
        sessions,
    };
    Arc::new(LocalEmbedder::open(&options).expect("the model loads"))
}

/// The corpus with its index.
pub(crate) fn engine(embedder: &Arc<dyn Embedder>) -> Engine {
    let corpus = read_corpus(Path::new("corpus"), FILE_BYTES_MAX as u64).expect("a corpus");
    let passages = Engine::passages(&corpus);
    let mut store = VectorStore::open(Path::new("data"), embedder.model()).expect("a store");
    let wanted = Engine::wanted(&corpus, &passages);
    let kept = store.embed(&wanted, embedder.as_ref(), &mut |_| {}).expect("embeddings");
    let again = MadeAgain::new(Arc::clone(embedder), move |at| passages.get(at).cloned());
    let vectors = kept.passages.open(again).expect("whole vectors");
    Engine::over(Arc::new(corpus), vectors).expect("vectors")
}

/// What answers within `limits`.
pub(crate) fn service(limits: Limits, embedder: Arc<dyn Embedder>) -> Service {
    let service = Service::new(limits);
    service.install(engine(&embedder), embedder);
    service
}

/// Serves on a free port, and says where.
pub(crate) async fn serve(service: Service, settings: &Settings) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let router = router(service, settings).expect("good settings");
    tokio::spawn(run(listener, router, std::future::pending()));
    address
}

/// A connection that stays open.
pub(crate) struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Client {
    /// Connects to the server at `address`.
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("the server listens");
        stream.set_nodelay(true).expect("a TCP stream");
        Self { stream, buffer: Vec::new() }
    }

    /// Sends `request` and reads the response, which has to be a success.
    pub(crate) async fn send(&mut self, request: &[u8]) {
        self.stream.write_all(request).await.expect("the server reads");
        let buffer = &mut self.buffer;
        buffer.clear();
        loop {
            let read = self.stream.read_buf(buffer).await.expect("the server writes");
            assert!(read > 0, "the server closed");
            let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else {
                continue;
            };
            let text = std::str::from_utf8(&buffer[..head]).expect("headers are ASCII");
            assert!(text.starts_with("HTTP/1.1 200 "), "{text}");
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.and_then(|length| length.parse().ok()).expect("a length");
            if buffer.len() >= head + 4 + length {
                return;
            }
        }
    }
}

/// A GraphQL request by POST.
pub(crate) fn request(query: &str, variables: &Value) -> Vec<u8> {
    let body = json!({ "query": query, "variables": variables }).to_string();
    let length = body.len();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         accept: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    (head + &body).into_bytes()
}

/// The time below which this share of `times` lies, in milliseconds.
pub(crate) fn quantile(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    let index = ((times.len() - 1) as f64 * share).round() as usize;
    times[index].as_secs_f64() * 1_000.0
}
