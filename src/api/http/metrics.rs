//! `GET /metrics`: how the service does, in the text format of Prometheus.
//!
//! What is counted lies in atomics; a library writes them down when they are asked for.

use std::fmt;
use std::sync::atomic::Ordering;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::prometheus_text::{CONTENT_TYPE, encode};
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;

use super::app::{App, Shared};
use super::caching;
use super::requests::CLASSES;
use super::surface::Surface;
use crate::domain::RefusalKind;
use crate::service::{CacheUsage, ComputeStage, Latency, LatencyCounter};

/// Shows what was counted since the start.
pub(super) async fn show(State(app): State<App>) -> Response {
    let mut registry = Registry::with_prefix("rapporteur");
    registry.register_collector(Box::new(Counted::by(&app)));
    let mut text = String::new();
    encode(&mut text, &registry).expect("a string takes all that is written");
    let mut response = ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response();
    caching::forbid(response.headers_mut());
    response
}

/// What was counted until now.
#[derive(Debug)]
struct Counted {
    ready: bool,
    classes: [u64; CLASSES.len()],
    surfaces: [Latency; Surface::ALL.len()],
    stages: [(ComputeStage, Latency); ComputeStage::ALL.len()],
    refusals: [(RefusalKind, u64); RefusalKind::ALL.len()],
    caches: Vec<CacheUsage>,
}

impl Counted {
    fn by(app: &Shared) -> Self {
        let mut caches = app.service.caches();
        caches.extend(app.executor.caches());
        Self {
            ready: app.service.ready(),
            classes: app.requests.classes.each_ref().map(|count| count.load(Ordering::Relaxed)),
            surfaces: app.requests.surfaces.each_ref().map(LatencyCounter::latency),
            stages: app.service.stage_latencies(),
            refusals: app.service.refusals(),
            caches,
        }
    }
}

impl Collector for Counted {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let out = &mut encoder;
        gauge(u64::from(self.ready)).encode(out.encode_descriptor(
            "ready",
            "Whether questions can be asked.",
            None,
            MetricType::Gauge,
        )?)?;
        let help = "Requests answered, by class of status.";
        let classes = CLASSES.into_iter().zip(self.classes.map(counter));
        family(out, "http_requests", help, "class", classes)?;
        let help = "Duration of requests, by surface.";
        let names = Surface::ALL.map(Surface::name);
        let surfaces = names.into_iter().zip(self.surfaces.map(Histogram));
        family(out, "request_duration_seconds", help, "surface", surfaces)?;
        let help = "Duration of computations, by stage.";
        let stages = self.stages.map(|(stage, latency)| (stage.name(), Histogram(latency)));
        family(out, "stage_duration_seconds", help, "stage", stages)?;
        let help = "Refusals computed, by kind.";
        let refusals = self.refusals.map(|(kind, count)| (kind.name(), counter(count)));
        family(out, "refusals", help, "kind", refusals)?;
        self.encode_caches(out)
    }
}

impl Counted {
    fn encode_caches(&self, out: &mut DescriptorEncoder) -> fmt::Result {
        let caches = || self.caches.iter();
        let help = "Cache hits.";
        let hits = caches().map(|cache| (cache.name, counter(cache.stats.hits)));
        family(out, "cache_hits", help, "cache", hits)?;
        let help = "Cache misses.";
        let misses = caches().map(|cache| (cache.name, counter(cache.stats.misses)));
        family(out, "cache_misses", help, "cache", misses)?;
        let help = "Cached values.";
        let entries = caches().map(|cache| (cache.name, gauge(cache.entries)));
        family(out, "cache_entries", help, "cache", entries)?;
        let help = "Approximate bytes of cached values.";
        let bytes = caches().map(|cache| (cache.name, gauge(cache.bytes)));
        family(out, "cache_bytes", help, "cache", bytes)
    }
}

/// Writes metrics that differ by the value of one label. The library adds what the names of counters
/// end in.
fn family<M: EncodeMetric>(
    out: &mut DescriptorEncoder,
    name: &str,
    help: &str,
    label: &str,
    metrics: impl IntoIterator<Item = (&'static str, M)>,
) -> fmt::Result {
    let mut metrics = metrics.into_iter().peekable();
    let Some((_, first)) = metrics.peek() else { return Ok(()) };
    let mut encoder = out.encode_descriptor(name, help, None, first.metric_type())?;
    for (value, metric) in metrics {
        metric.encode(encoder.encode_family(&[(label, value)])?)?;
    }
    Ok(())
}

fn counter(count: u64) -> ConstCounter<u64> {
    ConstCounter::new(count)
}

fn gauge(value: u64) -> ConstGauge<u64> {
    ConstGauge::new(value)
}

/// A histogram. The library's own takes a lock for each value.
struct Histogram(Latency);

impl EncodeMetric for Histogram {
    fn encode(&self, mut encoder: MetricEncoder) -> fmt::Result {
        let Latency { buckets, seconds } = &self.0;
        encoder.encode_histogram::<NoLabelSet>(*seconds, self.0.count(), buckets, None)
    }

    fn metric_type(&self) -> MetricType {
        MetricType::Histogram
    }
}
