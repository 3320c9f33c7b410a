//! What the server holds just now: its index, connections, streams and memory.

use std::fmt;
use std::sync::LazyLock;

use jiff::Timestamp;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::gauge::ConstGauge;

use super::super::app::Shared;
use super::super::connections::{Connections, Reason};
use super::write::{counter, family, gauge, single};

/// When the first server of this process was made, in seconds since 1970.
pub(in crate::api::http) static START: LazyLock<i64> =
    LazyLock::new(|| Timestamp::now().as_second());

#[derive(Debug)]
pub(super) struct Held {
    ready: bool,
    documents: usize,
    clauses: usize,
    skipped: usize,
    loaded: i64,
    connections: usize,
    connections_max: usize,
    closed: [(Reason, u64); Reason::ALL.len()],
    streams: usize,
    streams_max: usize,
    memory: u64,
}

impl Held {
    pub(super) fn by(app: &Shared, connections: Option<&Connections>) -> Self {
        let corpus = app.service.corpus().ok();
        let of = |count: fn(&crate::domain::Corpus) -> usize| corpus.as_deref().map_or(0, count);
        Self {
            ready: app.service.ready(),
            documents: of(|corpus| corpus.documents().len()),
            clauses: of(|corpus| corpus.clauses().len()),
            skipped: of(|corpus| corpus.skipped().len()),
            loaded: app.service.loaded_at().map_or(0, Timestamp::as_second),
            connections: connections.map_or(0, Connections::len),
            connections_max: connections.map_or(0, |all| all.serving.connections_max),
            closed: connections.map_or(Reason::ALL.map(|reason| (reason, 0)), Connections::closed),
            streams: app.streams.len(),
            streams_max: app.streams.limits.streams_max,
            memory: resident_bytes().unwrap_or_default(),
        }
    }
}

impl Collector for Held {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let out = &mut encoder;
        single(out, "ready", "Whether questions can be asked.", &gauge(u64::from(self.ready)))?;
        let version = [(env!("CARGO_PKG_VERSION"), gauge(1))];
        family(out, "build_info", "The version of the program.", "version", version)?;
        let gauges = [
            ("documents", "Documents in the index.", self.documents),
            ("clauses", "Clauses in the index.", self.clauses),
            ("skipped_files", "Files of the corpus that could not be read.", self.skipped),
            ("connections", "Open connections.", self.connections),
            ("connections_max", "Connections that may be open.", self.connections_max),
            ("streams", "Open WebSocket connections and event streams.", self.streams),
            ("streams_max", "Streams that may be open.", self.streams_max),
        ];
        for (name, help, value) in gauges {
            single(out, name, help, &gauge(value as u64))?;
        }
        let help = "Bytes of memory that the process has.";
        single(out, "resident_memory_bytes", help, &gauge(self.memory))?;
        let times = [
            ("start_time_seconds", "When the process started, in seconds since 1970.", *START),
            (
                "corpus_loaded_timestamp_seconds",
                "When the corpus was installed, in seconds since 1970.",
                self.loaded,
            ),
        ];
        for (name, help, value) in times {
            let descriptor = out.encode_descriptor(name, help, None, MetricType::Gauge)?;
            ConstGauge::new(value).encode(descriptor)?;
        }
        let closed = self.closed.map(|(reason, count)| (reason.name(), counter(count)));
        let help = "Connections that the server closed, by reason.";
        family(out, "connections_closed", help, "reason", closed)
    }
}

/// The memory of this process; none where the system does not tell.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}
