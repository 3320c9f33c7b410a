//! Requests as parts of traces that began elsewhere, and what traces tell of their end.

use axum::http::{HeaderMap, StatusCode};
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::Status;
use opentelemetry_http::HeaderExtractor;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// Makes `span` a part of the trace that the client names in these headers (W3C Trace Context), if it names one.
pub(super) fn follow(span: &Span, headers: &HeaderMap) {
    if headers.contains_key("traceparent") {
        let context = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
        // Where nothing is traced, there is no span to give a parent to.
        let _ = span.set_parent(context);
    }
}

/// Tells what was answered.
pub(super) fn tell(span: &Span, status: StatusCode, surface: &'static str) {
    span.set_attribute("http.response.status_code", i64::from(status.as_u16()));
    span.set_attribute("rapporteur.surface", surface);
    if status.is_server_error() {
        span.set_status(Status::error(status.canonical_reason().unwrap_or_default()));
    }
}
