//! Stages of computations in the trace of the request that asked for them first.

use std::time::{Duration, SystemTime};

use opentelemetry::global;
use opentelemetry::trace::{Span as _, TraceContextExt as _, Tracer as _};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// Puts a stage that ends now into the trace of the request that `request` stands for, if that is traced.
pub(super) fn stage(request: &Span, name: &'static str, took: Duration) {
    let context = request.context();
    if !context.span().span_context().is_sampled() {
        return;
    }
    let end = SystemTime::now();
    let tracer = global::tracer("rapporteur");
    let span = tracer.span_builder(name).with_start_time(end - took);
    span.start_with_context(&tracer, &context).end_with_timestamp(end);
}
