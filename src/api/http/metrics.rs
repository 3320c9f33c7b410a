//! `GET /metrics`: how the service does, in the text format of Prometheus.
//!
//! <https://prometheus.io/docs/instrumenting/exposition_formats/>, version 0.0.4.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{App, caching};
use crate::service::CacheUsage;

const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Responses by the first digit of their status.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// Counts responses.
#[derive(Debug, Default)]
pub(super) struct Requests([AtomicU64; CLASSES.len()]);

impl Requests {
    /// Counts a response that goes out.
    pub(super) fn count(&self, status: StatusCode) {
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len()) - 1;
        self.0[class].fetch_add(1, Ordering::Relaxed);
    }
}

/// Shows what was counted since the start.
pub(super) async fn show(State(app): State<App>) -> Response {
    let mut caches = app.service.caches();
    caches.extend(app.executor.caches());
    let mut text = String::new();
    family(&mut text, "rapporteur_ready", "gauge", "Whether questions can be asked.");
    let _ = writeln!(text, "rapporteur_ready {}", u8::from(app.service.ready()));
    let name = "rapporteur_http_requests_total";
    family(&mut text, name, "counter", "Requests answered, by class of status.");
    for (class, count) in CLASSES.iter().zip(&app.requests.0) {
        let _ = writeln!(text, "{name}{{class=\"{class}\"}} {}", count.load(Ordering::Relaxed));
    }
    let name = "rapporteur_questions_total";
    family(&mut text, name, "counter", "Questions by how they ended: answered, or why not.");
    for (outcome, count) in app.service.outcomes() {
        let _ = writeln!(text, "{name}{{outcome=\"{outcome}\"}} {count}");
    }
    write_caches(&mut text, &caches);
    let mut response = ([(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response();
    caching::forbid(response.headers_mut());
    response
}

fn write_caches(text: &mut String, caches: &[CacheUsage]) {
    type Pick = fn(&CacheUsage) -> u64;
    let families: [(&str, &str, &str, Pick); 4] = [
        ("hits_total", "counter", "Values that were kept when wanted.", |cache| cache.stats.hits),
        ("misses_total", "counter", "Values that were not.", |cache| cache.stats.misses),
        ("entries", "gauge", "Values that are kept.", |cache| cache.entries),
        ("bytes", "gauge", "Bytes of values that are kept, roughly.", |cache| cache.bytes),
    ];
    for (name, kind, help, pick) in families {
        let name = format!("rapporteur_cache_{name}");
        family(text, &name, kind, help);
        for cache in caches {
            let _ = writeln!(text, "{name}{{cache=\"{}\"}} {}", cache.name, pick(cache));
        }
    }
}

/// What goes before the samples of a name.
fn family(text: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}
