//! Uncached answers by HTTP beside bare runs of the model on the same questions, in turn: by ONNX
//! Runtime in this thread, on tokens ready made, and by this program's own sessions.
//!
//! Nothing is kept: neither responses, nor answers, nor vectors. One client asks one question after
//! the other, each next to a run of the model on it alone. Then sixteen ask at once, in rounds that
//! take turns with rounds of the same by a server that has one session and no batches, and with
//! rounds in which one session embeds one question after the other. Both sides of a ratio are
//! measured in the same loop, so that a noisy machine slows both.

mod plain;
mod served;

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rapporteur::api::http::Settings;
use rapporteur::backends::LocalEmbedder;
use rapporteur::domain::Query;
use rapporteur::eval::{LabelledQuestion, read_questions};
use rapporteur::retrieval::{EmbedError, Embedder, Embedding, ModelInfo, Priority};
use rapporteur::service::{CachedEmbedder, Limits, Service};
use serde_json::json;
use served::{Client, quantile};
use tokio::task::JoinSet;

/// How often each question is asked by one client.
const ROUNDS: usize = 20;
/// Clients that ask at once.
const CLIENTS: usize = 16;
/// Rounds of each kind with all clients, and how long one takes.
const CROWDED_ROUNDS: usize = 8;
const CROWDED_ROUND: Duration = Duration::from_secs(1);
/// Room for the vectors of all questions, where they are kept.
const KEPT_BYTES: u64 = 64 << 20;

const ASK: &str = "query($question: String!, $history: [String!]) {
    ask(question: $question, history: $history) { status text
        citations { marker quote start end permalink clause { id part } }
        coverage { document { id } citations searched } } }";

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(measure());
}

async fn measure() {
    let questions = read_questions(Path::new("tests/questions/labelled.jsonl")).expect("questions");
    let requests: Vec<Vec<u8>> = questions.iter().map(request).collect();
    // As many sessions as the product has; an own run is one text in one of them.
    let embedder = served::embedder(0);
    let (service, address) = serve(Arc::clone(&embedder) as Arc<dyn Embedder>).await;
    alone(&questions, &requests, address, &embedder).await;
    let session = Arc::new(OneByOne(served::embedder(1), Mutex::new(())));
    let (plain, plain_address) = serve(Arc::clone(&session) as Arc<dyn Embedder>).await;
    crowded(&questions, requests, [address, plain_address], session.as_ref()).await;
    for service in [service, plain] {
        // Two clients may wait for one answer to the same question, which counts as kept.
        let stats = service.answer_stats();
        assert!(stats.hits * 1_000 <= stats.misses, "answers were kept: {stats:?}");
    }
}

/// A server that keeps nothing.
async fn serve(embedder: Arc<dyn Embedder>) -> (Service, SocketAddr) {
    let nothing_kept =
        Limits { cache_bytes: 0, embedding_cache_bytes: 0, max_concurrent: 8, ..Limits::default() };
    let service = served::service(nothing_kept, embedder);
    let settings = Settings { response_cache_bytes: 0, ..Settings::default() };
    let address = served::serve(service.clone(), &settings).await;
    (service, address)
}

/// A session that takes texts one by one, in whatever company they come.
struct OneByOne(Arc<LocalEmbedder>, Mutex<()>);

impl Embedder for OneByOne {
    fn model(&self) -> &ModelInfo {
        self.0.model()
    }

    fn knows(&self, word: &str) -> bool {
        self.0.knows(word)
    }

    fn embed(&self, texts: &[&str], priority: Priority) -> Result<Vec<Embedding>, EmbedError> {
        let _turn = self.1.lock().unwrap_or_else(PoisonError::into_inner);
        let mut embeddings = Vec::with_capacity(texts.len());
        for text in texts {
            embeddings.extend(self.0.embed(&[text], priority)?);
        }
        Ok(embeddings)
    }
}

fn request(question: &LabelledQuestion) -> Vec<u8> {
    let Query { question, history, .. } = question.query();
    served::request(ASK, &json!({ "question": question, "history": history }))
}

