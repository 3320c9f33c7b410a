//! Traces of requests, sent to a collector as OTLP by HTTP.

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use opentelemetry::trace::{SpanKind, TracerProvider as _};
use opentelemetry::{KeyValue, global};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider, SpanData, SpanExporter};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::Layer;
use tracing_subscriber::registry::LookupSpan;
use ureq::Agent;

/// Where a collector takes traces, below its address.
const PATH: &str = "/v1/traces";
/// How long the collector may take.
const TIME_MAX: Duration = Duration::from_secs(5);
/// The longest response of a collector that is read, in bytes.
const RESPONSE_BYTES_MAX: u64 = 1 << 20;
/// The name of the spans of requests, and what they go by in filters.
const REQUEST: &str = "request";
const TARGET: &str = "rapporteur::requests";

/// Whatever sends the traces of this process.
static PROVIDER: OnceLock<SdkTracerProvider> = OnceLock::new();

/// A layer that sends so many of a hundred requests to `collector`.
pub(super) fn begin<S>(collector: &str, percent: u8) -> anyhow::Result<impl Layer<S> + use<S>>
where
    S: tracing::Subscriber + for<'s> LookupSpan<'s> + Send + Sync,
{
    let sender = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_endpoint(format!("{}{PATH}", collector.trim_end_matches('/')))
        .with_timeout(TIME_MAX)
        .with_http_client(Client::new())
        .build()
        .with_context(|| format!("send traces to --otlp-endpoint {collector}"))?;
    let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    let resource = Resource::builder().with_service_name("rapporteur").with_attribute(version);
    let sampler = Sampler::TraceIdRatioBased(f64::from(percent) / 100.0);
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(Exporter { sender, has_failed: AtomicBool::new(false) })
        .with_sampler(Sampler::ParentBased(Box::new(sampler)))
        .with_resource(resource.build())
        .build();
    let tracer = provider.tracer("rapporteur");
    // Stages of computations are put in by whoever computes.
    global::set_tracer_provider(provider.clone());
    // One process begins once.
    let _ = PROVIDER.set(provider);
    let layer = tracing_opentelemetry::layer()
        .with_tracer(tracer)
        .with_location(false)
        .with_threads(false)
        .with_tracked_inactivity(false)
        .with_context_activation(false);
    Ok(layer.with_filter(filter_fn(|metadata| metadata.target() == TARGET)))
}

/// Sends what has not been sent yet, for some seconds at most.
pub fn end() {
    if let Some(Err(error)) =
        PROVIDER.get().map(|provider| provider.shutdown_with_timeout(TIME_MAX))
    {
        tracing::warn!("failed to send the last traces: {error}");
    }
}

/// Sends spans; the log tells when that begins to fail, and when it works again.
#[derive(Debug)]
struct Exporter<E> {
    sender: E,
    has_failed: AtomicBool,
}

impl<E: SpanExporter> SpanExporter for Exporter<E> {
    async fn export(&self, mut batch: Vec<SpanData>) -> OTelSdkResult {
        // Spans of this crate for logs have no kind.
        for span in batch.iter_mut().filter(|span| span.name == REQUEST) {
            span.span_kind = SpanKind::Server;
        }
        let sent = self.sender.export(batch).await;
        let had_failed = self.has_failed.swap(sent.is_err(), Ordering::Relaxed);
        match &sent {
            Err(error) if !had_failed => {
                tracing::warn!(
                    "failed to send traces: {error}; they are lost until the collector answers"
                );
            }
            Ok(()) if had_failed => tracing::info!("traces are sent again"),
            _ => {}
        }
        sent
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.sender.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.sender.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.sender.set_resource(resource);
    }
}

/// The HTTP client of the program. It may wait: batches are sent by a thread of their own.
#[derive(Debug)]
struct Client(Agent);

impl Client {
    fn new() -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(TIME_MAX))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("rapporteur/", env!("CARGO_PKG_VERSION")));
        Self(config.build().new_agent())
    }

    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (head, body) = request.into_parts();
        let (head, mut body) = self.0.run(Request::from_parts(head, &body[..]))?.into_parts();
        let body = body.with_config().limit(RESPONSE_BYTES_MAX).read_to_vec()?;
        Ok(Response::from_parts(head, body.into()))
    }
}

impl HttpClient for Client {
    fn send_bytes<'client, 'sent>(
        &'client self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'sent>>
    where
        'client: 'sent,
        Self: 'sent,
    {
        Box::pin(async move { self.send(request) })
    }
}
