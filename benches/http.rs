//! A question whose answer is kept beside `{ __typename }`, over the same connections, in turn.
//!
//! Server and clients share one machine and one process, and both requests are measured round by
//! round, so that a noisy machine slows both: what counts is their ratio.

mod served;

use std::io::Write;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rapporteur::api::http::Settings;
use rapporteur::service::Limits;
use serde_json::json;
use served::{Client, quantile, request, serve};
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
    let service = served::service(Limits::default(), served::embedder(1));
    for (name, settings) in cases {
        let address = serve(service.clone(), &settings).await;
        for connections in [16, 64] {
            compare(name, address, connections).await;
        }
    }
}

/// Measures both requests over the same connections, in turn, and prints what came of it.
async fn compare(name: &str, address: SocketAddr, connections: usize) {
    let mut clients = Vec::new();
    for _ in 0..connections {
        clients.push(Client::connect(address).await);
    }
    let requests = [TYPENAME, ASK].map(|query| request(query, &json!({})));
    let mut times = [Vec::new(), Vec::new()];
    // The first round of each is not measured: connections, caches and branches get warm.
    for round in 0..=ROUNDS {
        for (request, times) in requests.iter().zip(&mut times) {
            let measured;
            (clients, measured) = round_of(clients, request).await;
            if round > 0 {
                times.extend(measured);
            }
        }
    }
    let mut out = std::io::stdout().lock();
    let seconds = ROUND.as_secs_f64() * ROUNDS as f64;
    let rate = |times: &[Duration]| times.len() as f64 / seconds;
    for (what, times) in ["__typename", "ask"].iter().zip(&mut times) {
        let rate = rate(times);
        let (p50, p99) = (quantile(times, 0.5), quantile(times, 0.99));
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
async fn round_of(clients: Vec<Client>, request: &[u8]) -> (Vec<Client>, Vec<Duration>) {
    let end = Instant::now() + ROUND;
    let mut tasks = JoinSet::new();
    for mut client in clients {
        let request = request.to_vec();
        tasks.spawn(async move {
            let mut times = Vec::new();
            while Instant::now() < end {
                let start = Instant::now();
                client.send(&request).await;
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