/// One client, each question in turn with a bare run on it.
async fn alone(
    questions: &[LabelledQuestion],
    requests: &[Vec<u8>],
    address: SocketAddr,
    embedder: &Arc<LocalEmbedder>,
) {
    let shared = Arc::clone(embedder) as Arc<dyn Embedder>;
    let engine = served::engine(&shared);
    let kept = CachedEmbedder::new(shared, KEPT_BYTES);
    let mut client = Client::connect(address).await;
    let texts: Vec<&str> = questions.iter().map(|it| it.question.as_str()).collect();
    let tokens = plain::tokens(embedder.as_ref(), &texts);
    let mut session = plain::session(1);
    let (mut bare, mut own) = (Vec::new(), Vec::new());
    let (mut asked, mut answered) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        for ((question, request), tokens) in questions.iter().zip(requests).zip(&tokens) {
            let query: Query = question.query();
            let by_library = timed(|| plain::run(&mut session, std::slice::from_ref(tokens)));
            let run = timed(|| drop(embedder.embed(&[&query.question], Priority::Question)));
            let start = Instant::now();
            client.send(request).await;
            let ask = start.elapsed();
            let rest = timed(|| drop(engine.ask(&query, &kept)));
            // The first round fills what is kept, and is not measured.
            if round > 0 {
                bare.push(by_library);
                own.push(run);
                asked.push(ask);
                answered.push(rest);
            }
        }
    }
    let mut out = std::io::stdout().lock();
    let ratio = |at: f64| quantile(&mut asked.clone(), at) / quantile(&mut bare.clone(), at);
    let ratios = (ratio(0.5), ratio(0.99));
    for (name, times) in [
        ("ONNX Runtime alone", &mut bare),
        ("own run of the model", &mut own),
        ("uncached ask by HTTP", &mut asked),
        ("all but the model", &mut answered),
    ] {
        let (p50, p99) = (quantile(times, 0.5), quantile(times, 0.99));
        writeln!(out, "{name:<22} p50 {p50:.2} ms  p99 {p99:.2} ms").expect("stdout");
    }
    writeln!(out, "{:<22} p50 {:.2}     p99 {:.2}", "ratio", ratios.0, ratios.1).expect("stdout");
}

/// All clients at once at each of the two servers, in turn with bare runs in one session.
async fn crowded(
    questions: &[LabelledQuestion],
    requests: Vec<Vec<u8>>,
    addresses: [SocketAddr; 2],
    session: &OneByOne,
) {
    let requests = Arc::new(requests);
    let mut clients = [Vec::new(), Vec::new()];
    for (clients, address) in clients.iter_mut().zip(addresses) {
        for _ in 0..CLIENTS {
            clients.push(Client::connect(address).await);
        }
    }
    let (mut runs, mut times) = (0, [Vec::new(), Vec::new()]);
    for _ in 0..CROWDED_ROUNDS {
        let end = Instant::now() + CROWDED_ROUND;
        for question in questions.iter().cycle().take_while(|_| Instant::now() < end) {
            let query = question.query();
            drop(session.embed(&[&query.question], Priority::Question));
            runs += 1;
        }
        for (clients, times) in clients.iter_mut().zip(&mut times) {
            let measured;
            (*clients, measured) = round_of(std::mem::take(clients), &requests).await;
            times.extend(measured);
        }
    }
    let mut out = std::io::stdout().lock();
    let seconds = CROWDED_ROUND.as_secs_f64() * CROWDED_ROUNDS as f64;
    let rates = [times[0].len() as f64 / seconds, times[1].len() as f64 / seconds];
    for ((name, times), rate) in ["as served", "one session"].iter().zip(&mut times).zip(rates) {
        let (p50, p99) = (quantile(times, 0.5), quantile(times, 0.99));
        writeln!(
            out,
            "{CLIENTS} clients, {name:<11} {rate:.0} answers/s  p50 {p50:.2} ms  p99 {p99:.2} ms"
        )
        .expect("stdout");
    }
    let bare = f64::from(runs) / seconds;
    let (ratio, of_bare) = (rates[0] / rates[1], rates[0] / bare);
    writeln!(out, "ratio {ratio:.2}; bare runs in one session {bare:.0}/s, ratio {of_bare:.2}")
        .expect("stdout");
}

/// How long each question took that was asked in a round, one after the other by each client.
async fn round_of(
    clients: Vec<Client>,
    requests: &Arc<Vec<Vec<u8>>>,
) -> (Vec<Client>, Vec<Duration>) {
    let end = Instant::now() + CROWDED_ROUND;
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = JoinSet::new();
    for mut client in clients {
        let (next, requests) = (Arc::clone(&next), Arc::clone(requests));
        tasks.spawn(async move {
            let mut times = Vec::new();
            while Instant::now() < end {
                let at = next.fetch_add(1, Ordering::Relaxed) % requests.len();
                let start = Instant::now();
                client.send(&requests[at]).await;
                times.push(start.elapsed());
            }
            (client, times)
        });
    }
    let (mut clients, mut all) = (Vec::new(), Vec::new());
    while let Some(done) = tasks.join_next().await {
        let (client, times) = done.expect("no panic");
        clients.push(client);
        all.extend(times);
    }
    (clients, all)
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
