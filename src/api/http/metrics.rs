//! `GET /metrics`: how the service does, in the text format of Prometheus.
//!
//! What is counted lies in atomics; a library writes them down when they are asked for.

mod held;
mod write;

use std::fmt;
use std::sync::atomic::Ordering;

use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use prometheus_client::encoding::prometheus_text::{CONTENT_TYPE, encode};
use prometheus_client::registry::Registry;

use super::app::{App, Shared};
use super::caching;
use super::connections::Arrival;
use super::requests::CLASSES;
use super::surface::Surface;
use crate::api::wire::Wire;
use crate::domain::{AnswerStatus, RefusalKind, Verdict, status_name};
use crate::service::{
    Batches, CacheUsage, ComputeStage, FeedbackCounts, Latency, LatencyCounter, PoolUsage,
    ReloadCount, Reloaded,
};
use held::Held;
pub(super) use held::START;
use write::{Histogram, counter, family, gauge, single};

/// Shows what was counted since the start.
pub(super) async fn show(State(app): State<App>, request: Request) -> Response {
    let arrival = request.extensions().get::<Arrival>();
    let connections = arrival.map(|arrival| &*arrival.connections);
    let mut registry = Registry::with_prefix("rapporteur");
    registry.register_collector(Box::new(Counted::by(&app)));
    registry.register_collector(Box::new(Held::by(&app, connections)));
    let mut text = String::new();
    encode(&mut text, &registry).expect("a string takes all that is written");
    let mut response = ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response();
    caching::forbid(response.headers_mut());
    response
}

/// What was counted until now.
#[derive(Debug)]
struct Counted {
    classes: [u64; CLASSES.len()],
    rate_limited: u64,
    surfaces: [Latency; Surface::ALL.len()],
    stages: [(ComputeStage, Latency); ComputeStage::ALL.len()],
    answers: Vec<(AnswerStatus, u64)>,
    refusals: [(RefusalKind, u64); RefusalKind::ALL.len()],
    verdicts: Vec<(Verdict, u64)>,
    batches: Batches,
    pools: [PoolUsage; 2],
    caches: Vec<CacheUsage>,
    reloads: [ReloadCount; Reloaded::ALL.len()],
    feedback: FeedbackCounts,
}

impl Counted {
    fn by(app: &Shared) -> Self {
        let mut caches = app.service.caches();
        caches.extend(app.executor.caches());
        Self {
            classes: app.requests.classes.each_ref().map(|count| count.load(Ordering::Relaxed)),
            rate_limited: app.requests.rate_limited.load(Ordering::Relaxed),
            surfaces: app.requests.surfaces.each_ref().map(LatencyCounter::latency),
            stages: app.service.stage_latencies(),
            answers: app.service.answers(),
            refusals: app.service.refusals(),
            verdicts: app.service.verdicts(),
            batches: app.service.batches(),
            pools: app.service.pools(),
            caches,
            reloads: app.service.reloads(),
            feedback: app.service.feedback_counts(),
        }
    }
}

impl Collector for Counted {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let out = &mut encoder;
        let classes = CLASSES.into_iter().zip(self.classes.map(counter));
        family(out, "http_requests", "Requests answered, by class of status.", "class", classes)?;
        let help = "Requests refused because their client had asked too often.";
        single(out, "rate_limited", help, &counter(self.rate_limited))?;
        let help = "Duration of requests, by surface.";
        let names = Surface::ALL.map(Surface::name);
        let surfaces = names.into_iter().zip(self.surfaces.map(Histogram));
        family(out, "request_duration_seconds", help, "surface", surfaces)?;
        let help = "Duration of computations, by stage.";
        let stages = self.stages.map(|(stage, latency)| (stage.name(), Histogram(latency)));
        family(out, "stage_duration_seconds", help, "stage", stages)?;
        let answers = self.answers.iter().map(|(status, n)| (status_name(*status), counter(*n)));
        family(out, "answers", "Answers, cached or not, by status.", "status", answers)?;
        let refusals = self.refusals.map(|(kind, count)| (kind.name(), counter(count)));
        family(out, "refusals", "Refusals computed, by kind.", "kind", refusals)?;
        let verdicts = self.verdicts.iter().map(|(it, count)| (Wire(*it).name(), counter(*count)));
        let help = "Verdicts computed on single quotations, by verdict.";
        family(out, "verdicts", help, "verdict", verdicts)?;
        let Batches { calls, texts } = self.batches;
        let help = "Calls of the embedding model for questions.";
        single(out, "embedding_batches", help, &counter(calls))?;
        let help = "Texts that the embedding model was given for questions.";
        single(out, "embedding_texts", help, &counter(texts))?;
        self.encode_pools(out)?;
        self.encode_caches(out)?;
        self.encode_changes(out)
    }
}

impl Counted {
    fn encode_pools(&self, out: &mut DescriptorEncoder) -> fmt::Result {
        let pools = |value: fn(&PoolUsage) -> usize| {
            self.pools.each_ref().map(|pool| (pool.name, gauge(value(pool) as u64)))
        };
        let help = "Computations that run.";
        family(out, "running", help, "pool", pools(|pool| pool.running))?;
        let help = "Computations that may run at the same time.";
        family(out, "running_max", help, "pool", pools(|pool| pool.running_max))?;
        let help = "Computations that wait for their turn.";
        family(out, "waiting", help, "pool", pools(|pool| pool.waiting))?;
        let help = "Computations that may wait for their turn.";
        family(out, "waiting_max", help, "pool", pools(|pool| pool.waiting_max))?;
        let refused = self.pools.each_ref().map(|pool| (pool.name, counter(pool.refused)));
        let help = "Computations refused because as many waited as may.";
        family(out, "overloaded", help, "pool", refused)
    }

    fn encode_caches(&self, out: &mut DescriptorEncoder) -> fmt::Result {
        let caches = || self.caches.iter();
        let hits = caches().map(|cache| (cache.name, counter(cache.stats.hits)));
        family(out, "cache_hits", "Cache hits.", "cache", hits)?;
        let misses = caches().map(|cache| (cache.name, counter(cache.stats.misses)));
        family(out, "cache_misses", "Cache misses.", "cache", misses)?;
        let entries = caches().map(|cache| (cache.name, gauge(cache.entries)));
        family(out, "cache_entries", "Cached values.", "cache", entries)?;
        let bytes = caches().map(|cache| (cache.name, gauge(cache.bytes)));
        family(out, "cache_bytes", "Approximate bytes of cached values.", "cache", bytes)
    }

    fn encode_changes(&self, out: &mut DescriptorEncoder) -> fmt::Result {
        let reloads = || self.reloads.iter();
        let done = reloads().map(|count| (count.what.name(), counter(count.done)));
        family(out, "reloads", "Loaded again while the server ran.", "what", done)?;
        let failed = reloads().map(|count| (count.what.name(), counter(count.failed)));
        let help = "Could not be loaded again while the server ran.";
        family(out, "reload_failures", help, "what", failed)?;
        let FeedbackCounts { kept, failures, entries } = self.feedback;
        let kept = kept.map(|(kind, count)| (kind.name(), counter(count)));
        family(out, "feedback", "Feedback kept, by kind.", "kind", kept)?;
        let help = "Feedback that could not be kept.";
        single(out, "feedback_failures", help, &counter(failures))?;
        single(out, "feedback_entries", "Entries of feedback in the file.", &gauge(entries))
    }
}
