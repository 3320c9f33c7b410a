//! Floor 7: logs, and traces of requests. Logs go to stderr, so that stdout carries data alone.

mod traces;

use std::io;
use std::sync::OnceLock;

use anyhow::Context;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};
use tracing_subscriber::{EnvFilter, fmt, registry, reload};

use crate::config::{Config, LogFormat};
pub use traces::end;

/// Starts logging as `config` says, or else by the `usual` filter; with `traced`, requests are traced as well if it
/// says where traces go. Does nothing where a logger has been set already.
///
/// # Errors
/// When the filter cannot be parsed, or traces cannot be sent.
pub fn init(config: &Config, usual: &str, traced: bool) -> anyhow::Result<()> {
    let filter = filter(config, usual)?;
    let operation = &config.operation;
    let set = match operation.otlp_endpoint.as_deref().filter(|_| traced) {
        None => log(config.log_format, filter),
        Some(collector) => {
            log_and_trace(config.log_format, filter, collector, operation.otlp_percent)?
        }
    };
    if let Err(error) = set {
        tracing::debug!(
            error = &error as &dyn std::error::Error,
            "logging had been started before"
        );
    }
    Ok(())
}

fn log(format: LogFormat, filter: EnvFilter) -> Result<(), TryInitError> {
    let (filter, handle) = reload::Layer::new(filter);
    keep(handle);
    let registry = registry().with(filter);
    match format {
        LogFormat::Text => registry.with(text()).try_init(),
        LogFormat::Json => registry.with(text().json().with_span_list(false)).try_init(),
    }
}

/// Traces do not depend on the filter of the log.
fn log_and_trace(
    format: LogFormat,
    filter: EnvFilter,
    collector: &str,
    percent: u8,
) -> anyhow::Result<Result<(), TryInitError>> {
    let traces = traces::begin(collector, percent)?;
    let (filter, handle) = reload::Layer::new(filter);
    keep(handle);
    let logs = match format {
        LogFormat::Text => text().with_filter(filter).boxed(),
        LogFormat::Json => text().json().with_span_list(false).with_filter(filter).boxed(),
    };
    Ok(registry().with(logs).with(traces).try_init())
}

/// What cannot be written to a closed stderr cannot be complained of there: that would end the request.
fn text<S>() -> fmt::Layer<S, fmt::format::DefaultFields, fmt::format::Format, fn() -> io::Stderr> {
    fmt::layer()
        .with_writer(io::stderr as fn() -> io::Stderr)
        .with_ansi(false)
        .log_internal_errors(false)
}

/// Sets the filter of a logger that runs.
type SetFilter = Box<dyn Fn(EnvFilter) -> Result<(), reload::Error> + Send + Sync>;

/// Sets the filter of the logger that was started first.
static SET_FILTER: OnceLock<SetFilter> = OnceLock::new();

fn keep<S: 'static>(handle: reload::Handle<EnvFilter, S>) {
    // Another logger may have been started before: then it keeps its filter.
    let _ = SET_FILTER.set(Box::new(move |filter| handle.reload(filter)));
}

/// Logs by `filter` from now on.
///
/// # Errors
/// When nothing is logged.
pub fn set_filter(filter: EnvFilter) -> anyhow::Result<()> {
    let set = SET_FILTER.get().context("change the log filter: logging was not started")?;
    set(filter).context("change the log filter")
}

/// The filter that `config` asks for, or else the `usual` one.
///
/// # Errors
/// When it cannot be parsed.
pub fn filter(config: &Config, usual: &str) -> anyhow::Result<EnvFilter> {
    let log = config.log.as_deref().unwrap_or(usual);
    EnvFilter::try_new(with_assistants(log))
        .with_context(|| format!("failed to read --log '{log}'; write e.g. 'info'"))
}

/// The filter that `log` asks for. Unless that names it, the library of the Model Context Protocol says what fails and
/// no more: it warns of each request at fault, with what the client asked.
fn with_assistants(log: &str) -> String {
    if log.contains("rmcp") { log.to_owned() } else { format!("{log},rmcp=error") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_of_assistants_stay_out_of_logs_unless_they_are_asked_for() {
        assert_eq!(with_assistants("info"), "info,rmcp=error");
        assert_eq!(with_assistants("warn,rmcp=debug"), "warn,rmcp=debug");
    }
}
